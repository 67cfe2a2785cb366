"""The list of models, the same as CSV, and a page for each."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flask import Blueprint, Response, render_template, url_for

from kb.answers import rows_of
from kb.catalogue import ListedModel, ModelPage
from kb.formatting import unit_name
from kb.labels import BASIS_LABELS, FIGURE_LABELS, LIVELIHOOD_LABELS, MODEL_FACET_LABELS, ORGANISER_LABELS
from kb.language import _
from kb.model import FIGURES
from kb.service import KnowledgeBase
from webui.downloads import csv_attachment
from webui.facets import Chip, Listing, chips, facet_groups, without
from webui.opening import knowledge_base
from webui.params import read_map, read_model_request

__all__ = ["blueprint"]

blueprint = Blueprint("models", __name__)

_CSV_LIMIT = 10_000
_SIMILAR = 6


@blueprint.get("/models")
def index() -> str:
    kb = knowledge_base()
    page = kb.list_models(read_model_request())
    filters = page.request.filters
    listing = Listing("models.index", page.request.text, filters)
    active = chips(listing, page.request.max_cost_vnd)
    return render_template(
        "models.html",
        page=page,
        chips=active,
        ways=[]
        if page.total
        else [(chip, total) for chip in active if (total := _total_without(kb, page, chip))],
        groups=facet_groups(listing, MODEL_FACET_LABELS, page.facets, read_map(filters)),
    )


@blueprint.get("/models.csv")
def download() -> Response:
    """The list as a table: raw numbers, money in đồng, with its basis and the words it was read from."""
    page = knowledge_base().list_models(replace(read_model_request(_CSV_LIMIT), page=1))
    return csv_attachment("mo-hinh.csv", list(_csv_header()), map(_csv_line, page.models))


@blueprint.get("/models/<model_id>")
def show(model_id: str) -> str:
    kb = knowledge_base()
    model = kb.model(model_id)
    return render_template(
        "model.html",
        compared=model,
        rows=rows_of([model]),
        series=kb.series(model_id),
        similar=kb.similar_models(model_id, _SIMILAR),
    )


def _total_without(kb: KnowledgeBase, page: ModelPage, chip: Chip) -> int:
    """How many models there are without one of the filters."""
    request = replace(page.request, filters=without(page.request.filters, chip), page=1, page_size=1)
    if chip.facet == "cost":
        request = replace(request, max_cost_vnd=None)
    return kb.list_models(request).total


def _csv_header() -> Iterator[str]:
    yield from (_("Mã"), _("Mô hình"), _("Tỉnh, thành (63)"), _("Tỉnh, thành (34)"), _("Huyện"), _("Xã"))
    yield from (_("Sinh kế"), _("Tổ chức"))
    for kind in FIGURES.values():
        label = FIGURE_LABELS[kind.key]
        yield f"{label} ({unit_name(kind.unit)})"
        if kind.is_money:
            yield _("%(title)s – cơ sở tính", title=label)
        yield _("%(title)s – trích dẫn", title=label)
    yield from (
        _("Vốn mỗi hộ (đồng)"),
        _("Vốn mỗi hộ – lấy từ"),
        _("Nguồn"),
        _("Ngày"),
        _("Địa chỉ nguồn"),
        _("Địa chỉ trong kho"),
    )


def _csv_line(listed: ListedModel) -> Sequence[object]:
    compared, cost = listed.compared, listed.cost
    model, source = compared.model, compared.source
    line: list[object] = [model.model_id, model.name, model.province, compared.province_2025]
    line += [model.district, model.commune, LIVELIHOOD_LABELS[model.livelihood]]
    line.append(ORGANISER_LABELS[model.organiser] if model.organiser else None)
    for kind in FIGURES.values():
        figure = model.figures.get(kind.key)
        line.append(figure.value if figure else None)
        if kind.is_money:
            line.append(BASIS_LABELS[figure.basis] if figure else None)
        line.append(figure.evidence.quote if figure else None)
    line += [cost.vnd, cost.cell.formula or FIGURE_LABELS[cost.key]] if cost else [None, None]
    day = source.published.isoformat() if source.published else None
    address = url_for("models.show", model_id=model.model_id, _external=True)
    return [*line, source.publisher or source.title, day, source.url, address]
