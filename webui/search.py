"""The search page, which is the front page, and the page about the project."""

from flask import Blueprint, render_template

from kb.search import FACETS
from webui.opening import knowledge_base
from webui.params import read_search_request

__all__ = ["blueprint"]

blueprint = Blueprint("search", __name__)


@blueprint.get("/")
def show() -> str:
    request = read_search_request()
    page = knowledge_base().search(request)
    is_start = not request.text and not request.filters and request.page == 1
    return render_template("search.html", page=page, facets=FACETS, is_start=is_start)


@blueprint.get("/about")
def about() -> str:
    return render_template("about.html")
