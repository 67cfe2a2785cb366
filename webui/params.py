"""Request arguments to requests of the use cases, and back to addresses."""

import re
from collections.abc import Callable, Mapping
from typing import Literal, get_args

from flask import request, url_for

from kb.catalogue import ModelRequest, ModelSort
from kb.document import Kind
from kb.errors import ArgumentInvalid
from kb.model import LIVELIHOODS, ORGANISERS
from kb.places import PROVINCES_2025, find_province
from kb.programmes import find_project
from kb.search import FACETS, Filters, SearchRequest, Sort

__all__ = [
    "address",
    "read_filters",
    "read_map",
    "read_model_ids",
    "read_model_request",
    "read_search_request",
]

Map = Literal["63", "34"]

_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")
_MAX_PAGE = 1000


def read_search_request(page_size: int = 10) -> SearchRequest:
    """The search that the address describes. Raises ArgumentInvalid."""
    return SearchRequest(
        text=request.args.get("q", "").strip(),
        filters=read_filters(),
        sort=_choice("sort", get_args(Sort), "relevance"),
        page=_page(),
        page_size=page_size,
        exact=request.args.get("exact") == "1",
    )


def read_filters() -> Filters:
    """The filters in the address; an empty value counts as none. Raises ArgumentInvalid."""
    values = {facet: _each(facet, _READERS[facet]) for facet in FACETS}
    years = values.pop("year")
    ranges = [found for year in years if (found := _YEARS.fullmatch(year)) and found[2]]
    singles = tuple(year for year in years if re.fullmatch(r"\d{4}", year))
    if len(singles) + len(ranges) < len(years) or len(ranges) > 1:
        raise ArgumentInvalid(name="year", value=", ".join(years), choices=("2023", "2021-2023"))
    if singles:
        values["year"] = singles
    bounds = sorted(map(int, ranges[0].groups())) if ranges else None
    chosen = {facet: found for facet, found in values.items() if found}
    return Filters(chosen, (bounds[0], bounds[1]) if bounds else None)


def read_model_request(page_size: int = 16) -> ModelRequest:
    """The list of models that the address describes. Raises ArgumentInvalid."""
    text = request.args.get("q", "").strip()
    filters = read_filters()
    own = {
        "organiser": _each("organiser", lambda value: _one_of("organiser", value, ORGANISERS)),
        "coast": _each("coast", lambda value: _one_of("coast", value, ("1",))),
    }
    chosen = {**filters.values, **{facet: values for facet, values in own.items() if values}}
    return ModelRequest(
        text=text,
        filters=Filters(chosen, filters.years),
        max_cost_vnd=_max_cost(),
        with_unknown_cost=request.args.get("unknown") == "1",
        sort=_model_sort(has_text=bool(text)),
        page=_page(),
        page_size=page_size,
        exact=request.args.get("exact") == "1",
    )


def read_map(filters: Filters) -> Map:
    """Which provinces to offer: the 63 before 1 July 2025 or the 34 since, by default those chosen from."""
    is_new = bool(filters.chosen("province_2025")) and not filters.chosen("province")
    return _one_of("map", request.args.get("map") or ("34" if is_new else "63"), get_args(Map))  # type: ignore[return-value]


def read_model_ids() -> list[str]:
    """The models named by `m`, each once, in order."""
    return list(dict.fromkeys(value for value in request.args.getlist("m") if value))


def address(endpoint: str, /, **changes: object) -> str:
    """The address of `endpoint` with the current arguments changed: None or an empty list drops one."""
    merged: dict[str, object] = dict(request.args.lists())
    merged.update(changes)
    merged.update(request.view_args or {} if endpoint == request.endpoint else {})
    return url_for(endpoint, **{name: value for name, value in merged.items() if value not in (None, [], "")})  # type: ignore[arg-type]


def _each(name: str, read: Callable[[str], str]) -> tuple[str, ...]:
    """The values given for `name`, read, each once, in order."""
    given = [value.strip() for value in request.args.getlist(name) if value.strip()]
    return tuple(dict.fromkeys(read(value) for value in given))


def _province(text: str) -> str:
    province = find_province(text)
    if province is None:
        raise ArgumentInvalid(name="province", value=text, choices=())
    return province.name


def _province_2025(text: str) -> str:
    for province in PROVINCES_2025:
        if text in (province.name, province.slug):
            return province.name
    raise ArgumentInvalid(name="province_2025", value=text, choices=())


def _project(text: str) -> str:
    project = find_project(text)
    if project is None:
        raise ArgumentInvalid(name="project", value=text, choices=())
    return project.code


def _livelihood(text: str) -> str:
    return _one_of("livelihood", text, LIVELIHOODS)


def _kind(text: str) -> str:
    return _one_of("kind", text, tuple(kind.value for kind in Kind))


def _one_of(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise ArgumentInvalid(name=name, value=value, choices=choices)
    return value


def _choice(name: str, choices: tuple[str, ...], default: str) -> Sort:
    return _one_of(name, request.args.get(name) or default, choices)  # type: ignore[return-value]


def _model_sort(*, has_text: bool) -> ModelSort:
    """By default what the text names, else what there is most to read of."""
    default = "relevance" if has_text else "figures"
    return _one_of("sort", request.args.get("sort") or default, get_args(ModelSort))  # type: ignore[return-value]


def _max_cost() -> int | None:
    """`cost` is in million đồng, as people say it: «50», «7,5»."""
    text = request.args.get("cost", "").strip().replace(",", ".")
    if not text:
        return None
    if not re.fullmatch(r"\d{1,6}(\.\d{1,3})?", text):
        raise ArgumentInvalid(name="cost", value=text, choices=("50", "7,5"))
    return round(float(text) * 1_000_000)


def _page() -> int:
    text = request.args.get("page") or "1"
    if not re.fullmatch(r"\d{1,4}", text) or not 1 <= int(text) <= _MAX_PAGE:
        raise ArgumentInvalid(name="page", value=text, choices=())
    return int(text)


_READERS: Mapping[str, Callable[[str], str]] = {
    "province": _province,
    "province_2025": _province_2025,
    "project": _project,
    "livelihood": _livelihood,
    "kind": _kind,
    "year": str,
}
