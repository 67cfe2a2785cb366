"""A document's text as blocks of pieces that a template can write out, marks and all."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.document import Heading, Span
from kb.record import Record

__all__ = ["Block", "Piece", "mark_up"]

_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks. `match` numbers the search hits from 1, 0 for none."""

    text: str
    is_evidence: bool
    is_evidence_start: bool
    match: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (level 0) or heading. `passage` is set on the first block of a passage."""

    level: int
    passage: int | None
    pieces: tuple[Piece, ...]


def mark_up(record: Record, matches: Sequence[Span], evidence: Span | None) -> list[Block]:
    """Every line of the text as a block, in order, with search matches and one piece of evidence marked."""
    document = record.document
    levels = _levels(document.headings)
    starts = {passage.span.start: passage.ordinal for passage in record.passages}
    blocks = []
    for line in _LINE.finditer(document.text):
        span = Span(line.start(), line.end())
        pieces = tuple(_pieces(document.text, span, matches, evidence))
        passage = next((starts[start] for start in sorted(starts) if span.start <= start < span.end), None)
        blocks.append(Block(levels.get(span.start, 0), passage, pieces))
    return blocks


def _levels(headings: Sequence[Heading]) -> dict[int, int]:
    """The level to show each heading at, by its start: from 1 down, without skipping one (WCAG 1.3.1)."""
    ranks = {level: rank for rank, level in enumerate(sorted({each.level for each in headings}), start=1)}
    levels, last = {}, 0
    for heading in headings:
        last = levels[heading.span.start] = min(ranks[heading.level], last + 1)
    return levels


def _pieces(text: str, line: Span, matches: Sequence[Span], evidence: Span | None) -> Iterator[Piece]:
    """The line cut wherever a mark begins or ends."""
    numbered = [(number, match) for number, match in enumerate(matches, start=1) if match.overlaps(line)]
    marks = [match for _, match in numbered] + ([evidence] if evidence and evidence.overlaps(line) else [])
    cuts = {line.start, line.end}
    for mark in marks:
        cuts |= {max(mark.start, line.start), min(mark.end, line.end)}
    ordered = sorted(cuts)
    for start, end in pairwise(ordered):
        piece = Span(start, end)
        is_evidence = bool(evidence and evidence.overlaps(piece))
        yield Piece(
            piece.cut(text),
            is_evidence,
            is_evidence
            and evidence is not None
            and start == max(evidence.start, line.start) == evidence.start,
            next((number for number, match in numbered if match.overlaps(piece)), 0),
        )
