"""Writing the store: one batch is one transaction."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, insert, select, update

from kb.record import Record
from kb.store import rows, tables
from kb.store.stories import clear_bands, has_unplaced, place_some

__all__ = ["FileState", "Origin", "StoreWriter", "StoredOriginal"]

_BATCH = 500
"""Ids named in one statement: well under SQLite's limit on variables."""


@dataclass(frozen=True, slots=True)
class StoredOriginal:
    """Where a document came from: file, ending, SHA-256 (hex) and bytes of what was received."""

    path: str
    suffix: str
    digest: str
    content: bytes


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it looked when it was last read whole without an error, and by which pipeline version."""

    path: str
    root: str
    size_bytes: int
    modified_ns: int
    pipeline: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Which file a document came from, the SHA-256 of its original, the version that read it, and the store's
    revision since then."""

    doc_id: str
    path: str
    digest: str
    pipeline: str
    revision: int

    @staticmethod
    def columns() -> list[Column[Any]]:
        table = tables.documents
        return [table.c.doc_id, table.c.path, table.c.digest, table.c.pipeline, table.c.revision]


class StoreWriter:
    """Changes within one transaction of `Store.write`.

    Whoever counts up the revision holds its row until the batch is kept or dropped, and other writers wait:
    revisions become visible in their order, and an index that has seen one has missed none before it.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._revision: int | None = None

    def put(self, entries: Sequence[tuple[Record, StoredOriginal]], pipeline: str) -> None:
        """Keep records made by version `pipeline`, each replacing an earlier one of the same id."""
        if not entries:
            return
        revision = self._next_revision()
        doc_ids = [record.document.doc_id for record, _ in entries]
        self._remove_documents(doc_ids)
        self._remove(tables.deletions.c.doc_id, doc_ids)
        self._insert_documents(entries, revision, pipeline)
        self._insert_parts([record for record, _ in entries])

    def delete(self, doc_ids: Sequence[str]) -> None:
        """Forget documents and all that was made of them, leaving a note for the index."""
        if not doc_ids:
            return
        revision = self._next_revision()
        self._remove_documents(doc_ids)
        self._insert(tables.deletions, [{"doc_id": doc_id, "revision": revision} for doc_id in doc_ids])

    def place_stories(self) -> bool:
        """Set some of the new documents beside those that tell the same story; whether there were any.

        Not all at once: other writers wait for the end of the batch.
        """
        self._hold()  # others place stories too, perhaps all there are while this one waits
        if not has_unplaced(self._connection):
            return False
        self._next_revision()
        place_some(self._connection)
        return True

    def origins(self, doc_ids: Iterable[str]) -> dict[str, Origin]:
        """Where documents come from, by id; no other writer changes that before this batch ends."""
        self._hold()
        found: dict[str, Origin] = {}
        for batch in _batches(sorted(doc_ids)):
            chosen = select(*Origin.columns()).where(tables.documents.c.doc_id.in_(batch))
            found.update((row.doc_id, Origin(*row)) for row in self._connection.execute(chosen))
        return found

    def remember_files(self, files: Sequence[FileState]) -> None:
        """Note that files were read whole, so that they can be passed over while they look the same."""
        self.forget_files([file.path for file in files])
        self._insert(tables.files, map(asdict, files))

    def forget_files(self, paths: Sequence[str]) -> None:
        self._remove(tables.files.c.path, paths)

    def _hold(self) -> None:
        """Wait for other writers, and let them wait until this batch ends."""
        self._connection.execute(_COUNTER.with_for_update())

    def _next_revision(self) -> int:
        if self._revision is None:
            counter = tables.state
            counted = update(counter).where(counter.c.name == "revision").values(value=counter.c.value + 1)
            self._connection.execute(counted)
            self._revision = self._connection.execute(_COUNTER).scalar_one()
        return self._revision

    def _remove_documents(self, doc_ids: Sequence[str]) -> None:
        for batch in _batches(doc_ids):
            clear_bands(self._connection, batch)
        self._remove(tables.documents.c.doc_id, doc_ids)

    def _remove(self, column: Column[str], values: Sequence[str]) -> None:
        for batch in _batches(values):
            self._connection.execute(delete(column.table).where(column.in_(batch)))

    def _insert_documents(
        self, entries: Sequence[tuple[Record, StoredOriginal]], revision: int, pipeline: str
    ) -> None:
        self._insert(
            tables.documents,
            [
                {
                    **rows.document_row(record.document),
                    "revision": revision,
                    "path": original.path,
                    "digest": original.digest,
                    "pipeline": pipeline,
                }
                for record, original in entries
            ],
        )
        self._insert(
            tables.originals,
            [
                {
                    "doc_id": record.document.doc_id,
                    "suffix": original.suffix,
                    "content": zlib.compress(original.content, 1),
                }
                for record, original in entries
            ],
        )

    def _insert_parts(self, records: Sequence[Record]) -> None:
        ids = [(record, record.document.doc_id) for record in records]
        self._insert(
            tables.stories,
            ({"doc_id": doc_id, "leader": None, "signature": each.signature} for each, doc_id in ids),
        )
        models = [(ordinal, model) for record in records for ordinal, model in enumerate(record.models)]
        self._insert(
            tables.passages,
            (rows.passage_row(doc_id, part) for each, doc_id in ids for part in each.passages),
        )
        self._insert(tables.tags, (rows.tag_row(doc_id, tag) for each, doc_id in ids for tag in each.tags))
        self._insert(tables.models, (rows.model_row(*pair) for pair in models))
        self._insert(
            tables.figures,
            (
                rows.figure_row(model.model_id, figure)
                for _, model in models
                for figure in model.figures.values()
            ),
        )
        self._insert(
            tables.answers,
            (
                rows.answer_row(model.model_id, ordinal, answer)
                for _, model in models
                for ordinal, answer in enumerate(model.answers)
            ),
        )
        self._insert(
            tables.indicators, (rows.indicator_row(part) for each, _ in ids for part in each.indicators)
        )

    def _insert(self, table: Table, values: Iterable[rows.Values]) -> None:
        if values := list(values):
            self._connection.execute(insert(table), values)


_COUNTER = select(tables.state.c.value).where(tables.state.c.name == "revision")


def _batches(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _BATCH):
        yield values[start : start + _BATCH]
