"""The indices of one knowledge base on a cluster: one that is live, and perhaps one that is being built.

Indices are numbered (kb-000007); the alias (kb) names the live one, and is moved in one step. What an index
stands for is kept in it: the fingerprint of what made it, the store revision, and the length that scores are
made for.
"""

import re
from dataclasses import asdict, dataclass, replace
from typing import Any

from opensearchpy.exceptions import NotFoundError

from indexer.opensearch_client import Cluster
from indexer.opensearch_mapping import VERSION, index_body
from kb.errors import ClusterUnavailable

__all__ = ["IndexVersions", "LiveIndex", "Meta", "writer_alias"]

_NUMBERED = re.compile(r".*-(\d{6,})")


@dataclass(frozen=True, slots=True)
class Meta:
    """What an index says of itself.

    `revision`: of the store that it stands for, or will when it is built. `mean`: the length scores are made
    for; None as long as there are no documents. `built`: how many documents that length was found with.
    """

    version: str
    revision: int
    mean: float | None = None
    built: int = 0


@dataclass(frozen=True, slots=True)
class LiveIndex:
    """An index and what it said of itself when asked."""

    name: str
    meta: Meta


class IndexVersions:
    """Finds, begins and publishes indices."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._alias = cluster.settings.index

    def live(self) -> LiveIndex | None:
        """The index that the alias names, as any node knows it; None when there is none."""
        with self._cluster.translated_errors():
            return next(iter(self._indices(self._alias)), None)

    def begin(self, revision: int) -> tuple[LiveIndex, bool]:
        """An index to build in, and whether it was begun before: an interrupted build goes on."""
        with self._cluster.translated_errors():
            live = self._number(self.live())
            indices = [each for each in self._indices(f"{self._alias}-*") if self._number(each) > live]
            for index in indices:
                if (
                    index.meta.version == VERSION
                    and index.meta.revision <= revision
                    and self._is_whole(index)
                ):
                    return index, True
            number = max(map(self._number, indices), default=live) + 1
            return self._create(f"{self._alias}-{number:06}", Meta(VERSION, revision)), False

    def note(self, index: LiveIndex, **changes: Any) -> LiveIndex:
        """Write down what has become known of an index. Its revision never goes back."""
        with self._cluster.translated_errors():
            now = next(iter(self._indices(index.name)), index)
            meta = replace(now.meta, **changes)
            meta = replace(meta, revision=max(meta.revision, now.meta.revision))
            self._cluster.patient.indices.put_mapping(index=index.name, body={"_meta": asdict(meta)})
        return LiveIndex(index.name, meta)

    def size(self, index: LiveIndex) -> int:
        """How many documents of an index can be found."""
        with self._cluster.translated_errors():
            count: int = self._cluster.patient.count(index=index.name)["count"]
        return count

    def refresh(self, index: LiveIndex) -> None:
        """Let searches see what was written to an index."""
        with self._cluster.translated_errors():
            shards = self._cluster.patient.indices.refresh(index=index.name)["_shards"]
        if shards["failed"]:
            raise self._cluster.failure(ClusterUnavailable, str(shards["failures"][0]))

    def publish(self, index: LiveIndex) -> None:
        """Make an index the live one and remove those before it, in one step."""
        with self._cluster.translated_errors():
            number = self._number(index)
            older = [each.name for each in self._indices(f"{self._alias}-*") if self._number(each) < number]
            actions: list[dict[str, Any]] = [{"add": {"index": index.name, "alias": self._alias}}]
            actions += [{"remove_index": {"index": name}} for name in older]
            self._cluster.patient.indices.update_aliases(body={"actions": actions})

    def _create(self, name: str, meta: Meta) -> LiveIndex:
        """An empty index with all copies in place: before that, one node's death would be the end of it."""
        settings = self._cluster.settings
        body = index_body(settings.shards, settings.replicas, asdict(meta))
        body["aliases"] = {writer_alias(name): {}}
        nodes = self._cluster.patient.cluster.health()["number_of_data_nodes"]
        copies = max(min(settings.replicas + 1, nodes), 1)
        self._cluster.patient.indices.create(
            index=name, body=body, params={"wait_for_active_shards": str(copies)}
        )
        return LiveIndex(name, meta)

    def _is_whole(self, index: LiveIndex) -> bool:
        """Whether no part of an index is lost."""
        return self._cluster.patient.cluster.health(index=index.name)["status"] != "red"  # type: ignore[no-any-return]

    def _indices(self, pattern: str) -> list[LiveIndex]:
        """What a name or pattern stands for, the newest first."""
        try:
            found = self._cluster.client.indices.get_mapping(index=pattern, local=True)
        except NotFoundError:
            return []
        indices = [
            LiveIndex(name, Meta(**index["mappings"]["_meta"]))
            for name, index in found.items()
            if _NUMBERED.fullmatch(name) and "_meta" in index["mappings"]
        ]
        return sorted(indices, key=self._number, reverse=True)

    def _number(self, index: LiveIndex | None) -> int:
        found = _NUMBERED.fullmatch(index.name) if index else None
        return int(found[1]) if found else 0


def writer_alias(name: str) -> str:
    """What is written to: gone with its index, so that nothing written late makes a new one."""
    return f"{name}-writer"
