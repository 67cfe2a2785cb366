"""Models side by side."""

from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request

from kb.charts.compared import comparison_charts
from kb.comparison import MAX_MODELS, MIN_MODELS, Comparison
from kb.errors import ArgumentInvalid, NotFound
from kb.handout import FORMATS, export
from kb.service import KnowledgeBase
from webui.downloads import attachment
from webui.opening import knowledge_base
from webui.params import read_model_ids

__all__ = ["blueprint"]

blueprint = Blueprint("compare", __name__)

_OFFERED = 4


@blueprint.get("/compare")
def show() -> str:
    """The comparison; with fewer than two models a page that says how to choose them.

    A kept address outlives a model: what is gone is named, the others are shown. Raises NotFound
    when none is left.
    """
    kb = knowledge_base()
    asked = read_model_ids()
    model_ids = [model_id for model_id in asked if _is_there(kb, model_id)]
    missing = [model_id for model_id in asked if model_id not in model_ids]
    if missing and not model_ids:
        raise NotFound(what="model", key=missing[0])
    offered = kb.similar_models(model_ids[0], MAX_MODELS + _OFFERED) if model_ids else []
    offered = [pair for pair in offered if pair[0].model.model_id not in model_ids][:_OFFERED]
    if len(model_ids) < MIN_MODELS:
        chosen = [kb.model(model_id) for model_id in model_ids]
        return render_template(
            "compare_choose.html",
            chosen=chosen,
            missing=missing,
            offered=offered,
            low=MIN_MODELS,
            high=MAX_MODELS,
        )
    comparison = kb.compare(model_ids)
    return render_template(
        "compare.html",
        comparison=comparison,
        missing=missing,
        model_ids=[compared.model.model_id for compared in comparison.models],
        is_short=request.args.get("rows") == "differing",
        shares=_shares(comparison),
        charts=comparison_charts(comparison),
        formats=FORMATS,
        offered=offered if len(comparison.models) < MAX_MODELS else [],
    )


@blueprint.get("/compare/export")
def download() -> Response:
    """The comparison as a file, `format` as in `kb compare`."""
    name = request.args.get("format", "docx")
    if name not in FORMATS:
        raise ArgumentInvalid(name="format", value=name, choices=tuple(FORMATS))
    kb = knowledge_base()
    found = [model_id for model_id in read_model_ids() if _is_there(kb, model_id)]
    content = export(kb.compare(found), name)
    return attachment(content, f"so-sanh-mo-hinh.{FORMATS[name].suffix}", FORMATS[name].media_type)


def _is_there(kb: KnowledgeBase, model_id: str) -> bool:
    try:
        kb.model(model_id)
    except NotFound:
        return False
    return True


def _shares(comparison: Comparison) -> Mapping[tuple[str, int], float]:
    """For (row, column) of what may be compared by length: the share of the row's highest value."""
    shares = {}
    for figure in comparison.shared_figures():
        highest = max(value for _, value in figure.points)
        if highest > 0:
            shares.update({(figure.key, column): max(value, 0) / highest for column, value in figure.points})
    return shares
