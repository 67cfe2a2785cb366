"""Cutting a document into passages: pieces small enough to show, large enough to understand."""

import re
from collections.abc import Iterator

from kb.document import Document, Passage, Span

__all__ = ["MAX_PASSAGE_LENGTH", "cut_passages"]

MAX_PASSAGE_LENGTH = 900
"""Code points, about 180 Vietnamese syllables: the most a reader takes in under one search result.
Short paragraphs are joined up to it, longer ones cut at the end of a sentence."""

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…;])[”\"')\]]*\s+(?=[^\s\d\W]|[\"“(\d])")


def cut_passages(document: Document) -> tuple[Passage, ...]:
    """Passages in text order, covering every paragraph and no heading line.

    >>> from kb.document import Heading, Kind
    >>> text = "Mở đầu.\\n\\nTỉnh Hà Giang\\n\\nNuôi bò vàng.\\n\\nTrồng cam."
    >>> document = Document("a", "A", text, Kind.NEWS, headings=(Heading(Span(9, 22), 2),))
    >>> [(passage.heading, passage.span.cut(text)) for passage in cut_passages(document)]
    [(None, 'Mở đầu.'), ('Tỉnh Hà Giang', 'Nuôi bò vàng.\\n\\nTrồng cam.')]
    """
    pieces = [
        (heading, piece)
        for heading, section in _sections(document)
        for piece in _joined(document.text, section)
    ]
    return tuple(Passage(ordinal, piece, heading) for ordinal, (heading, piece) in enumerate(pieces))


def _sections(document: Document) -> Iterator[tuple[str | None, Span]]:
    """The text between headings, each with the heading above it."""
    heading, start = None, 0
    for next_heading in document.headings:
        yield heading, Span(start, next_heading.span.start)
        heading, start = next_heading.span.cut(document.text).strip(), next_heading.span.end
    yield heading, Span(start, len(document.text))


def _joined(text: str, section: Span) -> Iterator[Span]:
    """Neighbouring pieces of a section, joined while they fit one passage."""
    current: Span | None = None
    for piece in _pieces(text, section):
        if current and piece.end - current.start <= MAX_PASSAGE_LENGTH:
            current = Span(current.start, piece.end)
        else:
            if current:
                yield current
            current = piece
    if current:
        yield current


def _pieces(text: str, section: Span) -> Iterator[Span]:
    """Paragraphs of a section, over-long ones cut into sentences."""
    for match in _PARAGRAPH.finditer(text, section.start, section.end):
        paragraph = _trimmed(text, match.start(), match.end())
        if paragraph.end - paragraph.start <= MAX_PASSAGE_LENGTH:
            if paragraph.start < paragraph.end:
                yield paragraph
        else:
            yield from _sentences(text, paragraph)


def _sentences(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    for end in _SENTENCE_END.finditer(text, paragraph.start, paragraph.end):
        yield from _chopped(text, start, end.start())
        start = end.end()
    yield from _chopped(text, start, paragraph.end)


def _chopped(text: str, start: int, end: int) -> Iterator[Span]:
    """A sentence, cut at spaces when even it is too long (tables, text without full stops)."""
    while end - start > MAX_PASSAGE_LENGTH:
        cut = text.rfind(" ", start, start + MAX_PASSAGE_LENGTH)
        cut = cut if cut > start else start + MAX_PASSAGE_LENGTH
        yield _trimmed(text, start, cut)
        start = cut
    if (last := _trimmed(text, start, end)).start < last.end:
        yield last


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
