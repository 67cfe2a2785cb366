"""The search engine for more than one machine: an index on an OpenSearch cluster.

The cluster holds the terms that our own chain makes, and adds up scores; which terms count how much is
decided here, as for the embedded engine, from document counts of the whole index (docs/cluster.md).
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from indexer.highlighting import QueryMatcher
from indexer.lexicon import Lexicon
from indexer.matching import analyze_query
from indexer.opensearch_client import Cluster
from indexer.opensearch_mapping import VERSION, document_key
from indexer.opensearch_query import MAX_WINDOW, Clause, RankedQuery, page_body
from indexer.opensearch_statistics import Statistics, find_routings
from indexer.opensearch_versions import IndexVersions, LiveIndex
from indexer.opensearch_vocabulary import ClusterVocabulary
from indexer.opensearch_writer import SAMPLE, Batch
from indexer.rarity import syllable_weights
from indexer.schema import LEAST_SCORE, LEAST_SHARE
from kb.errors import ClusterSlow, DocumentsRejected, IndexMissing, IndexOutdated
from kb.query import Query
from kb.search import FACETS, Ranking, SearchRequest
from kb.settings import ClusterSettings

__all__ = ["OpenSearchBackend"]

log = logging.getLogger(__name__)

R = TypeVar("R")

_GROWTH = 2
"""An index that has grown so many times over is built anew: its mean length was that of a smaller one."""

_MAX_REMEMBERED = 500


class OpenSearchBackend:
    """Searches the live index on a cluster; one published elsewhere is picked up by itself."""

    def __init__(self, settings: ClusterSettings, jobs: int = 1) -> None:
        self._cluster = Cluster(settings)
        self._versions = IndexVersions(self._cluster)
        self._vocabulary = ClusterVocabulary(self._cluster)
        self._routings: dict[str, list[str]] = {}
        self._jobs = jobs
        self._opening = threading.Lock()
        self._open: _OpenIndex | None = None

    def search(self, query: Query, request: SearchRequest) -> Ranking:
        return self._answer(lambda opened: opened.search(query, request))

    def matcher(self, query: Query) -> QueryMatcher:
        analyzed = analyze_query(query)
        return self._answer(
            lambda opened: QueryMatcher(analyzed, syllable_weights(opened.statistics, analyzed))
        )

    def lexicon(self) -> Lexicon:
        return self._live().lexicon

    def revision(self) -> int | None:
        live = self._versions.live()
        return live.meta.revision if live else None

    def doc_ids(self) -> frozenset[str]:
        return self._answer(lambda opened: frozenset(opened.doc_ids()))

    @contextmanager
    def update(self, revision: int) -> Iterator[Batch]:
        """Documents sent before an error stay unseen until the next batch, which sends what changed again."""
        live = self._live().index
        self._require_like_size(live)
        batch = Batch(self._cluster, live, revision, self._jobs, is_new=False)
        yield batch
        self._versions.refresh(live)
        self._finish(live, revision)
        self._report(batch)

    @contextmanager
    def rebuild(self, revision: int) -> Iterator[Batch]:
        """An interrupted build is gone on with, when its documents are of the same or an earlier revision."""
        index, is_begun = self._versions.begin(revision)
        batch = Batch(self._cluster, index, revision, self._jobs, is_new=not is_begun)
        yield batch
        self._versions.refresh(index)
        if is_begun:
            self._delete_unmet(index, batch)
        self._versions.publish(self._finish(index, revision))
        log.info("index %s: revision %d", index.name, revision)
        self._report(batch)

    def close(self) -> None:
        self._cluster.close()

    def _require_like_size(self, live: LiveIndex) -> None:
        if self._versions.size(live) > _GROWTH * live.meta.built + SAMPLE:
            raise IndexOutdated(reason="grown", found=live.meta.version, supported=VERSION)

    def _finish(self, index: LiveIndex, revision: int) -> LiveIndex:
        """Note what an index now stands for, and its size when it was first filled."""
        built = index.meta.built or self._versions.size(index)
        return self._versions.note(index, revision=revision, built=built)

    def _delete_unmet(self, index: LiveIndex, batch: Batch) -> None:
        keys = (document_key(doc_id) for doc_id in self._open_index(index).doc_ids())
        batch.delete_keys([key for key in keys if key not in batch.met])
        self._versions.refresh(index)

    def _report(self, batch: Batch) -> None:
        if batch.rejected:
            raise DocumentsRejected(reasons=batch.rejected)

    def _answer(self, ask: Callable[["_OpenIndex"], R]) -> R:
        """Ask the live index; once more when it was replaced in between."""
        try:
            return ask(self._live())
        except IndexMissing:
            return ask(self._live())

    def _live(self) -> "_OpenIndex":
        live = self._versions.live()
        if live is None:
            if self._versions.is_outdated():
                raise IndexOutdated(reason="version", found="another", supported=VERSION)
            raise IndexMissing(reason="no live index")
        with self._opening:
            if self._open is None or self._open.index != live:
                self._open = self._open_index(live)
            return self._open

    def _open_index(self, index: LiveIndex) -> "_OpenIndex":
        if index.name not in self._routings:
            self._routings = {index.name: find_routings(self._cluster, index.name)}
        return _OpenIndex(self._cluster, index, self._routings[index.name], self._vocabulary)


class _OpenIndex:
    """One index at one revision: what was asked of it is remembered as long as it stays so."""

    def __init__(
        self, cluster: Cluster, index: LiveIndex, routings: Sequence[str], vocabulary: ClusterVocabulary
    ) -> None:
        self.index = index
        self._cluster = cluster
        self.statistics = Statistics(cluster, index.name, routings)
        self.lexicon = Lexicon(self.statistics, lambda: vocabulary.read(index.name))
        self._best: dict[str, float] = {}

    def search(self, query: Query, request: SearchRequest) -> Ranking:
        """One or two plain words must all be found, if any document has them; of more, enough for a score."""
        ranked = RankedQuery(analyze_query(query), self.statistics)
        if words := ranked.all_words():
            ranking = self._page(page_body(ranked.matched(words), request, None), request)
            if ranking.total or self._has_any(words):
                return ranking
        least = self._least_score(ranked) if ranked.has_required else None
        return self._page(page_body(ranked.matched(), request, least), request)

    def doc_ids(self) -> Iterator[str]:
        """The ids of all documents, in order."""
        body: Clause = {"size": MAX_WINDOW, "sort": ["doc_id"], "_source": False, "track_total_hits": False}
        while hits := self._ask(body)["hits"]["hits"]:
            yield from (hit["sort"][0] for hit in hits)
            body = {**body, "search_after": hits[-1]["sort"]}

    def _least_score(self, ranked: RankedQuery) -> float:
        """Below this a document is no result: a share of the best score any document has."""
        query = ranked.scored()
        key = str(query)
        if key not in self._best:
            if len(self._best) >= _MAX_REMEMBERED:
                self._best = {}
            found = self._ask({"query": query, "size": 1, "track_total_hits": False, "_source": False})
            self._best[key] = found["hits"]["max_score"] or 0.0
        return max(LEAST_SHARE * self._best[key], LEAST_SCORE)

    def _has_any(self, conditions: list[Clause]) -> bool:
        body = {"query": {"bool": {"filter": conditions}}, "size": 0, "terminate_after": 1}
        return bool(self._ask(body)["hits"]["total"]["value"])

    def _page(self, body: Clause, request: SearchRequest) -> Ranking:
        size = request.page_size
        place = self._walk_to(body, (request.page - 1) * size, size)
        answer = self._ask({**body, **place, "size": size})
        return Ranking(
            hits=tuple((hit["sort"][-1], float(hit["_score"])) for hit in answer["hits"]["hits"]),
            total=answer["hits"]["total"]["value"],
            facets={
                facet: {
                    bucket["key"]: bucket["doc_count"]
                    for bucket in answer["aggregations"][facet]["values"]["buckets"]
                }
                for facet in FACETS
            },
        )

    def _walk_to(self, body: Clause, first: int, size: int) -> Clause:
        """What brings a search to documents from `first` on, counted from 0: by number, or in long steps."""
        if first + size <= MAX_WINDOW:
            return {"from": first}
        place: Clause = {}
        walk = {**body, "aggs": {}, "track_total_hits": False}
        while first and (
            hits := self._ask({**walk, **place, "size": min(first, MAX_WINDOW)})["hits"]["hits"]
        ):
            place = {"search_after": hits[-1]["sort"]}
            first -= len(hits)
        return place

    def _ask(self, body: Clause) -> dict[str, Any]:
        """A search of every part of the index, or an error: never of some parts only."""
        with self._cluster.translated_errors():
            answer: dict[str, Any] = self._cluster.client.search(
                index=self.index.name, body=body, params={"allow_partial_search_results": "false"}
            )
        if answer["timed_out"]:
            raise self._cluster.failure(ClusterSlow, "timed out")
        return answer
