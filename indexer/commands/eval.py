"""`kb eval`: how well what is stored agrees with hand-made labels."""

import json
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import click

from indexer.commands.options import data_option, knowledge_base
from indexer.evaluation import MEASURES, MISTAKES, Evaluation, Record, evaluate, read_records
from kb.errors import ArgumentInvalid, PathMissing
from kb.serialize import record_value
from kb.settings import Settings

__all__ = ["command"]

_MEASURES = {
    "provinces": "tỉnh, thành",
    "projects": "dự án",
    "models": "mô hình",
    "figures": "số liệu mô hình",
    "indicators": "chỉ tiêu",
    "basis": "cơ sở tính",
    "evidence": "trích dẫn",
}
_MISTAKES = {"wrong": "sai", "missed": "sót"}


@click.command(
    "eval", help="Đo kết quả trích trong kho so với nhãn làm tay: thư mục *.gold.json hoặc tệp .jsonl."
)
@click.argument("gold", type=click.Path(path_type=Path), metavar="GOLD_DIR")
@click.option(
    "--worst", type=click.IntRange(0), default=3, help="Số tài liệu sai nhiều nhất của mỗi loại lỗi."
)
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
@data_option
@click.pass_obj
def command(settings: Settings, gold: Path, worst: int, as_json: bool) -> None:
    labels = _labels(gold)
    with knowledge_base(settings) as kb:
        found = [record_value(record) for record in kb.store.records(label["id"] for label in labels)]
    evaluation = evaluate(found, labels)
    if as_json:
        click.echo(json.dumps(_value(evaluation, worst), ensure_ascii=False, indent=1))
    else:
        _print(evaluation, worst)


def _labels(path: Path) -> Sequence[Record]:
    """The labels in a folder or file. Raises PathMissing, FileBroken, or ArgumentInvalid when it has none."""
    if not path.exists():
        raise PathMissing(path=str(path))
    labels = read_records(path)
    if not labels or not all(isinstance(label, dict) and label.get("id") for label in labels):
        raise ArgumentInvalid(
            name="GOLD_DIR", value=str(path), choices=("thư mục có *.gold.json", "tệp .jsonl")
        )
    return labels


def _value(evaluation: Evaluation, worst: int) -> dict[str, object]:
    return {
        "documents": evaluation.documents,
        "missing": evaluation.missing,
        "measures": {
            measure: {
                "precision": round(score.precision, 4),
                "recall": round(score.recall, 4),
                "f1": round(score.f1, 4),
                "right": score.right,
                "wrong": score.wrong,
                "missed": score.missed,
            }
            for measure in MEASURES
            for score in [evaluation.score(measure)]
        },
        "worst": [
            {"measure": measure, "mistake": mistake, "id": doc_id, "what": what}
            for measure, mistake in product(MEASURES, MISTAKES)
            for doc_id, what in evaluation.worst(measure, mistake, worst)
        ],
    }


def _print(evaluation: Evaluation, worst: int) -> None:
    click.echo(f"{'':16}{'chính xác':>10}{'độ phủ':>8}{'F1':>8}{'đúng':>8}{'sai':>6}{'sót':>6}")
    for measure in MEASURES:
        score = evaluation.score(measure)
        shares = f"{score.precision:>10.3f}{score.recall:>8.3f}{score.f1:>8.3f}"
        click.echo(f"{_MEASURES[measure]:16}{shares}{score.right:>8}{score.wrong:>6}{score.missed:>6}")
    click.echo(f"{evaluation.documents} tài liệu có nhãn, {evaluation.missing} tài liệu không có trong kho.")
    for measure, mistake in product(MEASURES, MISTAKES):
        for doc_id, what in evaluation.worst(measure, mistake, worst):
            click.echo(f"\n{_MEASURES[measure]}, {_MISTAKES[mistake]}: {doc_id}")
            for each in what:
                click.echo(f"    {each}")
