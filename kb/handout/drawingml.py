"""Slides beneath their content: the empty deck, text boxes, tables, page numbers and speaker notes."""

from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Length, Pt

from kb.handout.slide_text import CELL_MARGIN, GAP, Box, Paragraph, Row, Run, row_height
from kb.language import VIETNAMESE, _, spoken

__all__ = [
    "CREAM",
    "GREY",
    "INK",
    "WARNING",
    "add_bar",
    "add_notes",
    "add_slide",
    "add_table",
    "add_text",
    "color",
    "describe",
    "empty_deck",
    "fill_placeholder",
    "mark_header",
    "set_language",
]

INK, GREY, WARNING, CREAM = "1B4F72", "595959", "8A3B00", "F6F1E1"
_SHADE, _RULE = "E9EFF4", "C9D3DB"
_TEMPLATE = Path(__file__).with_name("pptx_template.xml")
_WIDTH, _HEIGHT = 13 + 1 / 3, 7.5
_KEPT_LAYOUTS = (0, 5)
"""Of the library's own: a first page, and a title alone."""

_LONG_TITLE, _LONG_TITLE_SIZE = 52, 22
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""Office's own id of the table style without lines or colours."""


def empty_deck() -> Any:
    """A 16:9 deck without slides: our master, the layouts 0 (first page) and 1 (title), our language."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(_WIDTH), Inches(_HEIGHT)
    for layout in [each for index, each in enumerate(deck.slide_layouts) if index not in _KEPT_LAYOUTS]:
        deck.slide_layouts.remove(layout)
    master, styles, *drawings = parse_xml(_TEMPLATE.read_bytes()).iterchildren("{*}cSld", "{*}txStyles")
    _swap(deck.slide_master, "p:cSld", master)
    _swap(deck.slide_master, "p:txStyles", styles)
    for layout, drawing in zip(deck.slide_layouts, drawings, strict=True):
        _swap(layout, "p:cSld", drawing)
    _name_fonts(deck.slide_master)
    _translate_notes(deck.notes_master)
    set_language(deck.part._element)
    _drop_leftovers(deck)
    return deck


def color(value: str) -> RGBColor:
    """A colour from six hexadecimal digits."""
    return RGBColor(*bytes.fromhex(value))  # type: ignore[no-untyped-call]


def add_slide(deck: Any, title: str, layout: int = 1) -> Any:
    """A slide with its title and, from the second on, its number."""
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    size = None if layout == 0 or len(title) <= _LONG_TITLE else _LONG_TITLE_SIZE
    _add_runs(slide.shapes.title.text_frame.paragraphs[0], (Run(title),), size)
    for number in slide.slide_layout._element.iter(qn("p:sp")):
        if number.find(".//" + qn("p:ph")) is not None and number.find(".//" + qn("a:fld")) is not None:
            slide.shapes._spTree.append(deepcopy(number))
    return slide


def fill_placeholder(slide: Any, index: int, paragraphs: Sequence[Paragraph]) -> None:
    """Write into a placeholder of the layout; without anything to write it is taken off the slide."""
    placeholder = slide.placeholders[index]
    if paragraphs:
        _write(placeholder.text_frame, paragraphs, None)
    else:
        placeholder._element.getparent().remove(placeholder._element)


def add_text(slide: Any, box: Box, paragraphs: Sequence[Paragraph], size: float, fill: str = "") -> None:
    """A text box; with `fill` a coloured one with room inside its edges."""
    shape = slide.shapes.add_textbox(*_inches(box))
    frame = shape.text_frame
    frame.word_wrap = True
    margin = Inches(0.12 if fill else 0)
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = margin
    if fill:
        shape.fill.solid()
        shape.fill.fore_color.rgb = color(fill)
    _write(frame, paragraphs, size)


def add_bar(slide: Any, box: Box) -> None:
    """A filled rectangle: the line beside a quote."""
    bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_inches(box))
    bar.fill.solid()
    bar.fill.fore_color.rgb = color("A9BCCB")
    bar.line.fill.background()


def add_table(slide: Any, box: Box, widths: Sequence[float], rows: Sequence[Row], size: float) -> Any:
    """A native table of `widths` inches a column, in the upper left of the box."""
    frame = slide.shapes.add_table(len(rows), len(widths), *_inches(box))
    table = frame.table
    table.first_row, table.first_col, table.horz_banding = False, True, False
    frame._element.find(".//" + qn("a:tableStyleId")).text = _PLAIN_TABLE
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Inches(width)
    for row, cells in zip(table.rows, rows, strict=True):
        row.height = Inches(row_height(cells, widths, size))
        for cell, paragraphs in zip(row.cells, cells, strict=True):
            _fill_cell(cell, paragraphs, size)
    return table


def mark_header(table: Any) -> None:
    """Make the first row a header, to the eye and to screen readers."""
    table.first_row = True
    for cell in table.rows[0].cells:
        cell.vertical_anchor = MSO_ANCHOR.BOTTOM
        cell.fill.solid()
        cell.fill.fore_color.rgb = color(_SHADE)


def describe(frame: Any, text: str) -> None:
    """What a screen reader says of a drawing."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", text)


def add_notes(slide: Any, paragraphs: Sequence[Paragraph]) -> None:
    """What the speaker sees under the slide."""
    if paragraphs:
        _write(slide.notes_slide.notes_text_frame, paragraphs, None)


def _fill_cell(cell: Any, paragraphs: Sequence[Paragraph], size: float) -> None:
    cell.margin_left = cell.margin_right = Inches(CELL_MARGIN)
    cell.margin_top = cell.margin_bottom = Inches(CELL_MARGIN / 2)
    _write(cell.text_frame, paragraphs, size, gap=0)
    rule = f'<a:solidFill><a:srgbClr val="{_RULE}"/></a:solidFill>'
    line = parse_xml(f'<a:lnB {nsdecls("a")} w="6350">{rule}</a:lnB>')
    cell._tc.get_or_add_tcPr().insert(0, line)


def _write(frame: Any, paragraphs: Sequence[Paragraph], size: float | None, gap: float = GAP) -> None:
    for index, runs in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        if size:
            paragraph.space_after = Pt(round(size * gap))
        _add_runs(paragraph, runs, size)


def _add_runs(paragraph: Any, runs: Paragraph, size: float | None) -> None:
    for run in runs:
        target = paragraph.add_run()
        target.text = run.text
        properties = target.font._element
        properties.set("lang", VIETNAMESE.tag if run.is_quoted else spoken().tag)
        if size:
            target.font.size = Pt(round(size * run.scale * 2) / 2)
        if run.is_bold:
            target.font.bold = True
        if run.color:
            target.font.color.rgb = color(run.color)
        if run.is_raised:
            properties.set("baseline", "30000")
        if run.address:
            target.hyperlink.address = run.address


def _inches(box: Box) -> tuple[Length, Length, Length, Length]:
    return Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height)


def _swap(owner: Any, tag: str, element: Any) -> None:
    old = owner._element.find(qn(tag))
    owner._element.replace(old, element)


def set_language(element: Any) -> None:
    """Mark every text the library wrote below `element` as in the language spoken."""
    for each in element.iter():
        if each.get("lang"):
            each.set("lang", spoken().tag)


def _name_fonts(master: Any) -> None:
    """Our colour, and Arial, which holds every Vietnamese letter on every machine."""
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = theme.blob.decode().replace("Calibri", "Arial").replace("4F81BD", INK).replace("0000FF", INK)
    theme.blob = text.encode()


def _translate_notes(master: Any) -> None:
    for placeholder in master.placeholders:
        if placeholder.has_text_frame and len(placeholder.text_frame.paragraphs) > 1:
            placeholder.text_frame.text = _("Ghi chú")
    set_language(master._element)


def _drop_leftovers(deck: Any) -> None:
    """Leave out the template's thumbnail, printer settings and statistics."""
    for relations in (deck.part.rels, deck.part.package._rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(("/thumbnail", "/printerSettings", "/extended-properties")):
                relations.pop(key)
