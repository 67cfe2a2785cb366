"""How time, size and memory grow with the number of documents.

    python benchmarks/growth.py --data DIR [--sizes N...] [--chart FILE.svg]

DIR has been filled by `kb index`. Measured is the index, built on all cores from documents of its store, size
after size. Beyond their number documents are put together from their passages, drawn at random: as long as
real ones and in the same words, but with pairs across passages that nobody wrote. Searches are those of
`peers.py`, one after another on one core, ten results with facets and a filter, in a process of their own,
which tells its memory. Needs the "bench" group.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path

import psutil
from matplotlib.figure import Figure
from peers import draw_requests

from indexer.embedded_backend import EmbeddedBackend
from indexer.reindex import entry_of
from kb.query import parse_query
from kb.search import IndexEntry, SearchRequest
from kb.settings import read_settings
from kb.store import Store

_SIZES = (1_000, 3_000, 10_000, 35_000, 100_000, 350_000)
_QUERIES = 300
_SEED = 11


@dataclass(frozen=True)
class Measured:
    """One size: seconds on the clock to build, bytes on disk and in memory, seconds of a search."""

    documents: int
    build_seconds: float
    bytes: int
    resident_bytes: int
    median_seconds: float
    high_seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--sizes", type=int, nargs="+", default=_SIZES, metavar="N")
    parser.add_argument("--chart", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    print(_HEADER, flush=True)
    measured = []
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as temporary:
            measured.append(_measure(arguments.data, size, Path(temporary)))
        print(_line(measured[-1]), flush=True)
    if arguments.chart:
        _draw(measured, arguments.chart)


def _measure(data: Path, size: int, folder: Path) -> Measured:
    backend = EmbeddedBackend(folder, jobs=cpu_count() or 1)
    started = time.perf_counter()
    with backend.rebuild(1) as batch:
        batch.put(_documents(data, size))
    build_seconds = time.perf_counter() - started
    backend.close()
    held = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    # A process of its own: this one has just built the index, and holds what that took.
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        seconds, resident = pool.submit(_search, folder, list(_requests(data, size))).result()
    ordered = sorted(seconds)
    high = ordered[int(0.95 * len(ordered))]
    return Measured(size, build_seconds, held, resident, statistics.median(ordered), high)


def _documents(data: Path, size: int) -> Iterator[IndexEntry]:
    """`size` documents: those of the store, then ones put together from their passages."""
    with closing(Store.open(read_settings(data))) as store:
        doc_ids = store.doc_ids()
        random.Random(_SEED).shuffle(doc_ids)
        passages: list[str] = []
        for record in store.records(doc_ids[:size]):
            passages += [passage.span.cut(record.document.text) for passage in record.passages]
            yield entry_of(record)
        chance = random.Random(_SEED)
        for number in range(len(doc_ids), size):
            record = next(iter(store.records([doc_ids[number % len(doc_ids)]])))
            drawn = chance.sample(passages, len(record.passages))
            yield replace(entry_of(record), doc_id=f"drawn-{number}", text="\n\n".join(drawn))


def _requests(data: Path, size: int) -> Iterator[SearchRequest]:
    with closing(Store.open(read_settings(data))) as store:
        chosen = random.Random(_SEED + 1).sample(store.doc_ids(), _QUERIES)
        yield from draw_requests([entry_of(record) for record in store.records(chosen)], _QUERIES)


def _search(folder: Path, requests: Sequence[SearchRequest]) -> tuple[list[float], int]:
    """Processor seconds of each search, after one round that warms up; resident bytes afterwards."""
    backend = EmbeddedBackend(folder)
    queries = [(parse_query(request.text), request) for request in requests]
    for query, request in queries:
        backend.search(query, request)
    seconds = []
    for query, request in queries:
        started = time.process_time()
        backend.search(query, request)
        seconds.append(time.process_time() - started)
    return seconds, psutil.Process().memory_info().rss


_HEADER = """\
| documents | to build, s | each, ms | on disk, MB | each, kB | process, MB | median, ms | 95th, ms |
|---:|---:|---:|---:|---:|---:|---:|---:|"""


def _line(one: Measured) -> str:
    return (
        f"| {one.documents:,} | {one.build_seconds:.1f} | {1000 * one.build_seconds / one.documents:.2f} "
        f"| {one.bytes / 1e6:.0f} | {one.bytes / one.documents / 1000:.1f} | {one.resident_bytes / 1e6:.0f} "
        f"| {1000 * one.median_seconds:.1f} | {1000 * one.high_seconds:.1f} |"
    )


def _draw(measured: Sequence[Measured], path: Path) -> None:
    """Two charts on one sheet: the cost of a document, and of a search, over the number of documents."""
    sizes = [one.documents for one in measured]
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    building, searching = figure.subplots(1, 2)
    building.plot(sizes, [1000 * one.build_seconds / one.documents for one in measured], "o-")
    building.set(title="Building the index, ms a document", xscale="log", ylim=0)
    searching.plot(sizes, [1000 * one.median_seconds for one in measured], "o-", label="median")
    searching.plot(sizes, [1000 * one.high_seconds for one in measured], "s--", label="95th percentile")
    searching.set(title="Search, ms of one core", xscale="log", yscale="log")
    searching.legend()
    for axes in (building, searching):
        axes.set_xlabel("documents")
        axes.grid(alpha=0.3)
    figure.savefig(path)


if __name__ == "__main__":
    main()
