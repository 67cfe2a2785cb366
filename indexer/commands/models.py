"""`kb models`: the models that pass the filters."""

import json

import click

from indexer.commands.options import data_option, filter_options, knowledge_base
from kb.answers import ComparedModel
from kb.formatting import format_quantity
from kb.labels import BASIS_LABELS, FIGURE_LABELS, LIVELIHOOD_LABELS
from kb.model import FIGURES, Figure
from kb.questions import completeness
from kb.search import Filters
from kb.serialize import compared_model_value
from kb.settings import Settings
from kb.strength import STRENGTH_LABELS

__all__ = ["command"]


@click.command("models", help="Liệt kê các mô hình đã trích được.")
@filter_options
@click.option("--limit", type=click.IntRange(1), help="Số mô hình nhiều nhất.")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
@data_option
@click.pass_obj
def command(settings: Settings, filters: Filters, limit: int | None, as_json: bool) -> None:
    with knowledge_base(settings) as kb:
        models = kb.models(filters)[:limit]
    if as_json:
        click.echo(
            json.dumps([compared_model_value(model) for model in models], ensure_ascii=False, indent=1)
        )
        return
    click.echo(f"{len(models)} mô hình." if models else "Không có mô hình nào khớp bộ lọc.")
    for model in models:
        _print_model(model)


def _print_model(compared: ComparedModel) -> None:
    model = compared.model
    click.echo()
    click.secho(model.name, bold=True)
    click.echo(
        f"   {compared.place or 'Không rõ nơi'} · {LIVELIHOOD_LABELS[model.livelihood]}  [{model.model_id}]"
    )
    told = completeness(model)
    strength = STRENGTH_LABELS[compared.source.strength]
    click.echo(
        f"   Nguồn trả lời {len(told.answered)} trong {told.total} điều người nhân rộng hỏi ({strength})"
    )
    for key in FIGURES:
        if figure := model.figures.get(key):
            click.echo(f"   {FIGURE_LABELS[key]}: {_shown(figure)}  “{figure.evidence.quote}”")


def _shown(figure: Figure) -> str:
    kind = FIGURES[figure.key]
    if kind.key == "start_year":
        return str(figure.value)
    amount = format_quantity(figure.value, kind.unit)
    return f"{amount}, {BASIS_LABELS[figure.basis]}" if kind.is_money else amount
