"""The indices of one knowledge base on a cluster: one that is live, and perhaps one that is being built.

Indices are numbered (kb-000007). An alias names the live one and is moved in one step. It carries the version
of the analysis (kb-3f2a9c01d4e5), so that servers of an older version of the product go on with theirs while
they are replaced one by one. What an index stands for is kept in it.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from opensearchpy.exceptions import NotFoundError

from indexer.opensearch_client import Cluster
from indexer.opensearch_mapping import VERSION, index_body
from kb.errors import ClusterUnavailable

__all__ = ["IndexVersions", "LiveIndex", "Meta", "writer_alias"]


@dataclass(frozen=True, slots=True)
class Meta:
    """What an index says of itself.

    `revision`: of the store that it stands for, or will when it is built; later ones are aliases.
    `mean`: the length scores are made for; None without documents. `built`: how many documents
    that length was found with.
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
        self._base = cluster.settings.index
        self._alias = f"{self._base}-{VERSION}"
        # Not those of a knowledge base whose name goes on: kb-test-000001.
        self._numbered = re.compile(rf"{self._base}-(\d{{6,}})")

    def live(self) -> LiveIndex | None:
        """The index that the alias names, as any node knows it; None when there is none."""
        with self._cluster.translated_errors():
            return next(iter(self._indices(self._alias)), None)

    def is_outdated(self) -> bool:
        """Whether another version of the product has made an index."""
        with self._cluster.translated_errors():
            return any(index.meta.version != VERSION for index in self._all())

    def begin(self, revision: int) -> tuple[LiveIndex, bool]:
        """An index to build in, and whether it was begun before: an interrupted build goes on."""
        with self._cluster.translated_errors():
            live, indices = self._number(self.live()), self._all()
            for index in indices:
                is_ours = index.meta.version == VERSION and self._number(index) > live
                if is_ours and index.meta.revision <= revision and self._is_whole(index):
                    return index, True
            number = max(map(self._number, indices), default=0) + 1
            return self._create(f"{self._base}-{number:06}", Meta(VERSION, revision)), False

    def note(self, index: LiveIndex, revision: int = 0, **changes: Any) -> LiveIndex:
        """Write down what has become known of an index. Its revision never goes back."""
        with self._cluster.translated_errors():
            now = next(iter(self._indices(index.name)), index)
            meta = replace(now.meta, **changes)
            if meta != now.meta:
                body = {"_meta": asdict(meta)}
                self._cluster.patient.indices.put_mapping(index=index.name, body=body)
            if revision > meta.revision:
                self._reach(index.name, revision, meta.revision)
                meta = replace(meta, revision=revision)
        return LiveIndex(index.name, meta)

    def _reach(self, name: str, revision: int, before: int) -> None:
        """Of several writers the highest revision stands: each adds its own, and takes a lower one away."""
        aliases = {"add": _revision_alias(name, revision), "remove": _revision_alias(name, before)}
        actions: list[dict[str, Any]] = [
            {verb: {"index": name, "alias": alias}} for verb, alias in aliases.items()
        ]
        actions[1]["remove"]["must_exist"] = False
        self._cluster.patient.indices.update_aliases(body={"actions": actions})

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
        """Make an index the live one and remove those before it, in one step.

        The first of a version leaves the one that servers of the version before still search.
        """
        with self._cluster.translated_errors():
            is_first = self.live() is None
            older = [each for each in self._all() if self._number(each) < self._number(index)]
            others = [each for each in older if each.meta.version != VERSION]
            gone = [each for each in older if not (is_first and each in others[:1])]
            actions: list[dict[str, Any]] = [{"add": {"index": index.name, "alias": self._alias}}]
            actions += [{"remove_index": {"index": each.name}} for each in gone]
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

    def _all(self) -> list[LiveIndex]:
        return self._indices(f"{self._base}-*")

    def _indices(self, pattern: str) -> list[LiveIndex]:
        """What a name or pattern stands for, the newest first."""
        try:
            found = self._cluster.client.indices.get(index=pattern, local=True)
        except NotFoundError:
            return []
        indices = [
            LiveIndex(name, _meta_of(name, index))
            for name, index in found.items()
            if self._numbered.fullmatch(name) and "_meta" in index["mappings"]
        ]
        return sorted(indices, key=self._number, reverse=True)

    def _number(self, index: LiveIndex | None) -> int:
        found = self._numbered.fullmatch(index.name) if index else None
        return int(found[1]) if found else 0


def _meta_of(name: str, index: Mapping[str, Any]) -> Meta:
    """What an index says of itself, and the highest revision that a writer has brought it to."""
    meta = Meta(**index["mappings"]["_meta"])
    prefix = _revision_alias(name, "")
    reached = [int(alias.removeprefix(prefix)) for alias in index["aliases"] if alias.startswith(prefix)]
    return replace(meta, revision=max([meta.revision, *reached]))


def _revision_alias(name: str, revision: int | str) -> str:
    """Says that an index stands for a revision of the store."""
    return f"{name}-revision-{revision}"


def writer_alias(name: str) -> str:
    """What is written to: gone with its index, so that nothing written late makes a new one."""
    return f"{name}-writer"
