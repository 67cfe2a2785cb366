"""Sentences of a Vietnamese text, by position."""

import re
from collections.abc import Iterator

from kb.document import Span

__all__ = ["split_sentences"]

_ABBREVIATIONS = frozenset(
    ["tp", "tx", "tt", "h", "q", "p", "x", "ths", "ts", "pgs", "gs", "ks", "bs", "tr", "đ", "st", "sn", "nxb"]
)
"""Words that end with a full stop inside a sentence: "TP. Cần Thơ", "TX. Cai Lậy", "ThS. Tống"."""

_END = re.compile(r"[.!?…]+[”\"')\]]*(?=\s|$)|;(?=\s*\n)|\n+")
_LAST_WORD = re.compile(r"\w+$")


def split_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of `text` in order, without the white space around them; a line break ends one too.

    >>> text = "Xã ở TX. Cai Lậy. Bà nuôi dê!"
    >>> [sentence.cut(text) for sentence in split_sentences(text)]
    ['Xã ở TX. Cai Lậy.', 'Bà nuôi dê!']
    """
    return tuple(_trimmed(text))


def _trimmed(text: str) -> Iterator[Span]:
    start = 0
    for end in [*_ends(text), len(text)]:
        piece = text[start:end]
        if piece.strip():
            yield Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
        start = end


def _ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        if not (match.group() == "." and _is_abbreviation(text, match.start())):
            yield match.end()


def _is_abbreviation(text: str, stop: int) -> bool:
    word = _LAST_WORD.search(text, max(0, stop - 12), stop)
    return word is not None and word.group().lower() in _ABBREVIATIONS
