"""`kb dump`: every document as one JSON object a line."""

import json

import click

from indexer.commands.options import data_option, knowledge_base
from kb.serialize import record_value
from kb.settings import Settings

__all__ = ["command"]


@click.command("dump", help="In mọi tài liệu cùng những gì đã trích được, mỗi tài liệu một dòng JSON.")
@data_option
@click.pass_obj
def command(settings: Settings) -> None:
    with knowledge_base(settings) as kb:
        for record in kb.store.records(kb.store.doc_ids()):
            click.echo(json.dumps(record_value(record), ensure_ascii=False))
