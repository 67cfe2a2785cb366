"""The use cases: search, open, list and compare. Pages, API and command line call these, nothing deeper."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any

from kb.answers import ComparedModel, Source
from kb.catalogue import ListedModel, ModelPage, ModelRequest
from kb.comparison import Comparison, compare
from kb.document import Span
from kb.errors import NotFound
from kb.field_words import find_additions
from kb.handout import Item, ModelItem, PassageItem
from kb.labels import KIND_LABELS, LIVELIHOOD_LABELS
from kb.likeness import Likeness
from kb.model import Indicator, PovertyModel
from kb.model_list import ModelList
from kb.places import PROVINCES, find_province, fold_place
from kb.programmes import find_project
from kb.query import FieldTerm, Query, parse_query
from kb.record import Record
from kb.search import (
    FACETS,
    FacetCount,
    Filters,
    Fragment,
    Ranking,
    SearchBackend,
    SearchHit,
    SearchPage,
    SearchRequest,
    TextMatcher,
)
from kb.snippets import best_passage, fragments, merge_adjacent
from kb.spacing import find_respaced
from kb.spelling import correct
from kb.statements import Statement, stated_with, statements
from kb.store import Store
from kb.suggestion_list import SuggestionList
from kb.suggestions import Suggestion
from kb.trends import Series, province_of, trends
from kb.understanding import worth_offering

__all__ = ["KnowledgeBase"]

_SUCCESSORS = {province.name: province.successor_2025 for province in PROVINCES}
_TYPED_LABELS: Mapping[str, Mapping[Any, str]] = {
    "livelihood": LIVELIHOOD_LABELS.vietnamese,
    "kind": KIND_LABELS.vietnamese,
}
_YEARS = re.compile(r"(\d{4})(?:\s*(?:\.\.|-|–)\s*(\d{4}))?")


class KnowledgeBase:
    """What a reader can ask. Unknown ids raise `kb.errors.NotFound`, a missing index SearchUnavailable."""

    def __init__(self, store: Store, backend: SearchBackend) -> None:
        self.store = store
        self._backend = backend
        self._model_list = ModelList(store, backend)
        self._suggestion_list = SuggestionList(store, backend)

    def search(self, request: SearchRequest) -> SearchPage:
        """A page of documents, best first, with the best passage of each and counts by facet.

        Filters typed into the query are added to those of the request; the page's request holds both.
        """
        query = self._read(request.text, exact=request.exact)
        filters, notes = _with_typed_filters(request.filters, query.fields)
        request = replace(request, filters=filters)
        ranking = self._backend.search(query, request)
        hits = self._told_once(tuple(self._hits(query, request, ranking)))
        return SearchPage(
            request=request,
            total=ranking.total,
            hits=hits,
            facets={facet: _counts(facet, ranking, filters) for facet in FACETS},
            notes=query.notes + notes,
            additions=query.additions,
            did_you_mean=self._proposal(query, request.text, partial(self._finds, request)),
            offers=tuple(worth_offering(request, ranking, hits)),
        )

    def rank(self, text: str, limit: int) -> tuple[tuple[str, float], ...]:
        """The best `limit` documents as (doc_id, score), without passages: what a measurement needs."""
        request = SearchRequest(text=text, page_size=limit)
        return self._backend.search(self._read(text), request).hits

    def suggest(self, typed: str, limit: int = 10) -> list[Suggestion]:
        """What goes on like the text typed so far: phrases first, then places, projects, models, titles."""
        return self._suggestion_list.find(typed, limit)

    def record(self, doc_id: str) -> Record:
        """All that is known of one document."""
        return self.store.record(doc_id)

    def matches(self, text: str, query_text: str) -> tuple[Span, ...]:
        """Where a query is found in a whole text, in order, neighbouring words as one span."""
        query = self._read(query_text)
        if not query.clauses:
            return ()
        found = self._backend.matcher(query).find(text)
        return merge_adjacent(text, [span for span, _ in found])

    def models(self, filters: Filters | None = None) -> list[ComparedModel]:
        """Models that pass the filters, each with its source."""
        return self._with_sources(self.store.models(filters))

    def list_models(self, request: ModelRequest) -> ModelPage:
        """A page of models. With a text those it names come first, then the others of matching documents."""
        query = self._read(request.text, exact=request.exact)
        filters, notes = _with_typed_filters(request.filters, query.fields)
        request = replace(request, filters=filters)
        selection = self._model_list.select(query, request)
        first = (request.page - 1) * request.page_size
        shown = selection.entries[first : first + request.page_size]
        sourced = self._with_sources(entry.model for entry in shown)
        return ModelPage(
            request=request,
            total=len(selection.entries),
            models=tuple(map(ListedModel, sourced, (entry.cost for entry in shown))),
            facets=selection.facets,
            named_count=selection.named_count,
            unknown_cost_count=selection.unknown_cost_count,
            notes=query.notes + notes,
            additions=query.additions,
            did_you_mean=self._proposal(query, request.text, partial(self._names_models, request)),
        )

    def count_models(
        self, first: str, second: str, filters: Filters | None = None
    ) -> Counter[tuple[str, str]]:
        """How many models carry each pair of values of two facets of `kb.catalogue.MODEL_FACETS`."""
        request = ModelRequest(filters=filters or Filters())
        entries = self._model_list.select(parse_query(""), request).entries
        return Counter(
            pair
            for entry in entries
            for pair in product(entry.facets.get(first, ()), entry.facets.get(second, ()))
        )

    def similar_models(self, model_id: str, limit: int) -> list[tuple[ComparedModel, Likeness]]:
        """Models of other documents most like this one, best first, each with the reasons."""
        found = self._model_list.similar(model_id, limit)
        return list(zip(self._with_sources(each.entry.model for each in found), found, strict=True))

    def same_story(self, doc_id: str) -> list[Source]:
        """The other documents that tell the same story, by id."""
        others = self.store.same_story([doc_id]).get(doc_id, ())
        return list(self.sources(others).values())

    def series(self, model_id: str) -> list[ComparedModel]:
        """Every telling of the same model, its own among them, the oldest first and undated ones last.

        Empty when no other document tells of it. Raises NotFound.
        """
        return self._with_sources(each.model for each in self._model_list.series(model_id))

    def model(self, model_id: str) -> ComparedModel:
        """One model with its source."""
        return self._with_sources([self.store.model(model_id)])[0]

    def chosen(self, key: str, note: str = "") -> Item:
        """What a handout holds for a model's id, or for a passage as «document~ordinal». Raises NotFound."""
        doc_id, mark, ordinal = key.rpartition("~")
        if not (mark and ordinal.isdecimal()):
            return ModelItem(self.model(key), note)
        record = self.store.record(doc_id)
        for passage in record.passages:
            if passage.ordinal == int(ordinal):
                text = passage.span.cut(record.document.text)
                source = Source.of(record.document)
                return PassageItem(source, passage.ordinal, text, passage.heading, note)
        raise NotFound(what="passage", key=key)

    def compare(self, model_ids: Sequence[str]) -> Comparison:
        """Two to six models side by side, in the order given, each once. Raises ComparisonSizeInvalid."""
        distinct = list(dict.fromkeys(model_ids))
        return compare(self._with_sources(self.store.model(model_id) for model_id in distinct))

    def indicators(self, filters: Filters | None = None) -> list[Indicator]:
        """Indicators that pass the filters."""
        return self.store.indicators(filters)

    def indicators_of_provinces(self, provinces: Sequence[str]) -> list[Indicator]:
        """Indicators whose own place is or lies in one of the provinces."""
        return self.store.indicators_of_provinces(provinces)

    def trends(self, provinces: Sequence[str], name: str | None = None) -> tuple[Series, ...]:
        """Indicators of provinces and of places in them over the years; `name` asks for one indicator."""
        found = self.store.indicators_of_provinces(provinces, name)
        return trends(found, self.store.dates(dict.fromkeys(each.doc_id for each in found)))

    def statements(self, provinces: Sequence[str]) -> list[Statement]:
        """What several documents state of provinces and places in them, agreeing or not."""
        found = self.store.indicators_of_provinces(provinces)
        published = self.store.dates(dict.fromkeys(each.doc_id for each in found))
        stories = {
            doc_id: min(doc_id, *others) for doc_id, others in self.store.same_story(published).items()
        }
        return list(statements(trends(found, published), published, stories))

    def stated_with(self, indicators: Iterable[Indicator]) -> dict[Indicator, Statement]:
        """Of indicators that several documents speak of, what these state."""
        provinces = {province_of(each) for each in indicators}
        return stated_with(self.statements(sorted(filter(None, provinces))))

    def sources(self, doc_ids: Iterable[str]) -> dict[str, Source]:
        """Documents as sources, by id."""
        return {doc_id: Source.of(each) for doc_id, each in self.store.documents(doc_ids).items()}

    def is_ready(self) -> bool:
        """Whether a search would be answered."""
        return self._backend.revision() is not None

    def close(self) -> None:
        self._suggestion_list.close()
        self._backend.close()
        self.store.close()

    def _read(self, text: str, *, exact: bool = False) -> Query:
        """What was typed, with the other names of its words that some document has."""
        query = parse_query(text)
        if exact or not query.clauses:
            return query
        lexicon = self._backend.lexicon()
        named = [each for each in find_additions(query) if lexicon.has(each.added)]
        return replace(query, additions=(*named, *find_respaced(query, lexicon)))

    def _proposal(self, query: Query, text: str, finds: Callable[[str], bool]) -> str | None:
        """What was probably typed, if words of it are in no document and the proposal finds something."""
        named = {word for addition in query.additions for word in addition.typed.split()}
        proposed = correct(text, self._backend.lexicon(), leave=named) if query else None
        return proposed if proposed is not None and finds(proposed) else None

    def _finds(self, request: SearchRequest, text: str) -> bool:
        """Whether a document passes the request with another text."""
        return bool(self._backend.search(self._read(text), replace(request, text=text, page_size=1)).total)

    def _names_models(self, request: ModelRequest, text: str) -> bool:
        """Whether a model passes the request with another text."""
        return bool(self._model_list.select(self._read(text), replace(request, text=text)).entries)

    def _hits(self, query: Query, request: SearchRequest, ranking: Ranking) -> Iterable[SearchHit]:
        matcher = self._backend.matcher(query)
        scores = dict(ranking.hits)
        for record in self.store.records(scores):
            yield _hit(record, scores[record.document.doc_id], matcher, request.filters)

    def _told_once(self, hits: Sequence[SearchHit]) -> tuple[SearchHit, ...]:
        """The hits, those that tell one story as the first of them, with the others as its sources."""
        told = self.store.same_story(hit.doc_id for hit in hits)
        sources = self.sources(dict.fromkeys(other for others in told.values() for other in others))
        shown: dict[str, SearchHit] = {}
        for hit in hits:
            others = told.get(hit.doc_id, ())
            if shown.keys().isdisjoint(others):
                shown[hit.doc_id] = replace(hit, also=tuple(sources[other] for other in others))
        return tuple(shown.values())

    def _with_sources(self, models: Iterable[PovertyModel]) -> list[ComparedModel]:
        models = list(models)
        told = self.store.same_story(dict.fromkeys(model.doc_id for model in models))
        sources = self.sources(
            dict.fromkeys(
                doc_id for model in models for doc_id in (model.doc_id, *told.get(model.doc_id, ()))
            )
        )
        return [
            ComparedModel(
                model,
                sources[model.doc_id],
                _SUCCESSORS.get(model.province or ""),
                tuple(sources[other] for other in told.get(model.doc_id, ())),
            )
            for model in models
        ]


def _hit(record: Record, score: float, matcher: TextMatcher, filters: Filters) -> SearchHit:
    document = record.document
    passage, matches = best_passage(document.text, record.passages, matcher, _preferred(record, filters))
    title = Span(0, len(document.title))
    title_matches = [span for span, _ in matcher.find(document.title)]
    return SearchHit(
        doc_id=document.doc_id,
        title=document.title,
        kind=document.kind,
        score=score,
        source=document.source,
        url=document.url,
        published=document.published,
        tags={facet: record.values(facet) for facet in FACETS},
        passage=passage.ordinal if passage else 0,
        heading=passage.heading if passage else None,
        marked_title=Fragment(title, document.title, merge_adjacent(document.title, title_matches)),
        fragments=fragments(document.text, passage, matches, matcher) if passage else (),
        models=record.models,
    )


def _preferred(record: Record, filters: Filters) -> frozenset[int]:
    """Passages that are themselves about what the results are filtered by."""
    return frozenset(
        tag.passage
        for tag in record.tags
        if tag.passage is not None and tag.value in filters.chosen(tag.facet)
    )


def _counts(facet: str, ranking: Ranking, filters: Filters) -> tuple[FacetCount, ...]:
    """Most frequent first; a chosen value stays listed even when nothing carries it."""
    chosen = filters.chosen(facet)
    counts = {**dict.fromkeys(chosen, 0), **ranking.facets.get(facet, {})}
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value, count, value in chosen) for value, count in ordered)


def _with_typed_filters(filters: Filters, terms: Sequence[FieldTerm]) -> tuple[Filters, tuple[str, ...]]:
    """The request's filters with those typed into the query, and a note for each that was not understood."""
    values = dict(filters.values)
    years, notes = filters.years, []
    for term in terms:
        if term.facet == "year" and (found := _YEARS.fullmatch(term.value)):
            low, high = sorted((int(found[1]), int(found[2] or found[1])))
            years = (low, high)
        elif code := _code_of(term):
            facet, value = code
            values[facet] = tuple(dict.fromkeys((*values.get(facet, ()), value)))
        else:
            notes.append(f"unknown_{term.facet}")
    return Filters(values, years), tuple(dict.fromkeys(notes))


def _code_of(term: FieldTerm) -> tuple[str, str] | None:
    """The facet and value a typed filter means, in any spelling; None when it is not understood."""
    if term.facet == "province":
        province = find_province(term.value)
        return (term.facet, province.name) if province else None
    if term.facet == "project":
        project = find_project(term.value)
        return (term.facet, project.code) if project else None
    wanted = fold_place(term.value)
    for code, label in _TYPED_LABELS.get(term.facet, {}).items():
        if wanted in (str(code), fold_place(label), fold_place(label.partition(",")[0])):
            return term.facet, str(code)
    return None
