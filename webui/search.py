"""The front page, the results of a search and the same as CSV, and the page about the project."""

from dataclasses import dataclass, replace

from flask import Blueprint, Response, render_template, url_for

from kb.catalogue import ModelPage, ModelRequest
from kb.formatting import counted
from kb.labels import FACET_LABELS, KIND_LABELS
from kb.language import _, marked
from kb.search import Filters, SearchPage, SearchRequest
from kb.service import KnowledgeBase
from webui.downloads import csv_attachment
from webui.facets import Chip, Listing, chips, facet_groups, without
from webui.maps import ERAS, Area, Drawing, draw, quantile_scale
from webui.opening import knowledge_base
from webui.params import address, read_map, read_search_request

__all__ = ["blueprint"]

blueprint = Blueprint("search", __name__)

_CSV_LIMIT = 1000
_CSV_HEADER = (
    marked("STT"),
    marked("Tiêu đề"),
    marked("Loại"),
    marked("Nơi đăng"),
    marked("Ngày"),
    marked("Tỉnh, thành (63)"),
    marked("Tỉnh, thành (34)"),
    marked("Dự án"),
    marked("Đoạn khớp nhất"),
    marked("Địa chỉ nguồn"),
    marked("Địa chỉ trong kho"),
)


@blueprint.get("/")
def show() -> str:
    request = read_search_request()
    kb = knowledge_base()
    if not request.text and not request.filters and request.page == 1 and request.sort == "relevance":
        return _start_page(kb)
    page = kb.search(request)
    filters = page.request.filters
    listing = Listing("search.show", page.request.text, filters)
    active = chips(listing)
    return render_template(
        "search.html",
        page=page,
        chips=active,
        groups=facet_groups(listing, FACET_LABELS, page.facets, read_map(filters)),
        ways=_ways_on(kb, page, active) if not page.total else [],
    )


@blueprint.get("/search.csv")
def download() -> Response:
    """The results as a table, best first, a thousand at most."""
    page = knowledge_base().search(replace(read_search_request(_CSV_LIMIT), page=1))
    lines = (
        (
            number,
            hit.title,
            KIND_LABELS[hit.kind],
            hit.source,
            hit.published.isoformat() if hit.published else None,
            "; ".join(hit.tags["province"]),
            "; ".join(hit.tags["province_2025"]),
            "; ".join(hit.tags["project"]),
            " … ".join(fragment.text for fragment in hit.fragments),
            hit.url,
            url_for("documents.show", doc_id=hit.doc_id, _external=True),
        )
        for number, hit in enumerate(page.hits, start=1)
    )
    return csv_attachment("tai-lieu.csv", map(_, _CSV_HEADER), lines)


@blueprint.get("/about")
def about() -> str:
    return render_template("about.html")


@dataclass(frozen=True, slots=True)
class WayOn:
    """Another search that does find something.

    `kind` says in what it differs: "phrase" (`label` without quotation marks), "filter" (without `chip`),
    "filters" (without any), "place" (in the neighbouring province `label`).
    """

    kind: str
    address: str
    total: int
    label: str = ""
    chip: Chip | None = None


def _start_page(kb: KnowledgeBase) -> str:
    newest = kb.search(SearchRequest(sort="newest", page_size=4))
    fullest = kb.list_models(ModelRequest(page_size=3))
    return render_template(
        "start.html",
        newest=newest,
        fullest=fullest,
        province_count=len(newest.facets["province"]),
        drawing=_model_map(fullest),
    )


def _model_map(page: ModelPage) -> Drawing:
    """The provinces of today, coloured by how many models they have."""
    era = ERAS["34"]
    counts = {each.value: each.count for each in page.facets[era.facet]}
    scale = quantile_scale(counts.values())
    areas = []
    for province in era.provinces:
        count = counts.get(province.name, 0)
        name = f"{province.name}: " + counted("%(n)s mô hình", count)
        areas.append(Area(province, era.address(province), name, scale.level(count)))
    return draw(era, areas)


def _ways_on(kb: KnowledgeBase, page: SearchPage, active: list[Chip]) -> list[WayOn]:
    """What to try when nothing was found: without quotation marks, without a filter, next door."""
    request = replace(page.request, page=1, page_size=1)
    found = []
    if '"' in request.text:
        text = request.text.replace('"', "")
        total = kb.search(replace(request, text=text)).total
        found.append(WayOn("phrase", address("search.show", q=text, page=None), total, label=text))
    for chip in active:
        total = kb.search(replace(request, filters=without(request.filters, chip))).total
        found.append(WayOn("filter", chip.address, total, chip=chip))
    if len(active) > 1:
        total = kb.search(replace(request, filters=Filters())).total
        found.append(WayOn("filters", url_for("search.show", q=request.text or None), total))
    return [way for way in [*found, *_next_door(page)] if way.total]


def _next_door(page: SearchPage) -> list[WayOn]:
    """The neighbours of the chosen provinces on either map; their counts come with the search itself."""
    found = []
    for era in ERAS.values():
        counts = {each.value: each.count for each in page.facets[era.facet]}
        chosen = page.request.filters.chosen(era.facet)
        near = (name for each in era.provinces if each.name in chosen for name in each.neighbours)
        for name in dict.fromkeys(near):
            if total := counts.get(name):
                changes: dict[str, object] = {era.facet: [name], "page": None}
                found.append(WayOn("place", address("search.show", **changes), total, label=name))
    return found
