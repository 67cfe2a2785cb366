"""The store keeps records whole, counts revisions, and says what is wrong with it."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from kb.document import Document, Heading, Kind, Passage, Span, Tag
from kb.errors import DataDamaged, DataTooNew, DiskFull, IndexMissing, NotFound
from kb.model import Answer, Evidence, Figure, Indicator, PovertyModel
from kb.record import Record
from kb.search import Filters
from kb.settings import Settings
from kb.store import FileState, Store, StoredOriginal
from kb.store import engine as store_engine
from kb.store.tables import metadata

TEXT = "Tỉnh Hà Giang\n\nXã Yên Minh có 25 hộ nuôi bò, lãi 60 triệu đồng mỗi năm. Hộ nghèo còn 5,86%."


def make_record(doc_id: str = "a", province: str = "Hà Giang", year: str = "2024") -> Record:
    cut = TEXT.index
    model = PovertyModel(
        model_id=f"{doc_id}--nuoi-bo",
        doc_id=doc_id,
        name="Nuôi bò",
        evidence=Evidence.cut(TEXT, cut("Xã"), cut(" Hộ nghèo")),
        province=province,
        commune="Yên Minh",
        livelihood="chan-nuoi",
        organiser="ho-gia-dinh",
        figures={
            "households": Figure("households", 25, Evidence.cut(TEXT, cut("25"), cut(" nuôi"))),
            "profit_vnd_per_year": Figure(
                "profit_vnd_per_year", 60_000_000, Evidence.cut(TEXT, cut("lãi"), cut(".")), "household"
            ),
        },
        answers=(
            Answer("results", Evidence.cut(TEXT, cut("Xã"), cut(" Hộ nghèo"))),
            Answer("results", Evidence.cut(TEXT, cut("lãi"), cut("."))),
        ),
    )
    rate = Evidence.cut(TEXT, cut("Hộ nghèo"), len(TEXT) - 1)
    return Record(
        document=Document(
            doc_id,
            "Nuôi bò",
            TEXT,
            Kind.NEWS,
            "Báo",
            "https://bao.vn",
            date(2024, 5, 1),
            (Heading(Span(0, 13), 2),),
        ),
        passages=(Passage(0, Span(15, len(TEXT)), "Tỉnh Hà Giang"),),
        tags=(
            Tag("province", province, (Span(5, 13),)),
            Tag("year", year),
            Tag("project", "DA3.1"),
            Tag("province", province, (), 0),
        ),
        models=(model,),
        indicators=(Indicator(doc_id, "tỷ lệ hộ nghèo", 5.86, "%", rate, "Yên Minh", 2024),),
    )


def original(doc_id: str) -> StoredOriginal:
    return StoredOriginal(f"/t/{doc_id}.md", ".md", f"digest-{doc_id}", b"goc \xff")


def put(store: Store, *records: Record) -> None:
    with store.write() as writer:
        writer.put([(record, original(record.document.doc_id)) for record in records], "1")


@pytest.fixture(params=["sqlite", "postgresql"])
def any_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """An empty place for a store, of every sort that can hold one."""
    if request.param == "sqlite":
        return Settings(data_dir=tmp_path)
    settings: Settings = request.getfixturevalue("shared_settings")
    return settings


@pytest.fixture
def store(any_settings: Settings) -> Iterator[Store]:
    with closing(Store.create(any_settings)) as opened:
        yield opened


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store.create(Settings(data_dir=tmp_path))) as opened:
        yield opened


def test_a_record_comes_back_as_it_was_put(store: Store) -> None:
    put(store, make_record())
    assert store.record("a") == make_record()
    assert store.original("a") == (".md", b"goc \xff")


def test_putting_again_replaces_and_leaves_nothing_of_the_old_record(store: Store) -> None:
    put(store, make_record())
    once = store.counts()
    put(store, make_record(province="Hà Nội"))
    assert store.counts() == once
    assert store.record("a").values("province") == ("Hà Nội",)


def test_revisions_tell_what_an_older_index_has_missed(store: Store) -> None:
    put(store, make_record("a"), make_record("b"))
    put(store, make_record("c"))
    with store.write() as writer:
        writer.delete(["a"])
    assert store.revision() == 3
    assert store.changed_since(1) == (["c"], ["a"])
    put(store, make_record("a"))
    assert store.changed_since(1) == (["a", "c"], [])


def test_a_batch_that_raises_leaves_no_trace(store: Store) -> None:
    put(store, make_record("a"))
    with pytest.raises(RuntimeError), store.write() as writer:
        writer.delete(["a"])
        raise RuntimeError
    assert store.doc_ids() == ["a"]
    assert store.revision() == 1


def test_deleting_a_document_deletes_all_that_was_made_of_it(store: Store) -> None:
    put(store, make_record())
    with store.write() as writer:
        writer.delete(["a"])
    assert set(store.counts().values()) == {0}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param(Filters({"province": ("Hà Giang",)}), ["a--nuoi-bo"], id="province"),
        pytest.param(
            Filters({"province": ("Hà Giang", "Hà Nội")}), ["a--nuoi-bo", "b--nuoi-bo"], id="either"
        ),
        pytest.param(Filters({"livelihood": ("trong-trot",)}), [], id="other-livelihood"),
        pytest.param(Filters({"kind": ("news",), "province": ("Hà Nội",)}), ["b--nuoi-bo"], id="kind-and"),
        pytest.param(Filters({}, (2019, 2022)), ["b--nuoi-bo"], id="years"),
        pytest.param(Filters({"year": ("2024",)}), ["a--nuoi-bo"], id="year"),
        pytest.param(Filters({"project": ("DA3",)}), ["a--nuoi-bo", "b--nuoi-bo"], id="part-of-a-project"),
    ],
)
def test_models_are_found_by_filter(store: Store, filters: Filters, expected: list[str]) -> None:
    put(store, make_record("a"), make_record("b", "Hà Nội", "2021"))
    assert [model.model_id for model in store.models(filters)] == expected


def test_indicators_are_found_by_their_own_year(store: Store) -> None:
    put(store, make_record("a"), make_record("b", "Hà Nội", "2021"))
    assert len(store.indicators(Filters({"year": ("2024",)}))) == 2
    assert store.indicators(Filters({}, (2020, 2021))) == []
    assert [each.doc_id for each in store.indicators(Filters({"province": ("Hà Nội",)}))] == ["b"]


def test_unknown_ids_are_said_to_be_unknown(store: Store) -> None:
    for ask in (store.record, store.model, store.original):
        with pytest.raises(NotFound):
            ask("không có")


def test_more_documents_than_one_query_may_name_are_read_in_order(store: Store) -> None:
    put(store, *(make_record(f"d{number:04}") for number in range(1200)))
    wanted = list(reversed(store.doc_ids()))
    assert [record.document.doc_id for record in store.records(wanted)] == wanted
    with store.write() as writer:
        writer.delete(wanted)
    assert store.doc_ids() == []


def test_files_are_remembered_and_forgotten(store: Store) -> None:
    state = FileState("/t/a.md", "/t", 10, 20, "1")
    with store.write() as writer:
        writer.remember_files([state])
        writer.remember_files([state])
    assert store.file_states("/t") == {"/t/a.md": state}
    with store.write() as writer:
        writer.forget_files(["/t/a.md"])
    assert store.file_states("/t") == {}


def test_a_missing_store_is_a_missing_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        Store.open(Settings(data_dir=tmp_path))


def test_rubbish_in_place_of_the_store_is_called_damaged(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").write_bytes(b"not a database, but long enough to look at" * 100)
    with pytest.raises(DataDamaged):
        Store.open(Settings(data_dir=tmp_path))


def test_a_store_of_a_newer_version_is_left_alone(store: Store, any_settings: Settings) -> None:
    with store._database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DataTooNew) as caught:
        Store.open(any_settings)
    assert caught.value.data["found"] == "9999"


def test_a_full_disk_keeps_what_was_there(sqlite_store: Store) -> None:
    store = sqlite_store
    put(store, make_record("a"))
    engine = store._database.engine
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(DiskFull), store.write() as writer:
            # The limit holds for one connection: the pool hands the same one out again.
            assert writer._connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}").scalar() == pages
            writer.put([(make_record(f"d{n}"), original(f"d{n}")) for n in range(500)], "1")
    assert store.doc_ids() == ["a"]


def test_migrations_build_the_tables_of_the_code(store: Store) -> None:
    with store._database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_newest_migration_is_the_one_the_code_knows() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(store_engine.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == store_engine.HEAD


def test_reading_sees_one_state_while_another_writes(store: Store, any_settings: Settings) -> None:
    put(store, make_record("a"))
    with closing(Store.open(any_settings)) as reader:
        records = reader.records(["a"])
        with store.write() as writer:
            writer.put([(make_record("a", "Hà Nội"), original("a"))], "1")
            assert reader.record("a").values("province") == ("Hà Giang",)
        assert [record.document.doc_id for record in records] == ["a"]
        assert reader.record("a").values("province") == ("Hà Nội",)


def test_the_store_is_a_write_ahead_logged_database_with_foreign_keys(
    tmp_path: Path, sqlite_store: Store
) -> None:
    with sqlite_store._database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    with create_engine(f"sqlite:///{tmp_path / 'store.sqlite'}").connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_lists_stand_in_the_order_of_code_points(store: Store) -> None:
    ids = ["Zét", "an", "ăn", "ân", "đa", "Đa", "b-1", "b1", "a b", "B"]
    put(store, *map(make_record, ids))
    assert store.doc_ids() == sorted(ids)
    assert [model.doc_id for model in store.models()] == sorted(ids)
    assert [origin.doc_id for origin in store.origins("/t")] == sorted(ids)


def test_titles_stand_from_the_newest_with_the_undated_last(store: Store) -> None:
    dates = {"cu": date(2019, 1, 1), "moi": date(2025, 1, 1), "khong-ngay": None}
    records = [make_record(doc_id) for doc_id in dates]
    put(
        store,
        *(replace(r, document=replace(r.document, published=dates[r.document.doc_id])) for r in records),
    )
    assert list(store.titles()) == ["moi", "cu", "khong-ngay"]


def test_sums_of_money_beyond_32_bits_come_back_to_the_dong(store: Store) -> None:
    record = make_record()
    capital = replace(
        record.models[0].figures["profit_vnd_per_year"], key="capital_vnd", value=9_876_543_210_987
    )
    model = replace(record.models[0], figures={"capital_vnd": capital})
    put(store, replace(record, models=(model,)))
    assert store.model("a--nuoi-bo").figures["capital_vnd"].value == 9_876_543_210_987


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        pytest.param("/t", ["a", "b"], id="folder"),
        pytest.param("/t/", ["a", "b"], id="with-a-stroke"),
        pytest.param("/t/a.md", ["a"], id="file"),
        pytest.param("/", ["a", "b"], id="everything"),
        pytest.param("/t/a", [], id="beginning-of-a-name"),
    ],
)
def test_origins_are_those_of_a_folder(store: Store, root: str, expected: list[str]) -> None:
    put(store, make_record("a"), make_record("b"))
    assert [origin.doc_id for origin in store.origins(root)] == expected


def test_more_files_than_one_statement_may_name_are_remembered_and_forgotten(store: Store) -> None:
    files = [FileState(f"/t/{number}.md", "/t", 10, 20, "1") for number in range(40_000)]
    with store.write() as writer:
        writer.remember_files(files)
    assert len(store.file_states("/t")) == 40_000
    with store.write() as writer:
        writer.forget_files([file.path for file in files])
    assert store.file_states("/t") == {}


def test_migrating_what_is_up_to_date_changes_nothing(store: Store, any_settings: Settings) -> None:
    put(store, make_record("a"))
    store_engine.migrate(store._database)
    with closing(Store.open(any_settings)) as reopened:
        assert reopened.record("a") == make_record("a")
        assert reopened.revision() == 1


def test_headers_are_those_of_documents_with_models(store: Store) -> None:
    put(store, make_record("a"), replace(make_record("b"), models=()))
    assert {doc_id: header.published for doc_id, header in store.headers().items()} == {"a": date(2024, 5, 1)}
