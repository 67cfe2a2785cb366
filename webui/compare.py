"""Models side by side."""

from flask import Blueprint, Response, render_template, request

from kb.comparison import MAX_MODELS, MIN_MODELS
from kb.errors import ArgumentInvalid
from kb.handout import FORMATS, export
from webui.opening import knowledge_base
from webui.params import read_model_ids

__all__ = ["blueprint"]

blueprint = Blueprint("compare", __name__)


@blueprint.get("/compare")
def show() -> str | Response:
    """The comparison; with fewer than two models a page that says how to choose them."""
    kb = knowledge_base()
    model_ids = read_model_ids()
    if len(model_ids) < MIN_MODELS:
        chosen = [kb.model(model_id) for model_id in model_ids]
        return render_template("compare_choose.html", chosen=chosen, low=MIN_MODELS, high=MAX_MODELS)
    return render_template("compare.html", comparison=kb.compare(model_ids), formats=FORMATS)


@blueprint.get("/compare/export")
def download() -> Response:
    """The comparison as a file, `format` as in `kb compare`."""
    name = request.args.get("format", "docx")
    if name not in FORMATS:
        raise ArgumentInvalid(name="format", value=name, choices=tuple(FORMATS))
    content = export(knowledge_base().compare(read_model_ids()), name)
    response = Response(content, mimetype=FORMATS[name].media_type)
    response.headers.set(
        "Content-Disposition", "attachment", filename=f"so-sanh-mo-hinh.{FORMATS[name].suffix}"
    )
    return response
