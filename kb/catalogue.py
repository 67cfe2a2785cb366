"""The list of models: filtered, counted and ordered in memory, by what a replicator looks for."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from kb.answers import Cell, ComparedModel, per_household
from kb.coast import is_coastal
from kb.errors import NotFound
from kb.model import PovertyModel
from kb.places import find_province
from kb.programmes import PROJECTS
from kb.query import Addition
from kb.record import Header
from kb.search import FacetCount, Filters

__all__ = [
    "MODEL_FACETS",
    "Catalogue",
    "Entry",
    "HouseholdCost",
    "ListedModel",
    "ModelPage",
    "ModelRequest",
    "ModelSort",
    "Selection",
    "household_cost",
    "name_words",
    "province_facets",
]

MODEL_FACETS = ("province", "province_2025", "livelihood", "organiser", "coast", "project", "year")
"""The facets of a list of models, in the order pages show them. "coast" has the one value "1"."""

_COSTS = ("capital_vnd", "support_vnd", "loan_vnd")

ModelSort = Literal["relevance", "figures", "newest", "cost"]


@dataclass(frozen=True, slots=True)
class HouseholdCost:
    """What one household put in, as far as the source says.

    `key` is "capital_vnd" where the source gives the whole sum. Otherwise it is the larger of the support
    and the loan, each of them a part of the sum, which may be more.
    """

    model: PovertyModel
    key: str
    vnd: int | float

    @property
    def cell(self) -> Cell:
        """The amount as people read it, how it was computed, and its evidence."""
        return per_household(self.model, self.key)

    @property
    def is_part(self) -> bool:
        return self.key != "capital_vnd"


def household_cost(model: PovertyModel) -> HouseholdCost | None:
    """None when the source gives no sum for a household, nor for the whole model with its households."""
    found = {}
    for key in _COSTS:
        value = per_household(model, key).value
        if isinstance(value, int | float):
            found[key] = HouseholdCost(model, key, value)
    if "capital_vnd" in found:
        return found["capital_vnd"]
    return max(found.values(), key=lambda cost: cost.vnd, default=None)


@dataclass(frozen=True, slots=True)
class Entry:
    """One model as a list sees it. `facets` has the facets of MODEL_FACETS that it carries values of.

    `words` are the syllables of its name, without what stands in brackets.
    """

    model: PovertyModel
    facets: Mapping[str, tuple[str, ...]]
    words: tuple[str, ...]
    published: date | None = None
    cost: HouseholdCost | None = None

    @classmethod
    def of(cls, model: PovertyModel, document: Header) -> "Entry":
        """The projects and years of a document are those of its models."""
        facets = province_facets(model) | {"livelihood": (model.livelihood,)}
        if model.organiser:
            facets["organiser"] = (model.organiser,)
        if is_coastal(model.province, model.district):
            facets["coast"] = ("1",)
        if projects := document.facets.get("project"):
            facets["project"] = _with_parents(projects)
        if years := document.facets.get("year"):
            facets["year"] = years
        return cls(model, facets, name_words(model.name), document.published, household_cost(model))


def name_words(name: str) -> tuple[str, ...]:
    """The syllables of a name without what stands in brackets.

    >>> name_words("Nuôi bò sinh sản (HTX Tân Tiến)")
    ('nuôi', 'bò', 'sinh', 'sản')
    """
    return tuple(re.findall(r"\w+", re.sub(r"\([^)]*\)", " ", name).lower()))


def province_facets(model: PovertyModel) -> dict[str, tuple[str, ...]]:
    """The model's province on both maps."""
    province = find_province(model.province) if model.province else None
    if province is None:
        return {}
    return {"province": (province.name,), "province_2025": (province.successor_2025,)}


def _with_parents(codes: Sequence[str]) -> tuple[str, ...]:
    """The projects and those they are part of, so that a filter by project takes in its sub-projects."""
    parents = (PROJECTS[code].parent if code in PROJECTS else None for code in codes)
    return tuple(dict.fromkeys((*codes, *filter(None, parents))))


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """What a reader asks the list for. `filters` may hold any of MODEL_FACETS; pages count from 1.

    `max_cost_vnd` limits what one household put in (see `household_cost`); models whose source does not
    say are left out unless `with_unknown_cost`. `exact` looks for the words as typed, without other names.
    """

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    max_cost_vnd: int | None = None
    with_unknown_cost: bool = False
    sort: ModelSort = "figures"
    page: int = 1
    page_size: int = 24
    exact: bool = False


@dataclass(frozen=True, slots=True)
class ListedModel:
    """A model of a list with its source and what one household put in."""

    compared: ComparedModel
    cost: HouseholdCost | None


@dataclass(frozen=True, slots=True)
class Selection:
    """The entries that pass, in order, with counts by facet (a facet's own filter lifted).

    `named_count` is how many, from the first, carry the words looked for in their own name or sentence; the
    rest are only from documents that match. `unknown_cost_count` is how many pass but for an unknown cost.
    """

    entries: tuple[Entry, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    named_count: int = 0
    unknown_cost_count: int = 0


@dataclass(frozen=True, slots=True)
class ModelPage:
    """A page of a `Selection` with the sources of its models; the rest as in `kb.search.SearchPage`."""

    request: ModelRequest
    total: int
    models: tuple[ListedModel, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    named_count: int = 0
    unknown_cost_count: int = 0
    notes: tuple[str, ...] = ()
    additions: tuple[Addition, ...] = ()
    did_you_mean: str | None = None

    @property
    def page_count(self) -> int:
        return -(-self.total // self.request.page_size)


class Catalogue:
    """All models of one revision of the store.

    `stories` names the leader of each document whose story other documents tell too. `told` are the entries
    of all documents; `entries`, which lists show, have what one story tells once, from the fullest telling.
    """

    def __init__(self, entries: Iterable[Entry], stories: Mapping[str, str] = MappingProxyType({})) -> None:
        self.told = tuple(entries)
        self.entries = tuple(_told_once(self.told, stories)) if stories else self.told

    @cached_property
    def word_counts(self) -> Mapping[str, int]:
        """In how many names each syllable is."""
        return Counter(word for entry in self.entries for word in set(entry.words))

    def entry(self, model_id: str) -> Entry:
        """Raises NotFound."""
        for entry in self.told:
            if entry.model.model_id == model_id:
                return entry
        raise NotFound(what="model", key=model_id)

    def select(self, request: ModelRequest, relevance: Mapping[str, float] | None = None) -> Selection:
        """The entries that pass the request, best first.

        `relevance` maps the ids of models that match the text to how well: 1 and more when the model's own
        words match, less when only its document does. None when no text was given.
        """
        counts: dict[str, Counter[str]] = {facet: Counter() for facet in MODEL_FACETS}
        passing, unknown = [], 0
        for entry in self.entries:
            if relevance is not None and entry.model.model_id not in relevance:
                continue
            failed = _failed(entry, request.filters)
            if not _is_affordable(entry, request):
                unknown += not failed and entry.cost is None
                continue
            for facet, values in entry.facets.items():
                if not failed or failed == [facet]:
                    counts[facet].update(values)
            if not failed:
                passing.append(entry)
        passing.sort(key=lambda entry: _rank(entry, request.sort, relevance or {}))
        named = sum(relevance[entry.model.model_id] >= 1 for entry in passing) if relevance else 0
        return Selection(tuple(passing), _facet_counts(counts, request.filters), named, unknown)


def _told_once(told: Sequence[Entry], stories: Mapping[str, str]) -> Iterator[Entry]:
    """The entries, of those that one story has of one model the fullest alone, where the first stood."""
    together: dict[object, list[Entry]] = {}
    for entry in told:
        model = entry.model
        leader = stories.get(model.doc_id)
        of_story = (leader, entry.words, model.province, model.district, model.commune)
        together.setdefault(of_story if leader else model.model_id, []).append(entry)
    for alike in together.values():
        fullest = max(len(each.model.figures) + len(each.model.answers) for each in alike)
        yield next(each for each in alike if len(each.model.figures) + len(each.model.answers) == fullest)


def _failed(entry: Entry, filters: Filters) -> Sequence[str]:
    """The facets whose filter the entry does not pass."""
    failed = [
        facet
        for facet, chosen in filters.values.items()
        if chosen and not set(chosen) & set(entry.facets.get(facet, ()))
    ]
    if filters.years and not any(_is_within(year, filters.years) for year in entry.facets.get("year", ())):
        failed = [*(facet for facet in failed if facet != "year"), "year"]
    return failed


def _is_within(year: str, years: tuple[int, int]) -> bool:
    return years[0] <= int(year) <= years[1]


def _is_affordable(entry: Entry, request: ModelRequest) -> bool:
    if request.max_cost_vnd is None:
        return True
    if entry.cost is None:
        return request.with_unknown_cost
    return entry.cost.vnd <= request.max_cost_vnd


def _rank(entry: Entry, sort: ModelSort, relevance: Mapping[str, float]) -> tuple[float | str, ...]:
    """Smallest first. Ties: more figures, then newer, then by id."""
    model = entry.model
    newest = -entry.published.toordinal() if entry.published else 0
    ties = (-len(model.figures), newest, model.model_id)
    if sort == "relevance":
        return (-relevance.get(model.model_id, 0), *ties)
    if sort == "newest":
        return (newest, *ties)
    if sort == "cost":
        return (entry.cost.vnd if entry.cost else float("inf"), *ties)
    return ties


def _facet_counts(
    counts: Mapping[str, Counter[str]], filters: Filters
) -> Mapping[str, tuple[FacetCount, ...]]:
    """Most frequent first; a chosen value stays listed even when nothing carries it."""
    facets = {}
    for facet, counted in counts.items():
        chosen = filters.chosen(facet)
        merged = {**dict.fromkeys(chosen, 0), **counted}
        ordered = sorted(merged.items(), key=lambda item: (-item[1], item[0]))
        facets[facet] = tuple(FacetCount(value, count, value in chosen) for value, count in ordered)
    return facets
