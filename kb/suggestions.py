"""What to offer while a query is being typed: phrases, places, projects, models and titles like it."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import Literal

from kb.places import fold_place
from kb.words import is_spelling, strip_tones

__all__ = ["Suggestion", "SuggestionKind", "Suggestions"]

SuggestionKind = Literal["phrase", "place", "project", "model", "document"]

_SHARES: dict[SuggestionKind, int] = {"phrase": 4, "place": 2, "project": 1, "model": 2, "document": 2}
"""At most so many of a kind, in this order."""

_COMPLETING: tuple[SuggestionKind, ...] = ("phrase", "place")

_MOST_LOOKED_AT = 2000
"""Lines with the typed letters; in those beyond them the marks are not compared any more."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text to search for. `key` opens what it names: slug, code or id, as its kind has; else None."""

    text: str
    kind: SuggestionKind
    key: str | None = None


class Suggestions:
    """Texts to suggest, each kind in the order given: the best first."""

    def __init__(self, suggestions: Iterable[Suggestion]) -> None:
        by_kind: dict[SuggestionKind, list[Suggestion]] = {kind: [] for kind in _SHARES}
        for suggestion in suggestions:
            by_kind[suggestion.kind].append(suggestion)
        self._lists = {kind: _List(each) for kind, each in by_kind.items()}

    def find(self, typed: str, limit: int) -> list[Suggestion]:
        """Up to `limit` suggestions for what was typed so far, its last word perhaps half a word."""
        words = _WORD.findall(unicodedata.normalize("NFC", typed))
        found = [
            suggestion
            for kind, most in _SHARES.items()
            for suggestion in islice(self._lists[kind].starting(words), most)
        ]
        return found[:limit]

    def complete(self, typed: str, limit: int) -> list[Suggestion]:
        """The typed text with phrases and places that go on like its last words, as many words as can be."""
        words = _WORD.findall(unicodedata.normalize("NFC", typed))
        for first in range(1, len(words)):
            head, tail = " ".join(words[:first]), words[first:]
            found = [
                Suggestion(f"{head} {each.text}", "phrase")
                for kind in _COMPLETING
                for each in islice(self._lists[kind].starting(tail), _SHARES[kind])
            ]
            if found:
                return found[:limit]
        return []


class _List:
    """The suggestions of one kind as one text without marks, a line each, in which letters are found fast."""

    def __init__(self, suggestions: Sequence[Suggestion]) -> None:
        self._suggestions = suggestions
        lines = [f"\n {fold_place(' '.join(_words(each)))} " for each in suggestions]
        self._folded = "".join((*lines, "\n"))
        self._starts = list(accumulate(map(len, lines), initial=0))

    def starting(self, words: Sequence[str]) -> Iterator[Suggestion]:
        """Suggestions that are the words, begin with them, have them inside: in this order, each once."""
        letters = fold_place(" ".join(words))
        if not letters:
            return
        seen: set[int] = set()
        for needle in (f"\n {letters} \n", f"\n {letters}", f" {letters}"):
            for line, place in islice(self._lines_with(needle), _MOST_LOOKED_AT):
                suggestion = self._suggestions[line]
                if line not in seen and _agree(words, _words(suggestion)[place:]):
                    seen.add(line)
                    yield suggestion

    def _lines_with(self, needle: str) -> Iterator[tuple[int, int]]:
        """The number of each line with the letters, and the word of it they begin at."""
        at = self._folded.find(needle)
        while at >= 0:
            line = bisect_right(self._starts, at) - 1
            place = self._folded.count(" ", self._starts[line], at)
            yield line, place
            at = self._folded.find(needle, self._starts[line + 1])


def _words(suggestion: Suggestion) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", suggestion.text))


def _agree(typed: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the marks that were typed are those of the words.

    The last word may be half typed, or still lack its tone, which many type at the end: "trông" for "trồng".
    """
    whole = all(map(is_spelling, typed[:-1], words))
    last, word = typed[-1].lower(), words[len(typed) - 1].lower()
    begins = word.startswith(last) or strip_tones(word).startswith(last)
    return whole and (last.isascii() or begins or is_spelling(last, word))
