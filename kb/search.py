"""A search as the product understands it, and the protocol every search engine is put behind."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from kb.answers import Source
from kb.document import Kind, Span
from kb.model import PovertyModel
from kb.query import Addition, Query

__all__ = [
    "FACETS",
    "FacetCount",
    "Filters",
    "Fragment",
    "IndexEntry",
    "IndexWriter",
    "Lexicon",
    "Offer",
    "Ranking",
    "Respelling",
    "SearchBackend",
    "SearchHit",
    "SearchPage",
    "SearchRequest",
    "TextMatcher",
]

FACETS = ("province", "province_2025", "project", "livelihood", "kind", "year")
"""The facets of a search, in the order pages show them. Values are strings, years included."""

Sort = Literal["relevance", "newest", "oldest"]


@dataclass(frozen=True, slots=True)
class Filters:
    """What results are limited to. Values of one facet are alternatives; facets must all hold.

    `values` maps a facet of FACETS to the values chosen; `years` is an inclusive range.
    """

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    years: tuple[int, int] | None = None

    def chosen(self, facet: str) -> tuple[str, ...]:
        return self.values.get(facet, ())

    def __bool__(self) -> bool:
        return self.years is not None or any(self.values.values())


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search: the text as typed, its filters, order and page. Pages count from 1.

    `exact` looks for the words as typed, without other names for them.
    """

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: Sort = "relevance"
    page: int = 1
    page_size: int = 10
    exact: bool = False


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many results carry `value`, with the facet's own filter lifted so that others can be added."""

    value: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a document's text with the matched stretches in it.

    `span` and `matches` are offsets into the document's text; `text` is the piece itself.
    """

    span: Span
    text: str
    matches: tuple[Span, ...]

    def parts(self) -> Iterator[tuple[str, bool]]:
        """The text cut into (piece, is_match) pairs, in order, ready to be marked up."""
        position = self.span.start
        for match in self.matches:
            if match.start > position:
                yield self._between(position, match.start), False
            yield self._between(match.start, match.end), True
            position = match.end
        if position < self.span.end:
            yield self._between(position, self.span.end), False

    def _between(self, start: int, end: int) -> str:
        return self.text[start - self.span.start : end - self.span.start]


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One document of a result page. `score` is unbounded and comparable within one query only.

    `also` are other documents that tell the same story; those of them that the page would show further down
    are shown here alone.
    """

    doc_id: str
    title: str
    kind: Kind
    score: float
    source: str | None
    url: str | None
    published: date | None
    tags: Mapping[str, tuple[str, ...]]
    passage: int
    heading: str | None
    marked_title: Fragment
    fragments: tuple[Fragment, ...]
    models: tuple[PovertyModel, ...] = ()
    also: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A filter that the typed text names: `values` of `facet`, a year or years as "2023" or "2021-2025".

    `label` calls it by name; `text` is the query to go on with, without the words the filter stands for.
    """

    facet: str
    values: tuple[str, ...]
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of results: hits best first, the total behind them, and counts by facet.

    `facets` maps each facet of FACETS to its counts, most frequent first. `notes` are codes of
    `kb.messages.NOTES`: what was read otherwise than typed. `additions` are other names for typed words that
    were looked for as well. `did_you_mean` is a text that finds more, when words of the typed one are in no
    document. `offers` are filters that the text names, that are not set, and that leave results.
    """

    request: SearchRequest
    total: int
    hits: tuple[SearchHit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    notes: tuple[str, ...] = ()
    additions: tuple[Addition, ...] = ()
    did_you_mean: str | None = None
    offers: tuple[Offer, ...] = ()

    @property
    def page_count(self) -> int:
        return -(-self.total // self.request.page_size)


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What an engine is given for one document; text is analysed by the backend's shared chain."""

    doc_id: str
    title: str
    text: str
    published: date | None
    facets: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Ranking:
    """What an engine answers: a page of (doc_id, score) best first, the total, and counts by facet."""

    hits: tuple[tuple[str, float], ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]


class TextMatcher(Protocol):
    """Finds a query's terms in any text, by the same analysis that indexed it."""

    def find(self, text: str) -> Sequence[tuple[Span, str]]:
        """Matched stretches of `text` in order, each with the query term it satisfies."""
        ...

    def weight(self, term: str) -> float:
        """How much a found term says about a text: rare terms more than common ones."""
        ...


@dataclass(frozen=True, slots=True)
class Respelling:
    """A word that a typed one may have been meant as, and in how many documents it is.

    `cost` is 0 for what only lacks marks, about 1 for a wrong letter.
    """

    word: str
    cost: float
    documents: int


class Lexicon(Protocol):
    """The words of the indexed documents. Words are syllables (tiếng), in any spelling and case."""

    def has(self, text: str) -> bool:
        """Whether the words of `text`, marks and all, may stand side by side in a document."""
        ...

    def known(self, words: Sequence[str]) -> list[bool]:
        """For each word whether any document has it; one typed without marks, in any marking."""
        ...

    def apart(self, word: str) -> str | None:
        """Two words that documents have side by side in place of an unknown one: Đa Krông for Đakrông."""
        ...

    def together(self, first: str, second: str) -> str | None:
        """One word that documents have for two that are never side by side: homestay for home stay."""
        ...

    def respellings(self, word: str) -> Sequence[Respelling]:
        """What may have been meant by `word`, the cheapest first; none when nothing comes near it."""
        ...

    def pair_documents(self, firsts: Sequence[str], seconds: Sequence[str]) -> list[list[int]]:
        """For each of the distinct `firsts` how many documents have each of the distinct `seconds` next."""
        ...


class IndexWriter(Protocol):
    """A batch of changes: all of it becomes searchable at `commit`, or none of it."""

    def put(self, entries: Iterable[IndexEntry]) -> None:
        """Add entries, each replacing an earlier one of the same id."""
        ...

    def delete(self, doc_ids: Iterable[str]) -> None: ...


class SearchBackend(Protocol):
    """An engine behind the product's own words. No engine type, query or exception crosses it.

    Every method raises `kb.errors.SearchUnavailable` (or a subclass) when the engine cannot answer; an
    empty result always means that nothing matched.
    """

    def search(self, query: Query, request: SearchRequest) -> Ranking:
        """The documents matching `query` under the request's filters."""
        ...

    def matcher(self, query: Query) -> TextMatcher:
        """What highlights `query`, exactly as it was searched."""
        ...

    def lexicon(self) -> Lexicon:
        """The words of the live index."""
        ...

    def update(self, revision: int) -> AbstractContextManager[IndexWriter]:
        """A batch on top of the live index, which then stands for the store's `revision`."""
        ...

    def rebuild(self, revision: int) -> AbstractContextManager[IndexWriter]:
        """A batch on an empty index, built beside the live one and swapped in at the end."""
        ...

    def revision(self) -> int | None:
        """The store revision the live index stands for; None when there is no usable index."""
        ...

    def doc_ids(self) -> frozenset[str]:
        """Every document in the live index, for checking it against the store."""
        ...

    def close(self) -> None: ...
