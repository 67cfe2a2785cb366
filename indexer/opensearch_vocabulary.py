"""The words of an index on a cluster, counted anew now and then."""

import time
from collections.abc import Mapping

from indexer.normalize import normalize_syllable
from indexer.opensearch_client import Cluster
from indexer.vocabulary import Entry

__all__ = ["ClusterVocabulary"]

_MOST_WORDS = 50_000
"""The most frequent ones; what is rarer in so many documents is mostly slips."""

_SHARE_OF_TIME = 0.02
"""That counting may take: a small index is counted at every change, a large one every few minutes."""


class ClusterVocabulary:
    """Counts words when asked, unless they were counted a little while ago."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._entries: Mapping[str, Entry] = {}
        self._index = ""
        self._next = 0.0

    def read(self, index: str) -> Mapping[str, Entry]:
        """In how many documents of an index each word is, and how it is mostly written, by index form."""
        if index != self._index or time.monotonic() >= self._next:
            started = time.monotonic()
            self._entries, self._index = self._count(index), index
            taken = time.monotonic() - started
            self._next = started + taken / _SHARE_OF_TIME if taken > 1 else 0.0
        return self._entries

    def _count(self, index: str) -> dict[str, Entry]:
        words = {"terms": {"field": "written", "size": _MOST_WORDS}}
        with self._cluster.translated_errors():
            answer = self._cluster.client.search(
                index=index,
                body={"size": 0, "track_total_hits": False, "aggs": {"words": words}},
                params={"allow_partial_search_results": "false"},
            )
        entries: dict[str, Entry] = {}
        for bucket in answer["aggregations"]["words"]["buckets"]:
            written, documents = bucket["key"], bucket["doc_count"]
            form = normalize_syllable(written)
            known = entries.get(form, Entry(0, written))
            entries[form] = Entry(known.documents + documents, known.written)
        return entries
