"""The user's own tray of models. The address holds it all: nothing is kept on the server."""

from flask import Blueprint, render_template

from webui.opening import knowledge_base
from webui.params import read_model_ids

__all__ = ["blueprint"]

blueprint = Blueprint("collection", __name__)


@blueprint.get("/collection")
def show() -> str:
    kb = knowledge_base()
    return render_template("collection.html", models=[kb.model(model_id) for model_id in read_model_ids()])
