"""Writing the store: one batch is one transaction."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from kb.record import Record
from kb.store import rows, tables

__all__ = ["FileState", "StoreWriter", "StoredOriginal"]


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


class StoreWriter:
    """Changes within one transaction of `Store.write`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._revision: int | None = None

    def put(self, entries: Sequence[tuple[Record, StoredOriginal]], pipeline: str) -> None:
        """Keep records made by version `pipeline`, each replacing an earlier one of the same id."""
        if not entries:
            return
        revision = self._next_revision()
        doc_ids = [record.document.doc_id for record, _ in entries]
        self._remove(doc_ids)
        self._connection.execute(delete(tables.deletions).where(tables.deletions.c.doc_id.in_(doc_ids)))
        self._insert_documents(entries, revision, pipeline)
        for record, _ in entries:
            self._insert_parts(record)

    def delete(self, doc_ids: Sequence[str]) -> None:
        """Forget documents and all that was made of them, leaving a note for the index."""
        if not doc_ids:
            return
        revision = self._next_revision()
        self._remove(doc_ids)
        self._insert(tables.deletions, [{"doc_id": doc_id, "revision": revision} for doc_id in doc_ids])

    def remember_file(self, file: FileState) -> None:
        """Note that a file was read whole, so that it can be passed over while it looks the same."""
        self.forget_files([file.path])
        self._connection.execute(
            insert(tables.files).values(
                path=file.path,
                root=file.root,
                size_bytes=file.size_bytes,
                modified_ns=file.modified_ns,
                pipeline=file.pipeline,
            )
        )

    def forget_files(self, paths: Sequence[str]) -> None:
        self._connection.execute(delete(tables.files).where(tables.files.c.path.in_(paths)))

    def finish(self) -> None:
        """Count the batch. Called by `Store.write` at the end of a block that did not raise."""
        if self._revision is None:
            return
        table = tables.state
        counted = self._connection.execute(
            update(table).where(table.c.name == "revision").values(value=self._revision)
        )
        if not counted.rowcount:
            self._connection.execute(insert(table).values(name="revision", value=self._revision))

    def _next_revision(self) -> int:
        if self._revision is None:
            current = self._connection.scalar(select(tables.state.c.value).filter_by(name="revision"))
            self._revision = (current or 0) + 1
        return self._revision

    def _remove(self, doc_ids: Sequence[str]) -> None:
        table = tables.documents
        for start in range(0, len(doc_ids), 500):
            batch = doc_ids[start : start + 500]
            self._connection.execute(delete(table).where(table.c.doc_id.in_(batch)))

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

    def _insert_parts(self, record: Record) -> None:
        doc_id = record.document.doc_id
        self._insert(tables.passages, (rows.passage_row(doc_id, passage) for passage in record.passages))
        self._insert(tables.tags, (rows.tag_row(doc_id, tag) for tag in record.tags))
        self._insert(tables.models, (rows.model_row(*pair) for pair in enumerate(record.models)))
        self._insert(
            tables.figures,
            (
                rows.figure_row(model.model_id, figure)
                for model in record.models
                for figure in model.figures.values()
            ),
        )
        self._insert(tables.indicators, map(rows.indicator_row, record.indicators))

    def _insert(self, table: Any, values: Iterable[rows.Values]) -> None:
        if values := list(values):
            self._connection.execute(insert(table), values)
