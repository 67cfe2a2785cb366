"""Index directories are swapped whole."""

from pathlib import Path

import pytest

from indexer.generations import Generations, Manifest
from indexer.whoosh_backend import WhooshBackend
from kb.errors import IndexMissing, IndexOutdated, SearchUnavailable
from kb.query import parse_query
from kb.search import IndexEntry, SearchRequest


def publish(generations: Generations, revision: int) -> Path:
    path = generations.begin()
    (path / "file").write_text(str(revision))
    generations.publish(path, Manifest("1", revision, 0))
    return path


def test_the_published_directory_is_live_and_the_one_before_is_kept_for_readers(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    assert generations.live() is None
    first, second, third = (publish(generations, revision) for revision in (1, 2, 3))
    live = generations.live()
    assert live is not None and live.path == third
    assert not first.exists()
    assert second.exists()


def test_what_an_interrupted_run_left_behind_is_removed_by_the_next(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    publish(generations, 1)
    abandoned = generations.begin()
    (abandoned / "half").write_text("x")
    assert generations.live_name() == "00000001"
    assert not (publish(generations, 2) / "half").exists()


def test_a_damaged_manifest_is_no_live_index(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    (publish(generations, 1) / "manifest.json").write_text("{")
    assert generations.live() is None


def filled_backend(directory: Path) -> WhooshBackend:
    backend = WhooshBackend(directory)
    with backend.rebuild(1) as batch:
        batch.put([IndexEntry("a", "Nuôi bò", "Nuôi bò.", None, {})])
    return backend


def test_an_index_of_another_version_is_not_used(tmp_path: Path) -> None:
    filled_backend(tmp_path).close()
    manifest = tmp_path / "00000001" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"schema": "', '"schema": "9'))
    backend = WhooshBackend(tmp_path)
    assert backend.revision() is None
    with pytest.raises(IndexOutdated):
        backend.search(parse_query("bò"), SearchRequest())


# Whoosh leaves the file of a segment that it could not read to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_damaged_index_files_are_an_unavailable_search_not_an_empty_one(tmp_path: Path) -> None:
    filled_backend(tmp_path).close()
    for path in (tmp_path / "00000001").glob("*.seg"):
        path.write_bytes(b"rubbish")
    with pytest.raises(SearchUnavailable):
        WhooshBackend(tmp_path).search(parse_query("bò"), SearchRequest())


def test_a_pointer_to_nothing_is_a_missing_index(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("00000007")
    with pytest.raises(IndexMissing):
        WhooshBackend(tmp_path).search(parse_query("bò"), SearchRequest())


def test_only_one_module_imports_whoosh() -> None:
    root = Path(__file__).parents[2]
    importers = [
        path.name
        for package in ("kb", "indexer", "webui")
        for path in (root / package).rglob("*.py")
        if any(line.startswith(("import whoosh", "from whoosh")) for line in path.read_text().splitlines())
    ]
    assert importers == ["whoosh_backend.py"]
