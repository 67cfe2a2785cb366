"""`kb embed`: the vectors of meaning that are still missing. Stopped at any time, it goes on where it was."""

import os
from contextlib import closing

import click
from filelock import FileLock

from indexer.commands.options import data_option
from indexer.semantics import Encoder, VectorStore, embed_documents
from kb.settings import Settings
from kb.store import Store

__all__ = ["command"]

_NICENESS = 10


@click.command(
    "embed", help="Tính nghĩa của các đoạn chưa tính (phần mở rộng “semantic”); dừng lúc nào cũng được."
)
@click.option("--jobs", type=click.IntRange(1, 64), default=1, help="Số luồng chạy song song (mặc định 1).")
@data_option
@click.pass_obj
def command(settings: Settings, jobs: int) -> None:
    os.nice(_NICENESS)
    encoder = Encoder(jobs)
    vectors = VectorStore(settings.vectors_path)
    with closing(Store.open(settings)) as store, FileLock(settings.vectors_path.with_suffix(".lock")):
        encoded = embed_documents(store, vectors, encoder)
    click.echo(f"Đã tính thêm {encoded} tài liệu; {len(vectors)} tài liệu đã có nghĩa.")
