"""One store into another of whatever sort: the way to a database server, and back."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Table, delete, insert, select

from kb.store.database import Database
from kb.store.engine import translated_errors
from kb.store.tables import documents, metadata

__all__ = ["copy_tables"]

_BATCH = 500


def copy_tables(source: Database, target: Database, advanced: Callable[[int], None]) -> None:
    """Everything of `source`, as it is at one moment, in place of what `target` holds: all of it or nothing.

    `advanced` is told of documents as they go over. Rows that only have a number are numbered anew, in order.
    """
    with translated_errors(target), target.engine.begin() as writing:
        for table in reversed(metadata.sorted_tables):
            writing.execute(delete(table))
        for table, part in _parts(source):
            writing.execute(insert(table), part)
            if table is documents:
                advanced(len(part))


def _parts(source: Database) -> Iterator[tuple[Table, Sequence[dict[str, Any]]]]:
    with translated_errors(source), source.reader.connect() as connection:
        reading = connection.execution_options(yield_per=_BATCH)
        for table in metadata.sorted_tables:
            columns = [column for column in table.c if column.name != "id"]
            for part in (
                reading.execute(select(*columns).order_by(*table.primary_key)).mappings().partitions()
            ):
                yield table, [dict(row) for row in part]
