"""What a reader has chosen becomes a handout: ordered, with notes, on a page to print and as files.

Nothing is kept on the server. The address holds the whole state as long as it fits; longer notes come with
the form itself.
"""

import re
from datetime import date

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from kb.comparison import MAX_MODELS, MIN_MODELS
from kb.errors import ArgumentInvalid, NotFound
from kb.handout import FORMATS, Handout, Item, ModelItem, export
from kb.handout.content import printable
from kb.handout.references import References
from kb.language import _, marked
from kb.places import fold_place
from kb.service import KnowledgeBase
from webui.downloads import attachment
from webui.opening import knowledge_base
from webui.tray import Chosen, Tray, is_passage, read_tray

__all__ = ["blueprint"]

blueprint = Blueprint("collection", __name__)

_DEFAULT_TITLE = marked("Mô hình giảm nghèo có thể nhân rộng")
_FILES = ("docx", "pptx", "xlsx", "md")


@blueprint.route("/collection", methods=["GET", "POST"])
def show() -> str | Redirect:
    """The chosen items to order and annotate. A form sent leads on to the address that holds it."""
    tray = read_tray()
    is_sent = request.method == "POST"
    if is_sent:
        tray = tray.changed(request.form.get("do", ""))
    has_repeated = len(request.args.getlist("m")) > len(tray.items)
    if has_repeated or (is_sent and tray.fits_address()):
        return redirect(tray.address("collection.show"), 303)
    kb = knowledge_base()
    return render_template(
        "collection.html",
        tray=tray,
        items=[(chosen, _item(kb, chosen)) for chosen in tray.items],
        default_title=_(_DEFAULT_TITLE),
        files=[FORMATS[key] for key in _FILES],
        model_ids=[chosen.key for chosen in tray.items if not is_passage(chosen.key)],
        min_models=MIN_MODELS,
        max_models=MAX_MODELS,
    )


@blueprint.route("/collection/export", methods=["GET", "POST"])
def download() -> Response | Redirect:
    """The handout as a file, `format` one of those that hold items."""
    tray = read_tray()
    name = request.values.get("format", "docx")
    choices = [key for key, each in FORMATS.items() if each.holds_items]
    if name not in choices:
        raise ArgumentInvalid(name="format", value=name, choices=tuple(choices))
    handout = _handout(tray)
    if not handout.items:
        return redirect(tray.address("collection.show"), 303)
    filename = f"{_slug(handout.title)}.{FORMATS[name].suffix}"
    return attachment(export(handout, name), filename, FORMATS[name].media_type)


@blueprint.route("/collection/print", methods=["GET", "POST"])
def print_view() -> str | Redirect:
    """The handout as one page made for paper."""
    tray = read_tray()
    if request.method == "POST" and tray.fits_address():
        return redirect(tray.address("collection.print_view"), 303)
    handout = printable(_handout(tray))
    if not handout.items:
        return redirect(tray.address("collection.show"), 303)
    return render_template(
        "handout.html", handout=handout, references=References(handout), back=tray.address("collection.show")
    )


def _item(kb: KnowledgeBase, chosen: Chosen) -> Item | None:
    """None for what is no longer there: a kept address outlives a document."""
    try:
        return kb.chosen(chosen.key, chosen.note)
    except NotFound:
        return None


def _handout(tray: Tray) -> Handout:
    kb = knowledge_base()
    items = [item for item in (_item(kb, chosen) for chosen in tray.items) if item]
    models = [item.compared.model.model_id for item in items if isinstance(item, ModelItem)][:MAX_MODELS]
    comparison = kb.compare(models) if tray.has_table and len(models) >= MIN_MODELS else None
    title = tray.title or _(_DEFAULT_TITLE)
    return Handout(title, date.today(), tuple(items), tray.subtitle, comparison)


def _slug(title: str) -> str:
    """A file name that every system takes.

    >>> _slug("Sáu mô hình nuôi bò, 2025")
    'sau-mo-hinh-nuoi-bo-2025'
    """
    return re.sub(r"[^a-z0-9]+", "-", fold_place(title)).strip("-")[:60].strip("-") or "tai-lieu"
