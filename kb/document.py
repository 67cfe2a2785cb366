"""Documents and their passages: frozen values that check themselves."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["Document", "Heading", "Kind", "Passage", "Span", "Tag"]


class Kind(StrEnum):
    """What sort of text a document is; it also says how strong a source it is."""

    NEWS = "news"
    PLAN = "plan"
    REPORT = "report"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document's text: code points `start` (included) to `end` (excluded)."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def cut(self, text: str) -> str:
        """The substring this span marks in `text`."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the text that opens a section; `level` 1 is the highest."""

    span: Span
    level: int


@dataclass(frozen=True, slots=True)
class Document:
    """One text with its metadata, as a reader of its file format understood it.

    `text` is NFC and is the only text that offsets, evidence and highlights refer to. The title is not part
    of it. `headings` are in text order.
    """

    doc_id: str
    title: str
    text: str
    kind: Kind
    source: str | None = None
    url: str | None = None
    published: date | None = None
    headings: tuple[Heading, ...] = ()

    def __post_init__(self) -> None:
        if not self.doc_id:
            raise ValueError("a document needs an id")
        for name in ("title", "text"):
            if not unicodedata.is_normalized("NFC", getattr(self, name)):
                raise ValueError(f"the {name} of {self.doc_id} is not NFC")


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a document small enough to show: paragraphs that stand together under one heading.

    `ordinal` counts from 0 in text order. `heading` is the nearest heading above, None before the first.
    """

    ordinal: int
    span: Span
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A statement that a document (or one passage of it) is about `value` of a facet.

    `facet` is one of "province", "province_2025", "project", "livelihood", "year". `mentions` are the
    stretches of text that carried the decision, in text order; empty when metadata alone did.
    `passage` is the ordinal of the passage the tag holds for, None for the document as a whole.
    """

    facet: str
    value: str
    mentions: tuple[Span, ...] = ()
    passage: int | None = None
