"""A draft → a Document: letters mended, a title found, paragraphs joined."""

import os
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from indexer.encodings import UnknownEncodingError, repair_all
from indexer.extract.draft import Block, Draft
from indexer.extract.files import SUFFIXES
from indexer.extract.original import Original
from indexer.extract.outline import official_title, proper_title
from indexer.tagging.kinds import derive_kind
from kb.document import Document, Heading, Span
from kb.errors import EncodingUnknown, TextMissing

__all__ = ["finish"]

_LONGEST_TITLE = 160


def finish(original: Original, draft: Draft) -> Document:
    """The Document of a draft: letters mended, NFC, paragraphs parted by a blank line.

    A title that is missing is that of the official paper or the file, the first heading, or the first line.
    Raises EncodingUnknown and TextMissing.
    """
    draft = _mended(original, draft)
    blocks = [block for block in draft.blocks if block.text]
    title = draft.metadata.title or official_title(blocks) or proper_title(draft.file_title)
    title, blocks = _titled(title, blocks)
    if not any(character.isalnum() for block in blocks for character in block.text):
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
    named = [text or "" for text in (metadata.doc_id, metadata.title, metadata.source, draft.file_title)]
    try:
        mended = repair_all([*named, *(block.text for block in draft.blocks)])
    except UnknownEncodingError:
        raise EncodingUnknown(**original.place) from None
    doc_id, title, source, file_title = (text.strip() or None for text in mended[:4])
    blocks = [Block(text.strip(), block.level) for text, block in zip(mended[4:], draft.blocks, strict=True)]
    return Draft(replace(metadata, doc_id=doc_id, title=title, source=source), blocks, file_title)


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
