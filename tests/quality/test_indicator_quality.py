"""How well the programme's figures are found in the labelled corpus; floors are lowered only on purpose."""

import hashlib
from functools import cache
from pathlib import Path

import pytest

from indexer.evaluation import Record, evaluate, read_records
from indexer.extract import parse, read_originals
from indexer.records import record_of
from kb.errors import InputError

ROOT = Path(__file__).parents[2]
LABELS = {label["id"]: label for label in read_records(Path(__file__).parent / "gold")}


def was_read(doc_id: str) -> bool:
    """Whether the rules were made with the text of this document in view; three of five were."""
    return int(hashlib.sha256(doc_id.encode()).hexdigest(), 16) % 10 < 6


@cache
def found(doc_id: str) -> Record:
    path = ROOT / "corpus" / "documents" / f"{doc_id}.md"
    [original] = read_originals(path, max_bytes=1_000_000)
    assert not isinstance(original, InputError)
    document = parse(original)
    indicators = record_of(document).indicators
    records = [
        {
            "name": one.name,
            "place": one.place,
            "year": one.year,
            "value": one.value,
            "unit": one.unit,
            "target": one.is_target,
            "evidence": one.evidence.quote,
        }
        for one in indicators
    ]
    return {"id": doc_id, "text": document.text, "indicators": records}


def labelled(doc_ids: list[str]) -> list[Record]:
    return [{"id": doc_id, "indicators": LABELS[doc_id]["indicators"]} for doc_id in doc_ids]


@pytest.mark.parametrize(
    ("is_read", "precision", "recall"),
    [(True, 0.80, 0.85), (False, 0.72, 0.70)],
    ids=["made on", "held out"],
)
def test_indicators_reach_their_floors(is_read: bool, precision: float, recall: float) -> None:
    """Measured 0.81 and 0.86 where the rules were made, 0.73 and 0.71 on the rest.

    The labels hold the main figures only: of 110 that count as wrong where the rules were made, some 15 are.
    """
    doc_ids = [doc_id for doc_id in LABELS if was_read(doc_id) == is_read]
    score = evaluate([found(doc_id) for doc_id in doc_ids], labelled(doc_ids)).score("indicators")
    assert score.precision >= precision
    assert score.recall >= recall


def test_indicators_of_all_labels_reach_their_floor() -> None:
    """Measured 0.79."""
    doc_ids = list(LABELS)
    assert evaluate([found(doc_id) for doc_id in doc_ids], labelled(doc_ids)).score("indicators").f1 >= 0.78


def test_all_evidence_stands_in_its_text() -> None:
    records = [found(doc_id) for doc_id in LABELS]
    assert [
        one["evidence"]
        for record in records
        for one in record["indicators"]
        if one["evidence"] not in record["text"]
    ] == []


def test_targets_places_and_years_agree_with_the_labels() -> None:
    """Measured on figures that value and unit make one with a label: targets 0.94, years 0.83."""
    pairs = [
        (one, label)
        for doc_id in LABELS
        for one in found(doc_id)["indicators"]
        for label in LABELS[doc_id]["indicators"]
        if (one["value"], one["unit"]) == (label["value"], label["unit"])
    ]
    targets = sum(one["target"] == label["target"] for one, label in pairs)
    dated = [(one, label) for one, label in pairs if label["year"] is not None]
    years = sum(one["year"] == label["year"] for one, label in dated)
    assert targets / len(pairs) >= 0.9
    assert years / len(dated) >= 0.8
