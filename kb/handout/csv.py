"""A comparison as CSV: a row a question, and for each model its value, basis and the words it came from."""

import csv
import io
from collections.abc import Sequence

from kb.answers import Cell, Row
from kb.comparison import Comparison
from kb.formatting import unit_name
from kb.handout.content import Handout
from kb.language import _

__all__ = ["harmless", "write"]

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet run a text as a formula (OWASP, CSV injection)."""


def write(handout: Handout) -> bytes:
    """UTF-8 with a byte order mark, by which Excel knows it is not a legacy code page.

    Numbers are whole and unrounded, money in đồng, so that they can be computed with; `unit` says what of.
    """
    if handout.comparison is None:
        raise ValueError("a CSV file holds a comparison")
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(_header(handout.comparison))
    writer.writerows(_line(row) for row in handout.comparison.rows)
    return lines.getvalue().encode("utf-8-sig")


def _header(comparison: Comparison) -> Sequence[str]:
    columns = [_("Mục"), _("Đơn vị")]
    for title in comparison.titles:
        basis, quote = _("%(title)s – cơ sở tính", title=title), _("%(title)s – trích dẫn", title=title)
        columns += [harmless(title), harmless(basis), harmless(quote)]
    return [*columns, _("Lưu ý")]


def _line(row: Row) -> Sequence[str | int | float]:
    line: list[str | int | float] = [row.label, unit_name(row.unit) if row.unit else ""]
    for cell in row.cells:
        quotes = " / ".join(each.quote for each in cell.evidences)
        line += [_value(cell), cell.basis_label or "", harmless(quotes)]
    return [*line, "; ".join(row.remarks)]


def _value(cell: Cell) -> str | int | float:
    return cell.value if isinstance(cell.value, int | float) else harmless(cell.text)


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula.

    >>> harmless("=1+1"), harmless("Nuôi dê")
    ("'=1+1", 'Nuôi dê')
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
