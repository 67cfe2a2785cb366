"""How rare terms are in a whole index on a cluster."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.matching import Term
from indexer.opensearch_client import Cluster
from indexer.opensearch_mapping import indexed_term
from indexer.rarity import bm25_idf
from kb.errors import ClusterUnavailable

__all__ = ["Statistics", "find_routings"]

_MAX_REMEMBERED = 200_000
_COUNTED_STREAM = "syllables"
"""Every document with any words has some of these."""

_ANY_TERM = "0"


def find_routings(cluster: Cluster, index: str) -> list[str]:
    """For each shard of an index a routing value that leads to it."""
    client = cluster.client
    with cluster.translated_errors():
        settings = client.indices.get_settings(index=index, local=True)[index]["settings"]["index"]
        found: dict[int, str] = {}
        for number in count():
            answer = client.search_shards(index=index, routing=str(number), local=True)
            found.setdefault(answer["shards"][0][0]["shard"], str(number))
            if len(found) == int(settings["number_of_shards"]):
                break
    return list(found.values())


class Statistics:
    """Document counts of terms, asked of every shard and remembered: one index at one revision.

    Deleted documents count until their segment is merged, as in the embedded engine.
    """

    def __init__(self, cluster: Cluster, index: str, routings: Sequence[str]) -> None:
        self._cluster = cluster
        self._index = index
        self._routings = routings
        self._counts: dict[Term, int] = {}
        self._size = 0

    def documents(self, terms: Sequence[Term]) -> list[int]:
        """In how many documents each of the distinct terms is."""
        terms = [(stream, indexed_term(term)) for stream, term in terms]
        if len(self._counts) > _MAX_REMEMBERED:
            self._counts = {}
        counts = self._counts
        if unknown := {term for term in terms if term not in counts}:
            counts |= self._ask(unknown)
        return [counts[term] for term in terms]

    def idf(self, terms: Sequence[Term]) -> NDArray[np.float64]:
        """How rare each term is; 0 for one that no document has."""
        counts = np.array(self.documents(terms), dtype=np.int64)
        return np.where(counts > 0, bm25_idf(self._size, counts), 0.0)

    def _ask(self, terms: Iterable[Term]) -> dict[Term, int]:
        """Term vectors of a made-up document of these terms tell how many documents of a shard have each."""
        made_up: dict[str, str] = {_COUNTED_STREAM: _ANY_TERM}
        for stream, term in terms:
            made_up[stream] = f"{made_up.get(stream, '')} {term}"
        requests = [self._request(made_up, routing) for routing in self._routings]
        with self._cluster.translated_errors():
            answers = self._cluster.client.mtermvectors(body={"docs": requests})["docs"]
        if failures := [answer["error"] for answer in answers if "error" in answer]:
            raise self._cluster.failure(ClusterUnavailable, str(failures[0]))
        shards = [answer["term_vectors"] for answer in answers]
        self._size = sum(shard[_COUNTED_STREAM]["field_statistics"]["doc_count"] for shard in shards)
        return {term: sum(_count(shard, term) for shard in shards) for term in terms}

    def _request(self, made_up: Mapping[str, str], routing: str) -> dict[str, Any]:
        return {
            "_index": self._index,
            "routing": routing,
            "doc": made_up,
            "term_statistics": True,
            "positions": False,
            "offsets": False,
            "payloads": False,
        }


def _count(shard: Mapping[str, Any], term: Term) -> int:
    stream, text = term
    found: int = shard[stream]["terms"].get(text, {}).get("doc_freq", 0)
    return found
