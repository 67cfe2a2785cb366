"""A store goes to a database server and back, and is the same."""

import os
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from kb.errors import StoreNotEmpty
from kb.settings import Settings
from kb.store import FileState, Store
from tests.postgres_server import PASSWORD
from tests.unit.test_store import make_record, put


def content(store: Store) -> list[object]:
    doc_ids = store.doc_ids()
    return [
        [*store.records(doc_ids)],
        [store.original(doc_id) for doc_id in doc_ids],
        [store.revision(), *store.changed_since(0), store.file_states("/"), store.origins("/")],
        [store.models(), store.indicators(), store.stories(), store.counts()],
    ]


def kb(*arguments: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "indexer", *arguments],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_store_goes_to_a_server_and_back_and_is_the_same(shared_settings: Settings, tmp_path: Path) -> None:
    here, back = tmp_path / "day", tmp_path / "ve"
    here.mkdir()
    with closing(Store.create(Settings(data_dir=here))) as store:
        put(store, *(make_record(f"d{number:04}") for number in range(600)))
        put(store, make_record("đ", "Hà Nội"))
        with store.write() as writer:
            writer.delete(["d0003"])
            writer.place_stories()
            writer.remember_files([FileState("/t/đ.md", "/t", 10**10, 1, "1")])
        before = content(store)
    url = (shared_settings.database_url or "").replace("kb@", f"kb:{quote(PASSWORD, safe='')}@")
    gone = kb("copy", "--to", url, "--data", here)
    assert gone.returncode == 0, gone.stderr
    assert (
        "600 tài liệu" in gone.stdout and PASSWORD not in gone.stdout and quote(PASSWORD) not in gone.stdout
    )
    with closing(Store.open(shared_settings)) as store:
        assert content(store) == before
        put(store, make_record("z"))
        after = content(store)
    assert kb("copy", "--to", back, KB_DATABASE_URL=url).returncode == 0
    with closing(Store.open(Settings(data_dir=back))) as store:
        assert content(store) == after


def test_a_store_is_never_copied_over_another(shared_settings: Settings, tmp_path: Path) -> None:
    local = Settings(data_dir=tmp_path)
    with closing(Store.create(local)) as store, closing(Store.create(shared_settings)) as other:
        put(store, make_record("a"))
        put(other, make_record("b"))
        with pytest.raises(StoreNotEmpty):
            store.copy_to(other)
        assert other.doc_ids() == ["b"]
        with pytest.raises(StoreNotEmpty):
            store.copy_to(store)


def test_what_breaks_off_leaves_the_new_place_empty(shared_settings: Settings, tmp_path: Path) -> None:
    def broken(count: int) -> None:
        raise KeyboardInterrupt

    with closing(Store.create(replace(shared_settings, data_dir=tmp_path))) as other:
        with closing(Store.create(Settings(data_dir=tmp_path))) as store:
            put(store, make_record("a"))
            with pytest.raises(KeyboardInterrupt):
                store.copy_to(other, broken)
            assert other.doc_ids() == []
            store.copy_to(other)
        assert other.doc_ids() == ["a"]
