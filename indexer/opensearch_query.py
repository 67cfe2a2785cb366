"""An analysed query as the body of a search on a cluster, scored as the embedded engine scores it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise
from typing import Any

from indexer.matching import AnalyzedQuery, OtherName, Term, TermSequence, Word
from indexer.opensearch_mapping import indexed_term
from indexer.rarity import Rarity, known_words, name_weight
from indexer.schema import ALL_REQUIRED, BM25_K1
from kb.search import FACETS, Filters, SearchRequest, Sort

__all__ = ["MAX_WINDOW", "Clause", "RankedQuery", "page_body"]

Clause = dict[str, Any]

MAX_WINDOW = 10_000
"""Documents that a cluster sorts at once; what lies deeper is walked to."""

_MAX_CLAUSES = 1000
"""A cluster answers no query of more than 1024. Of more terms the heaviest count."""

_MAX_NAME_CLAUSES = 500
_MAX_VALUES = 2000
"""Of a facet; there are fewer than 200."""

_EVERYTHING: Clause = {"match_all": {}}


class RankedQuery:
    """The parts of a search: what gives scores, what must hold, and what must not."""

    def __init__(self, analyzed: AnalyzedQuery, rarity: Rarity) -> None:
        self._analyzed = analyzed
        self._rarity = rarity
        rarity.documents(list(dict.fromkeys(_all_terms(analyzed))))
        self.scoring = self._scoring()

    @property
    def has_required(self) -> bool:
        """Whether a document must have enough of plain words."""
        return bool(self._analyzed.required)

    def scored(self) -> Clause:
        """Every document with any term, by its score."""
        return {"bool": {"should": self.scoring}} if self.scoring else {"match_none": {}}

    def all_words(self) -> list[Clause]:
        """What holds for documents with each of one or two known plain words; nothing for other queries."""
        known = known_words(self._rarity, self._analyzed.required)
        return [_with_word(word) for word in known] if 0 < len(known) <= ALL_REQUIRED else []

    def matched(self, conditions: Sequence[Clause] = ()) -> Clause:
        """Documents with what was typed as phrases and as alternatives, under further conditions, scored."""
        phrases = [_with_sequence(sequence) for sequence in self._analyzed.phrases]
        choices = [_any_of(map(_with_sequence, each)) for each in self._analyzed.any_of]
        return {
            "bool": {
                "should": self.scoring,
                "filter": [_EVERYTHING, *phrases, *choices, *conditions],
                "must_not": [_with_sequence(sequence) for sequence in self._analyzed.excluded],
            }
        }

    def _scoring(self) -> list[Clause]:
        """A sum over terms; of the names of one thing the one that scores best counts, not all of them.

        A name's terms are taken instead of the typed ones, so the typed ones are one of the choices. A term
        that two names share is a choice of the first alone.
        """
        plain = dict(self._analyzed.ranked)
        choices: list[Clause] = []
        for names in self._analyzed.names:
            lost = {term: plain.pop(term) for name in names for term in name.lost if term in plain}
            choice = {"dis_max": {"queries": [*self._choices(lost, names)]}}
            if _size(choices) + _size([choice]) > _MAX_NAME_CLAUSES:
                plain |= lost
            elif choice["dis_max"]["queries"]:
                choices.append(choice)
        clauses = sorted(self._weighted(plain), key=_boost, reverse=True)
        return clauses[: _MAX_CLAUSES - _size(choices)] + choices

    def _choices(self, typed: Mapping[Term, float], names: Sequence[OtherName]) -> Iterable[Clause]:
        if clauses := self._weighted(typed):
            yield _sum(clauses)
        for name in names:
            kept = {term: weight for term, weight in typed.items() if term not in name.lost}
            clauses = self._weighted(kept)
            if (weight := name_weight(self._rarity, name)) > 0:
                clauses += self._weighted(name.gained, weight)
            if clauses:
                yield _sum(clauses)

    def _weighted(self, terms: Mapping[Term, float], share: float = 1.0) -> list[Clause]:
        """Those terms that any document has, each with the most that it can add to a score."""
        sharpness = self._analyzed.sharpness
        rarities = self._rarity.idf([*terms]).tolist()
        return [
            _with_term(term, share * weight * rarity**sharpness * (BM25_K1 + 1))
            for (term, weight), rarity in zip(terms.items(), rarities, strict=True)
            if rarity
        ]


def page_body(query: Clause, request: SearchRequest, least_score: float | None) -> Clause:
    """A search for a page of `query` under the request's filters, without its place among the pages.

    Each facet is counted with its own filter lifted, so filters act on hits after the counting.
    """
    filters = _filters(request.filters)
    body: Clause = {
        "query": query,
        "post_filter": _all_of(filters.values()),
        "aggs": {facet: _counted(facet, filters) for facet in FACETS},
        "sort": _order(request.sort),
        "track_scores": True,
        "track_total_hits": True,
        "_source": False,
    }
    return body if least_score is None else {**body, "min_score": least_score}


def _order(sort: Sort) -> list[Clause]:
    """What documents are ordered by, their ids in the end. Those without a date are neither new nor old."""
    score: Clause = {"_score": {"order": "desc"}}
    day: Clause = {"day": {"order": "asc" if sort == "oldest" else "desc", "missing": "_last"}}
    main = [score, day] if sort == "relevance" else [day, score]
    return [*main, {"doc_id": {"order": "asc"}}]


def _filters(filters: Filters) -> dict[str, Clause]:
    """For each facet that is filtered what must hold."""
    clauses: dict[str, list[Clause]] = {}
    for facet, values in filters.values.items():
        if values:
            clauses.setdefault(facet, []).append({"terms": {f"facets.{facet}": list(values)}})
    if filters.years:
        low, high = filters.years
        years = [str(year) for year in range(max(low, 1), min(high, 9999) + 1)]
        clauses.setdefault("year", []).append({"terms": {"facets.year": years}})
    return {facet: _all_of(each) for facet, each in clauses.items()}


def _counted(facet: str, filters: Mapping[str, Clause]) -> Clause:
    others = [clause for other, clause in filters.items() if other != facet]
    values = {"terms": {"field": f"facets.{facet}", "size": _MAX_VALUES}}
    return {"filter": _all_of(others), "aggs": {"values": values}}


def _all_terms(analyzed: AnalyzedQuery) -> Iterable[Term]:
    yield from analyzed.ranked
    yield from chain.from_iterable(word.forms for word in analyzed.required)
    yield from (("folded", typed.folded) for typed in analyzed.typed)
    for name in chain.from_iterable(analyzed.names):
        yield from chain(name.held, name.gained, name.lost)


def _with_word(word: Word) -> Clause:
    """A typed syllable, or another name for what it is part of."""
    names = (_all_of(map(_with_term, held)) for held in word.names)
    return _any_of([*map(_with_term, word.forms), *names])


def _with_sequence(sequence: TermSequence) -> Clause:
    """Terms that follow one another; typed with marks, their marked pairs must be there as well."""
    if len(sequence.terms) == 1:
        return _with_term((sequence.stream, sequence.terms[0]))
    text = " ".join(map(indexed_term, sequence.folded))
    clauses: list[Clause] = [{"match_phrase": {"sequence": {"query": text}}}]
    if sequence.stream == "syllables":
        clauses += [_with_term(("pairs", f"{first}_{second}")) for first, second in pairwise(sequence.terms)]
    return _all_of(clauses)


def _with_term(term: Term, boost: float | None = None) -> Clause:
    stream, text = term
    value: Clause = {"value": indexed_term(text)}
    return {"term": {stream: value if boost is None else {**value, "boost": boost}}}


def _boost(clause: Clause) -> float:
    (value,) = clause["term"].values()
    boost: float = value["boost"]
    return boost


def _sum(clauses: Sequence[Clause]) -> Clause:
    return {"bool": {"should": list(clauses)}}


def _all_of(clauses: Iterable[Clause]) -> Clause:
    return {"bool": {"filter": [_EVERYTHING, *clauses]}}


def _any_of(clauses: Iterable[Clause]) -> Clause:
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}}


def _size(choices: Sequence[Clause]) -> int:
    """Terms in choices between names."""
    return sum(len(each["bool"]["should"]) for choice in choices for each in choice["dis_max"]["queries"])
