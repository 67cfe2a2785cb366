"""`kb check`: the store against itself and against the index."""

import sys
from contextlib import closing

import click

from indexer.backends import open_backend
from indexer.checking import Problem, find_problems
from indexer.commands.options import data_option
from indexer.lock import index_lock, store_lock
from indexer.reindex import refresh_index
from kb.settings import Settings
from kb.store import Store

__all__ = ["command"]

_SENTENCES = {
    "index_missing": "Kho tìm kiếm chưa có hoặc thuộc phiên bản khác.",
    "index_stale": "Kho tìm kiếm chưa theo kịp kho tài liệu.",
    "not_indexed": "Tài liệu chưa có trong kho tìm kiếm: {subject}",
    "not_stored": "Kho tìm kiếm còn tài liệu đã bỏ: {subject}",
    "evidence": "Câu trích không khớp với văn bản: {subject}",
    "store": "Kho tài liệu bị hỏng: {subject}",
}


@click.command("check", help="Kiểm tra kho tài liệu và kho tìm kiếm có khớp nhau không.")
@click.option("--repair", is_flag=True, help="Lập lại kho tìm kiếm nếu có sai lệch.")
@data_option
@click.pass_obj
def command(settings: Settings, repair: bool) -> None:
    with closing(Store.open(settings)) as store, closing(open_backend(settings)) as backend:
        problems = find_problems(store, backend)
        _print(problems)
        if problems and repair:
            with store_lock(settings), index_lock(settings, store):
                refresh_index(store, backend, rebuild=True)
            problems = find_problems(store, backend)
            click.echo("Đã lập lại kho tìm kiếm.")
            _print(problems)
    if not problems:
        click.echo("Kho tài liệu và kho tìm kiếm khớp nhau.")
    sys.exit(3 if problems else 0)


def _print(problems: list[Problem]) -> None:
    for problem in problems:
        click.secho(_SENTENCES[problem.code].format(subject=problem.subject), fg="yellow", err=True)
