"""`kb status`: what the knowledge base holds and whether the index is up to date."""

import json
from contextlib import closing
from importlib.metadata import version
from typing import Any

import click

from indexer.backends import open_backend
from indexer.commands.options import data_option
from indexer.schema import VERSION
from indexer.semantics import VectorStore
from kb.settings import Settings
from kb.store import Store
from kb.store.engine import HEAD

__all__ = ["command"]

_LABELS = {
    "documents": "Tài liệu",
    "passages": "Đoạn",
    "tags": "Nhãn",
    "models": "Mô hình",
    "figures": "Số liệu của mô hình",
    "indicators": "Chỉ tiêu, số liệu chung",
}


@click.command("status", help="Kho có gì, phiên bản nào, kho tìm kiếm đã theo kịp chưa.")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
@data_option
@click.pass_obj
def command(settings: Settings, as_json: bool) -> None:
    with closing(Store.open(settings)) as store, closing(open_backend(settings)) as backend:
        status = {
            "data": str(settings.data_dir),
            "store": store.place,
            "counts": store.counts(),
            "revision": store.revision(),
            "index_revision": backend.revision(),
            "versions": {
                "product": version("mo-hinh-giam-ngheo"),
                "store": HEAD,
                "index": VERSION,
            },
        }
    if settings.is_semantic:
        status["documents_with_meaning"] = len(VectorStore(settings.vectors_path))
    status["is_fresh"] = status["revision"] == status["index_revision"]
    if as_json:
        click.echo(json.dumps(status, ensure_ascii=False, indent=1))
    else:
        _print(status)


def _print(status: dict[str, Any]) -> None:
    click.echo(f"Thư mục dữ liệu: {status['data']}")
    if status["store"] != status["data"]:
        click.echo(f"Kho tài liệu: {status['store']}")
    for name, count in status["counts"].items():
        click.echo(f"{_LABELS[name]}: {count}")
    fresh = "đã theo kịp" if status["is_fresh"] else "chưa theo kịp, hãy chạy “kb check --repair”"
    click.echo(f"Kho tìm kiếm: {fresh}")
    if "documents_with_meaning" in status:
        done, total = status["documents_with_meaning"], status["counts"]["documents"]
        click.echo(f"Nghĩa của các đoạn: đã tính {done}/{total} tài liệu")
    click.echo(f"Phiên bản: {status['versions']['product']}")
