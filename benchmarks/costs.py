"""What one document costs: CPU to understand, store and index it, bytes in the store, the index and memory.

    python benchmarks/costs.py NEWS.jsonl.xz [--documents 3000]

Works in a temporary directory on a sample of the file, every k-th article. With KB_DATABASE_URL the store is
that database, with KB_SEARCH=opensearch the index is on that cluster; both should be empty. CPU is that of
this program: what a server spends is not in it. Two sizes tell what one article more costs: see `scale.py`.
"""

import argparse
import hashlib
import lzma
import multiprocessing
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

from sqlalchemy import text

from indexer.backends import open_knowledge_base
from indexer.embedded_backend import EmbeddedBackend
from indexer.extract import Original, read_originals
from indexer.opensearch_backend import OpenSearchBackend
from indexer.records import make_record
from indexer.reindex import refresh_index
from kb.catalogue import ModelRequest
from kb.record import Record
from kb.search import SearchBackend, SearchRequest
from kb.settings import Settings, read_settings
from kb.store import Store, StoredOriginal
from kb.store.engine import open_database

_BATCH = 64
"""As many documents as the pipeline keeps in one transaction."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", type=Path, help="JSON lines, xz")
    parser.add_argument("--documents", type=int, default=3000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        settings = replace(read_settings(), data_dir=Path(directory) / "data")
        settings.data_dir.mkdir()
        sample = _sample(arguments.path, arguments.documents, Path(directory))
        _measure(settings, list(read_originals(sample, 10**8)))


def _sample(path: Path, count: int, directory: Path) -> Path:
    """Every k-th line of the file, so that no day or section of it weighs more than another."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        total = sum(1 for _ in lines)
    sample = directory / "sample.jsonl"
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        sample.write_text("".join(islice(lines, 0, None, max(total // count, 1))), encoding="utf-8")
    return sample


def _measure(settings: Settings, originals: Sequence[Original]) -> None:
    count = len(originals)
    with _timed("understanding", count):
        made = [make_record(original) for original in originals]
    entries = [
        (record, _stored(original))
        for original, record in zip(originals, made, strict=True)
        if isinstance(record, Record)
    ]
    _print("documents", len(entries))
    _print("characters of text", sum(len(record.document.text) for record, _ in entries) / count)
    _print("models", sum(len(record.models) for record, _ in entries) / count)
    with closing(Store.create(settings)) as store:
        empty = _store_bytes(settings)
        with _timed("storing", count):
            for start in range(0, len(entries), _BATCH):
                with store.write() as writer:
                    writer.put(entries[start : start + _BATCH], "benchmark")
        with _timed("placing stories", count):
            while _place_some(store):
                pass
        with closing(_backend(settings)) as backend, _timed("indexing", count):
            refresh_index(store, backend, rebuild=True)
    _print("bytes in the store", (_store_bytes(settings) - empty) / count)
    index = sum(file.stat().st_size for file in settings.index_dir.rglob("*") if file.is_file())
    _print("bytes in the index of this machine", index / count)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        gained, seconds = pool.submit(_first_answers, settings).result()
    _print("bytes of memory of a web process", gained / count)
    _print("first list of models: ms of CPU", 1000 * seconds / count)


def _backend(settings: Settings) -> SearchBackend:
    """The engine on one core, so that all its work is done, and counted, in this process."""
    return (
        OpenSearchBackend(settings.cluster, 1) if settings.cluster else EmbeddedBackend(settings.index_dir, 1)
    )


def _stored(original: Original) -> StoredOriginal:
    digest = hashlib.sha256(original.content).hexdigest()
    return StoredOriginal("/sample.jsonl", original.suffix, digest, original.content)


def _place_some(store: Store) -> bool:
    with store.write() as writer:
        return writer.place_stories()


def _store_bytes(settings: Settings) -> int:
    if not settings.database_url:
        return sum(file.stat().st_size for file in settings.data_dir.glob("store.sqlite*"))
    database = open_database(settings)
    with database.reader.connect() as connection:
        return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def _first_answers(settings: Settings) -> tuple[int, float]:
    """Bytes that a process gains by its first search, list of models and suggestion; CPU seconds of the list,
    which is read again after every change of the store."""
    with closing(open_knowledge_base(settings)) as kb:
        before = _private_bytes()
        kb.search(SearchRequest("nuôi bò sinh sản"))
        start = time.process_time()
        kb.list_models(ModelRequest())
        seconds = time.process_time() - start
        kb.suggest("nuôi b")
        time.sleep(10)  # while suggestions are gathered
        return _private_bytes() - before, seconds


def _private_bytes() -> int:
    """Memory of this process that is no file's."""
    found = re.search(r"^Anonymous: +(\d+) kB", Path("/proc/self/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


@contextmanager
def _timed(name: str, count: int) -> Iterator[None]:
    cpu, wall = time.process_time(), time.perf_counter()
    yield
    _print(f"{name}: ms of CPU", 1000 * (time.process_time() - cpu) / count)
    _print(f"{name}: ms", 1000 * (time.perf_counter() - wall) / count)


def _print(name: str, value: float) -> None:
    print(f"{name:40}{value:12,.2f}", flush=True)


if __name__ == "__main__":
    main()
