"""What a reader of one format makes of an original."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from indexer.encodings import UnknownEncodingError, decode
from indexer.extract.metadata import Metadata
from indexer.extract.original import Original
from kb.errors import EncodingUnknown

__all__ = ["Block", "Draft", "Extractor", "text_of"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list, table or heading; "\\n" parts lines. `level` 1 is the highest heading."""

    text: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of an original in reading order and what it says of itself, letters not yet mended.

    `file_title` is what a program wrote into the file: it serves when the text itself shows no title.
    """

    metadata: Metadata
    blocks: Sequence[Block]
    file_title: str | None = None


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
