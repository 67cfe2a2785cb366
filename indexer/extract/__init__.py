"""Files of every format → documents: `read_originals` opens them, `parse` reads one."""

from indexer.extract.draft import Extractor
from indexer.extract.files import SUFFIXES, read_originals
from indexer.extract.finishing import finish
from indexer.extract.json_lines import read_json_line
from indexer.extract.markdown import read_markdown
from indexer.extract.original import Original
from indexer.extract.pdf import read_pdf
from indexer.extract.plain_text import read_plain_text
from indexer.extract.web_page import read_web_page
from indexer.extract.word import read_word
from kb.document import Document

__all__ = ["SUFFIXES", "Original", "parse", "read_originals"]

_EXTRACTORS: dict[str, Extractor] = {
    ".md": read_markdown,
    ".txt": read_plain_text,
    ".html": read_web_page,
    ".htm": read_web_page,
    ".docx": read_word,
    ".pdf": read_pdf,
    ".jsonl": read_json_line,
}


def parse(original: Original) -> Document:
    """The document an original holds. Raises the InputError that says why it cannot be read."""
    return finish(original, _EXTRACTORS[original.suffix](original))
