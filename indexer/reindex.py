"""Bringing the derived index up to the store's revision."""

import logging
from collections.abc import Callable, Iterable, Iterator

from kb.errors import ClusterUnavailable, SearchUnavailable
from kb.programmes import project
from kb.record import Record
from kb.search import FACETS, IndexEntry, SearchBackend
from kb.store import Store

__all__ = ["entry_of", "refresh_index"]

log = logging.getLogger(__name__)

_REBUILD_SHARE = 0.5
"""Beyond this share of changed documents a fresh index is smaller and sooner done than a patched one."""

_SAMPLE = 4096


def entry_of(record: Record) -> IndexEntry:
    """What the engine is given for a record."""
    document = record.document
    return IndexEntry(
        doc_id=document.doc_id,
        title=document.title,
        text=document.text,
        published=document.published,
        facets={**{facet: record.values(facet) for facet in FACETS}, "project": _projects(record)},
    )


def _projects(record: Record) -> tuple[str, ...]:
    """The projects of a record with those they are part of: who looks for DA3 wants DA3.1 too."""
    codes = record.values("project")
    return tuple(dict.fromkeys((*codes, *(parent for code in codes if (parent := project(code).parent)))))


def refresh_index(
    store: Store,
    backend: SearchBackend,
    *,
    rebuild: bool = False,
    advanced: Callable[[int], None] = lambda count: None,
) -> int:
    """Index what the store has gained or lost since the live index was made; how many documents that took.

    Builds the whole index anew when `rebuild` is set, when there is no usable one, or when most documents
    changed. `advanced` is told of every document as it goes in. The caller holds the writer's lock. Raises
    ClusterUnavailable: what is missing is then made up for the next time, and DocumentsRejected.
    """
    revision, live = store.revision(), backend.revision()
    if not rebuild and live == revision:
        return 0
    changed, deleted = store.changed_since(live or 0)
    if rebuild or live is None or live > revision or len(changed) > _REBUILD_SHARE * store.size():
        return _rebuild(store, backend, revision, advanced)
    try:
        with backend.update(revision) as batch:
            batch.delete(deleted)
            batch.put(_entries(store.records(changed), advanced))
    except ClusterUnavailable:
        raise
    except SearchUnavailable as error:
        log.warning("the live index cannot be updated, building a new one: %s", error)
        return _rebuild(store, backend, revision, advanced)
    return len(changed) + len(deleted)


def _rebuild(store: Store, backend: SearchBackend, revision: int, advanced: Callable[[int], None]) -> int:
    doc_ids = store.doc_ids()
    with backend.rebuild(revision) as batch:
        batch.put(_entries(store.records(_sample_first(doc_ids)), advanced))
    return len(doc_ids)


def _sample_first(doc_ids: list[str]) -> list[str]:
    """All ids, some of every part ahead: an engine may judge by them how long documents are."""
    step = max(len(doc_ids) // _SAMPLE, 1)
    return doc_ids[::step] + [doc_id for place, doc_id in enumerate(doc_ids) if place % step]


def _entries(records: Iterable[Record], advanced: Callable[[int], None]) -> Iterator[IndexEntry]:
    for record in records:
        yield entry_of(record)
        advanced(1)
