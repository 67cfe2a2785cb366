"""Text on a slide: runs and paragraphs, how much room they take, and where a page of them is full."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

__all__ = [
    "CELL_MARGIN",
    "GAP",
    "Box",
    "Paragraph",
    "Row",
    "Run",
    "fitting_size",
    "height_of",
    "pages_of",
    "plain",
    "row_height",
    "table_pages",
]

_LETTER_WIDTH = 0.53
"""Of the size: the mean of Vietnamese running text in Arial, with a little to spare."""

_LINE_HEIGHT = 1.2
GAP = 0.35
"""Of the size: the space under a paragraph, but not in tables."""

CELL_MARGIN = 0.08
"""Inches at the sides of a table cell; half of it above and below."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look. `scale` is relative to the size of its surroundings.

    What `is_quoted` from a source is Vietnamese, the rest in the language spoken.
    """

    text: str
    is_bold: bool = False
    color: str | None = None
    scale: float = 1.0
    is_raised: bool = False
    address: str | None = None
    is_quoted: bool = False


Paragraph = tuple[Run, ...]
Row = list[list[Paragraph]]
"""A table row: a cell is a list of paragraphs."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a slide, in inches."""

    left: float
    top: float
    width: float
    height: float


def plain(text: str) -> list[Paragraph]:
    """The lines of `text` that hold anything, a paragraph each."""
    return [(Run(line.strip()),) for line in text.splitlines() if line.strip()]


def height_of(paragraphs: Sequence[Paragraph], width: float, size: float) -> float:
    """Inches that `paragraphs` take at `size` points in a column of `width` inches; rather too much."""
    return sum(_height(paragraph, width, size) for paragraph in paragraphs)


def row_height(cells: Row, widths: Sequence[float], size: float) -> float:
    """Inches that a table row takes: as much as its highest cell, with the margins."""
    inner = [width - 2 * CELL_MARGIN for width in widths]
    heights = (
        sum(_height(paragraph, width, size) - GAP * size / 72 for paragraph in cell)
        for cell, width in zip(cells, inner, strict=True)
    )
    return max(heights) + CELL_MARGIN


def fitting_size(paragraphs: Sequence[Paragraph], box: Box, sizes: Sequence[float]) -> float | None:
    """The largest of `sizes` (given largest first) at which everything fits the box, None when none does."""
    return next((size for size in sizes if height_of(paragraphs, box.width, size) <= box.height), None)


def pages_of(paragraphs: Sequence[Paragraph], box: Box, size: float) -> Iterator[list[Paragraph]]:
    """`paragraphs` dealt out to pages that fit the box; one longer than a page is cut at a word."""
    page: list[Paragraph] = []
    for paragraph in _cut(paragraphs, box, size):
        if page and height_of([*page, paragraph], box.width, size) > box.height:
            yield page
            page = []
        page.append(paragraph)
    if page:
        yield page


def table_pages(
    head: Row, rows: Sequence[Row], widths: Sequence[float], box: Box, size: float
) -> Iterator[list[Row]]:
    """`rows` dealt out to slides, each with room for the head; a row is never cut."""
    page: list[Row] = []
    room = box.height - row_height(head, widths, size)
    for row in rows:
        if page and sum(row_height(each, widths, size) for each in (*page, row)) > room:
            yield page
            page = []
        page.append(row)
    if page:
        yield page


def _cut(paragraphs: Sequence[Paragraph], box: Box, size: float) -> Iterator[Paragraph]:
    """Paragraphs none of which is higher than the box."""
    for paragraph in paragraphs:
        rest = paragraph
        while _height(rest, box.width, size) > box.height:
            head, rest = _halves(rest)
            yield head
        yield rest


def _halves(paragraph: Paragraph) -> tuple[Paragraph, Paragraph]:
    """The paragraph cut at the space nearest its middle, or in the middle of a word without one."""
    middle = sum(len(run.text) for run in paragraph) // 2
    head: list[Run] = []
    for index, run in enumerate(paragraph):
        if len(run.text) >= middle:
            place = run.text.rfind(" ", 0, middle) + 1 or middle or 1
            tail = (replace(run, text=run.text[place:]), *paragraph[index + 1 :])
            return (*head, replace(run, text=run.text[:place])), tail
        middle -= len(run.text)
        head.append(run)
    return tuple(head), ()


def _height(paragraph: Paragraph, width: float, size: float) -> float:
    points = sum(len(run.text) * run.scale for run in paragraph) * size * _LETTER_WIDTH
    lines = max(1, ceil(points / (width * 72)))
    scale = max((run.scale for run in paragraph), default=1)
    return (lines * scale * _LINE_HEIGHT + GAP) * size / 72
