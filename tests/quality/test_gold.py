"""The labels themselves: each belongs to a document, uses known values and quotes words that are there."""

import json
from pathlib import Path
from typing import Any

import pytest

from indexer.evaluation import read_records
from kb.model import BASES, FIGURES, LIVELIHOODS, ORGANISERS

ROOT = Path(__file__).parent.parent.parent
FOLDER = Path(__file__).parent / "gold"
LABELS = read_records(FOLDER)

labels = pytest.mark.parametrize("label", LABELS, ids=lambda label: label["id"])
Label = dict[str, Any]


def body(doc_id: str) -> str:
    text = (ROOT / "corpus" / "documents" / f"{doc_id}.md").read_text(encoding="utf-8")
    return text.split("---\n", 2)[2]


def test_every_document_of_the_corpus_is_labelled() -> None:
    documents = {path.stem for path in (ROOT / "corpus" / "documents").iterdir()}
    assert {label["id"] for label in LABELS} == documents
    assert {path.name.removesuffix(".gold.json") for path in FOLDER.iterdir()} == documents


@labels
def test_label_quotes_words_of_its_document(label: Label) -> None:
    text = body(label["id"])
    quotes = [quote for model in label["models"] for quote in model["evidence"].values()]
    quotes += [indicator["evidence"] for indicator in label["indicators"]]
    assert [quote for quote in quotes if not quote or quote not in text] == []


@labels
def test_models_are_labelled_alike(label: Label) -> None:
    for model in label["models"]:
        figures = {key for key in FIGURES if model[key] is not None}
        assert model["evidence"].keys() == figures
        assert model["basis"].keys() == {key for key in figures if FIGURES[key].is_money}
        assert set(model["basis"].values()) <= set(BASES)
        assert model["livelihood"] in LIVELIHOODS
        assert model["organiser"] in {*ORGANISERS, None}
        assert model["province"] in label["provinces"]


@labels
def test_file_keeps_the_layout_of_all(label: Label) -> None:
    text = (FOLDER / f"{label['id']}.gold.json").read_text(encoding="utf-8")
    assert text == json.dumps(label, ensure_ascii=False, indent=1) + "\n"
