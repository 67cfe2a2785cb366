"""`kb indicators`: statistics of the programme that pass the filters."""

import csv
import json
import sys
from collections.abc import Mapping, Sequence

import click

from indexer.commands.options import data_option, filter_options, knowledge_base
from kb.answers import Source
from kb.formatting import format_quantity
from kb.handout.quotes import sentence_of
from kb.model import Indicator
from kb.search import Filters
from kb.serialize import linked_indicator_value
from kb.settings import Settings
from kb.statements import Statement

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
        stated = kb.stated_with(indicators)
        disputed = [
            each
            for each in dict.fromkeys(stated[one] for one in indicators if one in stated)
            if each.is_disputed
        ]
        sources = kb.sources(
            source.doc_id for each in disputed for value in each.values for source in value.sources
        )
    values = [{"id": each.doc_id, **linked_indicator_value(each, stated.get(each))} for each in indicators]
    if as_json:
        click.echo(json.dumps(values, ensure_ascii=False, indent=1))
    elif as_csv:
        writer = csv.DictWriter(sys.stdout, _COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(values)
    else:
        _print(indicators)
        _print_disputed(disputed, sources)


def _print(indicators: list[Indicator]) -> None:
    click.echo(f"{len(indicators)} số liệu." if indicators else "Không có số liệu nào khớp bộ lọc.")
    for each in indicators:
        when = f", {each.year}" if each.year else ""
        goal = " (chỉ tiêu)" if each.is_target else ""
        amount = format_quantity(each.value, each.unit)
        click.echo(f"{each.place or 'Không rõ nơi'}{when}: {each.name} {amount}{goal}  [{each.doc_id}]")


def _print_disputed(disputed: Sequence[Statement], sources: Mapping[str, Source]) -> None:
    """Every statement of which sources give different values, each with its sentence."""
    if disputed:
        click.secho(f"\n{len(disputed)} số liệu mà các nguồn nêu khác nhau:", bold=True)
    for each in disputed:
        goal = " (chỉ tiêu)" if each.is_target else ""
        click.echo(f"{each.place}, {each.year}: {each.name}{goal}")
        for value in each.values:
            for indicator in value.sources:
                source = sources[indicator.doc_id]
                sentence = sentence_of(source, indicator.evidence).cut(source.text)
                amount = format_quantity(value.value, each.unit)
                click.echo(f"   {amount}  “{' '.join(sentence.split())}”  [{indicator.doc_id}]")
