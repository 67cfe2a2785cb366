"""Word documents (.docx): paragraphs, headings by their styles, table rows as lines."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from indexer.extract.draft import Block, Draft
from indexer.extract.metadata import Metadata
from indexer.extract.original import Original
from indexer.extract.outline import guess_level, without_lists
from kb.errors import ArchiveDangerous, FileBroken, FileEncrypted, FormatUnsupported

__all__ = ["read_word"]

_OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_MOST_UNPACKED_BYTES = 150_000_000
"""A report of 500 pages with its pictures unpacks to 60 MB."""

_HEADING_STYLE = re.compile(r"(?:heading|tiêu đề|đầu đề|đề mục)\s*([1-9])", re.IGNORECASE)
_TITLE_STYLE = re.compile(r"title|tiêu đề|tên", re.IGNORECASE)
_CONTENTS_STYLE = re.compile(r"toc\b|mục lục", re.IGNORECASE)
_LONGEST_BOLD_HEADING = 120
_BOLD_LEVEL = 3

_PARAGRAPH, _TABLE, _ROW, _CELL, _TEXT = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "t"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOT_SHOWN = {qn("w:del"), qn("w:moveFrom"), _FALLBACK}
_SIGNS = {
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:tab"): "\t",
    qn("w:noBreakHyphen"): "-",
    qn("w:softHyphen"): "\u00ad",  # the letter ư of an old font
}


def read_word(original: Original) -> Draft:
    """Text in reading order.

    Raises FileEncrypted, FormatUnsupported (an old .doc by another name), ArchiveDangerous and FileBroken.
    """
    _check(original)
    try:
        document = docx.Document(io.BytesIO(original.content))
        reader = _Reader(document)
        blocks = list(reader.blocks(document.element.body))
        file_title = document.core_properties.title
    except Exception as error:  # whatever python-docx stumbles over
        raise FileBroken(**original.place, reason=repr(error)) from error
    blocks = blocks if reader.has_headings else without_lists(blocks)
    return Draft(Metadata(title=reader.title), blocks, file_title)


def _check(original: Original) -> None:
    """Refuse what is no open archive or unpacks to more than any document does; little memory is used."""
    if original.content.startswith(_OLE_SIGNATURE):
        if _ENCRYPTED_STREAM in original.content:
            raise FileEncrypted(**original.place)
        raise FormatUnsupported(**original.place, suffix=".doc")
    try:
        with zipfile.ZipFile(io.BytesIO(original.content)) as archive:
            _check_size(original, sum(entry.file_size for entry in archive.infolist()))
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                raise FileEncrypted(**original.place)
            _check_size(original, _unpacked_bytes(original, archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise FileBroken(**original.place, reason=str(error)) from error


def _unpacked_bytes(original: Original, archive: zipfile.ZipFile) -> int:
    """What the entries really unpack to, whatever they declare; stops beyond the limit."""
    size = 0
    for entry in archive.infolist():
        with archive.open(entry) as stream:
            while chunk := stream.read(1_000_000):
                size += len(chunk)
                _check_size(original, size)
    return size


def _check_size(original: Original, size_bytes: int) -> None:
    if size_bytes > _MOST_UNPACKED_BYTES:
        raise ArchiveDangerous(**original.place, size_bytes=size_bytes, limit_bytes=_MOST_UNPACKED_BYTES)


class _Reader:
    """The paragraphs and tables of one document, seen with its styles."""

    def __init__(self, document: WordDocument) -> None:
        self.title: str | None = None
        self._names: dict[str, str] = {}
        self._levels: dict[str, int] = {}
        for style in document.styles.element.iter(qn("w:style")):
            self._learn(style)
        self.has_headings = any(self._level(p) for p in document.element.body.iter(_PARAGRAPH))

    def blocks(self, parent: BaseOxmlElement) -> Iterator[Block]:
        """Blocks in reading order, content controls opened; a table of one column is no table."""
        for element in parent:
            if element.tag == _PARAGRAPH:
                yield from self._paragraph(element)
            elif element.tag == _TABLE:
                rows = [row.findall(_CELL) for row in element.iter(_ROW)]
                if any(len(cells) > 1 for cells in rows):
                    yield Block("\n".join(filter(None, map(_row_text, rows))))
                else:
                    yield from (block for cells in rows for cell in cells for block in self.blocks(cell))
            elif element.tag not in _NOT_SHOWN:
                yield from self.blocks(element)

    def _learn(self, style: BaseOxmlElement) -> None:
        name = _value(style.find(qn("w:name"))) or ""
        style_id = style.get(qn("w:styleId"), name)
        heading = _HEADING_STYLE.match(name)
        level = int(heading[1]) if heading else _outline_level(style)
        level = level or self._levels.get(_value(style.find(qn("w:basedOn"))) or "")
        self._names[style_id] = name
        if level:
            self._levels[style_id] = level

    def _paragraph(self, paragraph: BaseOxmlElement) -> Iterator[Block]:
        text = "".join(_pieces(paragraph)).strip()
        name = self._names.get(_style_id(paragraph), "")
        if not text or _CONTENTS_STYLE.match(name):
            return
        level = self._level(paragraph)
        if _TITLE_STYLE.fullmatch(name):
            self.title, level = self.title or " ".join(text.split()), 1
        elif not self.has_headings:
            level = guess_level(text) or _level_of_bold(paragraph, text)
        yield Block(text if level is None else " ".join(text.split()), level)

    def _level(self, paragraph: BaseOxmlElement) -> int | None:
        return _outline_level(paragraph) or self._levels.get(_style_id(paragraph))


def _value(element: BaseOxmlElement | None) -> str | None:
    return None if element is None else element.get(qn("w:val"))


def _style_id(paragraph: BaseOxmlElement) -> str:
    return _value(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")) or ""


def _outline_level(element: BaseOxmlElement) -> int | None:
    """The level that a paragraph or a style states itself; Word counts from 0, and 9 is body text."""
    value = _value(element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}"))
    return int(value) + 1 if value and value.isdigit() and int(value) < 9 else None


def _pieces(element: BaseOxmlElement) -> Iterator[str]:
    """The shown text below `element`, piece by piece; a paragraph inside (a text box) ends its line."""
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _NOT_SHOWN:
            yield from _pieces(child)
            if child.tag == _PARAGRAPH:
                yield "\n"


def _row_text(cells: list[BaseOxmlElement]) -> str:
    texts = [" ".join("".join(_pieces(cell)).split()) for cell in cells]
    return " | ".join(texts) if any(texts) else ""


def _level_of_bold(paragraph: BaseOxmlElement, text: str) -> int | None:
    """A level for a short paragraph in bold throughout, as most Vietnamese papers set their headings."""
    if len(text) > _LONGEST_BOLD_HEADING or text.endswith((".", ";", ",")):
        return None
    runs = [run for run in paragraph.iter(qn("w:r")) if "".join(_pieces(run)).strip()]
    bold = (run.find(f"{qn('w:rPr')}/{qn('w:b')}") for run in runs)
    is_bold = all(mark is not None and _value(mark) not in ("0", "false") for mark in bold)
    return _BOLD_LEVEL if runs and is_bold else None
