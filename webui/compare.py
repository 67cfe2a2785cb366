"""Models side by side."""

from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request

from kb.charts.compared import comparison_charts
from kb.comparison import MAX_MODELS, MIN_MODELS, Comparison
from kb.errors import ArgumentInvalid
from kb.handout import FORMATS, export
from webui.downloads import attachment
from webui.opening import knowledge_base
from webui.params import read_model_ids

__all__ = ["blueprint"]

blueprint = Blueprint("compare", __name__)

_OFFERED = 4


@blueprint.get("/compare")
def show() -> str:
    """The comparison; with fewer than two models a page that says how to choose them."""
    kb = knowledge_base()
    model_ids = read_model_ids()
    offered = kb.similar_models(model_ids[0], MAX_MODELS + _OFFERED) if model_ids else []
    offered = [pair for pair in offered if pair[0].model.model_id not in model_ids][:_OFFERED]
    if len(model_ids) < MIN_MODELS:
        chosen = [kb.model(model_id) for model_id in model_ids]
        return render_template(
            "compare_choose.html", chosen=chosen, offered=offered, low=MIN_MODELS, high=MAX_MODELS
        )
    comparison = kb.compare(model_ids)
    return render_template(
        "compare.html",
        comparison=comparison,
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
    content = export(knowledge_base().compare(read_model_ids()), name)
    return attachment(content, f"so-sanh-mo-hinh.{FORMATS[name].suffix}", FORMATS[name].media_type)


def _shares(comparison: Comparison) -> Mapping[tuple[str, int], float]:
    """For (row, column) of what may be compared by length: the share of the row's highest value."""
    shares = {}
    for figure in comparison.shared_figures():
        highest = max(value for _, value in figure.points)
        if highest > 0:
            shares.update({(figure.key, column): max(value, 0) / highest for column, value in figure.points})
    return shares
