"""The default search engine, inside the process: ranking on arrays, phrases by Whoosh, no server needed.

Which part answers what is decided here alone. Words are ranked and counted on the postings of the segments;
a sequence of two syllables or more is looked up in Whoosh, and where it was typed with marks every marked
pair of it must also be among the postings. A single syllable is found alike on either way.
"""

import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice, pairwise, takewhile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.analyst import in_order
from indexer.columns import Columns, Row
from indexer.generations import Generation, Generations, Manifest
from indexer.highlighting import QueryMatcher
from indexer.lexicon import Lexicon
from indexer.matching import AnalyzedQuery, OtherName, TermSequence, Word, analyze_query
from indexer.rarity import known_words, name_weight, syllable_weights
from indexer.schema import ALL_REQUIRED, LEAST_SCORE, LEAST_SHARE, VERSION
from indexer.scoring import Scorer
from indexer.segments import Segment, build_segment, merge_segments
from indexer.vocabulary import Entry, merge_vocabularies
from kb.errors import IndexMissing, IndexOutdated, SearchUnavailable
from kb.query import Query
from kb.search import IndexEntry, Ranking, SearchRequest

__all__ = ["EmbeddedBackend"]

log = logging.getLogger(__name__)

_COLUMNS = "columns.npz"

_SEGMENT_SIZE = 4096
"""Documents a segment: some 250 MB while it is built."""

_MAX_SMALL_SEGMENTS = 8
"""Updates leave small segments behind; beyond this many they are merged into one."""

Flags = NDArray[np.bool_]
Scores = NDArray[np.float64]


class EmbeddedBackend:
    """Searches the live generation under `directory`; a newly published one is picked up by itself."""

    def __init__(self, directory: Path, jobs: int = 1) -> None:
        self._generations = Generations(directory)
        self._jobs = jobs
        self._opening = threading.Lock()
        self._open: _OpenIndex | None = None

    def search(self, query: Query, request: SearchRequest) -> Ranking:
        opened = self._live()
        with _translated_errors():
            return opened.columns.select(*opened.match(analyze_query(query)), request)

    def matcher(self, query: Query) -> QueryMatcher:
        analyzed = analyze_query(query)
        return QueryMatcher(analyzed, self._live().weights(analyzed))

    def lexicon(self) -> Lexicon:
        return self._live().lexicon

    def revision(self) -> int | None:
        generation = self._generations.live()
        if generation is None or generation.manifest.version != VERSION:
            return None
        return generation.manifest.revision

    def doc_ids(self) -> frozenset[str]:
        return frozenset(self._live().columns.live_ids())

    @contextmanager
    def update(self, revision: int) -> Iterator["_Batch"]:
        live = self._live()
        with self._generations.translated_errors(), self._generations.begin() as path:
            batch = _Batch(self._generations, self._jobs)
            yield batch
            gone = batch.deleted | {row.doc_id for row in batch.rows}
            columns = live.columns.without(gone).extended(batch.rows)
            self._publish(path, [*self._merged(live.segments), *batch.segments], columns, revision)

    @contextmanager
    def rebuild(self, revision: int) -> Iterator["_Batch"]:
        with self._generations.translated_errors(), self._generations.begin() as path:
            batch = _Batch(self._generations, self._jobs)
            yield batch
            self._publish(path, batch.segments, Columns.of(batch.rows), revision)

    def close(self) -> None:
        if self._open:
            self._open.close()
            self._open = None

    def _merged(self, segments: Sequence[Segment]) -> list[str]:
        """The names of the segments, small ones at the end made into one when they have become many."""
        names = [segment.name for segment in segments]
        small = len([*takewhile(lambda segment: len(segment) < _SEGMENT_SIZE // 2, reversed(segments))])
        if small <= _MAX_SMALL_SEGMENTS:
            return names
        path = self._generations.new_segment()
        merge_segments(path, segments[-small:])
        return [*names[:-small], path.name]

    def _publish(self, path: Path, segments: Sequence[str], columns: Columns, revision: int) -> None:
        columns.save(path / _COLUMNS)
        manifest = Manifest(VERSION, revision, len(columns.live_ids()), tuple(segments))
        _OpenIndex(Generation(path, manifest), self._generations).close()
        self._generations.publish(path, manifest)
        log.info("index %s: revision %d, %d documents", path.name, revision, manifest.documents)

    def _live(self) -> "_OpenIndex":
        """The live generation, opened; opened again when another one has been published."""
        name = self._generations.live_name()
        opened = self._open
        if opened and opened.name == name:
            return opened
        with self._opening:
            if self._open is None or self._open.name != name:
                # The one before is left to the garbage collector: a search may still be reading it.
                self._open = self._open_live()
            return self._open

    def _open_live(self) -> "_OpenIndex":
        generation = self._generations.live()
        if generation is None:
            raise IndexMissing(reason="no live generation")
        if generation.manifest.version != VERSION:
            raise IndexOutdated(reason="version", found=generation.manifest.version, supported=VERSION)
        with _translated_errors():
            return _OpenIndex(generation, self._generations)


@contextmanager
def _translated_errors() -> Iterator[None]:
    # Whoosh documents no common base of its exceptions, and damaged files surface as any built-in one.
    try:
        yield
    except Exception as error:
        raise SearchUnavailable(reason=f"{type(error).__name__}: {error}") from error


class _Batch:
    """Documents on their way into one generation: new segments, their rows, and what is deleted."""

    def __init__(self, generations: Generations, jobs: int) -> None:
        self._generations = generations
        self._jobs = jobs
        self.segments: list[str] = []
        self.rows: list[Row] = []
        self.deleted: set[str] = set()

    def put(self, entries: Iterable[IndexEntry]) -> None:
        chunks = ((self._generations.new_segment(), chunk) for chunk in _chunks(entries))
        for (path, chunk), _ in in_order(_build, chunks, self._jobs):
            self.segments.append(path.name)
            self.rows += map(Row.of, chunk)

    def delete(self, doc_ids: Iterable[str]) -> None:
        self.deleted |= set(doc_ids)


def _chunks(entries: Iterable[IndexEntry]) -> Iterator[list[IndexEntry]]:
    entries = iter(entries)
    while chunk := list(islice(entries, _SEGMENT_SIZE)):
        yield chunk


def _build(task: tuple[Path, list[IndexEntry]]) -> int:
    return build_segment(*task)


class _OpenIndex:
    """One generation, open for reading. Rows count through its segments in order."""

    def __init__(self, generation: Generation, generations: Generations) -> None:
        self.name = generation.name
        self.columns = Columns.load(generation.path / _COLUMNS)
        self.segments = [
            Segment.open(generations.segment_path(name)) for name in generation.manifest.segments
        ]
        self._scorer = Scorer([segment.postings for segment in self.segments])
        self.lexicon = Lexicon(self._scorer, self._read_vocabulary)
        # A Whoosh reader moves about in shared files: two threads would read from each other's places.
        self._reading = threading.Lock()
        if len(self._scorer) != len(self.columns):
            raise ValueError(f"{len(self._scorer)} documents in segments, {len(self.columns)} in columns")

    def close(self) -> None:
        for segment in self.segments:
            segment.close()

    def _read_vocabulary(self) -> dict[str, Entry]:
        try:
            return merge_vocabularies([segment.vocabulary() for segment in self.segments])
        except (OSError, ValueError) as error:
            raise SearchUnavailable(reason=f"{type(error).__name__}: {error}") from error

    def weights(self, analyzed: AnalyzedQuery) -> dict[str, float]:
        """How much each unmarked syllable says; 0 for one that no document has, by any name."""
        return syllable_weights(self._scorer, analyzed)

    def match(self, analyzed: AnalyzedQuery) -> tuple[Flags, Scores]:
        """Which rows match, and every row's score."""
        scores = self._score(analyzed)
        matched = self._with_enough(analyzed.required, scores) & self.columns.is_live
        for sequence in analyzed.phrases:
            matched &= self._with_sequence(sequence)
        for alternatives in analyzed.any_of:
            matched &= np.logical_or.reduce([self._with_sequence(sequence) for sequence in alternatives])
        for sequence in analyzed.excluded:
            matched &= ~self._with_sequence(sequence)
        return matched, scores

    def _score(self, analyzed: AnalyzedQuery) -> Scores:
        """Every row's score; of the names of one thing the one that scores best counts, not all of them."""
        scores = self._scorer.score(analyzed.ranked, analyzed.sharpness)
        for names in analyzed.names:
            scores += np.maximum(
                np.maximum.reduce([self._gain(name, analyzed.sharpness) for name in names]), 0
            )
        return scores

    def _gain(self, name: OtherName, sharpness: float) -> Scores:
        """What a row would score more, had the words been typed as `name` and were worth no more than now."""
        gained, lost = (self._scorer.score(terms, sharpness) for terms in (name.gained, name.lost))
        return name_weight(self._scorer, name) * gained - lost

    def _with_enough(self, required: Sequence[Word], scores: Scores) -> Flags:
        """Rows that match the plain words well enough to be called results.

        One or two words must all be found, if any row has them. Of more, enough to score a share of the best:
        function words score little, so that a whole question still finds the one article that answers it.
        """
        if not required:
            return np.ones(len(self.columns), dtype=bool)
        known = known_words(self._scorer, required)
        if 0 < len(known) <= ALL_REQUIRED:
            has_all = np.logical_and.reduce([self._with_word(word) for word in known])
            if has_all.any():
                return np.asarray(has_all)
        return scores >= max(LEAST_SHARE * float(scores.max(initial=0.0)), LEAST_SCORE)

    def _with_word(self, word: Word) -> Flags:
        """Rows with a typed syllable, or with another name for what it is part of."""
        flags = self._scorer.sums(dict.fromkeys(word.forms, 1.0)) > 0
        for held in word.names:
            flags |= self._scorer.sums(dict.fromkeys(held, 1.0)) > len(held) - 0.5
        return flags

    def _with_sequence(self, sequence: TermSequence) -> Flags:
        """Rows in which the terms follow one another."""
        if len(sequence.terms) == 1:
            return self._scorer.sums({(sequence.stream, sequence.terms[0]): 1.0}) > 0
        flags = self._with_phrase(sequence.folded)
        if sequence.stream == "syllables":
            pairs = {("pairs", f"{first}_{second}"): 1.0 for first, second in pairwise(sequence.terms)}
            flags &= self._scorer.sums(pairs) > len(pairs) - 0.5
        return flags

    def _with_phrase(self, folded: Sequence[str]) -> Flags:
        flags = np.zeros(len(self.columns), dtype=bool)
        base = 0
        with self._reading:
            for segment in self.segments:
                flags[base + segment.whoosh.with_sequence(folded)] = True
                base += len(segment)
        return flags
