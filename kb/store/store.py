"""Reading the store: documents with all that is known of them, models and indicators by filter."""

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from itertools import islice
from typing import Any, Self

from sqlalchemy import Connection, Row, Select, Table, func, select

from kb.document import Document
from kb.errors import IndexMissing, NotFound, StoreNotEmpty
from kb.model import Indicator, PovertyModel
from kb.record import Header, Record
from kb.search import Filters
from kb.settings import Settings
from kb.store import rows, tables
from kb.store.copying import copy_tables
from kb.store.database import Database
from kb.store.engine import HEAD, found_version, migrate, open_database, translated_errors
from kb.store.filters import filtered_indicators, filtered_models, indicators_of_provinces, under
from kb.store.writer import FileState, Origin, StoreWriter

__all__ = ["Store"]

_BATCH = 500
"""Documents read at a time: well under SQLite's limit on variables, and bounded memory for a dump."""


class Store:
    """The truth about every document. Everything else (the index above all) can be made again from it.

    Reading is safe from any thread and beside a writer. Every method raises a `kb.errors.DataError` when the
    database fails.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """The store the settings name. Raises IndexMissing where none was ever made, or a DataError."""
        return cls(_up_to_date(open_database(settings), create=False))

    @classmethod
    def create(cls, settings: Settings) -> Self:
        """The store the settings name, made when it is not there. For a file, under the writer's lock."""
        return cls(_up_to_date(open_database(settings, create=True), create=True))

    @property
    def place(self) -> str:
        """Where it is kept: a directory, or the address of a database without its password."""
        return self._database.name

    def close(self) -> None:
        self._database.engine.dispose()

    @contextmanager
    def write(self) -> Iterator[StoreWriter]:
        """A batch of changes: all of it is kept when the block ends, none when it raises."""
        with translated_errors(self._database), self._database.engine.begin() as connection:
            yield StoreWriter(connection)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Do what only one of the processes that share a store should do at a time; the others wait."""
        with translated_errors(self._database), self._database.alone():
            yield

    def revision(self) -> int:
        """Grows by one with every batch that changed a document; 0 when nothing was ever stored."""
        with self._reading() as connection:
            return connection.scalar(select(tables.state.c.value).filter_by(name="revision")) or 0

    def changed_since(self, revision: int) -> tuple[list[str], list[str]]:
        """Ids of documents (put, deleted) after `revision`, each sorted."""
        with self._reading() as connection:
            changed, deleted = (
                connection.scalars(
                    select(table.c.doc_id).where(table.c.revision > revision).order_by(table.c.doc_id)
                ).all()
                for table in (tables.documents, tables.deletions)
            )
        return list(changed), list(deleted)

    def doc_ids(self) -> list[str]:
        """Every document's id, sorted."""
        with self._reading() as connection:
            return list(connection.scalars(select(tables.documents.c.doc_id).order_by("doc_id")))

    def record(self, doc_id: str) -> Record:
        """All that is known of one document. Raises NotFound."""
        for record in self.records([doc_id]):
            return record
        raise NotFound(what="document", key=doc_id)

    def records(self, doc_ids: Iterable[str]) -> Iterator[Record]:
        """Records in the order of `doc_ids`; ids that are not stored are passed over."""
        for batch in _batches(doc_ids):
            with self._reading() as connection:
                yield from _load(connection, batch)

    def original(self, doc_id: str) -> tuple[str, bytes]:
        """The file's ending and its bytes as received. Raises NotFound."""
        table = tables.originals
        with self._reading() as connection:
            row = connection.execute(select(table).where(table.c.doc_id == doc_id)).one_or_none()
        if row is None:
            raise NotFound(what="document", key=doc_id)
        return row.suffix, zlib.decompress(row.content)

    def model(self, model_id: str) -> PovertyModel:
        """One model. Raises NotFound."""
        with self._reading() as connection:
            found = _models(connection, select(tables.models).where(tables.models.c.model_id == model_id))
        if not found:
            raise NotFound(what="model", key=model_id)
        return found[0]

    def models(self, filters: Filters | None = None) -> list[PovertyModel]:
        """Models that pass the filters, by document and then text order."""
        with self._reading() as connection:
            return _models(connection, filtered_models(filters or Filters()))

    def indicators(self, filters: Filters | None = None) -> list[Indicator]:
        """Indicators that pass the filters, by document and then text order."""
        with self._reading() as connection:
            found = connection.execute(filtered_indicators(filters or Filters()))
            return [rows.indicator_of(row) for row in found]

    def indicators_of_provinces(self, provinces: Sequence[str], name: str | None = None) -> list[Indicator]:
        """Indicators whose own place is or lies in one of the provinces, whatever their document is about."""
        with self._reading() as connection:
            found = connection.execute(indicators_of_provinces(provinces, name))
            return [rows.indicator_of(row) for row in found]

    def dates(self, doc_ids: Iterable[str]) -> dict[str, date | None]:
        """When documents were published, by id."""
        table, found = tables.documents, dict[str, date | None]()
        for batch in _batches(doc_ids):
            with self._reading() as connection:
                chosen = select(table.c.doc_id, table.c.published).where(table.c.doc_id.in_(batch))
                found.update((row.doc_id, row.published) for row in connection.execute(chosen))
        return found

    def documents(self, doc_ids: Iterable[str]) -> dict[str, Document]:
        """Documents without what was made of them, by id."""
        found: dict[str, Document] = {}
        for batch in _batches(doc_ids):
            with self._reading() as connection:
                for row in connection.execute(_of_documents(tables.documents, batch)):
                    found[row.doc_id] = rows.document_of(row)
        return found

    def same_story(self, doc_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """For each of the documents the others that tell the same story, by id; those alone are left out."""
        table, told = tables.stories, dict[str, tuple[str, ...]]()
        for batch in _batches(doc_ids):
            leaders = select(table.c.leader).where(table.c.doc_id.in_(batch), table.c.leader.is_not(None))
            chosen = select(table.c.doc_id, table.c.leader).where(table.c.leader.in_(leaders))
            together: Mapping[str, list[str]] = defaultdict(list)
            with self._reading() as connection:
                for row in connection.execute(chosen.order_by(table.c.doc_id)):
                    together[row.leader].append(row.doc_id)
            told.update(
                (doc_id, tuple(other for other in story if other != doc_id))
                for story in together.values()
                for doc_id in story
                if len(story) > 1 and doc_id in batch
            )
        return told

    def stories(self) -> dict[str, str]:
        """The leader of its story for every document whose story another one tells too, by id."""
        table = tables.stories
        several = select(table.c.leader).group_by(table.c.leader).having(func.count() > 1)
        chosen = select(table.c.doc_id, table.c.leader).where(table.c.leader.in_(several))
        with self._reading() as connection:
            return {row.doc_id: row.leader for row in connection.execute(chosen)}

    def headers(self) -> dict[str, Header]:
        """What lists of models need to know of every document that has one, without its text, by id."""
        tags, documents = tables.tags, tables.documents
        facets: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        with_models = select(tables.models.c.doc_id)
        of_whole = select(tags.c.doc_id, tags.c.facet, tags.c.value).where(
            tags.c.passage.is_(None), tags.c.doc_id.in_(with_models)
        )
        dates = select(documents.c.doc_id, documents.c.published).where(documents.c.doc_id.in_(with_models))
        with self._reading() as connection:
            for doc_id, facet, value in connection.execute(of_whole.order_by(tags.c.id)):
                facets[doc_id][facet].append(value)
            found = connection.execute(dates).all()
        return {
            doc_id: Header(published, {facet: tuple(values) for facet, values in facets[doc_id].items()})
            for doc_id, published in found
        }

    def titles(self) -> dict[str, str]:
        """The title of every document by its id, the newest first and those without a date last."""
        table = tables.documents
        newest_first = select(table.c.doc_id, table.c.title).order_by(
            table.c.published.desc().nulls_last(), table.c.doc_id
        )
        with self._reading() as connection:
            return {row.doc_id: row.title for row in connection.execute(newest_first)}

    def model_names(self) -> dict[str, str]:
        """The name of every model by its id, in no order."""
        with self._reading() as connection:
            found = connection.execute(select(tables.models.c.model_id, tables.models.c.name))
            return {row.model_id: row.name for row in found}

    def copy_to(self, other: "Store", advanced: Callable[[int], None] = lambda count: None) -> None:
        """Fill an empty store with all that is in this one, revisions too. Raises StoreNotEmpty."""
        if count := other.size():
            raise StoreNotEmpty(directory=other.place, count=count)
        copy_tables(self._database, other._database, advanced)

    def size(self) -> int:
        """How many documents there are."""
        with self._reading() as connection:
            return connection.scalar(select(func.count()).select_from(tables.documents)) or 0

    def counts(self) -> dict[str, int]:
        """How many rows each kind of record has, by table name."""
        counted = (tables.documents, tables.passages, tables.tags, tables.models, tables.figures)
        with self._reading() as connection:
            return {
                table.name: connection.scalar(select(func.count()).select_from(table)) or 0
                for table in (*counted, tables.indicators)
            }

    def integrity_errors(self) -> list[str]:
        """What the database says is wrong with its own files and references; empty when all is well."""
        with self._reading() as connection:
            return self._database.integrity_errors(connection)

    def file_states(self, root: str) -> dict[str, FileState]:
        """Every file at or under the path `root` that was read whole without an error, by path."""
        with self._reading() as connection:
            found = connection.execute(under(tables.files, root)).all()
        return {row.path: FileState(*row) for row in found}

    def origins(self, root: str) -> list[Origin]:
        """Where every document came from whose file is at or under the path `root`, by document id."""
        with self._reading() as connection:
            found = connection.execute(under(tables.documents, root, *Origin.columns()).order_by("doc_id"))
            return [Origin(*row) for row in found]

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with translated_errors(self._database), self._database.reader.connect() as connection:
            yield connection


def _up_to_date(database: Database, *, create: bool) -> Database:
    with ExitStack() as undo:
        undo.callback(database.engine.dispose)
        found = found_version(database)
        if found is None and not create:
            raise IndexMissing(reason=f"no store in {database.name}")
        if found != HEAD:
            migrate(database)
        undo.pop_all()
    return database


def _batches(ids: Iterable[str]) -> Iterator[tuple[str, ...]]:
    ids = iter(ids)
    while batch := tuple(islice(ids, _BATCH)):
        yield batch


def _load(connection: Connection, doc_ids: Sequence[str]) -> Iterator[Record]:
    documents = {row.doc_id: row for row in connection.execute(_of_documents(tables.documents, doc_ids))}
    passages = _by_document(connection, tables.passages, doc_ids, "ordinal")
    tags = _by_document(connection, tables.tags, doc_ids, "id")
    indicators = _by_document(connection, tables.indicators, doc_ids, "id")
    models: Mapping[str, list[PovertyModel]] = defaultdict(list)
    for model in _models(connection, _of_documents(tables.models, doc_ids)):
        models[model.doc_id].append(model)
    for doc_id in doc_ids:
        if doc_id in documents:
            yield Record(
                rows.document_of(documents[doc_id]),
                tuple(map(rows.passage_of, passages[doc_id])),
                tuple(map(rows.tag_of, tags[doc_id])),
                tuple(models[doc_id]),
                tuple(map(rows.indicator_of, indicators[doc_id])),
            )


def _of_documents(table: Table, doc_ids: Sequence[str]) -> Select[Any]:
    query = select(table).where(table.c.doc_id.in_(doc_ids))
    return query.order_by(table.c.doc_id, table.c.ordinal) if "ordinal" in table.c else query


def _by_document(
    connection: Connection, table: Table, doc_ids: Sequence[str], order: str
) -> Mapping[str, list[Row[Any]]]:
    grouped: Mapping[str, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(select(table).where(table.c.doc_id.in_(doc_ids)).order_by(order)):
        grouped[row.doc_id].append(row)
    return grouped


def _models(connection: Connection, query: Select[Any]) -> list[PovertyModel]:
    found = connection.execute(query).all()
    model_ids = [row.model_id for row in found]
    figures = _by_model(connection, tables.figures, model_ids, "key")
    answers = _by_model(connection, tables.answers, model_ids, "ordinal")
    return [rows.model_of(row, figures[row.model_id], answers[row.model_id]) for row in found]


def _by_model(
    connection: Connection, table: Table, model_ids: Sequence[str], order: str
) -> Mapping[str, list[Row[Any]]]:
    grouped: Mapping[str, list[Row[Any]]] = defaultdict(list)
    for batch in _batches(model_ids):
        chosen = select(table).where(table.c.model_id.in_(batch)).order_by(table.c.model_id, order)
        for row in connection.execute(chosen):
            grouped[row.model_id].append(row)
    return grouped
