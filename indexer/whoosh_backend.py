"""The default search engine: Whoosh-Reloaded in one process, no server needed.

This is the only module that imports Whoosh (docs/decisions/0001-whoosh-reloaded.md). Its files are pickles:
an index is made here and read here, and never accepted from outside.
"""

import logging
import math
import os
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import fields, index, scoring
from whoosh import query as whoosh_query
from whoosh.system import pack_uint

from indexer.analysis import STREAMS, Token, analyze
from indexer.columns import Columns, Row
from indexer.generations import Generation, Generations, Manifest
from indexer.matching import AnalyzedQuery, QueryMatcher, TermSequence, analyze_query
from indexer.schema import BM25_B, BM25_K1, FIELDS, VERSION
from kb.errors import IndexMissing, IndexOutdated, SearchUnavailable
from kb.query import Query
from kb.search import IndexEntry, Ranking, SearchRequest

__all__ = ["WhooshBackend"]

log = logging.getLogger(__name__)

_COLUMNS = "columns.npz"
_WRITER_MEMORY_MB = 256

_REQUIRED_SHARE = 0.5
"""How much of the words' total weight a result must have, beyond three words. Function words weigh little,
so that a whole question still finds the one article that answers it."""


class WhooshBackend:
    """Searches the live generation under `directory`; a newly published one is picked up by itself."""

    def __init__(self, directory: Path) -> None:
        self._generations = Generations(directory)
        self._opening = threading.Lock()
        # A Whoosh reader moves about in shared files: two threads would read from each other's places.
        self._reading = threading.Lock()
        self._open: _OpenIndex | None = None

    def search(self, query: Query, request: SearchRequest) -> Ranking:
        opened = self._live()
        with self._reading, _translated_errors():
            matched, scores = opened.match(analyze_query(query))
        return opened.columns.select(matched, scores, request)

    def matcher(self, query: Query) -> QueryMatcher:
        opened = self._live()
        analyzed = analyze_query(query)
        terms = dict.fromkeys(analyzed.ranked["folded"])
        with self._reading, _translated_errors():
            return QueryMatcher(analyzed, {term: opened.weight(term) for term in terms})

    def revision(self) -> int | None:
        generation = self._generations.live()
        if generation is None or generation.manifest.schema != VERSION:
            return None
        return generation.manifest.revision

    def doc_ids(self) -> frozenset[str]:
        return frozenset(self._live().columns.doc_ids)

    @contextmanager
    def update(self, revision: int) -> Iterator["_Batch"]:
        live = self._live()
        with self._generations.translated_errors():
            path = self._generations.begin()
            _link_segments(live.path, path)
            with self._batch(index.open_dir(path), live.columns.rows()) as batch:
                yield batch
            self._publish(path, batch.rows, revision)

    @contextmanager
    def rebuild(self, revision: int) -> Iterator["_Batch"]:
        with self._generations.translated_errors():
            path = self._generations.begin()
            with self._batch(index.create_in(path, _whoosh_schema()), ()) as batch:
                yield batch
            self._publish(path, batch.rows, revision)

    def close(self) -> None:
        if self._open:
            self._open.close()
            self._open = None

    @contextmanager
    def _batch(self, opened: Any, rows: Iterable[Row]) -> Iterator["_Batch"]:
        """A batch that is committed when the block ends and leaves nothing behind when it raises."""
        writer = opened.writer(limitmb=_WRITER_MEMORY_MB)
        try:
            yield _Batch(writer, {row.doc_id: row for row in rows})
        except BaseException:
            writer.cancel()
            raise
        writer.commit()

    def _publish(self, path: Path, rows: Mapping[str, Row], revision: int) -> None:
        columns = Columns(rows.values())
        columns.save(path / _COLUMNS)
        _OpenIndex(path, "check").close()
        self._generations.publish(path, Manifest(VERSION, revision, len(columns)))
        log.info("index %s stands for revision %d with %d documents", path.name, revision, len(columns))

    def _live(self) -> "_OpenIndex":
        """The live generation, opened; opened again when another one has been published."""
        name = self._generations.live_name()
        opened = self._open
        if opened and opened.name == name:
            return opened
        with self._opening:
            if self._open is None or self._open.name != name:
                # The one before is left to the garbage collector: a search may still be reading it.
                self._open = _open_generation(self._generations.live())
            return self._open


def _open_generation(generation: Generation | None) -> "_OpenIndex":
    if generation is None:
        raise IndexMissing(reason="no live generation")
    if generation.manifest.schema != VERSION:
        raise IndexOutdated(reason="schema", found=generation.manifest.schema, supported=VERSION)
    with _translated_errors():
        return _OpenIndex(generation.path, generation.name)


@contextmanager
def _translated_errors() -> Iterator[None]:
    # Whoosh documents no common base of its exceptions, and damaged files surface as any built-in one.
    try:
        yield
    except Exception as error:
        raise SearchUnavailable(reason=f"{type(error).__name__}: {error}") from error


class _Terms(fields.TEXT):  # type: ignore[misc]
    """A field that takes the tokens of our own chain as they are; nothing is analysed a second time."""

    def index(self, value: Sequence[Token], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        positions = defaultdict(list)
        for token in value:
            positions[token.term].append(token.position)
        has_positions = self.format.supports("positions")
        for term, places in positions.items():
            count = len(places)
            posting = self.format.encode(places) if has_positions else pack_uint(count)
            yield term.encode(), count, float(count), posting


def _whoosh_schema() -> fields.Schema:
    schema = fields.Schema(doc_id=fields.ID(unique=True, stored=True))
    for field in FIELDS:
        schema.add(field.name, _Terms(phrase=field.has_positions))
    return schema


def _link_segments(source: Path, target: Path) -> None:
    """Share the live generation's files: segments never change, so a link is a copy that costs nothing."""
    for path in source.iterdir():
        if path.suffix in (".seg", ".toc") or path.name.startswith("_MAIN"):
            os.link(path, target / path.name)


class _Batch:
    """Documents on their way into one generation."""

    def __init__(self, writer: Any, rows: dict[str, Row]) -> None:
        self._writer = writer
        self.rows = rows

    def put(self, entries: Iterable[IndexEntry]) -> None:
        for entry in entries:
            if entry.doc_id in self.rows:
                self._writer.delete_by_term("doc_id", entry.doc_id)
            self._writer.add_document(doc_id=entry.doc_id, **_terms_by_field(entry))
            self.rows[entry.doc_id] = Row.of(entry)

    def delete(self, doc_ids: Iterable[str]) -> None:
        for doc_id in doc_ids:
            if self.rows.pop(doc_id, None):
                self._writer.delete_by_term("doc_id", doc_id)


def _terms_by_field(entry: IndexEntry) -> dict[str, list[Token]]:
    parts = {"title": analyze(entry.title, STREAMS), "text": analyze(entry.text, STREAMS)}
    return {
        field.name: parts[field.part][field.stream] for field in FIELDS if parts[field.part][field.stream]
    }


class _OpenIndex:
    """One generation, open for reading. Row numbers are those of its columns."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        self.columns = Columns.load(path / _COLUMNS)
        self._searcher = index.open_dir(path).searcher(weighting=scoring.BM25F(B=BM25_B, K1=BM25_K1))
        self._rows = self._row_numbers()

    def close(self) -> None:
        self._searcher.close()

    def weight(self, term: str) -> float:
        """Inverse document frequency of an unmarked syllable; 0 when no document has it."""
        count = len(self._with_term(term))
        return math.log(1 + len(self.columns) / count) if count else 0.0

    def match(self, analyzed: AnalyzedQuery) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
        """Which rows match, and every row's score."""
        matched = self._with_enough(analyzed.required)
        for sequence in analyzed.phrases:
            matched &= self._with_sequence(sequence)
        for alternatives in analyzed.any_of:
            matched &= np.logical_or.reduce([self._with_sequence(sequence) for sequence in alternatives])
        for sequence in analyzed.excluded:
            matched &= ~self._with_sequence(sequence)
        return matched, self._scores(analyzed.ranked)

    def _row_numbers(self) -> NDArray[np.int64]:
        """Whoosh's document number → row; raises ValueError when the two do not hold the same documents."""
        reader = self._searcher.reader()
        rows = {doc_id: row for row, doc_id in enumerate(self.columns.doc_ids)}
        numbers = np.full(reader.doc_count_all(), -1, dtype=np.int64)
        for number, stored in reader.iter_docs():
            numbers[number] = rows[stored["doc_id"]]
        if reader.doc_count() != len(rows):
            raise ValueError(f"{reader.doc_count()} documents indexed, {len(rows)} in the columns")
        return numbers

    def _with_enough(self, terms: Sequence[str]) -> NDArray[np.bool_]:
        """Rows that have enough of the terms; terms that no document has are not asked for."""
        if not terms:
            return np.ones(len(self.columns), dtype=bool)
        weights = {term: self.weight(term) for term in terms}
        known = [term for term in terms if weights[term]]
        found = np.zeros(len(self.columns))
        for term in known:
            found[self._with_term(term)] += 1.0 if len(known) <= 3 else weights[term]
        if len(known) <= 3:
            return (found >= len(known)) if known else np.zeros(len(self.columns), dtype=bool)
        return found >= _REQUIRED_SHARE * sum(weights[term] for term in known)

    def _with_term(self, term: str) -> NDArray[np.int64]:
        return self._rows_of(
            whoosh_query.Or([whoosh_query.Term(f"{part}_folded", term) for part in ("title", "text")])
        )

    def _with_sequence(self, sequence: TermSequence) -> NDArray[np.bool_]:
        flags = np.zeros(len(self.columns), dtype=bool)
        for part in ("title", "text"):
            flags[self._rows_of(whoosh_query.Phrase(f"{part}_{sequence.stream}", list(sequence.terms)))] = (
                True
            )
        return flags

    def _rows_of(self, query: Any) -> NDArray[np.int64]:
        numbers = np.fromiter(self._searcher.docs_for_query(query), dtype=np.int64)
        return self._rows[numbers]

    def _scores(self, ranked: Mapping[str, Sequence[str]]) -> NDArray[np.float64]:
        scores = np.zeros(len(self.columns))
        terms = [
            whoosh_query.Term(field.name, term, boost=field.weight)
            for field in FIELDS
            for term in ranked[field.stream]
        ]
        if terms:
            results = self._searcher.search(whoosh_query.Or(terms), limit=None)
            for score, number in results.top_n:
                scores[self._rows[number]] = score
        return scores
