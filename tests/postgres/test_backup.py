"""The commands for backup and restore that deploy/README.md gives."""

from contextlib import closing

from kb.settings import Settings
from kb.store import Store
from tests.postgres_server import PostgresServer
from tests.unit.test_store import make_record, put


def test_a_restored_backup_is_the_store_it_was_made_of(
    postgres: PostgresServer, shared_settings: Settings
) -> None:
    database = (shared_settings.database_url or "").rpartition("/")[2]
    with closing(Store.create(shared_settings)) as store:
        put(store, make_record("z"), make_record("đ"))
        before = store.counts()
    file = postgres.directory / "kb.dump"
    postgres.run("pg_dump", "-Fc", f"--file={file}", database)
    postgres.run("dropdb", "--force", database)
    postgres.run("createdb", database)
    postgres.run("pg_restore", "-d", database, "--no-owner", "--exit-on-error", str(file))
    with closing(Store.open(shared_settings)) as store:
        assert store.counts() == before
        assert store.record("đ") == make_record("đ")
        assert store.doc_ids() == ["z", "đ"], "text is still compared by code point"
        put(store, make_record("b"))
        assert store.revision() == 2
