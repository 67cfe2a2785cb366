"""PDF files with a text layer: lines joined into paragraphs, page furniture dropped."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

from indexer.extract.draft import Block, Draft
from indexer.extract.metadata import Metadata
from indexer.extract.original import Original
from indexer.extract.outline import guess_level, without_lists
from kb.errors import FileBroken, FileEncrypted, PdfScanned

__all__ = ["read_pdf"]

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it complains of is reported by us

_FEWEST_LETTERS = 60
"""A document without a page of so many letters is a scan if it has pictures; stamps and numbers have some."""

_STAMP = re.compile(r"\W*(?:người ký|ký bởi|ký số|thời gian ký|ngày ký|cơ quan|email)\s*:.*", re.IGNORECASE)
_EDGE_LINES = 3
_PAGE_NUMBER = re.compile(r"\W*(?:trang|page)?\W*\d{1,4}(?:\s*/\s*\d{1,4})?\W*", re.IGNORECASE)
_NEW_PARAGRAPH = re.compile(
    r"[-–•+*●▪]\s|[a-zđ]\)\s|\d{1,2}[.)]\s|\d{1,2}\.\d{1,2}[.)\s]|[IVX]+[.)]\s|Điều \d"
)
_SENTENCE_END = (".", ":", ";", "!", "?", "”", '"')
_USUAL_SHARE = 0.9
_FULL_SHARE = 0.8
"""A line shorter than this share of the usual one ends its paragraph."""

_SYMBOL_BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf02d", "-"))


def read_pdf(original: Original) -> Draft:
    """Paragraphs in reading order. Raises FileEncrypted, PdfScanned and FileBroken."""
    try:
        reader = PdfReader(io.BytesIO(original.content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileNotDecryptedError
        pages = [_lines(page) for page in reader.pages]
        is_scanned = not any(map(_is_written, pages)) and any(page.images.keys() for page in reader.pages)
        title = reader.metadata.title if reader.metadata else None
    except (DependencyError, FileNotDecryptedError) as error:
        raise FileEncrypted(**original.place) from error
    except Exception as error:  # whatever pypdf stumbles over
        raise FileBroken(**original.place, reason=repr(error)) from error
    if is_scanned:
        raise PdfScanned(**original.place)
    blocks = [Block(text, guess_level(text)) for text in _paragraphs(_without_furniture(pages))]
    return Draft(Metadata(), without_lists(blocks), title)


def _lines(page: PageObject) -> list[str]:
    text = page.extract_text().translate(_SYMBOL_BULLETS)
    return [" ".join(line.split()) for line in text.split("\n")]


def _is_written(lines: Sequence[str]) -> bool:
    letters = sum(map(str.isalpha, "".join(line for line in lines if not _STAMP.fullmatch(line))))
    return letters >= _FEWEST_LETTERS


def _without_furniture(pages: Sequence[Sequence[str]]) -> list[str]:
    """The lines of all pages without page numbers and without what stands at the edge of most pages."""
    pages = [[line for line in lines if line] for lines in pages]
    counts = Counter(shape for lines in pages for shape in {_shape(line) for line in _edges(lines)})
    repeated = {shape for shape, count in counts.items() if count >= max(3, len(pages) / 2)}
    return [line for lines in pages for line in _trimmed(lines, repeated)]


def _edges(lines: Sequence[str]) -> Sequence[str]:
    return [*lines[:_EDGE_LINES], *lines[_EDGE_LINES:][-_EDGE_LINES:]]


def _shape(line: str) -> str:
    """The line without a page number at its end or its beginning."""
    return re.sub(r"^\W*\d+|\d+(?:\s*/\s*\d+)?\W*$", "", line)


def _trimmed(lines: Sequence[str], repeated: set[str]) -> list[str]:
    last = len(lines) - 1
    return [
        line
        for number, line in enumerate(lines)
        if not (number in (0, last) and _PAGE_NUMBER.fullmatch(line))
        and not (_shape(line) in repeated and (number < _EDGE_LINES or number > last - _EDGE_LINES))
    ]


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Lines joined where the page broke them."""
    usual = _usual_length(lines)
    paragraph = ""
    for before, line in zip(["", *lines], lines, strict=False):
        if paragraph and _goes_on(before, line, usual):
            paragraph += line if re.search(r"\w-$", before) else f" {line}"
        else:
            yield paragraph
            paragraph = line
    yield paragraph


def _usual_length(lines: Sequence[str]) -> int:
    """The length of a full line: nine lines in ten are shorter."""
    lengths = sorted(map(len, lines)) or [0]
    return lengths[int(_USUAL_SHARE * (len(lengths) - 1))]


def _goes_on(before: str, line: str, usual: int) -> bool:
    """Whether `line` continues the paragraph that the line before it belongs to."""
    if _NEW_PARAGRAPH.match(line) or before.isupper() != line.isupper():
        return False
    if len(before) >= _FULL_SHARE * usual:
        return guess_level(line) is None
    return line[0].islower() and not before.endswith(_SENTENCE_END)
