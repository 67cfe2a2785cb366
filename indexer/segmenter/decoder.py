"""Finds the best segmentation under pyvi's weights (Viterbi), a whole text at a time.

With two labels a path is decided by one number a syllable: by how much "goes on with the word" leads over
"begins one". All but that one recurrence is array work; almost every feature depends on a single syllable, so
a surface form is looked at once and remembered as a small code.
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
_FLAG_MASK = (1 << _FLAG_BITS) - 1
_MAX_REMEMBERED = 200_000


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


class _Scores:
    """What one place in the window (the syllable itself, its left or right neighbour) adds to the lead."""

    def __init__(self, attributes: dict[str, float], place: str, numbers: dict[str, int]) -> None:
        self._by_number = np.zeros(len(numbers) + 1)
        for syllable, number in numbers.items():
            self._by_number[number] = attributes.get(f"{place}word.lower():{syllable}", 0.0)
        named = {_TITLE: "istitle", _UPPER: "isupper", _DIGITS: "isdigit"}
        weights = {flag: attributes.get(f"{place}word.{name}()", 0.0) for flag, name in named.items()}
        self._by_flags = np.array(
            [
                sum(weight for flag, weight in weights.items() if flags & flag)
                for flags in range(1 << _FLAG_BITS)
            ]
        )

    def of(self, numbers: _Codes, flags: _Codes) -> _Array:
        scores: _Array = self._by_number[numbers] + self._by_flags[flags]
        return scores


class Decoder:
    """Decodes with one set of weights."""

    def __init__(self, weights: Weights) -> None:
        attributes, words = weights.attributes, weights.words
        syllables = {name.partition("lower():")[2] for name in attributes if "word.lower():" in name}
        syllables.update(syllable for word in words for syllable in word)
        numbers = {syllable: number for number, syllable in enumerate(sorted(syllables), start=1)}
        self._memory = _Memory(numbers)
        self._bias = attributes["bias"]
        self._own, self._left, self._right = (
            _Scores(attributes, place, numbers) for place in ("", "-1:", "+1:")
        )
        self._pairs = _Words(
            [[numbers[s] for s in word] for word in words if len(word) == 2], len(numbers) + 1
        )
        self._triples = _Words(
            [[numbers[s] for s in word] for word in words if len(word) == 3], len(numbers) + 1
        )
        self._ends_pair, self._begins_pair = attributes["-1:word.bi_gram()"], attributes["+1:word.bi_gram()"]
        self._ends_triple, self._begins_triple = (
            attributes["-2:word.tri_gram()"],
            attributes["+2:word.tri_gram()"],
        )
        self._moves = weights.moves

    def find_joins(self, syllables: Sequence[str]) -> list[bool]:
        """For each syllable (one at least), whether it goes on with the word of the one before it."""
        codes = np.fromiter(map(self._memory.__getitem__, syllables), np.int64, len(syllables))
        numbers, flags = codes >> _FLAG_BITS, codes & _FLAG_MASK
        joins = np.array(self._best_path(self._leads(numbers, flags).tolist()))
        joins[0] = False
        joins[1:] &= _may_join(flags[:-1], flags[1:])
        found: list[bool] = joins.tolist()
        return found

    def _leads(self, numbers: _Codes, flags: _Codes) -> _Array:
        """By how much the features of each syllable speak for going on with a word."""
        leads = self._own.of(numbers, flags) + self._bias
        leads[1:] += self._left.of(numbers, flags)[:-1]
        leads[:-1] += self._right.of(numbers, flags)[1:]
        pairs = self._pairs.find(numbers[:-1], numbers[1:])
        leads[1:] += pairs * self._ends_pair
        leads[:-1] += pairs * self._begins_pair
        triples = self._triples.find(numbers[:-2], numbers[1:-1], numbers[2:])
        leads[2:] += triples * self._ends_triple
        leads[:-2] += triples * self._begins_triple
        return leads

    def _best_path(self, leads: list[float]) -> list[bool]:
        """The label of each syllable on the best path as a whole; a tie begins a word, as in CRFsuite."""
        (begin_begin, begin_go), (go_begin, go_go) = self._moves
        go_after_go, begin_after_go = begin_go - go_go, begin_begin - go_begin
        total = leads[0]
        totals = [total]
        for lead in leads[1:]:
            to_go = total + go_go if total > go_after_go else begin_go
            to_begin = total + go_begin if total > begin_after_go else begin_begin
            total = lead + to_go - to_begin
            totals.append(total)
        label = totals.pop() > 0
        path = [label]
        for total in reversed(totals):
            label = total > (go_after_go if label else begin_after_go)
            path.append(label)
        path.reverse()
        return path


class _Words:
    """Dictionary words of one length, found in many places of a text at once."""

    def __init__(self, words: list[list[int]], base: int) -> None:
        self._base = base
        keys = sorted(
            self._key(*(np.array(column, np.int64) for column in zip(*words, strict=True))).tolist()
        )
        self._keys = np.array([*keys, np.iinfo(np.int64).max])

    def find(self, *columns: _Codes) -> NDArray[np.bool_]:
        """Whether the syllables in a row of `columns`, one column a place, are a word."""
        keys = self._key(*columns)
        found: NDArray[np.bool_] = self._keys[np.searchsorted(self._keys, keys)] == keys
        return found

    def _key(self, *columns: _Codes) -> _Codes:
        return reduce(lambda key, column: key * self._base + column, columns)
