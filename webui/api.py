"""The read-only JSON API, described by itself at /api/v1/openapi.json."""

from collections import Counter
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from kb.errors import ArgumentInvalid, IndexMissing
from kb.handout import export
from kb.places import PROVINCES
from kb.programmes import PROJECTS
from kb.search import SearchRequest
from kb.serialize import (
    compared_model_value,
    linked_indicator_value,
    page_value,
    record_value,
    source_value,
)
from webui import suggest
from webui.openapi import describe
from webui.opening import knowledge_base
from webui.params import read_filters, read_model_ids, read_model_request, read_search_request

__all__ = ["blueprint"]

blueprint = Blueprint("api", __name__)
blueprint.register_blueprint(suggest.blueprint)

_MAX_PAGE_SIZE = 100
_ALL_MODELS = 100_000


@blueprint.get("/api/v1/search")
def search() -> Response:
    return jsonify(page_value(knowledge_base().search(read_search_request(_page_size()))))


@blueprint.get("/api/v1/documents/<doc_id>")
def document(doc_id: str) -> Response:
    """The record, and the other documents that tell the same story."""
    kb = knowledge_base()
    also_in = [source_value(source) for source in kb.same_story(doc_id)]
    return jsonify({**record_value(kb.record(doc_id)), "also_in": also_in})


@blueprint.get("/api/v1/models")
def models() -> Response:
    """Every model that passes the filters of the page /models, `cost` in million đồng for a household."""
    page = knowledge_base().list_models(replace(read_model_request(_ALL_MODELS), page=1))
    return jsonify(total=page.total, models=[compared_model_value(listed.compared) for listed in page.models])


@blueprint.get("/api/v1/models/<model_id>")
def model(model_id: str) -> Response:
    """The model, and every telling of it when other documents tell of it too, the oldest first."""
    kb = knowledge_base()
    series = [compared_model_value(each) for each in kb.series(model_id)]
    return jsonify({**compared_model_value(kb.model(model_id)), "series": series})


@blueprint.get("/api/v1/compare")
def compare() -> Response:
    """The same JSON as `kb compare --format json`."""
    return Response(export(knowledge_base().compare(read_model_ids()), "json"), mimetype="application/json")


@blueprint.get("/api/v1/indicators")
def indicators() -> Response:
    """The indicators that pass, each with the documents that state the same and those that differ."""
    kb = knowledge_base()
    found = kb.indicators(read_filters())
    stated = kb.stated_with(found)
    values = [{"document": each.doc_id, **linked_indicator_value(each, stated.get(each))} for each in found]
    return jsonify(total=len(values), indicators=values)


@blueprint.get("/api/v1/provinces")
def provinces() -> Response:
    kb = knowledge_base()
    documents = {each.value: each.count for each in kb.search(SearchRequest()).facets["province"]}
    counted = Counter(compared.model.province for compared in kb.models())
    return jsonify(
        provinces=[
            {
                "name": province.name,
                "slug": province.slug,
                "province_2025": province.successor_2025,
                "region": province.region,
                "documents": documents.get(province.name, 0),
                "models": counted.get(province.name, 0),
            }
            for province in PROVINCES
        ]
    )


@blueprint.get("/api/v1/projects")
def projects() -> Response:
    facets = knowledge_base().search(SearchRequest()).facets["project"]
    documents = {each.value: each.count for each in facets}
    return jsonify(
        projects=[
            {
                "code": project.code,
                "name": project.name,
                "short_name": project.short_name,
                "programme": project.programme,
                "parent": project.parent,
                "documents": documents.get(project.code, 0),
            }
            for project in PROJECTS.values()
        ]
    )


@blueprint.get("/api/v1/openapi.json")
def openapi() -> Response:
    return jsonify(describe(current_app))


@blueprint.get("/healthz")
def health() -> Response:
    """200 when a search would be answered; raises IndexMissing (503) otherwise."""
    if not knowledge_base().is_ready():
        raise IndexMissing(reason="no usable index")
    return jsonify(status="ok")


def _page_size() -> int:
    text: Any = request.args.get("page_size") or "10"
    if not text.isdecimal() or not 1 <= int(text) <= _MAX_PAGE_SIZE:
        raise ArgumentInvalid(name="page_size", value=text, choices=(f"1-{_MAX_PAGE_SIZE}",))
    return int(text)
