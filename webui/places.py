"""Provinces: all of them, and a page for each."""

from collections import Counter

from flask import Blueprint, render_template

from kb.errors import NotFound
from kb.places import PROVINCES, REGIONS, find_province
from kb.search import Filters, SearchRequest
from webui.opening import knowledge_base

__all__ = ["blueprint"]

blueprint = Blueprint("places", __name__)

_DOCUMENTS_SHOWN = 50


@blueprint.get("/provinces")
def index() -> str:
    kb = knowledge_base()
    documents = {each.value: each.count for each in kb.search(SearchRequest()).facets["province"]}
    models = Counter(compared.model.province for compared in kb.models())
    return render_template(
        "provinces.html", regions=REGIONS, provinces=PROVINCES, documents=documents, models=models
    )


@blueprint.get("/provinces/<slug>")
def show(slug: str) -> str:
    province = find_province(slug)
    if province is None:
        raise NotFound(what="province", key=slug)
    kb = knowledge_base()
    filters = Filters({"province": (province.name,)})
    return render_template(
        "province.html",
        province=province,
        page=kb.search(SearchRequest(filters=filters, sort="newest", page_size=_DOCUMENTS_SHOWN)),
        models=kb.models(filters),
        indicators=kb.indicators(filters),
    )
