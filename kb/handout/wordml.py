"""What Word can do and python-docx has no word for: links, bookmarks, fields, a date picker, table rows."""

from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu
from docx.table import Table
from docx.text.paragraph import Paragraph

from kb.language import VIETNAMESE, _, spoken

__all__ = [
    "SETTINGS",
    "add_bookmark",
    "add_date_picker",
    "add_field",
    "add_link",
    "drop_template_parts",
    "in_language",
    "keep_on_one_page",
    "keep_rows_whole",
    "repeat_first_row",
    "set_widths",
    "without_header_row",
]

_NAMESPACES = nsdecls("w", "r")
SETTINGS = f"""<w:settings {nsdecls("w")}>
  <w:zoom w:percent="100"/>
  <w:defaultTabStop w:val="567"/>
  <w:characterSpacingControl w:val="doNotCompress"/>
  <w:compat>
    <w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
  </w:compat>
  <w:themeFontLang w:val="vi-VN"/>
  <w:decimalSymbol w:val=","/>
  <w:listSeparator w:val=";"/>
</w:settings>"""
_KEPT_PARTS = {
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
}


def in_language(markup: str) -> str:
    """Styles or settings whose text is in the language spoken; what is marked as quoted stays Vietnamese."""
    return markup.replace('"vi-VN"', f'"{spoken().tag}"').replace('"quoted"', f'"{VIETNAMESE.tag}"')


def add_link(paragraph: Paragraph, text: str, style: str, *, anchor: str = "", address: str = "") -> None:
    """A link to the bookmark `anchor`, or else to a web `address`; `style` is the id of a character style."""
    if anchor:
        target = f'w:anchor="{anchor}"'
    else:
        relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        target = f'r:id="{relation}"'
    _append(paragraph, f"<w:hyperlink {_NAMESPACES} {target}>{_run(text, style)}</w:hyperlink>")


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """A place in the text to link to. `number` is unlike that of any other bookmark."""
    _append(paragraph, f'<w:bookmarkStart {_NAMESPACES} w:id="{number}" w:name="{name}"/>')
    _append(paragraph, f'<w:bookmarkEnd {_NAMESPACES} w:id="{number}"/>')


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """A field that Word works out itself: PAGE, NUMPAGES."""
    run = "<w:r><w:t>1</w:t></w:r>"
    _append(paragraph, f'<w:fldSimple {_NAMESPACES} w:instr=" {instruction} ">{run}</w:fldSimple>')


def add_date_picker(paragraph: Paragraph, day: date, text: str) -> None:
    """The date as `text`; a click on it in Word opens a calendar."""
    alias = escape(_("Ngày"))
    _append(
        paragraph,
        f"""<w:sdt {_NAMESPACES}>
          <w:sdtPr>
            <w:alias w:val="{alias}"/><w:tag w:val="date"/>
            <w:date w:fullDate="{day.isoformat()}T00:00:00Z">
              <w:dateFormat w:val="{_date_format()}"/><w:lid w:val="{spoken().tag}"/>
              <w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/>
            </w:date>
          </w:sdtPr>
          <w:sdtContent>{_run(text)}</w:sdtContent>
        </w:sdt>""",
    )


def _date_format() -> str:
    return "'Ngày' dd 'tháng' M 'năm' yyyy" if spoken() is VIETNAMESE else "d MMMM yyyy"


def repeat_first_row(table: Table) -> None:
    """Show the first row again at the top of every page the table runs over."""
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {_NAMESPACES}/>"))


def keep_rows_whole(table: Table) -> None:
    """Let no row break over two pages."""
    for row in table.rows:
        row._tr.get_or_add_trPr().insert(0, parse_xml(f"<w:cantSplit {_NAMESPACES}/>"))


def keep_on_one_page(table: Table) -> None:
    """Move a short table to the next page rather than break it."""
    for row in table.rows[:-1]:
        for paragraph in row.cells[0].paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def without_header_row(table: Table) -> None:
    """Tell the table's style, and readers of it, that the first row is like the others."""
    for look in table._tbl.tblPr.iter(qn("w:tblLook")):
        look.set(qn("w:firstRow"), "0")
        look.set(qn("w:val"), "0080")


def set_widths(table: Table, widths: Sequence[int]) -> None:
    """Fix the column widths, in EMU; Word reads them from the grid, LibreOffice from every cell."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Emu(width)
        for cell in column.cells:
            cell.width = Emu(width)


def drop_template_parts(document: Document) -> None:
    """Leave out what the library's template brings along: its thumbnail, fonts, numbering, unused styles."""
    for relations in (document.part.rels, document.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype not in _KEPT_PARTS:
                del relations[key]


def _run(text: str, style: str = "") -> str:
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _append(paragraph: Paragraph, xml: str) -> None:
    paragraph._p.append(parse_xml(xml))
