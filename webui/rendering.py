"""What templates may call: addresses of evidence, labels and amounts in the language of the page."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path

from flask import Flask, url_for
from markupsafe import Markup, escape

from kb.answers import NOT_STATED, ComparedModel, Row, Source, rows_of
from kb.charts import Chart, draw
from kb.document import Kind
from kb.formatting import (
    format_date,
    format_long_date,
    format_number,
    format_quantity,
    start_large,
    unit_name,
)
from kb.handout.quotes import quote_parts, sentence_of
from kb.labels import (
    FACET_LABELS,
    FIGURE_LABELS,
    INDICATOR_NAMES,
    KIND_LABELS,
    LIVELIHOOD_LABELS,
    MODEL_SORT_LABELS,
    ORGANISER_LABELS,
    QUESTION_LABELS,
    SORT_LABELS,
)
from kb.language import _, marked, plural
from kb.messages import NOTES
from kb.model import Evidence
from kb.places import PROVINCES
from kb.programmes import PROJECTS
from kb.questions import completeness
from kb.strength import STRENGTH_LABELS
from webui.params import address

__all__ = ["facet_value_label", "init_app"]

_ASSETS_KEPT = timedelta(days=365)
"""How long a browser may keep a static file: its address changes with its content."""

_COASTAL = marked("Huyện giáp biển")

_SLUGS = {province.name: province.slug for province in PROVINCES}


def init_app(app: Flask) -> None:
    if not app.debug:
        app.config["SEND_FILE_MAX_AGE_DEFAULT"] = _ASSETS_KEPT
    app.jinja_env.filters.update(
        amount=format_number,
        day=format_date,
        long_day=format_long_date,
        quantity=format_quantity,
        start_large=start_large,
    )
    app.jinja_env.globals.update(
        address=address,
        asset=_asset,
        completeness=completeness,
        counted=_counted,
        draw=_draw,
        evidence_address=_evidence_address,
        indicator_name=_indicator_name,
        facet_labels=FACET_LABELS,
        figure_labels=FIGURE_LABELS,
        figure_rows=_figure_rows,
        kind_labels=KIND_LABELS,
        livelihood_labels=LIVELIHOOD_LABELS,
        model_sort_labels=MODEL_SORT_LABELS,
        name_of=_,
        not_stated=NOT_STATED,
        note_text=lambda note: _(NOTES[note]),
        organiser_labels=ORGANISER_LABELS,
        question_labels=QUESTION_LABELS,
        province_slug=_SLUGS.get,
        sentence=_sentence,
        sort_labels=SORT_LABELS,
        strength_labels=STRENGTH_LABELS,
        unit_name=unit_name,
        value_label=facet_value_label,
    )
    app.jinja_env.globals["endpoints"] = app.view_functions
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def facet_value_label(facet: str, value: str) -> str:
    """A facet's value as people read it."""
    if facet == "livelihood":
        return LIVELIHOOD_LABELS[value]
    if facet == "kind":
        return KIND_LABELS[Kind(value)]
    if facet == "organiser":
        return ORGANISER_LABELS[value]
    if facet == "coast":
        return _(_COASTAL)
    if facet == "project":
        project = PROJECTS.get(value)
        return f"{value} · {_(project.short_name)}" if project else value
    return value


def _counted(text: str, n: int, **values: object) -> Markup:
    """As `kb.formatting.counted`, for a text with markup in it; values are escaped."""
    return Markup(plural(text, n)) % {"n": format_number(n), **values}


def _indicator_name(name: str) -> Markup:
    """In the language of the page where it is a name of ours, else in the words of the source."""
    if name in INDICATOR_NAMES:
        return escape(_(name))
    return Markup('<span lang="vi">{}</span>').format(name)


def _figure_rows(compared: ComparedModel) -> list[Row]:
    """What the source says in numbers, for a card."""
    return [row for row in rows_of([compared]) if row.unit and not row.is_empty and not row.is_derived]


def _sentence(source: Source, evidence: Evidence) -> Sequence[tuple[str, bool]]:
    """The sentence of a piece of evidence, cut in pieces, each with whether it is the evidence itself."""
    return quote_parts(source, sentence_of(source, evidence), [evidence])


def _draw(chart: Chart) -> Markup:
    return Markup(draw(chart))


def _evidence_address(doc_id: str, evidence: Evidence) -> str:
    """The document, opened at the words that a value came from."""
    span = evidence.span
    return url_for("documents.show", doc_id=doc_id, mark=f"{span.start}-{span.end}", _anchor="mark")


def _asset(name: str) -> str:
    """A static file's address, which changes with its content so that it can be kept for long."""
    return url_for("static", filename=name, v=_version(name))


@cache
def _version(name: str) -> str:
    return hashlib.sha256((Path(__file__).parent / "static" / name).read_bytes()).hexdigest()[:8]
