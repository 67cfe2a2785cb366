"""`kb indicators`: statistics of the programme that pass the filters."""

import csv
import json
import sys

import click

from indexer.commands.options import data_option, filter_options, knowledge_base
from kb.formatting import format_quantity
from kb.model import Indicator
from kb.search import Filters
from kb.serialize import indicator_value
from kb.settings import Settings

__all__ = ["command"]

_COLUMNS = ("id", "name", "place", "year", "value", "unit", "target", "evidence")


@click.command("indicators", help="Liệt kê các chỉ tiêu, số liệu đã trích được.")
@filter_options
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="In dạng CSV.")
@data_option
@click.pass_obj
def command(settings: Settings, filters: Filters, as_json: bool, as_csv: bool) -> None:
    with knowledge_base(settings) as kb:
        indicators = kb.indicators(filters)
    values = [{"id": each.doc_id, **indicator_value(each)} for each in indicators]
    if as_json:
        click.echo(json.dumps(values, ensure_ascii=False, indent=1))
    elif as_csv:
        writer = csv.DictWriter(sys.stdout, _COLUMNS)
        writer.writeheader()
        writer.writerows(values)
    else:
        _print(indicators)


def _print(indicators: list[Indicator]) -> None:
    click.echo(f"{len(indicators)} số liệu." if indicators else "Không có số liệu nào khớp bộ lọc.")
    for each in indicators:
        when = f", {each.year}" if each.year else ""
        goal = " (chỉ tiêu)" if each.is_target else ""
        amount = format_quantity(each.value, each.unit)
        click.echo(f"{each.place or 'Không rõ nơi'}{when}: {each.name} {amount}{goal}  [{each.doc_id}]")
