"""Documents on their way into an index on a cluster, in bulk, sent again until taken or refused."""

import json
import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from typing import Any, NamedTuple

from opensearchpy.exceptions import TransportError

from indexer.analyst import in_order
from indexer.opensearch_client import Cluster
from indexer.opensearch_mapping import content_digest, document_key, document_source, mean_length
from indexer.opensearch_versions import IndexVersions, LiveIndex, writer_alias
from kb.errors import ClusterFull, ClusterSlow
from kb.search import IndexEntry

__all__ = ["Batch"]

log = logging.getLogger(__name__)

SAMPLE = 4096
"""Documents that the mean length is found with; its error is then some 2 percent."""

_CHUNK = 64
_MAX_BULK_BYTES = 8_000_000
_WAITS = (0.2, 0.5, 1, 2, 4, 8, 15, 30, 30)
"""Seconds before each further attempt at what was not taken for want of room or of a node."""

_CONFLICT, _MISSING, _TOO_LARGE, _TOO_MANY = 409, 404, 413, 429
_PASSING = frozenset((_TOO_MANY, 502, 503, 504))


class _Operation(NamedTuple):
    """Something to do with a document: the lines of a bulk request, and whose they are."""

    doc_id: str
    lines: str


class Batch:
    """Writes to one index. Nothing is seen by searches before the index is refreshed.

    A document that is in the index exactly so is not sent again: an interrupted batch goes on where it
    stopped. Versions are store revisions, so that of several writers the one with the newest document wins.
    """

    def __init__(self, cluster: Cluster, index: LiveIndex, revision: int, jobs: int, *, is_new: bool) -> None:
        self._cluster = cluster
        self._versions = IndexVersions(cluster)
        self._index = index
        self._alias = writer_alias(index.name)
        self._revision = revision
        self._jobs = jobs
        self._is_new = is_new
        self.met: set[str] = set()
        self.rejected: dict[str, str] = {}

    def put(self, entries: Iterable[IndexEntry]) -> None:
        entries = iter(entries)
        if self._index.meta.mean is None and (sample := list(islice(entries, SAMPLE))):
            # Noted before any document is sent: an interrupted build goes on with the same.
            self._index = self._versions.note(self._index, mean=mean_length(sample))
            entries = chain(sample, entries)
        work = partial(_put_operations, self._version(), self._index.meta.mean or 1.0)
        for _, operations in in_order(work, self._missing(entries), self._jobs):
            self._send(operations)

    def delete(self, doc_ids: Iterable[str]) -> None:
        self.delete_keys(document_key(doc_id) for doc_id in doc_ids)

    def delete_keys(self, keys: Iterable[str]) -> None:
        """Delete documents by the cluster's ids."""
        operations = [_Operation(key, _line("delete", key, self._version())) for key in keys]
        for start in range(0, len(operations), 1000):
            self._send(operations[start : start + 1000])

    def _version(self) -> dict[str, Any]:
        return {"version": self._revision, "version_type": "external_gte"}

    def _missing(self, entries: Iterator[IndexEntry]) -> Iterator[list[IndexEntry]]:
        """Entries in chunks, without those that are in the index already."""
        while chunk := list(islice(entries, _CHUNK)):
            keys = {document_key(entry.doc_id): entry for entry in chunk}
            self.met |= keys.keys()
            known = {} if self._is_new else self._digests(keys)
            missing = [entry for key, entry in keys.items() if known.get(key) != content_digest(entry)]
            if missing:
                yield missing

    def _digests(self, keys: Iterable[str]) -> dict[str, str]:
        with self._cluster.translated_errors():
            found = self._cluster.patient.mget(
                index=self._alias, body={"ids": [*keys]}, _source_includes="digest"
            )
        return {each["_id"]: each["_source"]["digest"] for each in found["docs"] if each.get("found")}

    def _send(self, operations: Sequence[_Operation]) -> None:
        for bulk in _bulks(operations):
            pending = bulk
            for wait in _WAITS:
                if not (pending := self._attempt(pending)):
                    break
                log.info("%d operations are tried again in %s seconds", len(pending), wait)
                time.sleep(wait)
            else:
                raise self._cluster.failure(ClusterSlow, f"{len(pending)} operations were not taken")

    def _attempt(self, operations: Sequence[_Operation]) -> list[_Operation]:
        """Send once; what must be sent again."""
        with self._cluster.translated_errors():
            try:
                answer = self._cluster.patient.bulk(
                    body="".join(operation.lines for operation in operations),
                    index=self._alias,
                    require_alias=True,
                )
            except TransportError as error:
                if error.status_code == _TOO_MANY and error.error != "cluster_block_exception":
                    return list(operations)
                if error.status_code == _TOO_LARGE and len(operations) == 1:
                    self.rejected[operations[0].doc_id] = str(error.error)
                    return []
                raise
        items = [next(iter(item.items())) for item in answer["items"]]
        judged = zip(operations, items, strict=True)
        return [operation for operation, (kind, item) in judged if self._is_pending(operation, kind, item)]

    def _is_pending(self, operation: _Operation, kind: str, item: Mapping[str, Any]) -> bool:
        """Whether an operation must be sent again; a refusal is noted."""
        status, error = item["status"], item.get("error", {})
        if error.get("type") == "cluster_block_exception" and status not in (502, 503, 504):
            raise self._cluster.failure(ClusterFull, error["reason"])
        if status in _PASSING:
            return True
        # A newer version is there already, or what is to be deleted is not.
        is_done = "error" not in item or status == _CONFLICT or (kind == "delete" and status == _MISSING)
        if not is_done:
            self.rejected[operation.doc_id] = f"{error['type']}: {error['reason']}"
        return False


def _put_operations(
    version: Mapping[str, Any], mean: float, entries: Sequence[IndexEntry]
) -> list[_Operation]:
    return [
        _Operation(
            entry.doc_id,
            _line("index", document_key(entry.doc_id), version)
            + json.dumps(document_source(entry, mean), ensure_ascii=False)
            + "\n",
        )
        for entry in entries
    ]


def _line(action: str, key: str, version: Mapping[str, Any]) -> str:
    return json.dumps({action: {"_id": key, **version}}) + "\n"


def _bulks(operations: Iterable[_Operation]) -> Iterator[list[_Operation]]:
    """Operations in requests of bounded size; a larger one goes alone."""
    bulk: list[_Operation] = []
    size = 0
    for operation in operations:
        length = 3 * len(operation.lines)
        if bulk and size + length > _MAX_BULK_BYTES:
            yield bulk
            bulk, size = [], 0
        bulk.append(operation)
        size += length
    if bulk:
        yield bulk
