"""Everything the product knows of one document, as one value: what indexing makes and the store keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kb.document import Document, Passage, Tag
from kb.model import Indicator, PovertyModel

__all__ = ["Header", "Record"]


@dataclass(frozen=True, slots=True)
class Header:
    """What lists know of a document: its date, and facet → what it is tagged with as a whole."""

    published: date | None
    facets: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Record:
    """A document with its passages, tags, models and indicators, each in text order.

    `signature` is what the same story in another paper is known by (indexer/shingles.py); the store keeps it
    and does not give it back.
    """

    document: Document
    passages: tuple[Passage, ...] = ()
    tags: tuple[Tag, ...] = ()
    models: tuple[PovertyModel, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    signature: bytes = field(default=b"", compare=False)

    def values(self, facet: str) -> tuple[str, ...]:
        """What the document as a whole is tagged with in `facet`, strongest first, kind included."""
        if facet == "kind":
            return (self.document.kind.value,)
        return tuple(tag.value for tag in self.tags if tag.facet == facet and tag.passage is None)
