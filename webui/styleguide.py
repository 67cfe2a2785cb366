"""The design system on one page, for those who work on it; served in debug mode only."""

import re
from pathlib import Path

from flask import Blueprint, abort, current_app, render_template

from kb.catalogue import ModelRequest
from kb.charts import Bar, BarChart
from webui.opening import knowledge_base

__all__ = ["blueprint"]

blueprint = Blueprint("styleguide", __name__)

_STYLESHEET = Path(__file__).parent / "static" / "site.css"
_TOKEN = re.compile(r"^ +--([\w-]+): (.+);$", re.MULTILINE)


@blueprint.get("/styleguide")
def show() -> str:
    if not current_app.debug:
        abort(404)
    listed = knowledge_base().list_models(ModelRequest(page_size=1)).models
    chart = BarChart(
        "chart-sample", "Ví dụ", "hộ", (Bar("Nuôi bò", 29, "29 hộ"), Bar("Trồng nhãn", 14, "14 hộ"))
    )
    tokens = _tokens()
    return render_template(
        "styleguide.html",
        colors={name: value for name, value in tokens.items() if value.startswith("#")},
        spaces={name: value for name, value in tokens.items() if name.startswith("space-")},
        sizes={name: value for name, value in tokens.items() if name.startswith("text-")},
        listed=listed,
        chart=chart,
    )


def _tokens() -> dict[str, str]:
    """Every token with its value in light colours, in the order of the stylesheet."""
    tokens: dict[str, str] = {}
    for name, value in _TOKEN.findall(_STYLESHEET.read_text(encoding="utf-8")):
        tokens.setdefault(name, value)
    return tokens
