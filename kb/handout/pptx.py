"""Comparisons and handouts as slides: one a model, a table, a chart that can be edited, the sources."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.util import Inches, Pt

from kb.answers import MIXED_BASES, Cell, Row, Source
from kb.comparison import Comparison, SharedFigure
from kb.formatting import format_long_date, format_number, start_large
from kb.handout import drawingml
from kb.handout.archive import dated, describe_file
from kb.handout.content import Handout, ModelItem, PassageItem
from kb.handout.drawingml import CREAM, GREY, INK, WARNING
from kb.handout.references import Reference, References
from kb.handout.slide_text import (
    Box,
    Paragraph,
    Run,
    fitting_size,
    height_of,
    pages_of,
    plain,
    row_height,
    table_pages,
)
from kb.handout.slide_text import Row as TableRow
from kb.language import _

__all__ = ["write"]

_BODY = Box(0.6, 1.35, 12.13, 5.25)
_FACTS = Box(0.6, 1.45, 7.0, 5.1)
_ASIDE = Box(8.05, 1.45, 4.68, 5.1)
_FOOT = Box(0.6, 6.72, 10.8, 0.4)
_LABEL_WIDTH = 2.5
_TEXT_SIZE, _SMALLEST_SIZE = 18, 12
_CHARTS = 2
"""Side by side on the slide of charts."""


def write(handout: Handout) -> bytes:
    """A .pptx of 16:9: first page, a slide for each item, comparison, charts, sources with their quotes."""
    deck = drawingml.empty_deck()
    describe_file(deck.core_properties, handout)
    writer = _Writer(deck, References(handout))
    writer.first_page(handout)
    for item in handout.items:
        writer.model(item) if isinstance(item, ModelItem) else writer.passage(item)
    if handout.comparison:
        writer.comparison(handout.comparison)
        writer.charts(handout.comparison)
    writer.references()
    file = BytesIO()
    deck.save(file)
    return dated(file.getvalue(), handout.made_on)


class _Writer:
    """Appends slides to a deck, each value with the marks of its references."""

    def __init__(self, deck: Any, references: References) -> None:
        self._deck = deck
        self._references = references

    def first_page(self, handout: Handout) -> None:
        slide = drawingml.add_slide(self._deck, handout.title, layout=0)
        day = start_large(format_long_date(handout.made_on))
        drawingml.fill_placeholder(slide, 1, [*plain(handout.subtitle), (Run(day),)])

    def model(self, item: ModelItem) -> None:
        """Facts on the left, sentence and note on the right; a note too long for it gets its own slide."""
        model, reference = item.compared.model, self._references.of(item.source)
        slide = drawingml.add_slide(self._deck, model.name)
        passages = self._facts(slide, item)
        quote = self._references.quote(item.source, model.evidence)
        left = self._aside(
            slide, [(Run(f"“{quote.text}”", is_quoted=True), *_raised([quote.mark]))], item.note
        )
        self._foot(slide, reference)
        drawingml.add_notes(slide, [*plain(item.note), *_quotes(reference)])
        self._pages(_("%(name)s: lời nguồn", name=model.name), passages)
        self._pages(_("%(name)s: ghi chú", name=model.name), left)

    def passage(self, item: PassageItem) -> None:
        reference = self._references.of(item.source)
        note = (
            [(Run(_("Ghi chú.") + " ", is_bold=True), Run(" ".join(item.note.split())))] if item.note else []
        )
        for slide in self._pages(item.title, [*plain(item.text), *note]):
            self._foot(slide, reference)

    def comparison(self, comparison: Comparison) -> None:
        """The table, over as many slides as it takes; passages and sources have slides of their own."""
        sources = [each.source for each in comparison.models]
        rest = (_BODY.width - _LABEL_WIDTH) / len(sources)
        widths = [_LABEL_WIDTH, *[rest] * len(sources)]
        size = 14 if len(sources) <= 3 else 11
        head: TableRow = [
            [(Run(title, is_bold=True, color=INK),)] for title in (_("Mục"), *comparison.titles)
        ]
        rows = [row for row in comparison.answered() if row.key != "source" and not _is_quoted(row)]
        stated = [self._line(row, sources) for row in rows if not row.is_derived]
        computed = [self._line(row, sources) for row in rows if row.is_derived]
        pages = _dealt(head, stated, computed, widths, size)
        for number, page in enumerate(pages, 1):
            title = _("So sánh các mô hình") + (f" ({number}/{len(pages)})" if len(pages) > 1 else "")
            slide = drawingml.add_slide(self._deck, title)
            drawingml.mark_header(drawingml.add_table(slide, _BODY, widths, [head, *page], size))
        labels = [row.label.lower() for row in comparison.unanswered()]
        if labels and pages:
            drawingml.add_notes(slide, [(Run(_("Không nguồn nào nêu:") + f" {'; '.join(labels)}."),)])

    def charts(self, comparison: Comparison) -> None:
        """Native charts of what most models give on one basis, money before counts, if there is any."""
        shared = sorted(comparison.shared_figures(), key=_rank)[:_CHARTS]
        if not shared:
            return
        slide = drawingml.add_slide(self._deck, _("So sánh bằng biểu đồ"))
        width = (_BODY.width - 0.4 * (len(shared) - 1)) / len(shared)
        for index, figure in enumerate(shared):
            box = Box(_BODY.left + index * (width + 0.4), _BODY.top, width, _BODY.height - 0.1)
            _add_chart(slide, box, figure, comparison.titles)
        note = _("Biểu đồ chỉ vẽ các mô hình có số liệu trên cùng một cơ sở tính.")
        drawingml.add_text(slide, _FOOT, [(Run(note, color=GREY),)], 11)

    def references(self) -> None:
        lines = [line for reference in self._references for line in _reference_lines(reference)]
        self._pages(_("Nguồn và trích dẫn"), lines, size=12)

    def _pages(self, title: str, paragraphs: Sequence[Paragraph], size: float = _TEXT_SIZE) -> list[Any]:
        """Slides of running text under one title."""
        slides = []
        for number, page in enumerate(pages_of(paragraphs, _BODY, size)):
            slides.append(
                drawingml.add_slide(self._deck, title if number == 0 else _("%(title)s (tiếp)", title=title))
            )
            drawingml.add_text(slides[-1], _BODY, page, size)
        return slides

    def _facts(self, slide: Any, item: ModelItem) -> list[Paragraph]:
        """The table of answers. Returns the passages where they find no room in it."""
        widths = [2.9, _FACTS.width - 2.9]
        answered = [row for row in item.answered() if row.key != "source"]
        size = _table_size([self._fact(item, row) for row in answered], widths)
        kept = answered if size else [row for row in answered if not _is_quoted(row)]
        rows = [self._fact(item, row) for row in kept]
        drawingml.add_table(
            slide, _FACTS, widths, rows, size or _table_size(rows, widths) or _TABLE_SIZES[-1]
        )
        return [
            (Run(f"{row.label}: ", is_bold=True), Run(row.cells[0].text, is_quoted=True))
            for row in answered
            if row not in kept
        ]

    def _fact(self, item: ModelItem, row: Row) -> TableRow:
        detail = "".join(f"  {text}" for text in row.cells[0].details)
        answer = (*self._answer(item.source, row, row.cells[0]), Run(detail, color=GREY, scale=0.8))
        return [[(Run(row.label, is_bold=True),)], [answer]]

    def _aside(self, slide: Any, quote: list[Paragraph], note: str) -> list[Paragraph]:
        """The quote and, where it fits under it, the note. Returns what of the note found no room."""
        noted = [(Run(_("Ghi chú"), is_bold=True, color=INK),), *plain(note)] if note.strip() else []
        text = Box(_ASIDE.left + 0.2, _ASIDE.top, _ASIDE.width - 0.2, _ASIDE.height)
        size = fitting_size([*quote, *noted, *[(Run(""),)]], text, (16, 14, _SMALLEST_SIZE))
        size = size or fitting_size(quote, text, (16, 14, _SMALLEST_SIZE)) or _SMALLEST_SIZE - 2
        height = height_of(quote, text.width, size)
        drawingml.add_bar(slide, Box(_ASIDE.left, _ASIDE.top, 0.05, height))
        drawingml.add_text(slide, text, quote, size)
        below = Box(
            _ASIDE.left, _ASIDE.top + height + 0.15, _ASIDE.width, height_of(noted, text.width, size) + 0.2
        )
        if not noted or below.top + below.height > _ASIDE.top + _ASIDE.height + 0.1:
            return noted[1:]
        drawingml.add_text(slide, below, noted, size, fill=CREAM)
        return []

    def _foot(self, slide: Any, reference: Reference) -> None:
        text = f"[{reference.number}] {reference.citation}"
        drawingml.add_text(slide, _FOOT, [(Run(text, color=GREY),)], 11)

    def _line(self, row: Row, sources: Sequence[Source]) -> TableRow:
        label: list[Paragraph] = [(Run(row.label, is_bold=True),)]
        for remark in row.remarks:
            label.append((Run(remark, color=WARNING if remark == _(MIXED_BASES) else GREY, scale=0.8),))
        line = [label]
        for source, cell in zip(sources, row.cells, strict=True):
            details = [(Run(text, color=GREY, scale=0.8),) for text in cell.details]
            line.append([self._answer(source, row, cell), *details])
        return line

    def _answer(self, source: Source, row: Row, cell: Cell) -> Paragraph:
        if cell.is_silent:
            return (Run(cell.text, color=GREY, scale=0.85),)
        return (Run(cell.text), *_raised(self._references.marks(source, row, cell)))


_TABLE_SIZES = (18, 16, 14, 12, 11)


def _table_size(rows: Sequence[TableRow], widths: Sequence[float]) -> float | None:
    """The largest size in points at which the rows fit beside the quote, None when none does."""
    heights = {size: sum(row_height(row, widths, size) for row in rows) for size in _TABLE_SIZES}
    return next((size for size, height in heights.items() if height <= _FACTS.height), None)


def _is_quoted(row: Row) -> bool:
    return any(cell.is_quoted for cell in row.cells)


def _raised(marks: Sequence[str]) -> Paragraph:
    return (Run(f"\u00a0{', '.join(marks)}", color=INK, is_raised=True),) if marks else ()


def _quotes(reference: Reference) -> list[Paragraph]:
    return [(Run(f"{quote.mark}: “{quote.text}”", is_quoted=True),) for quote in reference.quotes]


def _reference_lines(reference: Reference) -> Iterator[Paragraph]:
    address = reference.source.web_address
    link = (Run(address, color=INK, address=address),) if address else ()
    yield Run(f"[{reference.number}] {reference.citation}. ", is_bold=True), *link
    for quote in reference.quotes:
        pieces = (Run(piece, is_bold=is_value, is_quoted=True) for piece, is_value in quote.parts)
        yield Run(f"{quote.mark}  “"), *pieces, Run("”")


def _dealt(
    head: TableRow,
    stated: list[TableRow],
    computed: list[TableRow],
    widths: Sequence[float],
    size: float,
) -> list[list[TableRow]]:
    """The rows of each slide; where two slides do, the second begins with what was computed."""
    pages = list(table_pages(head, [*stated, *computed], widths, _BODY, size))
    is_stated_short = len(list(table_pages(head, stated, widths, _BODY, size))) == 1
    return [stated, computed] if len(pages) == 2 and is_stated_short else pages


def _rank(figure: SharedFigure) -> tuple[int, bool]:
    return -len(figure.points), not figure.is_money


def _add_chart(slide: Any, box: Box, figure: SharedFigure, titles: Sequence[str]) -> None:
    """A bar chart whose numbers can be edited in PowerPoint; the first model on top."""
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    values = [value for _, value in figure.points]
    data.categories = [titles[column] for column, _ in figure.points]
    data.add_series(figure.label, values)
    place = (Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place, data)
    title = f"{figure.title} ({figure.unit})"
    spoken = "; ".join(f"{titles[column]}: {format_number(value)}" for column, value in figure.points)
    drawingml.describe(frame, f"{title}. {spoken}.")
    _dress_chart(frame.chart, title, values)
    drawingml.set_language(frame.chart._chartSpace)


def _dress_chart(chart: Any, title: str, values: Sequence[float]) -> None:
    chart.has_legend = False
    chart.has_title = True
    chart.chart_title.text_frame.text = title
    chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(14)
    chart.font.size, chart.font.name = Pt(12), "Arial"
    chart.category_axis.reverse_order = True
    chart.category_axis.major_tick_mark = XL_TICK_MARK.NONE
    chart.category_axis.format.line.color.rgb = drawingml.color(GREY)
    chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = min(0, *values)
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 60, True
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = drawingml.color(INK)
    labels = plot.data_labels
    labels.number_format = "#,##0" if all(value == int(value) for value in values) else "#,##0.0"
    labels.number_format_is_linked, labels.position = False, XL_LABEL_POSITION.OUTSIDE_END
