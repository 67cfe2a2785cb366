"""`kb index`: files and folders into the store and the index."""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from indexer.backends import open_backend
from indexer.commands.options import data_option
from indexer.lock import writer_lock
from indexer.pipeline import Summary, ingest
from indexer.reindex import refresh_index
from indexer.semantics import start_embedding
from kb.messages import message_of
from kb.settings import Settings
from kb.store import Store

__all__ = ["command"]

Advanced = Callable[[int], None]


@click.command("index", help="Nạp tài liệu từ các tệp, thư mục: thêm cái mới, bỏ cái không còn.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--jobs", type=click.IntRange(1, 64), help="Số tiến trình chạy song song.")
@click.option("--rebuild", is_flag=True, help="Lập lại toàn bộ kho tìm kiếm.")
@data_option
@click.pass_obj
def command(settings: Settings, paths: tuple[Path, ...], jobs: int | None, rebuild: bool) -> None:
    with writer_lock(settings), closing(Store.create(settings)) as store:
        with _progress("Đọc và phân tích tài liệu") as advanced:
            summary = ingest(store, paths, max_bytes=settings.max_file_bytes, jobs=jobs, advanced=advanced)
        with closing(open_backend(settings)) as backend, _progress("Lập kho tìm kiếm") as advanced:
            indexed = refresh_index(store, backend, rebuild=rebuild, advanced=advanced)
        total = store.counts()["documents"]
    if settings.is_semantic:
        start_embedding(settings)
    _print_summary(summary, indexed, total)
    sys.exit(1 if summary.errors else 0)


@contextmanager
def _progress(title: str) -> Iterator[Advanced]:
    """A moving line on a terminal; elsewhere a plain line whenever another thousand is done."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _PlainLines(title)
        return
    columns = (SpinnerColumn(), TextColumn(title), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(title, total=None)
        yield lambda count: progress.advance(task, count)


class _PlainLines:
    def __init__(self, title: str) -> None:
        self._title = title
        self._done = 0

    def __call__(self, count: int) -> None:
        before, self._done = self._done, self._done + count
        if before // 1000 < self._done // 1000:
            click.echo(f"{self._title}: {self._done} tài liệu", err=True)


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
