"""How well what was extracted agrees with hand-made labels.

A label has the shape of a `kb dump` record (docs/labels.md). Every single thing that is compared gives one
Judgement; figures are summed over all documents (micro-average). What is judged:

- provinces, projects: sets of names and of codes, a sub-project counting for its project too;
- models: one of the same document whose province does not differ, and whose commune or district is the same
  or whose name shares half of the shorter name's words; one to one, best first;
- figures of matched models: the same number, money within 1 %; a key that a label lacks is not judged;
- indicators: the same value and unit, and half of the shorter name's words;
- basis: of the right money figures, whether it is counted for the same thing;
- evidence: whether each quoted string stands in the text exactly.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product
from pathlib import Path
from typing import Any, Literal

from indexer._label_matching import bare_name, indicator_likeness, model_likeness, pair
from kb.errors import FileBroken
from kb.model import FIGURES

__all__ = [
    "MEASURES",
    "MISTAKES",
    "Evaluation",
    "Judgement",
    "Record",
    "Score",
    "evaluate",
    "format_table",
    "format_worst",
    "is_held_out",
    "read_records",
]

MEASURES = ("provinces", "projects", "models", "figures", "indicators", "basis", "evidence")
HELD_OUT_SHARE = 0.4

Record = Mapping[str, Any]
Verdict = Literal["right", "wrong", "missed"]
MISTAKES: tuple[Verdict, ...] = ("wrong", "missed")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One thing compared: found as labelled (right), found otherwise (wrong), or not found (missed)."""

    measure: str
    verdict: Verdict
    doc_id: str
    what: str


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one measure and the shares made of them; a share of nothing is 0."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong or 1)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed or 1)

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed or 1)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The judgements on a number of labelled documents; `missing` of them are not in the dump at all."""

    documents: int
    missing: int
    judgements: tuple[Judgement, ...]

    def score(self, measure: str) -> Score:
        verdicts = Counter(each.verdict for each in self.judgements if each.measure == measure)
        return Score(verdicts["right"], verdicts["wrong"], verdicts["missed"])

    def worst(self, measure: str, verdict: Verdict, limit: int) -> list[tuple[str, list[str]]]:
        """Documents with the most such mistakes, most first, each with what they are."""
        found: dict[str, list[str]] = {}
        for each in self.judgements:
            if (each.measure, each.verdict) == (measure, verdict):
                found.setdefault(each.doc_id, []).append(each.what)
        return sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))[:limit]


def read_records(path: Path) -> list[Record]:
    """The records of a .jsonl file, or of the *.gold.json files anywhere under a folder.

    Raises FileBroken with the file that holds something else.
    """
    files = sorted(path.rglob("*.gold.json")) if path.is_dir() else [path]
    return [record for file in files for record in _read(file, is_whole=path.is_dir())]


def _read(file: Path, *, is_whole: bool) -> list[Record]:
    """The record that a file is, or those of its lines."""
    try:
        text = file.read_text(encoding="utf-8")
        return [json.loads(part) for part in ([text] if is_whole else text.split("\n")) if part.strip()]
    except ValueError as error:
        raise FileBroken(path=str(file), reason=str(error)) from error


def is_held_out(doc_id: str) -> bool:
    """Whether a document belongs to the part whose text is not looked at while rules are made.

    Its id alone decides, so that a document never changes sides.

    >>> [is_held_out(doc_id) for doc_id in ("lang-son-nuoi-bo", "ca-mau-nuoi-tom")]
    [True, False]
    """
    digest = hashlib.sha256(doc_id.encode()).digest()
    return int.from_bytes(digest[:4]) < HELD_OUT_SHARE * 2**32


def evaluate(dump: Iterable[Record], labels: Sequence[Record]) -> Evaluation:
    """`dump` judged by `labels`; a labelled document that it lacks counts as one where nothing was found."""
    records = {record["id"]: record for record in dump}
    judgements = (
        Judgement(measure, verdict, label["id"], what)
        for label in labels
        for measure, verdict, what in _judge(label, records.get(label["id"], {}))
    )
    missing = sum(label["id"] not in records for label in labels)
    return Evaluation(len(labels), missing, tuple(judgements))


def format_table(evaluation: Evaluation) -> str:
    """The scores as text, a line for each measure."""
    lines = [f"{'':12}{'precision':>10}{'recall':>8}{'F1':>8}{'right':>8}{'wrong':>7}{'missed':>8}"]
    for measure in MEASURES:
        score = evaluation.score(measure)
        shares = f"{score.precision:>10.3f}{score.recall:>8.3f}{score.f1:>8.3f}"
        lines.append(f"{measure:12}{shares}{score.right:>8}{score.wrong:>7}{score.missed:>8}")
    return "\n".join([*lines, f"{evaluation.documents} documents, {evaluation.missing} missing"])


def format_worst(evaluation: Evaluation, limit: int) -> str:
    """For each kind of mistake the `limit` documents with most of it, and what went wrong there."""
    return "".join(
        f"{measure} {verdict}: {doc_id}\n" + "".join(f"    {mistake}\n" for mistake in mistakes)
        for measure, verdict in product(MEASURES, MISTAKES)
        for doc_id, mistakes in evaluation.worst(measure, verdict, limit)
    )


_Finding = tuple[str, Verdict, str]


def _judge(label: Record, record: Record) -> Iterator[_Finding]:
    """Everything to be said of one document; only what its label mentions is judged."""
    if "provinces" in label:
        yield from _judge_sets("provinces", _bare_names(label), _bare_names(record))
    if "projects" in label:
        yield from _judge_sets("projects", _with_ancestors(label), _with_ancestors(record))
    if "models" in label:
        yield from _judge_models(label["models"], record.get("models", []))
    if "indicators" in label:
        labelled, found = label["indicators"], record.get("indicators", [])
        yield from _judge_pairing("indicators", labelled, found, pair(labelled, found, indicator_likeness))
    yield from _judge_evidence(record)


def _judge_sets(measure: str, labelled: set[str], found: set[str]) -> Iterator[_Finding]:
    for what in sorted(labelled | found):
        yield measure, _verdict(is_labelled=what in labelled, is_found=what in found), what


def _verdict(*, is_labelled: bool, is_found: bool) -> Verdict:
    if is_labelled and is_found:
        return "right"
    return "wrong" if is_found else "missed"


def _judge_models(labelled: Sequence[Record], found: Sequence[Record]) -> Iterator[_Finding]:
    pairs = pair(labelled, found, model_likeness)
    yield from _judge_pairing("models", labelled, found, pairs)
    for row, column in pairs:
        yield from _judge_figures(labelled[row], found[column])


def _judge_figures(label: Record, model: Record) -> Iterator[_Finding]:
    for key in filter(label.__contains__, FIGURES):
        expected, given = label[key], model.get(key)
        if expected is not None and given is not None and _is_same_figure(key, expected, given):
            yield "figures", "right", f"{key} {given}"
            yield from _judge_basis(key, label, model)
            continue
        if given is not None:
            yield "figures", "wrong", f"{model['name']}: {key} {given}, nhãn {expected}"
        if expected is not None:
            yield "figures", "missed", f"{label['name']}: {key} {expected}"


def _judge_basis(key: str, label: Record, model: Record) -> Iterator[_Finding]:
    if FIGURES[key].is_money and "basis" in label:
        expected, given = (record.get("basis", {}).get(key, "model") for record in (label, model))
        is_right = expected == given
        yield (
            "basis",
            "right" if is_right else "wrong",
            f"{model['name']}: {key} {given}, nhãn {expected}",
        )


def _judge_pairing(
    measure: str, labelled: Sequence[Record], found: Sequence[Record], pairs: Sequence[tuple[int, int]]
) -> Iterator[_Finding]:
    rows, columns = {row for row, _ in pairs}, {column for _, column in pairs}
    for row, record in enumerate(labelled):
        yield measure, "right" if row in rows else "missed", _describe(record)
    for column, record in enumerate(found):
        if column not in columns:
            yield measure, "wrong", _describe(record)


def _judge_evidence(record: Record) -> Iterator[_Finding]:
    text = record.get("text", "")
    for each in [*record.get("models", []), *record.get("indicators", [])]:
        evidence = each.get("evidence") or {}
        quotes = [*evidence.values()] if isinstance(evidence, Mapping) else [evidence]
        for quote in [*quotes, *chain.from_iterable((each.get("answers") or {}).values())]:
            yield "evidence", "right" if quote and quote in text else "wrong", str(quote)


def _is_same_figure(key: str, expected: float, given: float) -> bool:
    return abs(expected - given) <= (0.01 * abs(expected) if FIGURES[key].is_money else 1e-9)


def _describe(record: Record) -> str:
    if "value" in record:
        return f"{record['name']} {record['value']} {record['unit']}"
    return ", ".join(filter(None, (record["name"], record.get("commune"), record.get("district"))))


def _bare_names(record: Record) -> set[str]:
    return {bare_name(name) for name in record.get("provinces", [])}


def _with_ancestors(record: Record) -> set[str]:
    codes = record.get("projects", [])
    return {*codes, *(code.split(".")[0] for code in codes)}
