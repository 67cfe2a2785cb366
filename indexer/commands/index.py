"""`kb index`: files and folders into the store and the index."""

import sys
from contextlib import closing
from pathlib import Path

import click

from indexer.commands.options import data_option
from indexer.commands.progress import progress
from indexer.commands.refresh import bring_up_to_date
from indexer.lock import store_lock
from indexer.pipeline import Summary, ingest
from indexer.semantics import Encoder, start_embedding
from kb.messages import message_of
from kb.settings import Settings
from kb.store import Store

__all__ = ["command"]


@click.command("index", help="Nạp tài liệu từ các tệp, thư mục: thêm cái mới, bỏ cái không còn.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--jobs", type=click.IntRange(1, 64), help="Số tiến trình chạy song song.")
@click.option("--rebuild", is_flag=True, help="Lập lại toàn bộ kho tìm kiếm.")
@data_option
@click.pass_obj
def command(settings: Settings, paths: tuple[Path, ...], jobs: int | None, rebuild: bool) -> None:
    if settings.is_semantic:
        Encoder()  # raises ExtraMissing before anything is changed
    with store_lock(settings), closing(Store.create(settings)) as store:
        with progress("Đọc và phân tích tài liệu") as advanced:
            summary = ingest(store, paths, max_bytes=settings.max_file_bytes, jobs=jobs, advanced=advanced)
        indexed = bring_up_to_date(settings, store, rebuild=rebuild)
        total = store.size()
    if settings.is_semantic:
        start_embedding(settings)
    _print_summary(summary, indexed, total)
    sys.exit(1 if summary.errors else 0)


def _print_summary(summary: Summary, indexed: int, total: int) -> None:
    for error in summary.errors:
        click.secho(message_of(error), fg="yellow", err=True)
    if summary.has_changes or indexed:
        click.echo(
            f"Thêm {summary.added}, cập nhật {summary.updated}, bỏ {summary.removed}, "
            f"giữ nguyên {summary.unchanged} tài liệu."
        )
    else:
        click.echo("Không có gì thay đổi kể từ lần nạp trước.")
    click.echo(f"Kho hiện có {total} tài liệu.")
    if summary.errors:
        click.echo(f"{len(summary.errors)} mục chưa nạp được, lý do ghi ở trên.")
