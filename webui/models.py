"""The list of models and a page for each."""

from flask import Blueprint, render_template

from kb.answers import rows_of
from kb.labels import LIVELIHOOD_LABELS
from kb.places import PROVINCES
from kb.programmes import CURRENT, PROJECTS
from webui.opening import knowledge_base
from webui.params import read_filters

__all__ = ["blueprint"]

blueprint = Blueprint("models", __name__)


@blueprint.get("/models")
def index() -> str:
    filters = read_filters()
    return render_template(
        "models.html",
        models=knowledge_base().models(filters),
        filters=filters,
        provinces=PROVINCES,
        livelihoods=LIVELIHOOD_LABELS,
        projects=[project for project in PROJECTS.values() if project.programme == CURRENT],
    )


@blueprint.get("/models/<model_id>")
def show(model_id: str) -> str:
    model = knowledge_base().model(model_id)
    return render_template("model.html", compared=model, rows=rows_of([model]))
