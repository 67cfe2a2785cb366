"""The store in a database of a PostgreSQL server, for several machines."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, TimeoutError

from kb.errors import (
    DatabaseMissing,
    DatabaseNotUnicode,
    DatabaseRefused,
    DatabaseUnavailable,
    DataDamaged,
    DataError,
    DataNotWritable,
    DiskFull,
    ExtraMissing,
    SettingInvalid,
)

__all__ = ["PostgresDatabase"]

_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
_VARIABLE = "KB_DATABASE_URL"
_EXAMPLE = "postgresql://kb@may-chu:5432/kb"

_MIGRATION_LOCK, _INDEX_LOCK = 4_711_963, 4_711_964
"""Numbers of our own: who migrates, or writes a shared index, holds the advisory lock of that number."""

_SESSION = {
    "statement_timeout": "5min",
    # A writer waits for another's batch, which takes less than a second.
    "lock_timeout": "60s",
    # A machine that lost its power in the middle of a batch must not keep the others waiting for hours.
    "idle_in_transaction_session_timeout": "10min",
    "tcp_keepalives_idle": "30s",
    "tcp_keepalives_interval": "10s",
    "tcp_keepalives_count": "3",
}
_CONNECTION = {
    "application_name": "kb",
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "options": " ".join(f"-c {name}={value}" for name, value in _SESSION.items()),
}

_REASONS = {
    "57P03": "starting",
    "53300": "busy",
    "40001": "busy",
    "40P01": "busy",
    "57014": "slow",
    "55P03": "slow",
}
"""SQLSTATE → why the server could not answer; other failures of a connection are "absent" or "cut"."""

_MEANINGS: dict[str, type[DataError]] = {
    "28": DatabaseRefused,
    "3D": DatabaseMissing,
    "53100": DiskFull,
    "25006": DataNotWritable,
    "42501": DataNotWritable,
    "XX001": DataDamaged,
    "XX002": DataDamaged,
    "58030": DataDamaged,
}
"""SQLSTATE, or its first two characters, → what it means."""

_WORDS: tuple[tuple[str, str], ...] = (
    ("starting up", "57P03"),
    ("shutting down", "57P03"),
    ("recovery mode", "57P03"),
    ("too many", "53300"),
    ("connection slots", "53300"),
    ("authentication failed", "28"),
    ("no password supplied", "28"),
    ("pg_hba.conf", "28"),
    ("role ", "28"),
    ("permission denied", "28"),
    ("database ", "3D"),
)
"""A server that lets nobody in says so in words only; from the first that fits, the SQLSTATE it means."""


class PostgresDatabase:
    """The database at `url` (postgresql://user@host:5432/name). Nothing is asked of the server yet.

    Raises SettingInvalid for another sort of address, and ExtraMissing without the driver.
    """

    def __init__(self, url: str, password: str | None = None) -> None:
        try:
            address = make_url(url)
        except (ArgumentError, ValueError) as error:
            raise SettingInvalid(name=_VARIABLE, example=_EXAMPLE) from error
        if address.drivername not in _SCHEMES or not address.database:
            raise SettingInvalid(name=_VARIABLE, example=_EXAMPLE)
        self._address = address.set(drivername="postgresql+psycopg", password=password or address.password)
        self.name = address.set(drivername="postgresql", query={}).render_as_string(hide_password=True)
        try:
            self.engine = create_engine(
                self._address,
                pool_pre_ping=True,
                pool_recycle=1800,
                connect_args={key: each for key, each in _CONNECTION.items() if key not in address.query},
            )
        except ModuleNotFoundError as error:
            raise ExtraMissing(name=_VARIABLE, example=_EXAMPLE, extra="cluster") from error
        self.reader: Engine = self.engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    def before_migration(self, connection: Connection) -> None:
        """Wait until no other process migrates; raises DatabaseNotUnicode."""
        _wait_without_limit(connection, "SET LOCAL")
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _MIGRATION_LOCK})
        encoding = connection.scalar(text("SHOW server_encoding"))
        if encoding != "UTF8":
            raise DatabaseNotUnicode(directory=self.name, database=self._address.database, encoding=encoding)

    def after_migration(self, connection: Connection) -> None:
        """Compare all text by code point, as SQLite does: lists have one order everywhere."""
        quote = connection.dialect.identifier_preparer.quote
        for table, column, kind in connection.execute(text(_COLLATED_OTHERWISE)).all():
            connection.execute(
                text(f'ALTER TABLE {quote(table)} ALTER COLUMN {quote(column)} TYPE {kind} COLLATE "C"')
            )

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Held by a connection of its own; the server lets go of it when that is lost."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            _wait_without_limit(connection, "SET")
            connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": _INDEX_LOCK})
            try:
                yield
            finally:
                connection.invalidate()

    def meaning(self, error: Exception) -> DataError | None:
        if isinstance(error, TimeoutError):
            return self._unavailable("busy")
        words = str(error).lower()
        is_connecting = "connection failed" in words or "connection timeout" in words
        code: str | None = getattr(error, "sqlstate", None) or (_code(words) if is_connecting else None)
        if code in _REASONS:
            return self._unavailable(_REASONS[code])
        if kind := _MEANINGS.get(code or "") or _MEANINGS.get((code or "")[:2]):
            return kind(
                directory=self.name,
                reason=words,
                user=self._address.username,
                database=self._address.database,
            )
        if is_connecting:
            return self._unavailable("absent")
        is_of_connection = type(error).__name__ in ("OperationalError", "InterfaceError") and code is None
        if is_of_connection or (code or "").startswith(("08", "57P")):
            return self._unavailable("cut")
        return None

    def integrity_errors(self, connection: Connection) -> list[str]:
        return list(connection.scalars(text(_INVALID)))

    def _unavailable(self, reason: str) -> DatabaseUnavailable:
        return DatabaseUnavailable(directory=self.name, reason=reason)


def _wait_without_limit(connection: Connection, command: str) -> None:
    for setting in ("lock_timeout", "statement_timeout"):
        connection.execute(text(f"{command} {setting} = 0"))


def _code(words: str) -> str | None:
    message = words.rpartition("fatal:")[2] if "fatal:" in words else ""
    return next((code for part, code in _WORDS if part in message), None)


_COLLATED_OTHERWISE = """
SELECT table_name, column_name, data_type FROM information_schema.columns
WHERE table_schema = current_schema() AND data_type IN ('text', 'character varying')
AND collation_name IS DISTINCT FROM 'C' AND table_name <> 'alembic_version'
"""

_INVALID = """
SELECT 'index ' || indexrelid::regclass FROM pg_index WHERE NOT indisvalid
UNION ALL
SELECT 'constraint ' || conname FROM pg_constraint WHERE NOT convalidated
UNION ALL
SELECT 'checksum failures: ' || checksum_failures FROM pg_stat_database
WHERE datname = current_database() AND checksum_failures > 0
"""
