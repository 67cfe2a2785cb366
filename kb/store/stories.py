"""Keeping near-duplicates together: each new document is set beside the story it tells, or begins one.

A document belongs to the story of the leader it is most like. Only leaders have their bands in the table, and
only documents that share a band with a new one are compared with it: adding costs the same however many there
are. When a leader is forgotten, the others of its story wait to be placed again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, bindparam, delete, insert, select, update

from kb.store import tables
from kb.stories import THRESHOLD, bands_of, is_same_story, likeness

T = TypeVar("T")

__all__ = ["clear_bands", "has_unplaced", "place_some"]

_BATCH = 500
"""Rows named in one statement: well under SQLite's limit on variables."""


def has_unplaced(connection: Connection) -> bool:
    """Whether documents wait to be set beside a story."""
    return connection.execute(_unplaced().limit(1)).first() is not None


def place_some(connection: Connection) -> None:
    """Give some of the documents that have none their story."""
    batch = connection.execute(_unplaced().limit(_BATCH)).all()
    _Placing(connection, {row.doc_id: row.signature for row in batch}).run()


def clear_bands(connection: Connection, doc_ids: Sequence[str]) -> None:
    """Take the bands of documents that are about to be forgotten out of the table."""
    table = tables.stories
    leaders = select(table.c.doc_id, table.c.signature).where(
        table.c.doc_id.in_(doc_ids), table.c.leader == table.c.doc_id
    )
    keys = [
        {"old_band": band, "old_id": row.doc_id}
        for row in connection.execute(leaders)
        for band in bands_of(row.signature)
    ]
    if keys:
        bands = tables.story_bands
        chosen = bands.c.band == bindparam("old_band"), bands.c.doc_id == bindparam("old_id")
        connection.execute(delete(bands).where(*chosen), keys)


def _unplaced() -> Select[Any]:
    # In no order: to sort all that wait, for each batch of them, would cost more than placing them.
    table = tables.stories
    return select(table.c.doc_id, table.c.signature).where(table.c.leader.is_(None))


class _Placing:
    """A batch of documents, by id with their signatures, on the way to their stories."""

    def __init__(self, connection: Connection, signatures: Mapping[str, bytes]) -> None:
        self._connection = connection
        self._new = signatures
        self._bands = {doc_id: bands_of(signature) for doc_id, signature in signatures.items()}
        self._by_band = self._leaders_by_band()
        known = {leader for leaders in self._by_band.values() for leader in leaders}
        self._signatures = {**self._read_signatures(known), **signatures}

    def run(self) -> None:
        placed = {doc_id: self._leader_of(doc_id) for doc_id in self._new}
        self._write(placed)

    def _leader_of(self, doc_id: str) -> str:
        """The leader of the document's story: itself where it begins one."""
        near = {leader for band in self._bands[doc_id] for leader in self._by_band.get(band, ())}
        own = self._new[doc_id]
        ranked = sorted(((likeness(own, self._signatures[other]), other) for other in near), reverse=True)
        for share, other in ranked:
            if share >= THRESHOLD and self._is_same(doc_id, other):
                return other
        for band in self._bands[doc_id]:
            self._by_band[band].append(doc_id)
        return doc_id

    def _is_same(self, doc_id: str, other: str) -> bool:
        """Whether the two are of the same provinces and tell of the same numbers."""
        documents, tags = tables.documents, tables.tags
        of_both = (doc_id, other)
        texts = select(documents.c.doc_id, documents.c.text).where(documents.c.doc_id.in_(of_both))
        provinces = select(tags.c.doc_id, tags.c.value).where(
            tags.c.doc_id.in_(of_both), tags.c.facet == "province", tags.c.passage.is_(None)
        )
        about: Mapping[str, set[str]] = defaultdict(set)
        for row in self._connection.execute(provinces):
            about[row.doc_id].add(row.value)
        if about[doc_id] and about[other] and about[doc_id].isdisjoint(about[other]):
            return False
        return is_same_story(*(row.text for row in self._connection.execute(texts)))

    def _leaders_by_band(self) -> dict[int, list[str]]:
        table = tables.story_bands
        found: dict[int, list[str]] = defaultdict(list)
        for batch in _batches({band for bands in self._bands.values() for band in bands}):
            # Whole numbers, written into the statement: to bind so many takes longer than to look them up.
            chosen = f"SELECT band, doc_id FROM {table.name} WHERE band IN ({','.join(map(str, batch))})"
            for band, doc_id in self._connection.exec_driver_sql(chosen):
                found[band].append(doc_id)
        return found

    def _read_signatures(self, doc_ids: Iterable[str]) -> dict[str, bytes]:
        table, found = tables.stories, dict[str, bytes]()
        for batch in _batches(doc_ids):
            chosen = select(table.c.doc_id, table.c.signature).where(table.c.doc_id.in_(batch))
            found.update((row.doc_id, row.signature) for row in self._connection.execute(chosen))
        return found

    def _write(self, placed: Mapping[str, str]) -> None:
        table = tables.stories
        chosen = (
            update(table).where(table.c.doc_id == bindparam("of_id")).values(leader=bindparam("of_story"))
        )
        self._connection.execute(
            chosen, [{"of_id": doc_id, "of_story": leader} for doc_id, leader in placed.items()]
        )
        bands = sorted(
            (band, doc_id)
            for doc_id, leader in placed.items()
            if doc_id == leader
            for band in set(self._bands[doc_id])
        )
        for batch in _batches(bands):
            rows = [{"band": band, "doc_id": doc_id} for band, doc_id in batch]
            self._connection.execute(insert(tables.story_bands), rows)


def _batches(values: Iterable[T]) -> Iterator[tuple[T, ...]]:
    values = iter(values)
    while batch := tuple(islice(values, _BATCH)):
        yield batch
