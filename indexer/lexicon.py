"""The words of an index: which there are, which stand side by side, which a mistyped one may have been."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from indexer.encodings.syllables import is_syllable
from indexer.keystrokes import decode_keystrokes
from indexer.matching import TypedSyllable, held_terms
from indexer.normalize import fold_diacritics, normalize_syllable
from indexer.rarity import Rarity
from indexer.vocabulary import Entry
from kb.search import Respelling

__all__ = ["Lexicon", "sound_key"]

_MOST = 12
"""Spellings of one word that are worth weighing: those of the most documents."""

_MANY_WORDS = 30_000
"""Of a larger vocabulary, words of a single document are mostly slips themselves."""

_SHORTEST_WITH_A_SLIP = 4
"""Letters. One letter more, less or other makes nearly any shorter word into nearly any: chó, chòe."""

_SHORTEST_PART = 2
"""Letters of a word that is written together with another."""

_KEYSTROKES, _CLOSE_MARKS, _MARKS, _SOUND, _LETTER, _WORD = 0.2, 0.3, 0.6, 0.7, 1.0, 0.1
"""What a respelling costs: keys typed with the input method off; hỏi for ngã; another tone or mark; letters
that sound alike or stand twice; one letter wrong, missing or too many, or two swapped (Damerau 1964); and
that what was typed might be a word itself."""


class Lexicon:
    """The words of one index, for as long as it is open. Read when first asked for."""

    def __init__(self, rarity: Rarity, read_vocabulary: Callable[[], Mapping[str, Entry]]) -> None:
        self._rarity = rarity
        self._read_vocabulary = read_vocabulary

    def has(self, text: str) -> bool:
        """Whether the words of `text`, marks and all, stand side by side in any document."""
        return bool(self._rarity.idf(held_terms(text)).all())

    def known(self, words: Sequence[str]) -> list[bool]:
        """For each word whether any document has it so or unmarked; one typed unmarked, in any marking."""
        typed = [TypedSyllable.read(unicodedata.normalize("NFC", word)) for word in words]
        return [any(self._rarity.documents(each.forms)) for each in typed]

    def apart(self, word: str) -> str | None:
        """The two words side by side in most documents that have the letters of an unknown word.

        One that is a syllable is no two: "hoành" is not "hộ anh".
        """
        form = normalize_syllable(word)
        if not form.isalpha() or is_syllable(form) or any(self.known([word])):
            return None
        places = range(_SHORTEST_PART, len(form) - _SHORTEST_PART + 1)
        parts = {_folded_pair(form[:at], form[at:]): (form[:at], form[at:]) for at in places}
        counts = self._rarity.documents([("folded_pairs", pair) for pair in parts])
        documents, best = max(zip(counts, parts.values(), strict=True), default=(0, ("", "")))
        return self._pair(*best) if documents else None

    def together(self, first: str, second: str) -> str | None:
        """The word that two words make which no document has side by side; letters by themselves are none."""
        if not (first + second).isalpha() or min(len(first), len(second)) < _SHORTEST_PART:
            return None
        is_written_so = any(self._rarity.documents([("folded_pairs", _folded_pair(first, second))]))
        joined = normalize_syllable(first + second)
        return None if is_written_so or joined not in self._entries else self._entries[joined].written

    def respellings(self, word: str) -> list[Respelling]:
        """What may have been meant by `word`, cheapest and then most frequent first.

        A known word typed with its marks is only itself; one typed without may be any with its letters.
        """
        form = normalize_syllable(word)
        if any(self.known([word])):
            # "dak" is unmarked, though its index form is not.
            forms = self._by_folded.get(fold_diacritics(form) if word.isascii() else form, (form,))
            return self._listed(dict.fromkeys(forms, 0.0))
        if meant := decode_keystrokes(word):
            return self._listed({normalize_syllable(meant): _KEYSTROKES}) or [
                Respelling(meant, _KEYSTROKES, 0)
            ]
        return self._listed({found: _cost(form, found) for found in self._alike(form)})

    def pair_documents(self, firsts: Sequence[str], seconds: Sequence[str]) -> list[list[int]]:
        """For each of `firsts` in how many documents each of `seconds` stands right behind it."""
        behind = [f"_{normalize_syllable(second)}" for second in seconds]
        terms = [("pairs", normalize_syllable(first) + second) for first in firsts for second in behind]
        counts = self._rarity.documents(terms)
        return [counts[place : place + len(seconds)] for place in range(0, len(counts), len(seconds))]

    def _pair(self, first: str, second: str) -> str | None:
        """The two words with those marks that they have in most documents."""
        options = [
            [each.word for each in self.respellings(form) if each.cost == 0] for form in (first, second)
        ]
        if not all(options):
            return None
        counts = self.pair_documents(*options)
        pairs = [
            (count, a, b)
            for a, row in zip(options[0], counts, strict=True)
            for b, count in zip(options[1], row, strict=True)
        ]
        best = max(pairs, default=(0, "", ""))
        return f"{best[1]} {best[2]}" if best[0] else None

    @cached_property
    def _entries(self) -> Mapping[str, Entry]:
        entries = self._read_vocabulary()
        if len(entries) <= _MANY_WORDS:
            return entries
        return {form: entry for form, entry in entries.items() if entry.documents > 1}

    @cached_property
    def _by_folded(self) -> Mapping[str, list[str]]:
        """Words by their letters without marks."""
        return _grouped((fold_diacritics(form), form) for form in self._entries)

    @cached_property
    def _by_sound(self) -> Mapping[str, list[str]]:
        """Unmarked words by how they sound."""
        return _grouped((sound_key(folded), folded) for folded in self._by_folded)

    @cached_property
    def _folded(self) -> Sequence[str]:
        return list(self._by_folded)

    def _alike(self, form: str) -> set[str]:
        """Words with the same letters, the same sound, or one letter's difference."""
        folded = fold_diacritics(form)
        near = {folded, *self._by_sound.get(sound_key(folded), ())}
        if len(folded) >= _SHORTEST_WITH_A_SLIP:
            close = process.extract(folded, self._folded, scorer=OSA.distance, score_cutoff=1, limit=None)
            near |= {each for each, _, _ in close if len(each) >= _SHORTEST_WITH_A_SLIP}
        return {found for each in near for found in self._by_folded.get(each, ())}

    def _listed(self, costs: Mapping[str, float]) -> list[Respelling]:
        known = {form: self._entries[form] for form in costs if form in self._entries}
        found = [Respelling(entry.written, costs[form], entry.documents) for form, entry in known.items()]
        return sorted(found, key=lambda each: (each.cost, -each.documents))[:_MOST]


_ONSETS = {
    "tr": "ch",
    "x": "s",
    "gi": "d",
    "r": "d",
    "v": "d",
    "l": "n",
    "ngh": "ng",
    "gh": "g",
    "k": "c",
}
_ONSET = re.compile("tr|x|gi(?=[aeou])|r|v|l|ngh|gh|k(?!h)")
_CODAS = {"ng": "n", "nh": "n", "c": "t", "ch": "t", "p": "t"}
_REPEATED = re.compile(r"(.)\1+")
_CODA = re.compile("(?:ng|nh|ch?|p)$")


def sound_key(folded: str) -> str:
    """One key for unmarked syllables that some accent or spelling habit confuses.

    >>> sound_key("xinh") == sound_key("sin"), sound_key("tre") == sound_key("che"), sound_key("ngheo")
    (True, True, 'ngeo')
    """
    folded = _REPEATED.sub(r"\1", folded)
    onset = _ONSET.match(folded)
    if onset:
        folded = _ONSETS[onset[0]] + folded[onset.end() :]
    coda = _CODA.search(folded, 1)
    return (folded[: coda.start()] + _CODAS[coda[0]] if coda else folded).replace("y", "i")


def _folded_pair(first: str, second: str) -> str:
    """The term that two words side by side have in the stream of unmarked pairs."""
    return "_".join(fold_diacritics(normalize_syllable(word)) for word in (first, second))


def _cost(typed: str, meant: str) -> float:
    """How far `meant` is from what was typed; marks count only where some were typed."""
    letters = fold_diacritics(typed), fold_diacritics(meant)
    cost = 0.0
    if letters[0] != letters[1]:
        cost = _SOUND if sound_key(letters[0]) == sound_key(letters[1]) else _LETTER
        cost += _WORD if is_syllable(typed) else 0.0
    marks = _marks(typed), _marks(meant)
    if not marks[0] or marks[0] == marks[1]:
        return cost
    is_close = {*marks[0]} ^ {*marks[1]} == {"\u0303", "\u0309"}
    return cost + (_CLOSE_MARKS if is_close else _MARKS)


def _marks(word: str) -> str:
    """Tones and marks of a word, in one order, đ as one of them."""
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(sorted(letter for letter in decomposed if unicodedata.combining(letter) or letter == "đ"))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
