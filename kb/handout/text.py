"""A comparison as plain text for a terminal or an e-mail: a table, then the numbered sources."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap

from kb.answers import Cell, Row, Source
from kb.comparison import Comparison
from kb.formatting import format_long_date, start_large
from kb.handout.content import Handout
from kb.handout.references import Reference, References
from kb.language import _

__all__ = ["write"]

_LABEL_WIDTH = 24
_CELL_WIDTH = 26
_TEXT_WIDTH = 100


def write(handout: Handout) -> bytes:
    """UTF-8; the table is 24 characters wide and 29 more for each model."""
    if handout.comparison is None:
        raise ValueError("a text file holds a comparison")
    references = References(handout)
    lines = [
        handout.title,
        start_large(format_long_date(handout.made_on)),
        "",
        *_table(handout.comparison, references),
        "",
        *_unanswered(handout.comparison),
        _("Nguồn và trích dẫn"),
        *(line for reference in references for line in _reference(reference)),
    ]
    return ("\n".join(lines) + "\n").encode()


def _table(comparison: Comparison, references: References) -> Iterator[str]:
    sources = [each.source for each in comparison.models]
    rule = "─┼─".join("─" * width for width in _widths(len(sources)))
    yield from _line(["", *comparison.titles])
    for row in comparison.answered():
        yield rule
        cells = zip(sources, row.cells, strict=True)
        yield from _line([_label(row), *(_cell(source, row, cell, references) for source, cell in cells)])


def _label(row: Row) -> str:
    return "\n".join([row.label, *(f"({remark})" for remark in row.remarks)])


def _cell(source: Source, row: Row, cell: Cell, references: References) -> str:
    if row.key == "source":
        return f"{cell.text} [{references.of(source).number}]"
    marks = ", ".join(references.marks(source, row, cell))
    formula = f"\n= {cell.formula}" if cell.formula else ""
    return f"{cell.full_text}{formula}{f' [{marks}]' if marks else ''}"


def _line(cells: Sequence[str]) -> Iterator[str]:
    """The lines of one table row, each cell wrapped in its column."""
    widths = _widths(len(cells) - 1)
    columns = [_wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for pieces in zip_longest(*columns, fillvalue=""):
        padded = (piece.ljust(width) for piece, width in zip(pieces, widths, strict=True))
        yield " │ ".join(padded).rstrip()


def _wrapped(cell: str, width: int) -> list[str]:
    return [line for paragraph in cell.split("\n") for line in wrap(paragraph, width)]


def _widths(count: int) -> list[int]:
    return [_LABEL_WIDTH, *[_CELL_WIDTH] * count]


def _unanswered(comparison: Comparison) -> list[str]:
    labels = [row.label for row in comparison.unanswered()]
    return [*wrap(_("Không nguồn nào nêu:") + f" {'; '.join(labels)}.", _TEXT_WIDTH), ""] if labels else []


def _reference(reference: Reference) -> Iterator[str]:
    number = f"[{reference.number}] "
    yield from wrap(f"{number}{reference.citation}", _TEXT_WIDTH, subsequent_indent=" " * len(number))
    if reference.source.url:
        yield f"    {reference.source.url}"
    for quote in reference.quotes:
        text = f"{quote.mark}: “{quote.text}”"
        yield from wrap(text, _TEXT_WIDTH, initial_indent="    ", subsequent_indent="        ")
