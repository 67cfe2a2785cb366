"""Projects of the programme: all of them, and a page for each."""

from flask import Blueprint, render_template

from kb.catalogue import ModelRequest
from kb.errors import NotFound
from kb.programmes import CURRENT, PROGRAMMES, PROJECTS, children, programme_of
from kb.search import Filters, SearchRequest
from webui.opening import knowledge_base

__all__ = ["blueprint"]

blueprint = Blueprint("projects", __name__)

_DOCUMENTS_SHOWN = 20
_MODELS_SHOWN = 9


@blueprint.get("/projects")
def index() -> str:
    facets = knowledge_base().search(SearchRequest()).facets
    return render_template(
        "projects.html",
        programme=PROGRAMMES[CURRENT],
        projects=[project for project in PROJECTS.values() if project.programme == CURRENT],
        documents={each.value: each.count for each in facets["project"]},
    )


@blueprint.get("/projects/<code>")
def show(code: str) -> str:
    project = PROJECTS.get(code)
    if project is None:
        raise NotFound(what="project", key=code)
    kb = knowledge_base()
    filters = Filters({"project": (code,)})
    return render_template(
        "project.html",
        project=project,
        programme=programme_of(code),
        subprojects=children(code),
        page=kb.search(SearchRequest(filters=filters, sort="newest", page_size=_DOCUMENTS_SHOWN)),
        listed=kb.list_models(ModelRequest(filters=filters, page_size=_MODELS_SHOWN)),
    )
