"""How long a search takes, beside other engines that are given the same documents, terms and queries.

    python benchmarks/peers.py --data DIR [--documents N] [--queries N] [--rounds N]

DIR has been filled by `kb index`. Every engine gets the terms of all five streams of the same documents as
they come from the product's own chain, in one field, and for a query the very terms that the product looks
for: what is measured is postings, scoring and the choice of the ten best. The product reads the query as
typed, counts its facets and filters by the province of the document that the query was taken from; the others
do none of this. All run in this process on one core, in turns; ratios are of the medians within one round.
Needs the "bench" group.
"""

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

import bm25s
import tantivy
from whoosh import fields, index, query, scoring
from whoosh.analysis import SpaceSeparatedTokenizer

from indexer.analysis import STREAMS
from indexer.embedded_backend import EmbeddedBackend
from indexer.entry_terms import EntryTerms
from indexer.matching import Term, analyze_query
from indexer.reindex import entry_of
from kb.query import parse_query
from kb.search import Filters, IndexEntry, SearchRequest
from kb.settings import read_settings
from kb.store import Store

__all__ = ["draw_requests"]

_LIMIT = 10
_SEED = 3
_PRODUCT = "kb"

Weighted = Mapping[Term, float]
Search = Callable[[Weighted], object]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--documents", type=int, default=10_000, metavar="N")
    parser.add_argument("--queries", type=int, default=100, metavar="N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    arguments = parser.parse_args()

    entries = _entries(arguments.data, arguments.documents)
    requests = list(draw_requests(entries, arguments.queries))
    analyzed = [analyze_query(parse_query(request.text)).ranked for request in requests]
    words = statistics.median(len(request.text.split()) for request in requests)
    print(f"{len(entries)} documents, {len(requests)} queries of {words:.0f} words", flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        runs = {_PRODUCT: _product(entries, requests, Path(temporary))}
        for name, build in _PEERS.items():
            started = time.process_time()
            search = build(entries, Path(temporary))
            print(f"{name}: {time.process_time() - started:.0f} s to build", flush=True)
            runs[name] = [lambda terms=terms, search=search: search(terms) for terms in analyzed]
        _compare(runs, arguments.rounds)


def _entries(data: Path, count: int) -> list[IndexEntry]:
    """Documents from all over the store."""
    with closing(Store.open(read_settings(data))) as store:
        doc_ids = store.doc_ids()
        chosen = sorted(random.Random(_SEED).sample(doc_ids, min(count, len(doc_ids))))
        return [entry_of(record) for record in store.records(chosen)]


def draw_requests(entries: Sequence[IndexEntry], count: int) -> Iterator[SearchRequest]:
    """Stretches of 2 to 12 words from the texts, each filtered by a province of its document."""
    chance = random.Random(_SEED)
    for entry in islice(chance.sample(entries, len(entries)), count):
        words = [word for word in entry.text.split() if word.isalpha()]
        size = chance.randint(2, 12)
        first = chance.randrange(max(len(words) - size, 1))
        province = entry.facets["province"][:1]
        filters = Filters({"province": province}) if province else Filters()
        yield SearchRequest(" ".join(words[first : first + size]), filters, page_size=_LIMIT)


def _product(
    entries: Sequence[IndexEntry], requests: Sequence[SearchRequest], folder: Path
) -> list[Callable[[], object]]:
    backend = EmbeddedBackend(folder / "kb")
    with backend.rebuild(1) as batch:
        batch.put(entries)
    return [
        lambda request=request: backend.search(parse_query(request.text), request) for request in requests
    ]


def _rows(entries: Sequence[IndexEntry]) -> Iterator[tuple[str, list[str]]]:
    """The id and all terms of each document, as often as they stand in it."""
    for entry in entries:
        terms = EntryTerms(entry)
        yield (
            entry.doc_id,
            [
                _joined((stream, term))
                for stream in STREAMS
                for term in terms.stream_counts(stream).elements()
            ],
        )


def _joined(term: Term) -> str:
    return f"{STREAMS.index(term[0])}{term[1]}"


def _whoosh(entries: Sequence[IndexEntry], folder: Path) -> Search:
    path = folder / "whoosh"
    path.mkdir()
    text = fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False)
    opened = index.create_in(path, fields.Schema(doc_id=fields.ID(stored=True), text=text))
    writer = opened.writer(limitmb=512)
    for doc_id, terms in _rows(entries):
        writer.add_document(doc_id=doc_id, text=" ".join(terms))
    writer.commit()
    searcher = opened.searcher(weighting=scoring.BM25F())

    def search(terms: Weighted) -> object:
        parts = [query.Term("text", _joined(term), boost=weight) for term, weight in terms.items()]
        return [hit["doc_id"] for hit in searcher.search(query.Or(parts), limit=_LIMIT)]

    return search


def _sqlite(entries: Sequence[IndexEntry], folder: Path) -> Search:
    database = sqlite3.connect(folder / "fts.sqlite")
    # Terms as hexadecimal digits: unicode61 would take them apart.
    database.execute("CREATE VIRTUAL TABLE documents USING fts5(doc_id UNINDEXED, text)")
    database.executemany(
        "INSERT INTO documents VALUES (?, ?)",
        ((doc_id, " ".join(term.encode().hex() for term in terms)) for doc_id, terms in _rows(entries)),
    )
    database.commit()

    def search(terms: Weighted) -> object:
        match = " OR ".join(f'"{_joined(term).encode().hex()}"' for term in terms)
        rows = database.execute(
            "SELECT doc_id FROM documents WHERE documents MATCH ? ORDER BY rank LIMIT ?", (match, _LIMIT)
        )
        return rows.fetchall()

    return search


def _tantivy(entries: Sequence[IndexEntry], folder: Path) -> Search:
    path = folder / "tantivy"
    path.mkdir()
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("doc_id", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", tokenizer_name="blanks", index_option="freq")
    schema = builder.build()
    opened = tantivy.Index(schema, path=str(path))
    blanks = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    opened.register_tokenizer("blanks", blanks)
    writer = opened.writer(heap_size=500_000_000)
    for doc_id, terms in _rows(entries):
        writer.add_document(tantivy.Document(doc_id=doc_id, text=" ".join(terms)))
    writer.commit()
    writer.wait_merging_threads()
    opened.reload()
    searcher = opened.searcher()

    def search(terms: Weighted) -> object:
        parts = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(
                    tantivy.Query.term_query(schema, "text", _joined(term), "freq"), weight
                ),
            )
            for term, weight in terms.items()
        ]
        hits = searcher.search(tantivy.Query.boolean_query(parts), limit=_LIMIT).hits
        return [searcher.doc(address)["doc_id"][0] for _, address in hits]

    return search


def _bm25s(entries: Sequence[IndexEntry], folder: Path) -> Search:
    numbers: dict[str, int] = {}
    doc_ids, rows = [], []
    for doc_id, terms in _rows(entries):
        doc_ids.append(doc_id)
        rows.append([numbers.setdefault(term, len(numbers)) for term in terms])
    engine = bm25s.BM25(k1=1.0, b=0.9)
    engine.index((rows, numbers), show_progress=False)

    def search(terms: Weighted) -> object:
        known = [term for term in map(_joined, terms) if term in numbers]
        if not known:
            return []
        found, _ = engine.retrieve([known], k=_LIMIT, show_progress=False)
        return [doc_ids[row] for row in found[0]]

    return search


_PEERS: Mapping[str, Callable[[Sequence[IndexEntry], Path], Search]] = {
    "Tantivy": _tantivy,
    "bm25s": _bm25s,
    "SQLite FTS5": _sqlite,
    "Whoosh": _whoosh,
}


def _compare(runs: Mapping[str, Sequence[Callable[[], object]]], rounds: int) -> None:
    """A line an engine: median and 95th percentile over all rounds, and the ratio to the product's median."""
    seconds: dict[str, list[list[float]]] = {name: [] for name in runs}
    for searches in runs.values():
        searches[0]()
    for _ in range(rounds):
        for name, searches in runs.items():
            seconds[name].append([_seconds(search) for search in searches])
    own = [statistics.median(taken) for taken in seconds[_PRODUCT]]
    print(f"{'':14}{'median':>10}{'95th':>10}{'ratio':>10}   (of medians; lowest and highest round)")
    for name, taken in seconds.items():
        every = sorted(second for one in taken for second in one)
        ratios = [statistics.median(one) / mine for one, mine in zip(taken, own, strict=True)]
        median, high = 1000 * statistics.median(every), 1000 * every[int(0.95 * len(every))]
        print(
            f"{name:14}{median:7.2f} ms{high:7.2f} ms"
            f"{statistics.median(ratios):10.2f}   ({min(ratios):.2f} to {max(ratios):.2f})"
        )


def _seconds(search: Callable[[], object]) -> float:
    started = time.process_time()
    search()
    return time.process_time() - started


if __name__ == "__main__":
    main()
