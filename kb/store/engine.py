"""Opening the database: which one the settings name, versions, migrations, and what its failures mean."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError, TimeoutError

from kb.errors import DataTooNew
from kb.settings import Settings
from kb.store.database import Database
from kb.store.postgresql import PostgresDatabase
from kb.store.sqlite import SqliteDatabase

__all__ = ["HEAD", "found_version", "migrate", "open_database", "translated_errors"]

log = logging.getLogger(__name__)

HEAD = "0004"
"""The newest migration this version of the product knows; a test holds it to `migrations/versions`."""

_MIGRATIONS = Path(__file__).parent / "migrations"


def open_database(settings: Settings, *, create: bool = False) -> Database:
    """The database the settings name. Raises IndexMissing for a file that is not there, unless `create`."""
    if settings.database_url:
        return PostgresDatabase(settings.database_url, settings.database_password)
    return SqliteDatabase(settings.store_path, create=create)


def found_version(database: Database) -> str | None:
    """The migration the database stands at, None when it is empty; raises DataTooNew beyond HEAD."""
    with translated_errors(database), database.reader.connect() as connection:
        found = _version(connection)
    if found is not None and found > HEAD:
        raise DataTooNew(directory=database.name, found=found, supported=HEAD)
    return found


def migrate(database: Database) -> None:
    """Bring the database to HEAD, unless another process has just done so.

    For a file of SQLite the caller holds the writer's lock.
    """
    # Alembic takes a third of a second to import; only a database that changes shape needs it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with translated_errors(database), database.engine.begin() as connection:
        database.before_migration(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, HEAD)
        database.after_migration(connection)
    log.info("store at migration %s", HEAD)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


@contextmanager
def translated_errors(database: Database) -> Iterator[None]:
    """Turn the database's failures into the product's, keeping the cause."""
    try:
        yield
    except (DBAPIError, TimeoutError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else None
        meaning = database.meaning(cause if isinstance(cause, Exception) else error)
        if meaning is None:
            raise
        raise meaning from error
