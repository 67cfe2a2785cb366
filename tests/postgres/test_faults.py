"""A database server that is away, turns us away or goes away: clear words, and nothing lost."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy.exc import ProgrammingError

from kb.errors import (
    DatabaseMissing,
    DatabaseNotUnicode,
    DatabaseRefused,
    DatabaseUnavailable,
    DataDamaged,
    DataError,
    DataNotWritable,
    DiskFull,
    IndexMissing,
    SettingInvalid,
)
from kb.settings import Settings
from kb.store import Store
from tests.conftest import index_paths
from tests.postgres_server import PASSWORD, PostgresServer, free_port
from tests.unit.test_store import make_record, put
from webui import create_app


def kb(*arguments: str, data: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "indexer", "--data", data, *arguments],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def with_password(settings: Settings) -> str:
    return (settings.database_url or "").replace("kb@", f"kb:{quote(PASSWORD, safe='')}@")


def test_a_server_that_is_not_there_is_said_not_to_answer(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url=f"postgresql://kb@127.0.0.1:{free_port()}/kb")
    with pytest.raises(DatabaseUnavailable) as caught:
        Store.open(settings)
    assert caught.value.data["reason"] == "absent"


def test_a_wrong_password_is_said_to_be_refused(shared_settings: Settings) -> None:
    with pytest.raises(DatabaseRefused) as caught:
        Store.create(replace(shared_settings, database_password="sai"))
    assert caught.value.data["user"] == "kb"


def test_an_unknown_database_is_named(postgres: PostgresServer, shared_settings: Settings) -> None:
    with pytest.raises(DatabaseMissing) as caught:
        Store.create(replace(shared_settings, database_url=postgres.url("khong_co")))
    assert caught.value.data["database"] == "khong_co"


def test_a_database_that_cannot_hold_vietnamese_is_refused(
    postgres: PostgresServer, shared_settings: Settings
) -> None:
    url = postgres.url(postgres.new_database(encoding="LATIN1"))
    with pytest.raises(DatabaseNotUnicode) as caught:
        Store.create(replace(shared_settings, database_url=url))
    assert caught.value.data["encoding"] == "LATIN1"


def test_an_empty_database_is_a_missing_index(shared_settings: Settings) -> None:
    with pytest.raises(IndexMissing):
        Store.open(shared_settings)


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("mysql://kb:bimat@may/kb", id="another-engine"),
        pytest.param("postgresql://kb:bimat@may", id="no-database"),
        pytest.param("kb:bimat@may", id="no-scheme"),
        pytest.param("postgresql://kb:bimat@may:cong/kb", id="no-port"),
    ],
)
def test_an_address_of_another_sort_is_refused_without_showing_it(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingInvalid) as caught:
        Store.open(Settings(data_dir=tmp_path, database_url=url))
    assert "bimat" not in str(caught.value)


def test_a_password_in_the_address_is_never_shown(tmp_path: Path) -> None:
    url = f"postgres://kb:bimat@127.0.0.1:{free_port()}/kb?application_name=bimat"
    with pytest.raises(DatabaseUnavailable) as caught:
        Store.open(Settings(data_dir=tmp_path, database_url=url))
    assert "bimat" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


def test_a_user_who_may_only_read_reads_and_is_told_that_writing_fails(
    postgres: PostgresServer, shared_settings: Settings
) -> None:
    with closing(Store.create(shared_settings)) as store:
        put(store, make_record("a"))
    database = (shared_settings.database_url or "").rpartition("/")[2]
    reader = f"doc_{database}"
    postgres.execute(f"CREATE ROLE {reader} LOGIN PASSWORD '{PASSWORD}'", database)
    postgres.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {reader}", database)
    settings = replace(shared_settings, database_url=postgres.url(database, reader))
    with closing(Store.open(settings)) as store:
        assert store.record("a") == make_record("a")
        with pytest.raises(DataNotWritable):
            put(store, make_record("b"))


def test_a_lost_connection_in_the_middle_of_a_batch_leaves_no_trace_of_it(
    postgres: PostgresServer, shared_settings: Settings
) -> None:
    database = (shared_settings.database_url or "").rpartition("/")[2]
    with closing(Store.create(shared_settings)) as store:
        put(store, make_record("a"))
        with pytest.raises(DatabaseUnavailable) as caught, store.write() as writer:
            writer.delete(["a"])
            assert postgres.cut_connections(database)
            writer.delete(["b"])
        assert caught.value.data["reason"] == "cut"
        assert store.doc_ids() == ["a"], "the next connection is a new one"
        assert store.revision() == 1


def test_readers_come_back_after_the_server_was_started_again(
    postgres: PostgresServer, shared_settings: Settings
) -> None:
    with closing(Store.create(shared_settings)) as store:
        put(store, make_record("a"))
        postgres.stop()
        with pytest.raises(DatabaseUnavailable):
            store.doc_ids()
        postgres.start()
        assert store.doc_ids() == ["a"]


def test_pages_come_back_after_the_server_was_away(
    postgres: PostgresServer, shared_settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text("# Nuôi bò\n\nXã Yên Minh có 25 hộ nghèo nuôi bò.", encoding="utf-8")
    index_paths(shared_settings, tmp_path / "a.md")
    app = create_app(shared_settings)
    client = app.test_client()
    with closing(app.extensions["knowledge_base"].get()):
        assert client.get("/documents/a").status_code == 200
        postgres.stop()
        away = client.get("/documents/a")
        assert (away.status_code, "Retry-After" in away.headers) == (503, True)
        postgres.start()
        assert client.get("/documents/a").status_code == 200


@pytest.mark.parametrize(
    ("code", "expected", "reason"),
    [
        pytest.param("53100", DiskFull, None, id="disk-full"),
        pytest.param("25006", DataNotWritable, None, id="read-only-server"),
        pytest.param("42501", DataNotWritable, None, id="no-permission"),
        pytest.param("XX001", DataDamaged, None, id="damaged-pages"),
        pytest.param("57014", DatabaseUnavailable, "slow", id="statement-timeout"),
        pytest.param("55P03", DatabaseUnavailable, "slow", id="lock-timeout"),
        pytest.param("53300", DatabaseUnavailable, "busy", id="too-many-connections"),
        pytest.param("40P01", DatabaseUnavailable, "busy", id="deadlock"),
        pytest.param("57P03", DatabaseUnavailable, "starting", id="starting-up"),
        pytest.param("57P01", DatabaseUnavailable, "cut", id="shut-down"),
    ],
)
def test_what_the_server_reports_becomes_the_error_that_says_so(
    shared_settings: Settings, code: str, expected: type[DataError], reason: str | None
) -> None:
    report = f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{code}'; END $$"
    with closing(Store.create(shared_settings)) as store:
        with pytest.raises(expected) as caught, store.write() as writer:
            writer._connection.exec_driver_sql(report)
        assert type(caught.value) is expected
        assert expected is not DatabaseUnavailable or caught.value.data["reason"] == reason


def test_a_mistake_of_ours_is_not_taken_for_a_fault_of_the_server(shared_settings: Settings) -> None:
    store = Store.create(shared_settings)
    with closing(store), pytest.raises(ProgrammingError), store.write() as writer:
        writer._connection.exec_driver_sql("SELECT 1 FROM khong_co")


def test_several_processes_may_make_the_store_at_once(shared_settings: Settings) -> None:
    with ThreadPoolExecutor(4) as threads:
        stores = list(threads.map(lambda _: Store.create(shared_settings), range(4)))
    for number, store in enumerate(stores):
        put(store, make_record(f"d{number}"))
        assert store.revision() == number + 1
        store.close()


def test_the_web_answers_503_while_the_server_is_away(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url=f"postgresql://kb@127.0.0.1:{free_port()}/kb")
    client = create_app(settings).test_client()
    page, answer = client.get("/models"), client.get("/api/v1/models")
    assert page.status_code == answer.status_code == 503
    assert page.headers["Retry-After"] == answer.headers["Retry-After"]
    assert "không trả lời" in page.get_data(as_text=True)
    assert answer.get_json()["error"]["code"] == "DatabaseUnavailable"


def test_status_names_the_database_without_its_password(shared_settings: Settings) -> None:
    with closing(Store.create(shared_settings)):
        pass
    run = kb("status", data=shared_settings.data_dir, KB_DATABASE_URL=with_password(shared_settings))
    assert run.returncode == 0
    assert "postgresql://kb:***@127.0.0.1" in run.stdout


@pytest.mark.parametrize(
    ("environ", "status", "words"),
    [
        pytest.param({"KB_DATABASE_URL": "mysql://a/b"}, 2, "KB_DATABASE_URL", id="wrong-setting"),
        pytest.param({"KB_DATABASE_URL": "postgresql://kb@127.0.0.1:9/kb"}, 3, "không trả lời", id="absent"),
    ],
)
def test_the_command_line_says_what_is_wrong_and_how(
    tmp_path: Path, environ: dict[str, str], status: int, words: str
) -> None:
    run = kb("status", data=tmp_path, **environ)
    assert (run.returncode, run.stdout) == (status, "")
    assert words in run.stderr and "Traceback" not in run.stderr
