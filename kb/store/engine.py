"""Opening the database: connection settings, versions, migrations, and what its failures mean."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DatabaseError

from kb.errors import (
    DataDamaged,
    DataError,
    DataLocked,
    DataNotWritable,
    DataTooNew,
    DiskFull,
    IndexMissing,
)

__all__ = ["HEAD", "migrate", "needs_migration", "open_engine", "translated_errors"]

log = logging.getLogger(__name__)

HEAD = "0001"
"""The newest migration this version of the product knows; a test holds it to `migrations/versions`."""

_MIGRATIONS = Path(__file__).parent / "migrations"


def open_engine(path: Path, *, create: bool = False) -> Engine:
    """An engine on the SQLite file `path`: foreign keys on, commits synced to disk, WAL once migrated.

    Raises IndexMissing when there is no such file and `create` is false. In a directory that cannot be
    written the file is opened as immutable, which needs no lock files beside it.
    """
    if not create and not path.exists():
        raise IndexMissing(reason=f"no store at {path}")
    is_writable = os.access(path.parent, os.W_OK)
    engine = create_engine(
        f"sqlite:///{path}" if is_writable else f"sqlite:///file:{path}?immutable=1&uri=true"
    )
    event.listen(engine, "connect", _prepare_writable if is_writable else _prepare)
    event.listen(engine, "begin", _begin)
    return engine


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


def needs_migration(engine: Engine, directory: Path) -> bool:
    """Whether the database is older than this version; raises DataTooNew when it is newer."""
    with translated_errors(directory), engine.connect() as connection:
        found = _version(connection)
    if found is not None and found > HEAD:
        raise DataTooNew(directory=str(directory), found=found, supported=HEAD)
    return found != HEAD


def migrate(engine: Engine, directory: Path) -> None:
    """Bring the database to HEAD. The caller holds the writer's lock."""
    # Alembic takes a third of a second to import; only a database that changes shape needs it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with translated_errors(directory), engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, HEAD)
    log.info("store at migration %s", HEAD)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


_MEANINGS: tuple[tuple[str, type[DataError]], ...] = (
    ("disk is full", DiskFull),
    ("disk i/o error", DiskFull),
    ("readonly database", DataNotWritable),
    ("unable to open", DataNotWritable),
    ("is locked", DataLocked),
)


@contextmanager
def translated_errors(directory: Path) -> Iterator[None]:
    """Turn the database's failures into the product's, keeping the cause."""
    try:
        yield
    except DatabaseError as error:
        reason = str(error.orig).lower()
        for words, meaning in _MEANINGS:
            if words in reason:
                raise meaning(directory=str(directory), holder="SQLite", reason=reason) from error
        raise DataDamaged(directory=str(directory), reason=reason) from error
