"""The sentence a value stands in, and its pieces with the value's own words marked."""

import re
from collections.abc import Sequence

from kb.answers import Source
from kb.document import Span
from kb.model import Evidence

__all__ = ["quote_parts", "sentence_around", "sentence_of"]

_REACH = 300
"""Characters kept on each side of a value; the longest tenth of sentences in provincial plans is cut."""


def sentence_around(text: str, span: Span) -> Span:
    """The sentence of `text` that holds `span`, cut at a word where it reaches too far.

    >>> text = "Xã có 3 mô hình. TP. Cần Thơ hỗ trợ 49 triệu đồng cho 14 hộ. Nay 3 hộ đã thoát nghèo."
    >>> sentence_around(text, Span(text.index("49"), text.index("49") + 2)).cut(text)
    'TP. Cần Thơ hỗ trợ 49 triệu đồng cho 14 hộ.'
    """
    low, high = _word_start(text, span.start - _REACH), _word_end(text, span.end + _REACH)
    breaks = [match for match in _BREAK.finditer(text, low, high) if _ends_sentence(match)]
    starts = [match.end() for match in breaks if match.end() <= span.start] or [min(low, span.start)]
    stops = [stop for stop in map(_stop, breaks) if stop >= span.end]
    return Span(starts[-1], stops[0] if stops else high)


_BREAK = re.compile(r"(?P<word>[^\s.!?…]*)(?P<stop>[.!?…]+[”\"’»)]*)(?:\s+|$)|\s*\n\s*")
_ABBREVIATIONS = {"TP", "Tp", "TX", "Tx", "TT", "Tt", "Th", "ThS", "TS", "PGS", "GS", "BS", "KS", "CN", "Tr"}


def _ends_sentence(match: re.Match[str]) -> bool:
    """Not after «TP.», «H.» or «v.v. và»; always at the end of a line."""
    if "\n" in match[0] or match.end() == len(match.string):
        return True
    word = match["word"].strip("(“\"‘'")
    is_abbreviation = word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha())
    return not is_abbreviation and not match.string[match.end()].islower()


def _stop(match: re.Match[str]) -> int:
    return match.end("stop") if match["stop"] else match.start()


def _word_start(text: str, position: int) -> int:
    """The start of the first word at or after `position`."""
    if position <= 0:
        return 0
    space = re.compile(r"\s+").search(text, position)
    return space.end() if space else position


def _word_end(text: str, position: int) -> int:
    """The end of the word that `position` stands in."""
    space = re.compile(r"\s|$").search(text, min(position, len(text)))
    return space.start() if space else len(text)


def sentence_of(source: Source, evidence: Evidence) -> Span:
    """The sentence of a piece of evidence, or the evidence alone when the source's text is not at hand."""
    has_text = evidence.span.cut(source.text) == evidence.quote
    return sentence_around(source.text, evidence.span) if has_text else evidence.span


def quote_parts(
    source: Source, sentence: Span, evidences: Sequence[Evidence]
) -> tuple[tuple[str, bool], ...]:
    """A sentence cut at the words that values were read from, on one line, with … where it was shortened."""
    first = evidences[0]
    if first.span.cut(source.text) != first.quote:
        return ((_on_one_line(first.quote), True),)
    pieces, position = [], sentence.start
    for span in sorted({each.span for each in evidences}):
        start = max(span.start, position)
        pieces += [(source.text[position:start], False), (source.text[start : span.end], True)]
        position = max(span.end, position)
    pieces.append((source.text[position : sentence.end], False))
    shown = [(_on_one_line(piece), is_value) for piece, is_value in pieces if piece]
    before = [("… ", False)] if _is_cut(source.text[: sentence.start].rstrip(" ")) else []
    after = (
        [(" …", False)] if _is_cut(source.text[: sentence.end]) and sentence.end < len(source.text) else []
    )
    return (*before, *shown, *after)


def _is_cut(text: str) -> bool:
    """Whether `text` stops in the middle of a sentence."""
    return bool(text) and text[-1] not in '.!?…:;\n”"’»)'


def _on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
