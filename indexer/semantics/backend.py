"""A search engine whose best results are put in order by their words and by their meaning."""

import logging
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

import numpy as np

from indexer.normalize import fold_diacritics
from indexer.semantics.encoder import Encoder
from indexer.semantics.vectors import VectorStore
from kb.errors import DataError
from kb.query import Phrase, Query, Words
from kb.search import IndexWriter, Lexicon, Ranking, SearchBackend, SearchRequest, TextMatcher
from kb.spelling import restore_marks

__all__ = ["SemanticBackend"]

log = logging.getLogger(__name__)

_DEPTH = 50
"""So many of the best results by words are put in order anew."""

_WEIGHT = 6.0
"""What a cosine of 1 counts, where the best score by words counts 1. Cosines of this encoder differ by some
hundredths. Measured in docs/search.md."""

Hits = Sequence[tuple[str, float]]


class SemanticBackend:
    """`backend` with the meaning of passages mixed in; all but the order of results is as it answers."""

    def __init__(self, backend: SearchBackend, vectors: VectorStore, encoder: Encoder) -> None:
        self._backend = backend
        self._vectors = vectors
        self._encoder = encoder

    def search(self, query: Query, request: SearchRequest) -> Ranking:
        first, last = (request.page - 1) * request.page_size, request.page * request.page_size
        text = _asked(query)
        if request.sort != "relevance" or first >= _DEPTH or not text:
            return self._backend.search(query, request)
        whole = replace(request, page=1, page_size=max(last, _DEPTH))
        ranking = self._backend.search(query, whole)
        hits = [*self._reordered(text, ranking.hits[:_DEPTH]), *ranking.hits[_DEPTH:]]
        return replace(ranking, hits=tuple(hits[first:last]))

    def matcher(self, query: Query) -> TextMatcher:
        return self._backend.matcher(query)

    def lexicon(self) -> Lexicon:
        return self._backend.lexicon()

    def update(self, revision: int) -> AbstractContextManager[IndexWriter]:
        return self._backend.update(revision)

    def rebuild(self, revision: int) -> AbstractContextManager[IndexWriter]:
        return self._backend.rebuild(revision)

    def revision(self) -> int | None:
        return self._backend.revision()

    def doc_ids(self) -> frozenset[str]:
        return self._backend.doc_ids()

    def close(self) -> None:
        self._backend.close()

    def _reordered(self, text: str, hits: Hits) -> Hits:
        """The hits by a weighted sum of both scores; one without vectors counts as the average of the others.

        What is added is never negative, so that they stay above all hits that are left as they were.
        """
        cosines = self._cosines(text, [doc_id for doc_id, _ in hits])
        if not cosines:
            return hits
        least, mean = min(cosines.values()), float(np.mean([*cosines.values()]))
        scale = _WEIGHT * hits[0][1]
        scored = [(doc_id, score + scale * (cosines.get(doc_id, mean) - least)) for doc_id, score in hits]
        return sorted(scored, key=lambda hit: -hit[1])

    def _cosines(self, text: str, doc_ids: Sequence[str]) -> dict[str, float]:
        """How near the best passage of each document is to the text, for documents that have vectors."""
        try:
            vectors = self._vectors.get(doc_ids)
        except DataError:
            log.exception("results are in the order of their words alone")
            return {}
        if not vectors:
            return {}
        asked = self._encoder.encode_query(self._with_marks(text))
        return {doc_id: float((passages @ asked).max()) for doc_id, passages in vectors.items()}

    def _with_marks(self, text: str) -> str:
        """The encoder knows too little of words without marks."""
        is_unmarked = text == fold_diacritics(text)
        return restore_marks(text, self._backend.lexicon()) if is_unmarked else text


def _asked(query: Query) -> str:
    """The words of a query in the order they were typed, without what is excluded."""
    return " ".join(clause.text for clause in query.clauses if isinstance(clause, Words | Phrase))
