"""The corpus that ships with the project: every document can be read, and says where it comes from."""

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from indexer.discovery import SourceFile, discover
from indexer.extract import parse, read_originals
from kb.document import Document

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = ROOT / "corpus" / "documents"
PATHS = sorted(DOCUMENTS.iterdir())
SOURCE_LOST = {"toan-quoc-2024-nhan-rong-1000-mo-hinh"}
"""Summaries whose page was not written down (corpus/README.md); no new one may join them."""


def read(path: Path) -> Document:
    (original,) = read_originals(path, max_bytes=1_000_000)
    assert not isinstance(original, Exception), original
    return parse(original)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_document_parses_and_its_id_is_its_file_name(path: Path) -> None:
    document = read(path)
    assert document.doc_id == path.stem
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", document.doc_id)
    assert document.title
    assert f"\nkind: {document.kind}\n" in path.read_text(encoding="utf-8")
    assert 90 <= len(document.text.split()) <= 1000


def test_every_document_names_its_source_and_the_page_it_sums_up() -> None:
    documents = [read(path) for path in PATHS]
    assert {document.doc_id for document in documents if not document.source} == SOURCE_LOST
    addressless = {
        document.doc_id for document in documents if not re.match(r"https?://\S+$", document.url or "")
    }
    assert addressless == SOURCE_LOST


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_file_is_nfc_utf_8_markdown(path: Path) -> None:
    assert path.suffix == ".md"
    assert unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8"))


def test_indexing_the_corpus_folder_meets_its_documents_and_nothing_else() -> None:
    found = list(discover(ROOT / "corpus"))
    assert [file.path for file in found if isinstance(file, SourceFile)] == PATHS
    assert len(found) == len(PATHS)


def test_manifest_is_up_to_date() -> None:
    command = [sys.executable, ROOT / "scripts" / "build_manifest.py", "--check"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
