"""How far long work has come, on a terminal and elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

__all__ = ["Advanced", "progress"]

Advanced = Callable[[int], None]


@contextmanager
def progress(title: str) -> Iterator[Advanced]:
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
