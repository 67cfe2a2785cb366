"""Provinces on the map of the 63 or of the 34: all of them, a page for each, two side by side."""

from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirection

from kb.catalogue import ModelRequest
from kb.charts import LineChart
from kb.errors import ArgumentInvalid, NotFound
from kb.formatting import counted, format_quantity
from kb.language import _, marked
from kb.places import PROVINCES, Province, neighbours
from kb.search import SearchRequest
from kb.service import KnowledgeBase
from kb.trends import POVERTY_RATE, Series, YearValue
from webui.charts import source_ids, trend_chart
from webui.indicators import indicator_csv
from webui.maps import ERAS, Area, Era, draw, quantile_scale, read_era
from webui.opening import knowledge_base
from webui.province import ProvinceView, poverty_rates

__all__ = ["blueprint"]

blueprint = Blueprint("places", __name__)

MEASURES = {
    "models": marked("Số mô hình"),
    "documents": marked("Số tài liệu"),
    "poverty-rate": marked("Tỷ lệ hộ nghèo"),
}

_TABLE_LIMIT = 60
"""Rows of a table of indicators on a page; the file has them all."""

_CHARTS_SHARED = 4


@dataclass(frozen=True, slots=True)
class Row:
    """A province with its counts. `rates` are the latest poverty rates of the old provinces it is made of."""

    province: Province
    models: int
    documents: int
    rates: tuple[tuple[str, YearValue], ...]

    def value(self, measure: str) -> float | None:
        """What the map is coloured by. A province joined from several has no poverty rate of its own."""
        if measure == "poverty-rate":
            is_whole = len(self.province.members) == 1
            return self.rates[0][1].value if self.rates and is_whole else None
        return self.models if measure == "models" else self.documents

    def reading(self, measure: str) -> str:
        """The value as read: «12 mô hình»."""
        value = self.value(measure)
        if measure != "poverty-rate":
            number = value or 0
            is_models = measure == "models"
            return counted("%(n)s mô hình", number) if is_models else counted("%(n)s tài liệu", number)
        if value is None:
            return _("chưa có số liệu chung")
        return _(
            "tỷ lệ hộ nghèo %(rate)s (năm %(year)s)",
            rate=format_quantity(value, "%"),
            year=self.rates[0][1].year,
        )


@blueprint.get("/provinces")
def index() -> str:
    era, measure = read_era(), _measure()
    rows = _rows(knowledge_base(), era)
    scale = quantile_scale(row.value(measure) for row in rows)
    areas = [
        Area(
            row.province,
            era.address(row.province),
            f"{row.province.name}: {row.reading(measure)}",
            scale.level(row.value(measure)),
        )
        for row in rows
    ]
    return render_template(
        "provinces.html",
        era=era,
        eras=ERAS,
        measure=measure,
        measures={key: _(label) for key, label in MEASURES.items()},
        rows=rows,
        levels={area.province.name: area.level for area in areas},
        scale=scale,
        drawing=draw(era, areas),
    )


@blueprint.get("/provinces/<slug>")
def show(slug: str) -> str | Redirection:
    era = read_era()
    province = _province(era, slug)
    if province.slug != slug:  # «ha-giang» among the 34 is part of Tuyên Quang
        return redirect(era.address(province))
    kb = knowledge_base()
    view = ProvinceView.of(kb, era, province)
    near = _rates_nearby(kb, province) if era.key == "63" else []
    return render_template(
        "province.html",
        view=view,
        province=province,
        like=view.like_neighbours(kb.count_models(era.facet, "livelihood")),
        table_limit=_TABLE_LIMIT,
        near=near,
        near_missing=[
            each.name for each in neighbours(province) if each.name not in {series.place for series in near}
        ],
        near_years=sorted({value.year for series in near for value in series.values}),
        near_chart=trend_chart("nearby", near, kb.sources(source_ids(near))) if near else None,
    )


@blueprint.get("/provinces/<slug>/indicators.csv")
def indicators(slug: str) -> Response:
    """Every indicator of the province and of places in it."""
    province, kb = _province(read_era(), slug), knowledge_base()
    return indicator_csv(kb, f"so-lieu-{province.slug}.csv", kb.indicators_of_provinces(province.members))


@blueprint.get("/provinces/<slug>/poverty-rates.csv")
def rates_nearby(slug: str) -> Response:
    """The poverty rate of the province and of those that border it, by year."""
    province, kb = _province(ERAS["63"], slug), knowledge_base()
    values = [value for series in _rates_nearby(kb, province) for value in series.values]
    filename = f"ty-le-ho-ngheo-{province.slug}-va-lan-can.csv"
    return indicator_csv(kb, filename, [source for value in values for source in value.sources])


@blueprint.get("/provinces/compare")
def compare() -> str:
    """Two provinces of one map side by side; with fewer than two the form to choose them."""
    era, kb = read_era(), knowledge_base()
    slugs = [slug for slug in request.args.getlist("p") if slug]
    provinces = list(dict.fromkeys(_province(era, slug) for slug in slugs))
    if len(provinces) > 2:
        raise ArgumentInvalid(name="p", value=", ".join(slugs), choices=())
    views = [ProvinceView.of(kb, era, province) for province in provinces]
    return render_template(
        "provinces_compare.html",
        era=era,
        views=views,
        charts_shown=_shared_charts(views) if len(views) == 2 else [],
    )


def _measure() -> str:
    measure = request.args.get("measure") or "models"
    if measure not in MEASURES:
        raise ArgumentInvalid(name="measure", value=measure, choices=tuple(MEASURES))
    return measure


def _province(era: Era, slug: str) -> Province:
    province = era.find(slug)
    if province is None:
        raise NotFound(what="province", key=slug)
    return province


def _rows(kb: KnowledgeBase, era: Era) -> list[Row]:
    documents = {each.value: each.count for each in kb.search(SearchRequest(page_size=1)).facets[era.facet]}
    models = {each.value: each.count for each in kb.list_models(ModelRequest(page_size=1)).facets[era.facet]}
    rates = poverty_rates(kb.trends([province.name for province in PROVINCES], POVERTY_RATE[0]))
    return [
        Row(
            province,
            models.get(province.name, 0),
            documents.get(province.name, 0),
            tuple((name, rates[name]) for name in province.members if name in rates),
        )
        for province in era.provinces
    ]


def _rates_nearby(kb: KnowledgeBase, province: Province) -> list[Series]:
    """The poverty rates of an old province and of those that border it, its own first."""
    names = [province.name, *(near.name for near in neighbours(province))]
    found = {
        series.place: series
        for series in kb.trends(names, POVERTY_RATE[0])
        if series.is_of_whole_province and series.unit == POVERTY_RATE[1]
    }
    return [found[name] for name in names if name in found]


def _shared_charts(views: list[ProvinceView]) -> list[tuple[LineChart, list[Series]]]:
    """Indicators that both have and one over the years, the poverty rate first, with their series."""
    first, second = (
        {(each.name, each.unit): each for each in view.series if each.is_of_whole_province} for view in views
    )
    pairs = [[first[key], second[key]] for key in first if key in second]
    sources = {**views[0].sources, **views[1].sources}
    pairs = [pair for pair in pairs if any(series.is_trend for series in pair)]
    return [
        (trend_chart(f"shared-{number}", pair, sources), pair)
        for number, pair in enumerate(pairs[:_CHARTS_SHARED])
    ]
