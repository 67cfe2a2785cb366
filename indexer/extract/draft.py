"""What a reader of one format makes of an original, and how a Document comes of it."""

import os
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from indexer.encodings import UnknownEncodingError, decode, repair_all
from indexer.extract.files import SUFFIXES
from indexer.extract.metadata import Metadata
from indexer.extract.original import Original
from indexer.tagging.kinds import derive_kind
from kb.document import Document, Heading, Span
from kb.errors import EncodingUnknown, TextMissing

__all__ = ["Block", "Draft", "Extractor", "finish", "text_of"]

_LONGEST_TITLE = 160


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list, table or heading; "\\n" parts lines. `level` 1 is the highest heading."""

    text: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of an original in reading order and what it says of itself, letters not yet mended."""

    metadata: Metadata
    blocks: Sequence[Block]


class Extractor(Protocol):
    """A reader of one format.

    It raises an InputError that names `original.place` for whatever keeps it from the text, and lets no
    exception of a library through.
    """

    def __call__(self, original: Original) -> Draft: ...


def text_of(original: Original) -> str:
    """The content of a file that is all text. Raises EncodingUnknown."""
    try:
        return decode(original.content)
    except UnknownEncodingError:
        raise EncodingUnknown(**original.place) from None


def finish(original: Original, draft: Draft) -> Document:
    """The Document of a draft: letters mended, NFC, paragraphs parted by a blank line.

    A title that is missing is the first heading, else the first line. Raises EncodingUnknown and TextMissing.
    """
    draft = _mended(original, draft)
    title, blocks = _titled(draft.metadata.title, [block for block in draft.blocks if block.text])
    if not blocks:
        raise TextMissing(**original.place)
    text, headings = _joined(blocks)
    metadata = draft.metadata
    return Document(
        doc_id=metadata.doc_id or _stem(original),
        title=title,
        text=text,
        kind=metadata.kind or derive_kind(title, text, metadata.source),
        source=metadata.source,
        url=metadata.url,
        published=metadata.published,
        headings=headings,
    )


def _mended(original: Original, draft: Draft) -> Draft:
    metadata = draft.metadata
    named = [metadata.doc_id or "", metadata.title or "", metadata.source or ""]
    try:
        mended = repair_all([*named, *(block.text for block in draft.blocks)])
    except UnknownEncodingError:
        raise EncodingUnknown(**original.place) from None
    doc_id, title, source = (text.strip() or None for text in mended[:3])
    blocks = [Block(text.strip(), block.level) for text, block in zip(mended[3:], draft.blocks, strict=True)]
    return Draft(replace(metadata, doc_id=doc_id, title=title, source=source), blocks)


def _titled(title: str | None, blocks: list[Block]) -> tuple[str, list[Block]]:
    """The title, and the blocks without the heading that repeats it."""
    if not blocks:
        return title or "", []
    first, *others = blocks
    if first.level is not None and (title is None or _is_same(title, first.text)):
        return title or " ".join(first.text.split()), others
    return title or _headline(first.text), blocks


def _is_same(title: str, heading: str) -> bool:
    return re.findall(r"\w+", title.lower()) == re.findall(r"\w+", heading.lower())


def _headline(text: str) -> str:
    """The first line of `text`, cut between words where it is too long for a title.

    >>> _headline("Giảm nghèo ở Pà Cò\\nNăm 2021 ...")
    'Giảm nghèo ở Pà Cò'
    """
    line = text.split("\n", 1)[0].strip()
    return line if len(line) <= _LONGEST_TITLE else line[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"


def _joined(blocks: Sequence[Block]) -> tuple[str, tuple[Heading, ...]]:
    headings, end = [], 0
    for block in blocks:
        if block.level is not None:
            headings.append(Heading(Span(end, end + len(block.text)), block.level))
        end += len(block.text) + len("\n\n")
    return "\n\n".join(block.text for block in blocks), tuple(headings)


def _stem(original: Original) -> str:
    """The name of the file without its ending; for a line of a collection, with its number behind."""
    name = Path(original.path).name.removesuffix(f":{original.line}")
    ending = next((suffix for suffix in SUFFIXES if name.lower().endswith(suffix)), "")
    stem = name[: len(name) - len(ending)] or name
    stem = os.fsencode(stem).decode(errors="replace")  # a name on disk need not be Unicode
    return unicodedata.normalize("NFC", stem if original.line is None else f"{stem}-{original.line}")
