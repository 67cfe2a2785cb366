"""The vectors of all passages, in a file of their own: made slowly, so kept when the index is rebuilt."""

import logging
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from indexer.semantics.encoder import Vectors
from kb.errors import DataDamaged, DataNotWritable

__all__ = ["VectorStore"]

log = logging.getLogger(__name__)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    doc_id TEXT PRIMARY KEY, digest BLOB NOT NULL, dimension INTEGER NOT NULL, vectors BLOB NOT NULL
) WITHOUT ROWID
"""
_BATCH = 500
"""Ids asked for at a time: well under SQLite's limit on variables."""


class VectorStore:
    """Vectors by document; `digest` says which texts and which encoder they were made from.

    Each document is written by itself, so that work that is interrupted goes on where it stopped. Reading is
    safe from any thread and beside a writer. Raises DataDamaged or DataNotWritable.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def __len__(self) -> int:
        with self._reading() as connection:
            return (
                int(connection.execute("SELECT count(*) FROM documents").fetchone()[0]) if connection else 0
            )

    def digests(self) -> dict[str, bytes]:
        """What the vectors of each document were made from."""
        with self._reading() as connection:
            return dict(connection.execute("SELECT doc_id, digest FROM documents")) if connection else {}

    def get(self, doc_ids: Iterable[str]) -> dict[str, Vectors]:
        """The vectors of those documents that have them, a row a passage."""
        with self._reading() as connection:
            rows = _select(connection, list(doc_ids)) if connection else ()
            return {doc_id: _matrix(blob, dimension) for doc_id, dimension, blob in rows}

    def discard_if_damaged(self) -> None:
        """Begin anew where the file is no good: everything in it can be made again."""
        try:
            self.digests()
        except DataDamaged as error:
            log.warning("%s is made anew: %s", self.path, error.reason)
            self.path.unlink()

    def put(self, doc_id: str, digest: bytes, vectors: Vectors) -> None:
        """Keep the vectors of a document instead of earlier ones."""
        blob = vectors.astype("<f2").tobytes()
        with self._writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)",
                (doc_id, digest, vectors.shape[1], blob),
            )

    def delete(self, doc_ids: Iterable[str]) -> None:
        """Forget documents that are gone."""
        with self._writing() as connection:
            connection.executemany("DELETE FROM documents WHERE doc_id = ?", ((each,) for each in doc_ids))

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """A connection, or None where nothing was ever written."""
        if not self.path.exists():
            yield None
            return
        with self._connected("?mode=ro") as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._connected("") as connection, connection:
            connection.execute(_SCHEMA)
            yield connection

    @contextmanager
    def _connected(self, mode: str) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(f"{self.path.absolute().as_uri()}{mode}", uri=True)) as connection:
                yield connection
        except sqlite3.OperationalError as error:
            raise DataNotWritable(directory=str(self.path.parent)) from error
        except sqlite3.Error as error:
            raise DataDamaged(directory=str(self.path), reason=str(error)) from error


def _select(connection: sqlite3.Connection, doc_ids: list[str]) -> Iterator[tuple[str, int, bytes]]:
    for first in range(0, len(doc_ids), _BATCH):
        batch = doc_ids[first : first + _BATCH]
        marks = ",".join("?" * len(batch))
        yield from connection.execute(
            f"SELECT doc_id, dimension, vectors FROM documents WHERE doc_id IN ({marks})",
            batch,
        )


def _matrix(blob: bytes, dimension: int) -> Vectors:
    return np.frombuffer(blob, dtype="<f2").astype(np.float32).reshape(-1, dimension)
