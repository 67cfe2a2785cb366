"""The evidence matrix: how many models of each livelihood there are in each place or project."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from kb.catalogue import ModelRequest
from kb.errors import ArgumentInvalid
from kb.labels import LIVELIHOOD_LABELS
from kb.language import _, marked
from kb.places import PROVINCES, PROVINCES_2025, REGIONS
from kb.programmes import CURRENT, PROJECTS
from kb.search import Filters
from kb.service import KnowledgeBase
from webui.downloads import csv_attachment
from webui.maps import Scale, quantile_scale
from webui.opening import knowledge_base
from webui.params import read_filters

__all__ = ["blueprint"]

blueprint = Blueprint("matrix", __name__)

ROWS = {
    "province": marked("63 tỉnh, thành"),
    "province_2025": marked("34 tỉnh, thành (từ 1/7/2025)"),
    "region": marked("Vùng"),
    "project": marked("Dự án"),
}

_ELSEWHERE = {
    "province": marked("Không rõ tỉnh"),
    "province_2025": marked("Không rõ tỉnh"),
    "project": marked("Chưa gắn với dự án nào"),
}
_PERIODS = ("2016-2020", "2021-2025")
_PROJECTS = [project for project in PROJECTS.values() if project.programme == CURRENT]


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of models and the address of their list, None for models that no filter names."""

    count: int
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A place or project: a cell for each livelihood, and all together."""

    label: str
    cells: tuple[Cell, ...]
    total: Cell
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows from north to south or by number of project; `elsewhere` are models of none of them."""

    livelihoods: tuple[str, ...]
    rows: tuple[Row, ...]
    elsewhere: Row
    totals: Row
    scale: Scale

    @property
    def gap_count(self) -> int:
        return sum(cell.count == 0 for row in self.rows for cell in row.cells)

    @property
    def cell_count(self) -> int:
        return len(self.rows) * len(self.livelihoods)

    @property
    def empty_rows(self) -> tuple[str, ...]:
        """Where there is no model at all."""
        return tuple(row.label for row in self.rows if not row.total.count)


@dataclass(frozen=True, slots=True)
class _Heading:
    """What a row stands for: the values of the facet that its models carry; a sub-project is a part."""

    label: str
    values: tuple[str, ...]
    is_part: bool = False


@blueprint.get("/matrix")
def show() -> str:
    by = _by()
    filters = _filters(by)
    return render_template(
        "matrix.html",
        matrix=_matrix(knowledge_base(), by, filters),
        by=by,
        choices={key: _(label) for key, label in ROWS.items()},
        filters=filters,
        projects=_PROJECTS,
        periods=_PERIODS,
        period="-".join(map(str, filters.years)) if filters.years else "",
    )


@blueprint.get("/matrix.csv")
def download() -> Response:
    """The same numbers as the page."""
    by = _by()
    matrix = _matrix(knowledge_base(), by, _filters(by))
    header = [_(ROWS[by]), *(LIVELIHOOD_LABELS[code] for code in matrix.livelihoods), _("Tất cả")]
    rows = (*matrix.rows, matrix.elsewhere, matrix.totals)
    lines = ([row.label, *(cell.count for cell in row.cells), row.total.count] for row in rows)
    return csv_attachment("bang-bang-chung.csv", header, lines)


def _by() -> str:
    by = request.args.get("by") or "province"
    if by not in ROWS:
        raise ArgumentInvalid(name="by", value=by, choices=tuple(ROWS))
    return by


def _filters(by: str) -> Filters:
    """The filters of the address but for the one that makes the rows."""
    filters = read_filters()
    return replace(filters, values={key: each for key, each in filters.values.items() if key != _facet(by)})


def _facet(by: str) -> str:
    return "province" if by == "region" else by


def _headings(by: str) -> list[_Heading]:
    if by == "project":
        return [
            _Heading(f"{each.code} · {_(each.short_name)}", (each.code,), bool(each.parent))
            for each in _PROJECTS
        ]
    if by == "region":
        return [
            _Heading(_(region), tuple(each.name for each in PROVINCES if each.region == region))
            for region in REGIONS
        ]
    provinces = PROVINCES_2025 if by == "province_2025" else PROVINCES
    return [_Heading(each.name, (each.name,)) for each in provinces]


def _matrix(kb: KnowledgeBase, by: str, filters: Filters) -> Matrix:
    facet = _facet(by)
    counted = kb.count_models(facet, "livelihood", filters)
    headings = _headings(by)
    rows = tuple(_row(heading, facet, counted, filters) for heading in headings)
    every = _by_livelihood(kb, filters)
    inside = _by_livelihood(kb, _with(filters, facet, [value for each in headings for value in each.values]))
    outside = tuple(Cell(every[code] - inside[code]) for code in LIVELIHOOD_LABELS)
    totals = tuple(
        Cell(every[code], _address(_with(filters, "livelihood", [code]))) for code in LIVELIHOOD_LABELS
    )
    return Matrix(
        tuple(LIVELIHOOD_LABELS),
        rows,
        Row(_(_ELSEWHERE[facet]), outside, Cell(sum(cell.count for cell in outside))),
        Row(_("Tất cả"), totals, Cell(every.total(), _address(filters))),
        quantile_scale(cell.count for row in rows for cell in row.cells),
    )


def _row(heading: _Heading, facet: str, counted: Counter[tuple[str, str]], filters: Filters) -> Row:
    own = _with(filters, facet, heading.values)
    cells = tuple(
        Cell(
            sum(counted[value, code] for value in heading.values),
            _address(_with(own, "livelihood", [code])),
        )
        for code in LIVELIHOOD_LABELS
    )
    return Row(heading.label, cells, Cell(sum(cell.count for cell in cells), _address(own)), heading.is_part)


def _by_livelihood(kb: KnowledgeBase, filters: Filters) -> Counter[str]:
    page = kb.list_models(ModelRequest(filters=filters, page_size=1))
    return Counter({each.value: each.count for each in page.facets["livelihood"]})


def _with(filters: Filters, facet: str, values: Sequence[str]) -> Filters:
    return replace(filters, values={**filters.values, facet: tuple(values)})


def _address(filters: Filters) -> str:
    """Of the list of models that pass the filters."""
    arguments: dict[str, Any] = {facet: list(values) for facet, values in filters.values.items()}
    if filters.years:
        arguments["year"] = "-".join(map(str, filters.years))
    return url_for("models.index", **arguments)
