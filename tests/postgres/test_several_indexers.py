"""Several indexers on one store: nothing lost, nothing twice, and no revision missed by an index."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.backends import open_backend
from indexer.checking import find_problems
from indexer.pipeline import ingest
from indexer.reindex import refresh_index
from kb.errors import IdClash
from kb.settings import Settings
from kb.store import Store
from tests.postgres_server import PASSWORD, PostgresServer
from tests.unit.test_store import make_record, original, put

TEXT = """---
id: {doc_id}
title: Nuôi bò ở xã {doc_id}
---

Xã Yên Minh, tỉnh Hà Giang có {number} hộ nghèo nuôi bò sinh sản, lãi 60 triệu đồng mỗi năm.
"""


def write_documents(folder: Path, prefix: str, count: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        text = TEXT.format(doc_id=f"{prefix}-{number:03}", number=number + 1)
        (folder / f"{prefix}-{number:03}.md").write_text(text, encoding="utf-8")
    return folder


def start_indexer(settings: Settings, data: Path, *paths: Path) -> subprocess.Popen[str]:
    environ = {"KB_DATABASE_URL": settings.database_url or "", "KB_DATABASE_PASSWORD": PASSWORD}
    return subprocess.Popen(
        [sys.executable, "-m", "indexer", "--data", data, "index", *paths, "--jobs", "1"],
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finished(processes: Sequence[subprocess.Popen[str]]) -> list[str]:
    """What each printed; all must have done their work."""
    outputs = [process.communicate(timeout=300)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes), outputs
    return outputs


def problems_of(settings: Settings) -> list[object]:
    with closing(Store.open(settings)) as store, closing(open_backend(settings)) as backend:
        refresh_index(store, backend)
        return list(find_problems(store, backend))


@pytest.mark.parametrize("is_same_folder", [False, True], ids=["own-folders", "same-folder"])
def test_two_indexers_at_once_store_every_document_once(
    shared_settings: Settings, tmp_path: Path, is_same_folder: bool
) -> None:
    first = write_documents(tmp_path / "mot", "mot", 80)
    second = first if is_same_folder else write_documents(tmp_path / "hai", "hai", 80)
    machines = [tmp_path / "may-1", tmp_path / "may-2"]
    finished(
        [
            start_indexer(shared_settings, machine, folder)
            for machine, folder in zip(machines, (first, second), strict=True)
        ]
    )
    expected = sorted(path.stem for folder in {first, second} for path in folder.iterdir())
    for machine in machines:
        settings = replace(shared_settings, data_dir=machine)
        with closing(Store.open(settings)) as store:
            assert store.doc_ids() == expected
        assert problems_of(settings) == []


def test_an_indexer_that_was_killed_leaves_whole_documents_and_the_next_goes_on(
    shared_settings: Settings, tmp_path: Path
) -> None:
    folder = write_documents(tmp_path / "mot", "mot", 200)
    with closing(Store.create(shared_settings)) as store:
        process = start_indexer(shared_settings, tmp_path / "may-1", folder)
        while not store.doc_ids() and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        before = store.revision()
        assert 0 < len(store.doc_ids()) < 200
        finished([start_indexer(shared_settings, tmp_path / "may-1", folder)])
        assert len(store.doc_ids()) == 200
        unchanged, _ = store.changed_since(before)
        assert len(unchanged) < 200, "what was stored before the kill was not read again"
    assert problems_of(replace(shared_settings, data_dir=tmp_path / "may-1")) == []


def test_an_indexer_whose_connection_is_cut_says_so_and_the_next_goes_on(
    postgres: PostgresServer, shared_settings: Settings, tmp_path: Path
) -> None:
    folder = write_documents(tmp_path / "mot", "mot", 200)
    database = (shared_settings.database_url or "").rpartition("/")[2]
    with closing(Store.create(shared_settings)) as store, store.write() as writer:
        # This batch holds the revision: the indexer waits for it, with its first batch in hand.
        writer.delete(["khong-co"])
        process = start_indexer(shared_settings, tmp_path / "may-1", folder)
        waiting = "SELECT pid FROM pg_stat_activity WHERE datname = '{}' AND wait_event_type = 'Lock'"
        while not (found := postgres.execute(waiting.format(database))) and process.poll() is None:
            time.sleep(0.05)
        postgres.execute(f"SELECT pg_terminate_backend({found[0][0]})")
        output = process.communicate(timeout=60)[0]
    assert process.returncode == 3
    assert "bị ngắt kết nối" in output and "Traceback" not in output
    finished([start_indexer(shared_settings, tmp_path / "may-1", folder)])
    assert problems_of(replace(shared_settings, data_dir=tmp_path / "may-1")) == []


def test_an_index_that_follows_several_writers_misses_no_document(shared_settings: Settings) -> None:
    collected: set[str] = set()
    with closing(Store.create(shared_settings)) as store:

        def write(name: str) -> None:
            for number in range(30):
                put(store, make_record(f"{name}-{number}"))

        writers = [threading.Thread(target=write, args=(name,)) for name in ("a", "b", "c")]
        for each in writers:
            each.start()
        live = 0
        while live < 90:
            revision = store.revision()
            collected |= set(store.changed_since(live)[0])
            live = revision
        for each in writers:
            each.join()
        assert collected == set(store.doc_ids()) and len(collected) == 90


def test_a_document_stored_by_another_since_is_not_forgotten(
    shared_settings: Settings, tmp_path: Path
) -> None:
    """One run finds a file gone; before it ends, another run stores it anew."""
    folder = write_documents(tmp_path / "mot", "mot", 2)
    with closing(Store.create(shared_settings)) as store:
        ingest(store, [folder], max_bytes=10**6, jobs=1)
        gone = folder / "mot-001.md"
        text = gone.read_text(encoding="utf-8")
        gone.unlink()
        (folder / "mot-000.md").write_text(text.replace("mot-001", "mot-000"), encoding="utf-8")

        def another_run(_: int) -> None:
            gone.write_text(text.replace("60 triệu", "70 triệu"), encoding="utf-8")
            ingest(store, [folder], max_bytes=10**6, jobs=1)

        summary = ingest(store, [folder], max_bytes=10**6, jobs=1, advanced=another_run)
        assert store.doc_ids() == ["mot-000", "mot-001"]
        assert summary.removed == 0
        assert "70 triệu" in store.record("mot-001").document.text


def test_an_id_that_another_run_has_just_taken_is_a_clash(shared_settings: Settings, tmp_path: Path) -> None:
    folder, elsewhere = write_documents(tmp_path / "mot", "mot", 65), tmp_path / "hai.md"
    elsewhere.touch()
    theirs = replace(original("mot-064"), path=str(elsewhere))
    with closing(Store.create(shared_settings)) as store:

        def another_run(done: int) -> None:
            if done == 64:
                with store.write() as writer:
                    writer.put([(make_record("mot-064"), theirs)], "1")

        summary = ingest(store, [folder], max_bytes=10**6, jobs=1, advanced=another_run)
        assert [type(error) for error in summary.errors] == [IdClash]
        assert summary.added == 64
        assert store.record("mot-064") == make_record("mot-064")
