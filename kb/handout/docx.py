"""Comparisons and handouts as Word documents that need nothing changed but the date."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.section import Section
from docx.shared import Cm, Emu
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from kb.answers import MIXED_BASES, NOT_STATED, Cell, Row, Source
from kb.charts.compared import comparison_charts
from kb.charts.png import png
from kb.comparison import Comparison
from kb.formatting import format_long_date, start_large
from kb.handout import wordml
from kb.handout.archive import dated, describe_file
from kb.handout.content import Handout, Item, ModelItem, PassageItem
from kb.handout.references import Quote, Reference, References
from kb.language import _, marked

__all__ = ["write"]

_STYLES = Path(__file__).with_name("docx_styles.xml")
_SHORT, _LONG = Cm(21), Cm(29.7)
_MARGIN, _MARGIN_ACROSS = Cm(2), Cm(1.5)
_LABEL_WIDTH, _LABEL_WIDTH_ACROSS = Cm(6.2), Cm(4.3)
_GAP = Cm(0.5)
_PIXEL = Cm(0.022)
"""What a pixel of a chart takes on paper: its letters of 13 pixels then have 8 points."""

_CHARTS = 2
_CHART_NOTE = marked("Biểu đồ chỉ vẽ các mô hình có số liệu trên cùng một cơ sở tính.")

_COLUMNS_UPRIGHT = 3
"""Models that fit side by side on an upright page; more turn the page across."""


def write(handout: Handout) -> bytes:
    """A .docx of A4 pages: items in order, the comparison, then the numbered sources with their quotes."""
    document = _blank_document(handout)
    writer = _Writer(document, References(handout))
    writer.head(handout)
    for number, item in enumerate(handout.items, 1):
        writer.item(number, item)
    if handout.comparison:
        writer.comparison(handout.comparison, is_alone=not handout.items)
    writer.references()
    file = BytesIO()
    document.save(file)
    return dated(file.getvalue(), handout.made_on)


def _blank_document(handout: Handout) -> Document:
    """The library's empty document with our styles and language, without its template's leftovers."""
    document = docx.Document()
    wordml.drop_template_parts(document)
    document.styles.element[:] = parse_xml(wordml.in_language(_STYLES.read_text("utf-8")).encode())[:]
    document.settings.element[:] = parse_xml(wordml.in_language(wordml.SETTINGS))[:]
    describe_file(document.core_properties, handout)
    _lay_out(document.sections[0], is_across=False)
    _number_pages(document.sections[0], handout.title)
    return document


def _lay_out(section: Section, *, is_across: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if is_across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if is_across else (_SHORT, _LONG)
    margin = _MARGIN_ACROSS if is_across else _MARGIN
    section.left_margin = section.right_margin = margin
    section.top_margin = section.bottom_margin = margin
    section.header_distance = section.footer_distance = Cm(1)


def _number_pages(section: Section, title: str) -> None:
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{title} · " + _("Trang") + " ")
    wordml.add_field(footer, "PAGE")
    footer.add_run("/")
    wordml.add_field(footer, "NUMPAGES")


class _Writer:
    """Appends the parts of a handout to a document, each value with the marks of its references."""

    def __init__(self, document: Document, references: References) -> None:
        self._document = document
        self._references = references
        self._bookmarks = 0

    def head(self, handout: Handout) -> None:
        self._document.add_paragraph(handout.title, "Title")
        if handout.subtitle:
            self._document.add_paragraph(handout.subtitle, "Subtitle")
        day = start_large(format_long_date(handout.made_on))
        wordml.add_date_picker(self._document.add_paragraph(style="Date"), handout.made_on, day)

    def item(self, number: int, item: Item) -> None:
        if isinstance(item, ModelItem):
            self._document.add_heading(f"{number}. {item.compared.model.name}")
            self._model(item)
        else:
            self._document.add_heading(f"{number}. {item.title}")
            self._passage(item)
        self._note(item.note)

    def comparison(self, comparison: Comparison, *, is_alone: bool) -> None:
        """The table, on a page turned across when it is wide; alone it starts under the title."""
        is_across = len(comparison.models) > _COLUMNS_UPRIGHT
        section = self._document.sections[-1] if is_alone else self._document.add_section(WD_SECTION.NEW_PAGE)
        _lay_out(section, is_across=is_across)
        if not is_alone:
            self._document.add_heading(_("Bảng so sánh"))
        width = (_LONG - 2 * _MARGIN_ACROSS) if is_across else (_SHORT - 2 * _MARGIN)
        self._table(comparison, width)
        labels = [row.label.lower() for row in comparison.unanswered()]
        if labels:
            self._document.add_paragraph(_("Không nguồn nào nêu:") + f" {'; '.join(labels)}.", "Lưu ý")
        self._charts(comparison, width)

    def references(self) -> None:
        if self._document.sections[-1].orientation == WD_ORIENT.LANDSCAPE:
            _lay_out(self._document.add_section(WD_SECTION.NEW_PAGE), is_across=False)
        self._document.add_heading(_("Nguồn và trích dẫn"))
        for reference in self._references:
            self._reference(reference)

    def _model(self, item: ModelItem) -> None:
        quote = self._references.quote(item.source, item.compared.model.evidence)
        self._quoted(f"“{quote.text}”", quote.mark)
        table = self._document.add_table(0, 2, "Bảng số liệu")
        for row in item.answered():
            label, answer = table.add_row().cells
            self._paragraph(label).add_run(row.label)
            paragraph = self._answer(answer, item.source, row, row.cells[0])
            for text in row.cells[0].details:
                paragraph.add_run(f"   {text}", "Chữ phụ")
        self._silence(table, [row.label.lower() for row in item.unanswered()])
        wordml.without_header_row(table)
        wordml.keep_on_one_page(table)
        self._finish(table, [_LABEL_WIDTH, _SHORT - 2 * _MARGIN - _LABEL_WIDTH])

    def _silence(self, table: Table, labels: Sequence[str]) -> None:
        """A last row with everything the source leaves open."""
        if labels:
            label, answer = table.add_row().cells  # type: ignore[no-untyped-call]
            self._paragraph(label).add_run(start_large(_(NOT_STATED)))
            self._paragraph(answer).add_run("; ".join(labels), "Chữ phụ")

    def _passage(self, item: PassageItem) -> None:
        lines = [line for line in item.text.splitlines() if line.strip()]
        for index, line in enumerate(lines, 1):
            paragraph = self._document.add_paragraph(line, "Quote")
            paragraph.paragraph_format.keep_with_next = index == len(lines)
        reference = self._references.of(item.source)
        paragraph = self._document.add_paragraph(f"— {reference.citation}", "Lưu ý")
        self._marks(paragraph, (str(reference.number),))

    def _quoted(self, text: str, mark: str) -> None:
        paragraph = self._document.add_paragraph(text, "Quote")
        paragraph.paragraph_format.keep_with_next = True
        self._marks(paragraph, (mark,))

    def _note(self, note: str) -> None:
        lines = [line for line in note.splitlines() if line.strip()]
        for index, line in enumerate(lines):
            paragraph = self._document.add_paragraph(style="Ghi chú")
            if index == 0:
                paragraph.add_run(_("Ghi chú.") + " ").bold = True
            paragraph.add_run(line)

    def _table(self, comparison: Comparison, width: int) -> None:
        sources = [each.source for each in comparison.models]
        table = self._document.add_table(1, 1 + len(sources), "Bảng số liệu")
        for cell, title in zip(table.rows[0].cells, (_("Mục"), *comparison.titles), strict=True):
            self._paragraph(cell).add_run(title)
        for row in comparison.answered():
            label, *answers = table.add_row().cells
            self._paragraph(label).add_run(row.label)
            for remark in row.remarks:
                self._line(label, remark, "Cảnh báo" if remark == _(MIXED_BASES) else "Chữ phụ")
            for answer, source, cell in zip(answers, sources, row.cells, strict=True):
                self._answer(answer, source, row, cell)
                for text in cell.details:
                    self._line(answer, text)
        wordml.repeat_first_row(table)
        rest = (width - _LABEL_WIDTH_ACROSS) // len(sources)
        self._finish(table, [_LABEL_WIDTH_ACROSS, *[rest] * len(sources)])

    def _charts(self, comparison: Comparison, width: int) -> None:
        """Pictures of what the models give on one basis, side by side under their titles."""
        charts = comparison_charts(comparison, _CHARTS)
        if not charts:
            return
        self._document.add_paragraph(_(_CHART_NOTE), "Lưu ý").paragraph_format.keep_with_next = True
        table = self._document.add_table(1, len(charts))
        column = (width - _GAP) // len(charts)
        for cell, chart in zip(table.rows[0].cells, charts, strict=True):
            title = self._paragraph(cell)
            title.paragraph_format.keep_with_next = True
            title.add_run(chart.title).bold = True
            picture = (
                cell.add_paragraph()
                .add_run()
                .add_picture(BytesIO(png(chart, column // _PIXEL)), width=Emu(column - _GAP))
            )
            spoken = "; ".join(f"{bar.label}: {bar.text}" for bar in chart.bars)
            picture._inline.docPr.set("descr", f"{chart.title}. {spoken}.")
        self._finish(table, [width // len(charts)] * len(charts))

    def _finish(self, table: Table, widths: Sequence[int]) -> None:
        wordml.keep_rows_whole(table)
        wordml.set_widths(table, widths)

    def _answer(self, target: _Cell, source: Source, row: Row, cell: Cell) -> Paragraph:
        paragraph = self._paragraph(target)
        paragraph.add_run(cell.text, "Chữ phụ" if cell.is_silent else None)
        marks = self._references.marks(source, row, cell)
        self._marks(paragraph, (str(self._references.of(source).number),) if row.key == "source" else marks)
        return paragraph

    def _paragraph(self, cell: _Cell) -> Paragraph:
        paragraph: Paragraph = cell.paragraphs[0]
        paragraph.style = "Chữ trong bảng"
        return paragraph

    def _line(self, cell: _Cell, text: str, style: str = "Chữ phụ") -> None:
        cell.add_paragraph(style="Chữ trong bảng").add_run(text, style).bold = False

    def _marks(self, paragraph: Paragraph, marks: Sequence[str]) -> None:
        """Superscript marks, each leading to its entry in the list of sources."""
        for index, mark in enumerate(marks):
            paragraph.add_run(", " if index else "\u00a0", "Số trích dẫn")
            wordml.add_link(paragraph, mark, "Mark", anchor=_bookmark(mark))

    def _reference(self, reference: Reference) -> None:
        paragraph = self._document.add_paragraph(style="Nguồn")
        self._target(paragraph, str(reference.number))
        paragraph.add_run(f"[{reference.number}]\t{reference.citation}. ")
        if reference.source.web_address:
            wordml.add_link(
                paragraph, reference.source.web_address, "Hyperlink", address=reference.source.web_address
            )
        for quote in reference.quotes:
            self._quote(quote)

    def _quote(self, quote: Quote) -> None:
        paragraph = self._document.add_paragraph(style="Câu trích")
        self._target(paragraph, quote.mark)
        paragraph.add_run(f"{quote.mark}\t“")
        for piece, is_value in quote.parts:
            paragraph.add_run(piece).bold = is_value or None
        paragraph.add_run("”")

    def _target(self, paragraph: Paragraph, mark: str) -> None:
        self._bookmarks += 1
        wordml.add_bookmark(paragraph, _bookmark(mark), self._bookmarks)


def _bookmark(mark: str) -> str:
    return f"nguon_{mark}"
