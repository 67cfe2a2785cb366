"""`kb copy`: the store into another place, from SQLite to PostgreSQL or back."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import click

from indexer.commands.options import data_option
from indexer.commands.progress import progress
from indexer.lock import store_lock
from kb.settings import Settings
from kb.store import Store

__all__ = ["command"]


@click.command("copy", help="Chép toàn bộ kho tài liệu sang nơi khác còn trống, để chuyển máy chủ.")
@click.option(
    "--to",
    "target",
    required=True,
    metavar="NƠI",
    help="Địa chỉ PostgreSQL (postgresql://…), hoặc một thư mục dữ liệu.",
)
@data_option
@click.pass_obj
def command(settings: Settings, target: str) -> None:
    to = _settings_of(target, settings)
    with store_lock(to), closing(Store.open(settings)) as store, closing(Store.create(to)) as other:
        with progress("Chép tài liệu") as advanced:
            store.copy_to(other, advanced)
        click.echo(f"Đã chép {other.size()} tài liệu vào {other.place}. Hãy chạy “kb refresh” ở nơi mới.")


def _settings_of(target: str, settings: Settings) -> Settings:
    if "://" in target:
        return replace(settings, database_url=target)
    return replace(settings, data_dir=Path(target), database_url=None)
