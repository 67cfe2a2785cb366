"""Suggestions while a query is being typed."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, jsonify, request, url_for

from kb.suggestions import Suggestion, SuggestionKind
from webui.opening import knowledge_base

__all__ = ["blueprint"]

blueprint = Blueprint("suggest", __name__)

_LIMIT = 10
_LONGEST = 100
"""Characters. What is typed beyond them is a question of its own, which no suggestion goes on like."""

_PAGES: Mapping[SuggestionKind, Callable[[str], str]] = {
    "place": lambda slug: url_for("places.show", slug=slug),
    "project": lambda code: url_for("projects.show", code=code),
    "model": lambda model_id: url_for("models.show", model_id=model_id),
    "document": lambda doc_id: url_for("documents.show", doc_id=doc_id),
}


@blueprint.get("/api/v1/suggest")
def show() -> Response:
    """What goes on like the text typed so far in `q`: texts to search for and pages to open."""
    typed = request.args.get("q", "")
    found = knowledge_base().suggest(typed, _LIMIT) if len(typed) <= _LONGEST else []
    return jsonify(query=typed, suggestions=[_value(suggestion) for suggestion in found])


def _value(suggestion: Suggestion) -> dict[str, str]:
    page = _PAGES.get(suggestion.kind)
    return {
        "text": suggestion.text,
        "kind": suggestion.kind,
        "address": page(suggestion.key)
        if page and suggestion.key
        else url_for("search.show", q=suggestion.text),
    }
