"""The store in a file of its own: SQLite, for one machine."""

import os
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event

from kb.errors import DataDamaged, DataError, DataLocked, DataNotWritable, DiskFull, IndexMissing

__all__ = ["SqliteDatabase"]

_MEANINGS: tuple[tuple[str, type[DataError]], ...] = (
    ("disk is full", DiskFull),
    ("disk i/o error", DiskFull),
    ("readonly database", DataNotWritable),
    ("unable to open", DataNotWritable),
    ("is locked", DataLocked),
)


class SqliteDatabase:
    """The file `path`: foreign keys on, commits synced to disk, a write-ahead log.

    Raises IndexMissing when there is no such file and `create` is false. In a directory that cannot be
    written the file is opened as immutable, which needs no lock files beside it.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        if not create and not path.exists():
            raise IndexMissing(reason=f"no store at {path}")
        self.name = str(path.parent)
        is_writable = os.access(path.parent, os.W_OK)
        self.engine = self.reader = create_engine(
            f"sqlite:///{path}" if is_writable else f"sqlite:///file:{path}?immutable=1&uri=true"
        )
        event.listen(self.engine, "connect", _prepare_writable if is_writable else _prepare)
        event.listen(self.engine, "begin", _begin)

    def before_migration(self, connection: Connection) -> None:
        """Nothing: the caller holds the lock of the data directory."""

    def after_migration(self, connection: Connection) -> None:
        """Nothing: text is compared by code point as it is."""

    def alone(self) -> AbstractContextManager[None]:
        """Nothing: the caller holds the lock of the data directory."""
        return nullcontext()

    def meaning(self, error: Exception) -> DataError:
        reason = str(error).lower()
        for words, kind in _MEANINGS:
            if words in reason:
                return kind(directory=self.name, holder="SQLite", reason=reason)
        return DataDamaged(directory=self.name, reason=reason)

    def integrity_errors(self, connection: Connection) -> list[str]:
        found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        return [line for line in found if line != "ok"] + [f"foreign key: {row}" for row in orphans]


def _prepare(connection: Any, _: object) -> None:
    # The driver would begin a transaction only before a write: several reads would not see one state, and
    # a migration could be left half done. `_begin` opens it instead.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")


def _prepare_writable(connection: Any, record: object) -> None:
    _prepare(connection, record)
    for pragma in ("busy_timeout = 10000", "journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
