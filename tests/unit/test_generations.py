"""Index directories are swapped whole."""

from pathlib import Path

import pytest

from indexer.embedded_backend import EmbeddedBackend
from indexer.generations import Generations, Manifest
from kb.errors import IndexMissing, IndexOutdated, SearchUnavailable
from kb.query import parse_query
from kb.search import IndexEntry, SearchRequest


def publish(generations: Generations, revision: int, *segments: str) -> Path:
    with generations.begin() as path:
        for segment in segments:
            generations.segment_path(segment).mkdir(parents=True, exist_ok=True)
        generations.publish(path, Manifest("1", revision, 0, segments))
        return path


def test_the_published_directory_is_live_and_the_one_before_is_kept_for_readers(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    assert generations.live() is None
    first, second, third = (publish(generations, revision) for revision in (1, 2, 3))
    live = generations.live()
    assert live is not None and live.path == third
    assert not first.exists()
    assert second.exists()


def test_segments_are_kept_as_long_as_a_kept_generation_names_them(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    publish(generations, 1, "a", "b")
    publish(generations, 2, "b", "c")
    assert {path.name for path in (tmp_path / "segments").iterdir()} == {"a", "b", "c"}
    publish(generations, 3, "c")
    assert {path.name for path in (tmp_path / "segments").iterdir()} == {"b", "c"}


def test_what_was_not_published_is_gone(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    kept = publish(generations, 1)
    with pytest.raises(RuntimeError), generations.begin() as path:
        (path / "half").write_text("x")
        raise RuntimeError
    assert generations.live_name() == kept.name
    assert not path.exists()


def test_what_a_killed_run_left_behind_is_removed_by_the_next(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    publish(generations, 1, "a")
    (tmp_path / "00000002").mkdir()
    generations.segment_path("half").mkdir()
    publish(generations, 2, "a")
    assert {path.name for path in (tmp_path / "segments").iterdir()} == {"a"}


def test_a_damaged_manifest_is_no_live_index(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    (publish(generations, 1) / "manifest.json").write_text("{")
    assert generations.live() is None


def filled_backend(directory: Path) -> EmbeddedBackend:
    backend = EmbeddedBackend(directory)
    with backend.rebuild(1) as batch:
        batch.put([IndexEntry("a", "Nuôi bò", "Nuôi bò.", None, {})])
    return backend


def test_an_index_of_another_version_is_not_used(tmp_path: Path) -> None:
    filled_backend(tmp_path).close()
    manifest = tmp_path / "00000001" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"version": "', '"version": "9'))
    backend = EmbeddedBackend(tmp_path)
    assert backend.revision() is None
    with pytest.raises(IndexOutdated):
        backend.search(parse_query("bò"), SearchRequest())


# Whoosh leaves the file of a segment that it could not read to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("kind", ["*.seg", "hashes.npy", "columns.npz"])
def test_damaged_index_files_are_an_unavailable_search_not_an_empty_one(tmp_path: Path, kind: str) -> None:
    filled_backend(tmp_path).close()
    for path in tmp_path.rglob(kind):
        path.write_bytes(b"rubbish")
    with pytest.raises(SearchUnavailable):
        EmbeddedBackend(tmp_path).search(parse_query("bò"), SearchRequest())


def test_a_pointer_to_nothing_is_a_missing_index(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("00000007")
    with pytest.raises(IndexMissing):
        EmbeddedBackend(tmp_path).search(parse_query("bò"), SearchRequest())


def test_only_one_module_imports_whoosh() -> None:
    root = Path(__file__).parents[2]
    importers = [
        path.name
        for package in ("kb", "indexer", "webui")
        for path in (root / package).rglob("*.py")
        if any(line.startswith(("import whoosh", "from whoosh")) for line in path.read_text().splitlines())
    ]
    assert importers == ["whoosh_index.py"]
