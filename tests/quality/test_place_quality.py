"""How well provinces and communes are found in the labelled corpus; floors are lowered only on purpose."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from indexer._label_matching import bare_name
from indexer.evaluation import Record, evaluate, is_held_out, read_records
from indexer.tagging.places import PlaceReading, read_places
from kb.document import Document, Kind

ROOT = Path(__file__).parent.parent.parent
LABELS = read_records(Path(__file__).parent / "gold")


@cache
def reading(doc_id: str) -> PlaceReading:
    raw = (ROOT / "corpus" / "documents" / f"{doc_id}.md").read_text(encoding="utf-8")
    _, front_matter, body = raw.split("---\n", 2)
    meta = dict(line.split(": ", 1) for line in front_matter.splitlines())
    published = date.fromisoformat(meta["published"]) if "published" in meta else None
    kind = Kind(meta["kind"])
    document = Document(doc_id, meta["title"], body, kind, meta.get("source"), meta.get("url"), published)
    return read_places(document, ())


def found(doc_id: str) -> Record:
    tags = reading(doc_id).tags
    return {"id": doc_id, "provinces": [tag.value for tag in tags if tag.facet == "province"]}


@pytest.mark.parametrize("held_out", [False, True], ids=["made on", "held out"])
def test_provinces_reach_their_floor(held_out: bool) -> None:
    labels = [
        {"id": label["id"], "provinces": label["provinces"]}
        for label in LABELS
        if is_held_out(label["id"]) == held_out
    ]
    score = evaluate([found(label["id"]) for label in labels], labels).score("provinces")
    assert score.f1 >= 0.985


def test_places_of_the_models_are_resolved_to_their_district() -> None:
    models = [(label["id"], model) for label in LABELS for model in label["models"] if model["commune"]]
    resolved = [
        any(
            mention.commune
            and bare_name(mention.commune) == bare_name(model["commune"])
            and mention.province == model["province"]
            and bare_name(model["district"] or mention.district) == bare_name(mention.district)
            for mention in reading(doc_id).mentions
        )
        for doc_id, model in models
    ]
    assert sum(resolved) / len(resolved) >= 0.9
