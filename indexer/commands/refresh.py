"""`kb refresh`: the index of this machine, or of the cluster, up to what the store holds."""

from contextlib import closing

import click

from indexer.backends import open_backend
from indexer.commands.options import data_option
from indexer.commands.progress import progress
from indexer.lock import index_lock, store_lock
from indexer.reindex import refresh_index
from kb.settings import Settings
from kb.store import Store

__all__ = ["bring_up_to_date", "command"]


@click.command("refresh", help="Cập nhật kho tìm kiếm theo kho tài liệu, không đọc lại tệp nào.")
@click.option("--rebuild", is_flag=True, help="Lập lại toàn bộ kho tìm kiếm.")
@data_option
@click.pass_obj
def command(settings: Settings, rebuild: bool) -> None:
    with store_lock(settings), closing(Store.open(settings)) as store:
        indexed = bring_up_to_date(settings, store, rebuild=rebuild)
    click.echo(
        f"Đã cập nhật {indexed} tài liệu." if indexed else "Kho tìm kiếm đã theo kịp, không có gì phải làm."
    )


def bring_up_to_date(settings: Settings, store: Store, *, rebuild: bool) -> int:
    """Index what the store has gained or lost, saying how far it is; how many documents that took."""
    with (
        index_lock(settings, store),
        closing(open_backend(settings)) as backend,
        progress("Lập kho tìm kiếm") as advanced,
    ):
        return refresh_index(store, backend, rebuild=rebuild, advanced=advanced)
