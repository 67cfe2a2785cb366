"""A document: its text with what was searched and quoted marked in it, and all that was found in it."""

import re

from flask import Blueprint, Response, render_template, request

from kb.answers import Source
from kb.document import Span
from kb.record import Record
from webui.markup import mark_up
from webui.opening import knowledge_base

__all__ = ["blueprint"]

blueprint = Blueprint("documents", __name__)

_RANGE = re.compile(r"(\d{1,9})-(\d{1,9})")


@blueprint.get("/documents/<doc_id>")
def show(doc_id: str) -> str:
    kb = knowledge_base()
    record = kb.record(doc_id)
    query = request.args.get("q", "").strip()
    matches = kb.matches(record.document.text, query) if query else ()
    return render_template(
        "document.html",
        record=record,
        source=Source.of(record.document),
        blocks=mark_up(record, matches, _marked_span(record)),
        match_count=len(matches),
        also=kb.same_story(doc_id),
        query=query,
        tags=[tag for tag in record.tags if tag.passage is None],
    )


@blueprint.get("/documents/<doc_id>/original")
def original(doc_id: str) -> Response:
    """The file as received. Never shown in the page: it may hold scripts."""
    suffix, content = knowledge_base().store.original(doc_id)
    response = Response(content, mimetype="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=f"{doc_id}{suffix}")
    return response


def _marked_span(record: Record) -> Span | None:
    """The stretch named by `mark`; anything else is not marked."""
    found = _RANGE.fullmatch(request.args.get("mark", ""))
    if not found:
        return None
    start, end = int(found[1]), int(found[2])
    return Span(start, end) if start < end <= len(record.document.text) else None
