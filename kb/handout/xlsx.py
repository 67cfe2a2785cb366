"""Comparisons and handouts as Excel workbooks: numbers stay numbers, every figure carries its sentence."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from math import ceil

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kb.answers import Cell, Row, Source, rows_of
from kb.comparison import Comparison
from kb.formatting import format_long_date, start_large, unit_name
from kb.handout.archive import dated
from kb.handout.content import Handout, ModelItem
from kb.handout.references import References
from kb.labels import KIND_LABELS
from kb.language import VIETNAMESE, _, spoken

__all__ = ["write"]

_MAX_HEIGHT = 409
"""Points; Excel refuses a higher row."""

_LETTERS_PER_WIDTH = 1.1
"""A column's width counts digits of Excel's default font; Vietnamese in Arial 10 runs a little narrower."""

Value = str | int | float | date | None


def write(handout: Handout) -> bytes:
    """An .xlsx with the sheets «Nội dung» (items), «So sánh», «Số liệu» (a figure a line) and «Nguồn»."""
    book, references = _blank_book(handout), References(handout)
    if handout.items:
        _fill(_sheet(book, _("Nội dung"), (6, 28, 64, 44, 9)), _item_lines(handout, references))
    if handout.comparison:
        _fill_comparison(book, handout, handout.comparison, references)
    _fill(_sheet(book, _("Số liệu"), (24, 24, 24, 17, 10, 20, 50, 9)), _figure_lines(handout, references))
    _fill(_sheet(book, _("Nguồn"), (6, 22, 44, 12, 20, 80)), _source_lines(references))
    _link_addresses(book[_("Nguồn")], references)
    file = BytesIO()
    book.save(file)
    return dated(file.getvalue(), handout.made_on)


def _blank_book(handout: Handout) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for style in _styles():
        book.add_named_style(style)
    book.properties.title, book.properties.creator, book.properties.language = (
        handout.title,
        None,
        spoken().tag,
    )
    book.properties.created = datetime.combine(handout.made_on, datetime.min.time())
    return book


def _styles() -> Iterator[NamedStyle]:
    """Styles under names in the language spoken, as Excel's own menu shows them."""
    ink, grey = "1B4F72", "595959"
    line = Border(bottom=Side("thin", "C9D3DB"))
    place = Alignment("left", "top", wrap_text=True)
    shade = PatternFill("solid", "E9EFF4")
    yield NamedStyle(_("Tên tài liệu"), Font("Arial", 16, b=True, color=ink))
    yield NamedStyle(_("Ngày lập"), Font("Arial", 10, i=True, color=grey))
    yield NamedStyle(_("Đầu cột"), Font("Arial", 10, b=True, color=ink), shade, line, place)
    yield NamedStyle(_("Mục"), Font("Arial", 10, b=True), border=line, alignment=place)
    yield NamedStyle(_("Giá trị"), Font("Arial", 10), border=line, alignment=place)
    yield NamedStyle(_("Không nêu"), Font("Arial", 10, color=grey), border=line, alignment=place)
    yield NamedStyle(_("Chi tiết"), Font("Arial", 9, color=grey), border=line, alignment=place)
    yield NamedStyle(_("Lưu ý"), Font("Arial", 9, color="8A3B00"), border=line, alignment=place)
    yield NamedStyle(_("Liên kết"), Font("Arial", 10, u="single", color=ink), border=line, alignment=place)


def _sheet(book: Workbook, title: str, widths: Sequence[int]) -> Worksheet:
    """A sheet with these column widths that prints across A4, as many columns as there are to a page."""
    sheet: Worksheet = book.create_sheet(title)
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.3, footer=0.3)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    footer = "&A · " + _("Trang") + " &P/&N"
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(footer))
    return sheet


def _fill(sheet: Worksheet, lines: Iterator[Sequence[Value]]) -> None:
    """A plain table: a header that stays in view, then a line a record, ready to be sorted and filtered."""
    for row, line in enumerate(lines, 1):
        for column, value in enumerate(line, 1):
            _put(sheet, row, column, value, "Giá trị" if row > 1 else "Đầu cột")
        _fit_height(sheet, row)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.auto_filter.ref = sheet.dimensions


def _put(sheet: Worksheet, row: int, column: int, value: Value, style: str) -> SheetCell:
    """Write one value. A text is never taken for a formula."""
    cell: SheetCell = sheet.cell(row, column, value)
    cell.style = _(style)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    elif isinstance(value, int | float):
        cell.number_format = "#,##0" if value >= 10_000 else "General"  # a year has four digits
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy" if spoken() is VIETNAMESE else "d mmmm yyyy"
    return cell


def _fit_height(sheet: Worksheet, row: int) -> None:
    """Make a row as high as its longest wrapped text; LibreOffice does not do so by itself."""
    lines = 1
    for column, cell in enumerate(sheet[row], 1):
        width = sheet.column_dimensions[get_column_letter(column)].width
        paragraphs = str(cell.value or "").split("\n")
        lines = max(lines, sum(ceil(len(each) / width / _LETTERS_PER_WIDTH) or 1 for each in paragraphs))
    sheet.row_dimensions[row].height = min(13 * lines + 4, _MAX_HEIGHT)


def _item_lines(handout: Handout, references: References) -> Iterator[Sequence[Value]]:
    yield _("STT"), _("Tên"), _("Trích từ nguồn"), _("Ghi chú"), _("Nguồn số")
    for number, item in enumerate(handout.items, 1):
        source = references.of(item.source).number
        if isinstance(item, ModelItem):
            model = item.compared.model
            quote = references.quote(item.source, model.evidence).text
            yield number, model.name, quote, item.note, source
        else:
            yield number, item.title, item.text, item.note, source


def _figure_lines(handout: Handout, references: References) -> Iterator[Sequence[Value]]:
    """Every stated or computed figure of every model, raw: money in đồng."""
    yield (
        _("Mô hình"),
        _("Địa điểm"),
        _("Mục"),
        _("Giá trị"),
        _("Đơn vị"),
        _("Cơ sở tính"),
        _("Câu trích hoặc phép tính"),
        _("Trích dẫn"),
    )
    for compared in handout.models():
        for row in rows_of([compared]):
            cell = row.cells[0]
            if row.unit and not cell.is_silent:
                quotes = [references.quote(compared.source, each) for each in cell.evidences]
                marks = ", ".join(references.marks(compared.source, row, cell))
                reason = cell.formula or " ".join(quote.text for quote in quotes)
                facts = (row.label, cell.value, unit_name(row.unit), cell.basis_label, reason, marks)
                yield compared.model.name, compared.place, *facts


def _link_addresses(sheet: Worksheet, references: References) -> None:
    for row, reference in enumerate(references, 2):
        if reference.source.web_address:
            sheet.cell(row, 6).hyperlink = reference.source.web_address
            sheet.cell(row, 6).style = _("Liên kết")


def _source_lines(references: References) -> Iterator[Sequence[Value]]:
    yield _("Số"), _("Nơi đăng"), _("Tiêu đề"), _("Ngày"), _("Loại"), _("Địa chỉ")
    for reference in references:
        source = reference.source
        kind = KIND_LABELS[source.kind]
        yield reference.number, source.publisher, source.title, source.published, kind, source.url


def _fill_comparison(
    book: Workbook, handout: Handout, comparison: Comparison, references: References
) -> None:
    """The table under its title; below each row of money one that reads the amounts and names their basis."""
    sheet = _sheet(book, _("So sánh"), (26, *[22] * len(comparison.models), 26))
    _put(sheet, 1, 1, handout.title, "Tên tài liệu")
    _put(sheet, 2, 1, start_large(format_long_date(handout.made_on)), "Ngày lập")
    for column, title in enumerate((_("Mục"), *comparison.titles, _("Lưu ý")), 1):
        _put(sheet, 4, column, title, "Đầu cột")
    _fit_height(sheet, 4)
    sheet.freeze_panes, sheet.print_title_rows = "B5", "4:4"
    sources = [each.source for each in comparison.models]
    for row in comparison.rows:
        _add_row(sheet, row, sources, references)


def _add_row(sheet: Worksheet, row: Row, sources: Sequence[Source], references: References) -> None:
    line = sheet.max_row + 1
    _put(sheet, line, 1, row.label, "Mục")
    for column, (cell, source) in enumerate(zip(row.cells, sources, strict=True), 2):
        target = _put_answer(sheet, line, column, row, cell)
        if row.unit and cell.evidences:
            target.comment = _comment(references, source, cell)
    style = "Lưu ý" if row.has_mixed_bases else "Chi tiết"
    _put(sheet, line, len(row.cells) + 2, "; ".join(row.remarks), style)
    _fit_height(sheet, line)
    if any(cell.details for cell in row.cells):
        readings = ["" if cell.is_silent else "; ".join([cell.text, *cell.details]) for cell in row.cells]
        for column, text in enumerate([_("đọc là, cơ sở tính"), *readings, ""], 1):
            _put(sheet, line + 1, column, text, "Chi tiết")
        _fit_height(sheet, line + 1)


def _put_answer(sheet: Worksheet, line: int, column: int, row: Row, cell: Cell) -> SheetCell:
    """The number as a number where there is one, else the text."""
    if not isinstance(cell.value, int | float):
        return _put(sheet, line, column, cell.text, "Không nêu" if cell.is_silent else "Giá trị")
    target = _put(sheet, line, column, cell.value, "Giá trị")
    target.number_format = "0" if row.key == "start_year" else _number_format(cell.value, row.unit or "")
    return target


def _number_format(value: int | float, unit: str) -> str:
    """The Excel format of a value in its unit; Excel itself puts in the separators of its user's language.

    Money stays in whole đồng: a shortened «2,542 tỷ» would turn into «2.542 tỷ» on an English Excel.

    >>> _number_format(2_542_000_000, "đồng"), _number_format(12.5, "ha")
    ('#,##0" đồng"', '#,##0.0##" ha"')
    """
    return f'{"#,##0" if value == int(value) else "#,##0.0##"}" {unit_name(unit, value)}"'


def _comment(references: References, source: Source, cell: Cell) -> Comment:
    quotes = {references.quote(source, each) for each in cell.evidences}
    lines = [f"{quote.mark}: “{quote.text}”" for quote in sorted(quotes, key=lambda quote: quote.mark)]
    text = "\n".join([*lines, references.of(source).citation])
    return Comment(text, _("Trích dẫn"), height=60 + len(text) // 2, width=360)
