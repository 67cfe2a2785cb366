"""What differs between the databases that can hold the store."""

from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection, Engine

from kb.errors import DataError

__all__ = ["Database"]


class Database(Protocol):
    """A place for the store's tables: a file of SQLite, or a database of a PostgreSQL server."""

    name: str
    """What messages call it; without a password."""

    engine: Engine
    """For writing: a transaction waits for another that has counted up the revision."""

    reader: Engine
    """For reading: everything read over one connection is of one moment."""

    def before_migration(self, connection: Connection) -> None:
        """Called in the transaction of a migration before its first step."""
        ...

    def after_migration(self, connection: Connection) -> None:
        """Called in the transaction of a migration after its last step."""
        ...

    def alone(self) -> AbstractContextManager[None]:
        """Wait for other processes that are in such a block, and hold off those that come later."""
        ...

    def meaning(self, error: Exception) -> DataError | None:
        """The product's word for a failure of the driver; None for one that must be a mistake of ours."""
        ...

    def integrity_errors(self, connection: Connection) -> list[str]:
        """What the database says is wrong with its own files and references."""
        ...
