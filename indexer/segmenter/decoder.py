"""Finds the best segmentation under pyvi's weights (Viterbi), a whole text at a time.

With two labels a path is decided by one number a syllable: by how much "goes on with the word" leads over
"begins one". What the syllables before it add to that number lies between two close bounds, so that hardly
one syllable in a hundred needs to know them; the rest is array work. Almost every feature depends on a
single syllable, so a surface form is looked at once and remembered as a small code.
"""

import string
from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from indexer.segmenter.weights import Weights

__all__ = ["Decoder", "may_join"]

_Array = NDArray[np.float64]
_Codes = NDArray[np.int64]

_TITLE, _UPPER, _DIGITS, _ALONE, _CAPITAL = (1 << bit for bit in range(5))
_FLAG_BITS = 5
_MAX_REMEMBERED = 200_000
_HINTS = 1 << 20
"""Size of a table of remainders; it spares all but a few per cent of the look-ups among the words."""


def may_join(previous: str, syllable: str) -> bool:
    """Whether pyvi lets two syllables be one word: no marks, no numbers, no capital after a small letter.

    >>> may_join("Hà", "Giang"), may_join("tỉnh", "Hà"), may_join("30", "hộ")
    (True, False, False)
    """
    return bool(_may_join(np.array(_flags(previous)), np.array(_flags(syllable))))


def _may_join(previous: _Codes, following: _Codes) -> NDArray[np.bool_]:
    fits: NDArray[np.bool_] = ((previous | following) & _ALONE == 0) & (following & ~previous & _CAPITAL == 0)
    return fits


def _flags(syllable: str) -> int:
    return (
        _TITLE * syllable.istitle()
        | _UPPER * syllable.isupper()
        | _DIGITS * syllable.isdigit()
        | _ALONE * (syllable in string.punctuation or syllable[0].isdigit())
        | _CAPITAL * syllable[0].istitle()
    )


class _Memory(dict[str, int]):
    """Surface form → its flags and, above them, the number of its lower-case form (0: not in the model)."""

    def __init__(self, numbers: dict[str, int]) -> None:
        self.numbers = numbers

    def __missing__(self, syllable: str) -> int:
        if len(self) >= _MAX_REMEMBERED:
            self.clear()
        code = self[syllable] = self.numbers.get(syllable.lower(), 0) << _FLAG_BITS | _flags(syllable)
        return code


def _scores(attributes: dict[str, float], place: str, numbers: dict[str, int]) -> _Array:
    """What a syllable adds, by code, to its own lead ("") or to that of a neighbour ("-1:" is before it)."""
    prefix = f"{place}word.lower():"
    by_number = np.zeros(len(numbers) + 1)
    for name, weight in attributes.items():
        if name.startswith(prefix):
            by_number[numbers[name.removeprefix(prefix)]] = weight
    named = {_TITLE: "istitle", _UPPER: "isupper", _DIGITS: "isdigit"}
    weights = {flag: attributes.get(f"{place}word.{name}()", 0.0) for flag, name in named.items()}
    by_flags = [sum(weights[flag] for flag in weights if flags & flag) for flags in range(1 << _FLAG_BITS)]
    scores: _Array = np.add.outer(by_number, np.array(by_flags)).ravel()
    return scores


class _Words:
    """Dictionary words of one length, found in many places of a text at once."""

    def __init__(self, words: list[str], length: int, numbers: dict[str, int]) -> None:
        self._base = len(numbers) + 1
        syllables = [numbers[syllable] for syllable in " ".join(words).split(" ")]
        self._keys = np.sort(self._key(*np.array(syllables, np.int64).reshape(-1, length).T))
        self._hints = np.zeros(_HINTS, np.bool_)
        self._hints[self._keys % _HINTS] = True

    def find(self, *columns: _Codes) -> _Codes:
        """The rows of `columns`, one column a place, whose syllables are a word."""
        keys = self._key(*columns)
        candidates = np.flatnonzero(self._hints[keys % _HINTS])
        sought = keys[candidates]
        places = np.searchsorted(self._keys[:-1], sought)  # without the last, so that every place has a key
        found: _Codes = candidates[self._keys[places] == sought]
        return found

    def _key(self, *columns: _Codes) -> _Codes:
        return reduce(lambda key, column: key * self._base + column, columns)


class Decoder:
    """Decodes with one set of weights."""

    def __init__(self, weights: Weights) -> None:
        attributes = weights.attributes
        syllables = {name.partition("lower():")[2] for name in attributes if "word.lower():" in name}
        syllables.update(*(" ".join(words).split(" ") for words in weights.words.values()))
        numbers = {syllable: number for number, syllable in enumerate(syllables, start=1)}
        self._memory = _Memory(numbers)
        self._own = _scores(attributes, "", numbers) + attributes["bias"]
        self._before = _scores(attributes, "-1:", numbers)
        self._after = _scores(attributes, "+1:", numbers)
        self._pairs, self._triples = (_Words(weights.words[length], length, numbers) for length in (2, 3))
        self._ends_pair, self._begins_pair = (attributes[f"{place}:word.bi_gram()"] for place in ("-1", "+1"))
        self._ends_triple, self._begins_triple = (
            attributes[f"{place}:word.tri_gram()"] for place in ("-2", "+2")
        )
        self._moves = weights.moves
        (begin_begin, begin_go), (go_begin, go_go) = weights.moves
        self._gains = begin_go - begin_begin, go_go - go_begin
        self._limits = begin_begin - go_begin, begin_go - go_go

    def find_joins(self, syllables: Sequence[str]) -> list[bool]:
        """For each syllable (one at least), whether it goes on with the word of the one before it."""
        codes = np.fromiter(map(self._memory.__getitem__, syllables), np.int64, len(syllables))
        joins = self._best_path(self._leads(codes))
        joins[0] = False
        joins[1:] &= _may_join(codes[:-1], codes[1:])
        found: list[bool] = joins.tolist()
        return found

    def _leads(self, codes: _Codes) -> _Array:
        """By how much the features of each syllable speak for going on with a word."""
        leads: _Array = self._own[codes]
        leads[1:] += self._before[codes[:-1]]
        leads[:-1] += self._after[codes[1:]]
        numbers = codes >> _FLAG_BITS
        pairs = self._pairs.find(numbers[:-1], numbers[1:])
        leads[pairs + 1] += self._ends_pair
        leads[pairs] += self._begins_pair
        triples = self._triples.find(numbers[:-2], numbers[1:-1], numbers[2:])
        leads[triples + 2] += self._ends_triple
        leads[triples] += self._begins_triple
        return leads

    def _best_path(self, leads: _Array) -> NDArray[np.bool_]:
        """Whether each syllable goes on with a word on the path that is best as a whole.

        A syllable goes on if its total (its lead and what the best path so far gains by its going on) is over
        a limit that depends on the next label; a tie begins a word, as in CRFsuite.
        """
        last = len(leads) - 1
        least, most = leads + min(self._gains), leads + max(self._gains)
        least[0] = most[0] = leads[0]
        path: NDArray[np.bool_] = least > max(self._limits)
        undecided = ~path & (most > min(self._limits))
        path[last], undecided[last] = least[last] > 0, least[last] <= 0 < most[last]
        places = np.flatnonzero(undecided).tolist()
        totals: dict[int, float] = {}
        for at in places:
            totals[at] = leads[at] + self._gain(totals.get(at - 1), path[at - 1]) if at else leads[at]
        for at in reversed(places):
            path[at] = totals[at] > (0 if at == last else self._limits[int(path[at + 1])])
        return path

    def _gain(self, total: float | None, goes_on: bool) -> float:
        """What a syllable gains by going on, after one of this total or, without one, of this label."""
        if total is None:
            return self._gains[int(goes_on)]
        (begin_begin, begin_go), (go_begin, go_go) = self._moves
        return max(begin_go, total + go_go) - max(begin_begin, total + go_begin)
