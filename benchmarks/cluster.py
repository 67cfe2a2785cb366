"""What a search cluster does with articles: documents a second, bytes a document, milliseconds a search.

    python benchmarks/cluster.py ARTICLES.jsonl.xz QUERIES.tsv [--documents N]

KB_SEARCH=opensearch and KB_OPENSEARCH_URL say which cluster. The same articles and queries go to the embedded
engine for comparison. Only the engines are measured: nothing is extracted, and no store is written.
"""

import argparse
import json
import lzma
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

from indexer.embedded_backend import EmbeddedBackend
from indexer.opensearch_backend import OpenSearchBackend
from indexer.opensearch_client import Cluster
from kb.query import parse_query
from kb.search import IndexEntry, SearchBackend, SearchRequest
from kb.settings import ClusterSettings, read_settings

_INDEX = "kb-benchmark"


def main() -> None:
    arguments = _arguments()
    cluster = read_settings().cluster
    if cluster is None:
        raise SystemExit("KB_SEARCH=opensearch and KB_OPENSEARCH_URL say which cluster to measure")
    settings = replace(cluster, index=_INDEX)
    queries = [line.split("\t")[1] for line in arguments.queries.read_text(encoding="utf-8").splitlines()]
    jobs = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as directory:
        with closing(EmbeddedBackend(Path(directory), jobs)) as embedded:
            _measure("embedded", embedded, arguments, queries, lambda: _size_of(Path(directory)))
        with closing(OpenSearchBackend(settings, jobs)) as distributed:
            _measure("cluster", distributed, arguments, queries, lambda: _size_on(settings))
    Cluster(settings).patient.indices.delete(index=f"{_INDEX}-*")


def _measure(
    name: str,
    backend: SearchBackend,
    arguments: argparse.Namespace,
    queries: list[str],
    size: Callable[[], int],
) -> None:
    started = time.perf_counter()
    with backend.rebuild(1) as batch:
        batch.put(_entries(arguments.articles, arguments.documents))
    taken = time.perf_counter() - started
    count = len(backend.doc_ids())
    print(f"{name}: {count} documents, {count / taken:.0f} a second, {size() / count:.0f} bytes each")
    for turn in ("first", "second"):
        times = sorted(_milliseconds(backend, text) for text in queries)
        tail = quantiles(times, n=20)[-1]
        print(f"  {turn} time: {median(times):.1f} ms in the middle, 95 % under {tail:.1f} ms")


def _milliseconds(backend: SearchBackend, text: str) -> float:
    started = time.perf_counter()
    backend.search(parse_query(text), SearchRequest(text=text))
    return (time.perf_counter() - started) * 1000


def _entries(path: Path, count: int) -> Iterator[IndexEntry]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(islice(lines, count)):
            article = json.loads(line)
            facets = {"kind": ("news",), "year": (str(2015 + number % 10),)}
            yield IndexEntry(f"a{number}", article.get("title") or "", article["text"], None, facets)


def _size_of(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())


def _size_on(settings: ClusterSettings) -> int:
    """Bytes of one copy, as the cluster counts them."""
    client = Cluster(settings).client
    client.indices.flush(index=f"{settings.index}-*")
    stats = client.indices.stats(index=f"{settings.index}-*", metric="store")
    size: int = stats["_all"]["primaries"]["store"]["size_in_bytes"]
    return size


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--documents", type=int, default=5000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
