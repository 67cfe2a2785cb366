"""One engine-free chain from text to tokens, the same for documents and for queries.

Streams:

- "syllables": syllables (tiếng), numbers and short forms in their index form, marks kept. Document numbers,
  dates and compound short forms stand whole as well, at the position of their first part.
- "pairs": neighbouring syllables of one clause, joined by "_".
- "folded" and "folded_pairs": the same two without marks.
- "words": words (từ) found by pyvi's model in lower-case text, their syllables joined by "_".

Offsets are code points into the NFC text. A token's position is that of its first syllable; the end of a
sentence takes up a position, so that no phrase runs across it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

from indexer.normalize import fold_diacritics, normalize_compound, normalize_syllable
from indexer.segmenter import find_joins

__all__ = ["STREAMS", "Token", "analyze", "terms"]

STREAMS = ("syllables", "pairs", "folded", "folded_pairs", "words")


class Token(NamedTuple):
    """A term of one stream and where it stands: text[start:end] in the NFC text."""

    term: str
    start: int
    end: int
    position: int


_INSIDE = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"
_WORD = rf"[^\W\d_](?:[^\W_]|[{_INSIDE}])*"
_UNIT = "(?:ha|km|m|cm|mm|m2|m3|km2|kg|g|tr|triệu|tỷ|tỉ|nghìn|ngàn|đ|đồng|con|hộ|tấn|tạ|sào|giờ|h|USD)"
_ATOM = re.compile(
    rf"{_WORD}(?:['’‘ʼ]{_WORD})*"
    r"|\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![.,]?\d)|(?<!\d[.,])\d+[.,]\d+(?![.,]?\d)"
    rf"|\d+(?={_UNIT}(?![^\W_]))|\d[^\W_]*"
    r"|[!?…;:,()\[\]{}\"“”«»|•\n]"
    r"|(?<!\b[A-ZĐ])(?<!\b[TtM][PpXxTtSsr])(?<!\bThS)(?<!\bPGS)\.(?!\S)"
)
"""A syllable, a number, or a mark that ends a clause. Other marks, the hyphen among them, only separate."""

_SENTENCE_ENDS = frozenset("!?….\n")

_COMPOUND = re.compile(r"(?<![^\W_])[^\W_]+(?:[-–/.&][^\W_]+)+(?![^\W_])")
_PART = re.compile(r"[-–/.&]")
_DOCUMENT_NUMBER = re.compile(r"\d+[a-zA-Z]?/(?:\d{4}/)?[^\W\d_]+(?:-[^\W_]+)*")
_DATE = re.compile(r"\d{1,2}([-./])\d{1,2}\1\d{4}")
_SHORT_FORM = re.compile(r"(?:[^\W_]*[A-ZĐ\d]){2}[^\W_]*|[A-ZĐ\d]|[b-df-hj-np-tv-xzđ]+")


def analyze(text: str, streams: Iterable[str] = STREAMS) -> dict[str, list[Token]]:
    """The tokens of each stream asked for, in text order.

    >>> analyze("nuôi bò sinh sản", ["words"])["words"][-1]
    Token(term='sinh_sản', start=8, end=16, position=2)
    >>> [token.term for token in analyze("90/QĐ-TTg", ["syllables"])["syllables"]]
    ['90/qđ-ttg', '90', 'qđ', 'ttg']
    """
    reading = _Reading(unicodedata.normalize("NFC", text))
    return {stream: reading.tokens(stream) for stream in streams}


def terms(text: str, stream: str) -> list[str]:
    """The terms of one stream, as `analyze` has them but in no particular order: the quick way to count them.

    >>> terms("Hòa Bình giảm nghèo", "pairs")
    ['hoà_bình', 'bình_giảm', 'giảm_nghèo']
    """
    return [token.term for token in analyze(text, [stream])[stream]]


class _Forms(dict[str, str]):
    """Atom → its index form, "" for a mark; worked out once."""

    def __missing__(self, atom: str) -> str:
        if len(self) > 200_000:
            self.clear()
        form = self[atom] = normalize_syllable(atom) if atom[0].isalnum() else ""
        return form


class _FoldedForms(dict[str, str]):
    """Index form → the same without marks."""

    def __missing__(self, form: str) -> str:
        if len(self) > 200_000:
            self.clear()
        folded = self[form] = fold_diacritics(form)
        return folded


_forms = _Forms()
_folded_forms = _FoldedForms()


class _Reading:
    """A text read once, from which every stream is made."""

    def __init__(self, text: str) -> None:
        self.text = text
        matches = list(_ATOM.finditer(text))
        self.atoms = [match[0] for match in matches]
        self.spans = [match.span() for match in matches]
        self.forms = [_forms[atom] for atom in self.atoms]
        steps = (
            atom in _SENTENCE_ENDS or bool(form) for atom, form in zip(self.atoms, self.forms, strict=True)
        )
        self.positions = [total - 1 for total in accumulate(steps)]

    def tokens(self, stream: str) -> list[Token]:
        if stream == "syllables":
            return self._syllables(self.forms, lambda whole: whole)
        if stream == "folded":
            return self._syllables(self._folded(), fold_diacritics)
        if stream == "words":
            return list(self._words())
        return self._pairs(self.forms if stream == "pairs" else self._folded())

    def _folded(self) -> list[str]:
        return [_folded_forms[form] for form in self.forms]

    def _syllables(self, forms: list[str], fold: Callable[[str], str]) -> list[Token]:
        places = zip(forms, self.spans, self.positions, strict=True)
        parts = [Token(form, start, end, position) for form, (start, end), position in places if form]
        positions = {token.start: token.position for token in parts}
        wholes = [
            Token(fold(form), start, end, positions[start])
            for form, start, end in _find_wholes(self.text)
            if start in positions
        ]
        return sorted(parts + wholes, key=lambda token: (token.start, -token.end)) if wholes else parts

    def _pairs(self, forms: list[str]) -> list[Token]:
        places = list(zip(forms, self.spans, self.positions, strict=True))
        return [
            Token(f"{form}_{following}", start, end, position)
            for (form, (start, _), position), (following, (_, end), _) in pairwise(places)
            if form and following
        ]

    def _words(self) -> Iterator[Token]:
        joins = find_joins([form or atom for form, atom in zip(self.forms, self.atoms, strict=True)])
        places = zip(self.forms, joins, self.spans, self.positions, strict=True)
        word: list[str] = []
        first = end = first_position = 0
        for form, is_joined, (start, stop), position in places:
            if not (is_joined and form and word) and word:
                yield Token("_".join(word), first, end, first_position)
                word = []
            if form:
                if not word:
                    first, first_position = start, position
                word.append(form)
                end = stop
        if word:
            yield Token("_".join(word), first, end, first_position)


def _find_wholes(text: str) -> Iterator[tuple[str, int, int]]:
    """Index form, start and end of what has marks inside and still is one: 265/KH-UBND, KT-XH, 30/4/1975."""
    for match in _COMPOUND.finditer(text):
        if _is_whole(match[0]):
            yield normalize_compound(match[0]), *match.span()


def _is_whole(compound: str) -> bool:
    if _DATE.fullmatch(compound) or _DOCUMENT_NUMBER.fullmatch(compound):
        return True
    has_letters = any(map(str.isalpha, compound))
    return has_letters and all(map(_SHORT_FORM.fullmatch, _PART.split(compound)))
