"""Files into the store: only what changed is read, what is gone is forgotten, nothing else is touched."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from indexer import pipeline
from indexer.backends import open_backend, open_knowledge_base
from indexer.checking import find_problems
from indexer.pipeline import Summary, ingest
from indexer.reindex import refresh_index
from kb.errors import FormatUnsupported, IdClash, NothingToIndex, PathMissing
from kb.search import SearchRequest
from kb.settings import Settings
from kb.store import Store
from tests.conftest import CORPUS, index_paths


def write(folder: Path, name: str, text: str = "Hộ nghèo nuôi bò.", **metadata: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.md"
    head = "".join(f"{key}: {value}\n" for key, value in metadata.items())
    path.write_text(f"---\n{head}---\n\n{text}\n" if head else text, encoding="utf-8")
    return path


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    settings.data_dir.mkdir(parents=True)
    with closing(Store.create(settings)) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "tai-lieu"
    for name in ("a", "b", "c"):
        write(made, name)
    return made


def run(store: Store, *roots: Path) -> Summary:
    return ingest(store, roots, max_bytes=1_000_000, jobs=1)


def counts(summary: Summary) -> tuple[int, int, int, int]:
    return summary.added, summary.updated, summary.removed, summary.unchanged


def test_new_documents_are_added(store: Store, folder: Path) -> None:
    assert counts(run(store, folder)) == (3, 0, 0, 0)
    assert store.doc_ids() == ["a", "b", "c"]


def test_a_second_run_opens_no_file(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(store, folder)
    revision = store.revision()
    opened: list[Path] = []
    monkeypatch.setattr(pipeline, "read_originals", lambda path, _: opened.append(path) or iter(()))
    assert counts(run(store, folder)) == (0, 0, 0, 3)
    assert opened == []
    assert store.revision() == revision


def test_a_touched_file_with_the_same_content_is_not_analysed_again(store: Store, folder: Path) -> None:
    run(store, folder)
    revision = store.revision()
    os.utime(folder / "a.md", ns=(1, 1))
    assert counts(run(store, folder)) == (0, 0, 0, 3)
    assert store.revision() == revision


def test_a_changed_file_updates_its_document_only(store: Store, folder: Path) -> None:
    run(store, folder)
    write(folder, "b", "Nội dung mới về nuôi dê.")
    assert counts(run(store, folder)) == (0, 1, 0, 2)
    assert store.record("b").document.text == "Nội dung mới về nuôi dê."
    assert store.changed_since(1) == (["b"], [])


def test_a_deleted_file_takes_its_document_away(store: Store, folder: Path) -> None:
    run(store, folder)
    (folder / "b.md").unlink()
    assert counts(run(store, folder)) == (0, 0, 1, 2)
    assert store.doc_ids() == ["a", "c"]


def test_other_folders_are_left_alone(store: Store, folder: Path, tmp_path: Path) -> None:
    run(store, folder)
    write(tmp_path / "khac", "d")
    assert counts(run(store, tmp_path / "khac")) == (1, 0, 0, 0)
    assert store.doc_ids() == ["a", "b", "c", "d"]


def test_a_missing_folder_removes_nothing(store: Store, folder: Path) -> None:
    run(store, folder)
    shutil.move(folder, folder.with_name("moved"))
    summary = run(store, folder)
    assert [type(error) for error in summary.errors] == [PathMissing]
    assert store.doc_ids() == ["a", "b", "c"]


def test_an_empty_folder_is_said_to_be_empty(store: Store, tmp_path: Path) -> None:
    (tmp_path / "trong").mkdir()
    assert [type(error) for error in run(store, tmp_path / "trong").errors] == [NothingToIndex]


def test_a_moved_file_keeps_its_document(store: Store, folder: Path) -> None:
    run(store, folder)
    (folder / "con").mkdir()
    (folder / "a.md").rename(folder / "con" / "a.md")
    summary = run(store, folder)
    assert summary.errors == []
    assert store.doc_ids() == ["a", "b", "c"]


def test_two_files_with_one_id_are_both_named_and_the_first_is_kept(store: Store, folder: Path) -> None:
    write(folder, "z", "Bản thứ hai.", id="a", title="Trùng mã")
    summary = run(store, folder)
    (error,) = summary.errors
    assert isinstance(error, IdClash)
    assert error.data["path"] == str(folder / "z.md")
    assert str(error.data["other_path"]).endswith("a.md")
    assert store.record("a").document.text == "Hộ nghèo nuôi bò."
    assert [type(error) for error in run(store, folder).errors] == [IdClash]


def test_a_file_that_broke_keeps_the_document_read_before(store: Store, folder: Path) -> None:
    run(store, folder)
    (folder / "a.md").write_bytes(b"")
    summary = run(store, folder)
    assert len(summary.errors) == 1
    assert store.record("a").document.text == "Hộ nghèo nuôi bò."


def test_formats_that_cannot_be_read_are_named_and_pictures_are_not(store: Store, folder: Path) -> None:
    (folder / "ke-hoach.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (folder / "anh.jpg").write_bytes(b"\xff\xd8")
    (folder / ".an.md").write_text("ẩn")
    (folder / "README.md").write_text("Về thư mục này")
    summary = run(store, folder)
    assert [type(error) for error in summary.errors] == [FormatUnsupported]
    assert store.doc_ids() == ["a", "b", "c"]


def jsonl(path: Path, *records: dict[str, str]) -> Path:
    path.write_text(
        "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8"
    )
    return path


def test_of_a_changed_jsonl_file_only_changed_lines_are_analysed(store: Store, tmp_path: Path) -> None:
    records = [{"id": f"n{number}", "title": "Tin", "text": f"Bài số {number}."} for number in range(5)]
    path = jsonl(tmp_path / "tin.jsonl", *records)
    assert counts(run(store, path)) == (5, 0, 0, 0)
    records[1]["text"] = "Bài đã sửa."
    jsonl(path, *records[:4], {"id": "n9", "title": "Tin", "text": "Bài mới."})
    assert counts(run(store, path)) == (1, 1, 1, 3)
    assert store.doc_ids() == ["n0", "n1", "n2", "n3", "n9"]


def test_one_bad_line_stops_nothing_and_removes_nothing(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "tin.jsonl"
    good = [json.dumps({"id": f"n{number}", "title": "Tin", "text": "Bài."}) for number in range(3)]
    path.write_text("\n".join([good[0], "{hỏng", good[2]]), encoding="utf-8")
    summary = run(store, path)
    assert len(summary.errors) == 1 and "2" in str(summary.errors[0].data["path"])
    assert store.doc_ids() == ["n0", "n2"]


def test_the_index_follows_the_store(settings: Settings, folder: Path) -> None:
    index_paths(settings, folder)
    (folder / "a.md").unlink()
    write(folder, "d", "Trồng nhãn Idol ở Định Môn.")
    index_paths(settings, folder)
    with closing(open_knowledge_base(settings)) as kb:
        assert [hit.doc_id for hit in kb.search(SearchRequest("nhãn idol")).hits] == ["d"]
        assert kb.search(SearchRequest()).total == 3
    with closing(Store.open(settings)) as store, closing(open_backend(settings)) as backend:
        assert find_problems(store, backend) == []


def test_an_interrupted_index_catches_up_at_the_next_run(settings: Settings, folder: Path) -> None:
    index_paths(settings, folder)
    write(folder, "d", "Trồng nhãn Idol.")
    with closing(Store.open(settings)) as store, closing(open_backend(settings)) as backend:
        run(store, folder)
        assert [problem.code for problem in find_problems(store, backend)] == ["index_stale", "not_indexed"]
        assert refresh_index(store, backend) == 1
        assert find_problems(store, backend) == []
        assert refresh_index(store, backend) == 0


def test_evidence_that_no_longer_matches_is_found(settings: Settings) -> None:
    index_paths(settings, CORPUS / "can-tho-2023-hoi-nghi-nhan-rong-mo-hinh.md")
    with closing(Store.open(settings)) as store, closing(open_backend(settings)) as backend:
        assert find_problems(store, backend) == []
        with store.write() as writer:
            writer._connection.exec_driver_sql("UPDATE figures SET quote = 'bịa'")
        assert {problem.code for problem in find_problems(store, backend)} == {"evidence"}


def test_many_documents_are_analysed_in_several_processes_with_the_same_result(
    settings: Settings, store: Store, tmp_path: Path
) -> None:
    chosen = sorted(CORPUS.iterdir())[:150]
    folder = tmp_path / "nhieu"
    folder.mkdir()
    for path in chosen:
        shutil.copy(path, folder)
    assert ingest(store, [folder], max_bytes=1_000_000, jobs=2).added == 150
    other = Settings(data_dir=tmp_path / "mot")
    other.data_dir.mkdir()
    with closing(Store.create(other)) as alone:
        ingest(alone, [folder], max_bytes=1_000_000, jobs=1)
        ids = alone.doc_ids()
        assert [*store.records(ids)] == [*alone.records(ids)]


def test_what_no_database_can_write_is_kept_out_of_it(store: Store, tmp_path: Path) -> None:
    """A name on disk that is not Unicode, and characters that JSON may hold and UTF-8 may not."""
    folder = tmp_path / "la"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/t\xff.txt")).write_text("Tiêu đề\n\nXã B có 30 hộ nghèo.")
    odd = {
        "id": "a\0\ud800",
        "url": "https://bao.vn/a\0",
        "title": "T\0",
        "text": "Xã A\0 có 25 hộ \ud83d nghèo.",
    }
    (folder / "b.jsonl").write_text(json.dumps(odd), encoding="ascii")
    assert counts(run(store, folder)) == (2, 0, 0, 0)
    assert store.documents(["a"])["a"].url == "https://bao.vn/a"
    assert counts(run(store, folder)) == (0, 0, 0, 2)
