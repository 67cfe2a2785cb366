"""`kb search`: ranked documents for a person, as JSON, or as a TREC run."""

import json
from pathlib import Path

import click

from indexer.commands.options import data_option, filter_options, knowledge_base
from kb.document import Kind
from kb.errors import ArgumentInvalid
from kb.labels import KIND_LABELS
from kb.messages import NOTES
from kb.search import Filters, Fragment, SearchHit, SearchPage, SearchRequest
from kb.serialize import page_value
from kb.service import KnowledgeBase
from kb.settings import Settings

__all__ = ["command"]

_TREC_DEPTH = 100


@click.command("search", help="Tìm tài liệu; mỗi tài liệu hiện đoạn khớp nhất.")
@click.argument("query", required=False, default="")
@filter_options
@click.option("--limit", type=click.IntRange(1, 1000), help="Số kết quả (mặc định 10; với --topics là 100).")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@click.option("--topics", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Tệp câu tìm.")
@click.option("--run", "run_path", type=click.Path(dir_okay=False, path_type=Path), help="Tệp kết quả TREC.")
@data_option
@click.pass_obj
def command(
    settings: Settings,
    query: str,
    filters: Filters,
    limit: int | None,
    as_json: bool,
    topics: Path | None,
    run_path: Path | None,
) -> None:
    with knowledge_base(settings) as kb:
        if topics and run_path:
            _write_run(kb, topics, run_path, limit or _TREC_DEPTH)
            return
        if topics or run_path:
            raise ArgumentInvalid(name="--topics/--run", value=str(topics or run_path), choices=())
        page = kb.search(SearchRequest(text=query, filters=filters, page_size=limit or 10))
    if as_json:
        click.echo(json.dumps(page_value(page), ensure_ascii=False, indent=1))
    else:
        _print_page(page)


def _write_run(kb: KnowledgeBase, topics: Path, run_path: Path, limit: int) -> None:
    """Answer every `query_id<TAB>query` line; ranks start at 1."""
    lines = []
    for line in topics.read_text(encoding="utf-8-sig").splitlines():
        query_id, _, text = line.partition("\t")
        for rank, (doc_id, score) in enumerate(kb.rank(text, limit), start=1):
            lines.append(f"{query_id} Q0 {doc_id} {rank} {score:.6f} kb\n")
    run_path.write_text("".join(lines), encoding="utf-8")


def _print_page(page: SearchPage) -> None:
    for note in page.notes:
        click.secho(NOTES[note], fg="yellow", err=True)
    if not page.total:
        click.echo("Không tìm thấy tài liệu nào. Hãy thử ít từ hơn, hoặc bỏ bớt bộ lọc.")
        return
    click.echo(f"Tìm thấy {page.total} tài liệu.")
    for rank, hit in enumerate(page.hits, start=1):
        _print_hit(rank, hit)


def _print_hit(rank: int, hit: SearchHit) -> None:
    day = f"{hit.published:%d/%m/%Y}" if hit.published else None
    about = [
        KIND_LABELS[Kind(hit.kind)],
        hit.source,
        day,
        ", ".join(hit.tags["province"]),
        *hit.tags["project"],
    ]
    click.echo()
    click.secho(f"{rank}. {hit.title}", bold=True)
    click.echo(f"   {' · '.join(item for item in about if item)}  [{hit.doc_id}]")
    for fragment in hit.fragments:
        click.echo(f"   … {_highlighted(fragment)}")


def _highlighted(fragment: Fragment) -> str:
    return "".join(
        click.style(piece, fg="green", bold=True) if is_match else " ".join(piece.split("\n"))
        for piece, is_match in fragment.parts()
    )
