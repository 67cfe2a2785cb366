"""What a page says of one province, of either map."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from flask import url_for

from kb.answers import Source
from kb.catalogue import ModelPage, ModelRequest
from kb.charts import ColumnChart, LineChart
from kb.labels import LIVELIHOOD_LABELS
from kb.language import _
from kb.model import Indicator
from kb.places import PROVINCES, PROVINCES_2025, Province, neighbours
from kb.programmes import CURRENT, PROJECTS, Project
from kb.search import Filters, SearchPage, SearchRequest
from kb.service import KnowledgeBase
from kb.statements import Statement
from kb.trends import POVERTY_RATE, Series, YearValue, latest
from webui.charts import source_ids, trend_chart, year_chart
from webui.maps import Area, Drawing, Era, draw

__all__ = ["Likeness", "ProvinceView", "poverty_rates"]

_DOCUMENTS_SHOWN = 8
_MODELS_SHOWN = 6
_CHARTS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Likeness:
    """A province with how many models of each livelihood that another one also has, most first."""

    province: Province
    total: int
    shared: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ProvinceView:
    """A province with what the knowledge base holds of it.

    `disputed` is what documents state differently; `sources` has its documents and those of `series` by id.
    """

    era: Era
    province: Province
    documents: SearchPage
    models: ModelPage
    indicators: tuple[Indicator, ...]
    series: tuple[Series, ...]
    disputed: tuple[Statement, ...]
    sources: Mapping[str, Source]

    @classmethod
    def of(cls, kb: KnowledgeBase, era: Era, province: Province) -> Self:
        filters = Filters({era.facet: (province.name,)})
        series = kb.trends(province.members)
        disputed = tuple(each for each in kb.statements(province.members) if each.is_disputed)
        return cls(
            era,
            province,
            kb.search(SearchRequest(filters=filters, sort="newest", page_size=_DOCUMENTS_SHOWN)),
            kb.list_models(ModelRequest(filters=filters, page_size=_MODELS_SHOWN)),
            tuple(sorted(kb.indicators_of_provinces(province.members), key=_reading_order)),
            series,
            disputed,
            kb.sources(
                {one.doc_id for each in disputed for value in each.values for one in value.sources}.union(
                    source_ids(series)
                )
            ),
        )

    @property
    def own_indicators(self) -> tuple[Indicator, ...]:
        """Those of the whole province."""
        return tuple(each for each in self.indicators if each.place in self.province.members)

    @property
    def inner_indicators(self) -> tuple[Indicator, ...]:
        """Those of its districts and communes."""
        return tuple(each for each in self.indicators if each.place not in self.province.members)

    @property
    def poverty_rates(self) -> tuple[tuple[str, YearValue], ...]:
        """The latest poverty rate of each old province it is made of, itself for an old one."""
        rates = poverty_rates(self.series)
        return tuple((name, rates[name]) for name in self.province.members if name in rates)

    @property
    def livelihoods(self) -> tuple[tuple[str, int], ...]:
        """Codes with the number of models, most first."""
        return tuple((each.value, each.count) for each in self.models.facets["livelihood"])

    @property
    def charts(self) -> tuple[tuple[LineChart, Sequence[Series]], ...]:
        """Indicators of the whole province over the years, the poverty rate first, and their series."""
        groups: dict[tuple[str, str], list[Series]] = {}
        for each in self.series:
            if each.is_of_whole_province and each.is_trend:
                groups.setdefault((each.name, each.unit), []).append(each)
        shown = list(groups.values())[:_CHARTS_SHOWN]
        return tuple(
            (trend_chart(f"trend-{number}", group, self.sources), group) for number, group in enumerate(shown)
        )

    @property
    def years(self) -> ColumnChart | None:
        """Documents by the year they are about."""
        counts = [
            (int(each.value), each.count, self.search_address(year=each.value))
            for each in self.documents.facets["year"]
        ]
        return (
            year_chart("years", _("Tài liệu theo năm được nói tới"), "tài liệu", counts) if counts else None
        )

    @property
    def projects(self) -> tuple[tuple[Project, int], ...]:
        """Every project of the present programme with the number of documents, 0 where there are none."""
        counts = {each.value: each.count for each in self.documents.facets["project"]}
        return tuple(
            (each, counts.get(each.code, 0)) for each in PROJECTS.values() if each.programme == CURRENT
        )

    @property
    def counterparts(self) -> tuple[Province, ...]:
        """What it is on the other map: the province it became part of, or those it was made from."""
        if self.era.key == "34":
            return tuple(each for each in PROVINCES if each.name in self.province.members)
        return tuple(each for each in PROVINCES_2025 if each.name == self.province.successor_2025)

    @property
    def surroundings(self) -> Drawing:
        """The province among those that border it."""
        shown = (self.province, *neighbours(self.province))
        areas = [
            Area(each, self.era.address(each), each.name, 0, is_current=each == self.province)
            for each in shown
        ]
        return draw(self.era, areas, whole=False)

    def search_address(self, **more: Any) -> str:
        """Its documents, by further facets when given."""
        return url_for("search.show", **{self.era.facet: self.province.name, **more})

    def models_address(self, **more: Any) -> str:
        """Its models, by further facets when given."""
        return url_for("models.index", **{self.era.facet: self.province.name, **more})

    def like_neighbours(self, counted: Counter[tuple[str, str]]) -> list[Likeness]:
        """Neighbours that have models of the same livelihoods, most of them first.

        `counted` holds numbers of models by province and livelihood.
        """
        own = [code for code, _ in self.livelihoods]
        found = []
        for near in neighbours(self.province):
            shared = Counter({code: counted[near.name, code] for code in own if counted[near.name, code]})
            if shared:
                total = sum(counted[near.name, code] for code in LIVELIHOOD_LABELS)
                found.append(Likeness(near, total, tuple(shared.most_common())))
        return sorted(found, key=lambda each: -sum(count for _, count in each.shared))


def poverty_rates(series: Iterable[Series]) -> dict[str, YearValue]:
    """The latest poverty rate of each province, by its name."""
    rates = {
        each.place: latest(each)
        for each in series
        if each.is_of_whole_province and (each.name, each.unit) == POVERTY_RATE
    }
    return {place: value for place, value in rates.items() if value}


def _reading_order(indicator: Indicator) -> tuple[object, ...]:
    return indicator.name != POVERTY_RATE[0], indicator.name, indicator.place or "", indicator.year or 9999
