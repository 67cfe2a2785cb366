"""The same story in several papers is known again, kept together, and told from another that sounds alike."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from indexer.shingles import signature_of
from kb.document import Document, Kind, Tag
from kb.record import Record
from kb.settings import Settings
from kb.store import Store, StoredOriginal, tables
from kb.stories import THRESHOLD, bands_of, likeness

GOATS = """Ngày 6/12/2023, Phòng Lao động huyện Phú Tân cùng UBND xã Long Hòa trao 120 con dê giống sinh sản
cho 12 hộ nghèo, cận nghèo theo dự án đa dạng hóa sinh kế. Mỗi hộ nhận 10 con dê, trị giá 25 triệu
đồng, và góp vốn đối ứng để làm chuồng, trồng cỏ. Cán bộ khuyến nông hướng dẫn bà con cách phòng
bệnh, chăm sóc đàn dê trong 18 tháng. Khi bán lứa dê đầu tiên, các hộ hoàn lại 20% số vốn để xã giúp
tiếp những hộ khác trong vùng."""
REPRINT = f"PV - {GOATS} Theo báo An Giang."
FORECAST = """Theo Trung tâm Dự báo khí tượng, ngày {day}, vùng áp thấp trên khu vực phía đông biển Đông
đã mạnh lên thành áp thấp nhiệt đới. Hồi {hour} giờ, vị trí tâm áp thấp ở vào khoảng {north} độ vĩ
Bắc, {east} độ kinh Đông, sức gió mạnh nhất cấp 6, giật cấp 8. Bà con ngư dân trên các tàu thuyền
đang hoạt động ở khu vực nguy hiểm cần theo dõi các bản tin tiếp theo và giữ liên lạc với chính
quyền địa phương, với bộ đội biên phòng và với gia đình để được hướng dẫn nơi tránh trú an toàn
trước khi gió mạnh lên, biển động và sóng cao nhiều mét."""


def record(doc_id: str, text: str, day: int = 1, province: str | None = None) -> Record:
    document = Document(doc_id, f"Tin {doc_id}", text, Kind.NEWS, published=date(2024, 1, day))
    tags = (Tag("province", province),) if province else ()
    return Record(document, tags=tags, signature=signature_of(text))


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    settings.data_dir.mkdir(parents=True)
    with closing(Store.create(settings)) as opened:
        yield opened


def put(store: Store, *records: Record) -> None:
    with store.write() as writer:
        writer.put([(each, StoredOriginal(each.document.doc_id, ".md", "", b"")) for each in records], "1")
        writer.place_stories()


def delete(store: Store, *doc_ids: str) -> None:
    with store.write() as writer:
        writer.delete(doc_ids)
        writer.place_stories()


def band_count(store: Store) -> int:
    with store._reading() as connection:
        return connection.scalar(select(func.count()).select_from(tables.story_bands)) or 0


def test_a_story_printed_again_is_one_story_with_two_sources(store: Store) -> None:
    put(store, record("b", REPRINT, day=2), record("a", GOATS), record("c", GOATS[::-1]))
    assert store.same_story(["a", "b", "c"]) == {"a": ("b",), "b": ("a",)}
    assert set(store.stories()) == {"a", "b"} and len(set(store.stories().values())) == 1


def test_documents_that_come_later_join_the_story(store: Store) -> None:
    put(store, record("a", GOATS))
    put(store, record("b", REPRINT))
    assert store.same_story(["a"]) == {"a": ("b",)}


def test_the_same_words_with_other_numbers_are_another_story(store: Store) -> None:
    told = [
        FORECAST.format(day="10/6", hour=13, north="13,9", east="117,8"),
        FORECAST.format(day="25/9", hour=19, north="17,2", east="111,4"),
    ]
    assert likeness(*map(signature_of, told)) > THRESHOLD
    put(store, record("a", told[0]), record("b", told[1]))
    assert store.stories() == {}


def test_the_same_words_of_another_province_are_another_story(store: Store) -> None:
    put(store, record("a", GOATS, province="An Giang"), record("b", GOATS, province="Hà Giang"))
    assert store.stories() == {}


def test_when_the_first_is_forgotten_the_others_stay_together(store: Store) -> None:
    put(store, *(record(doc_id, GOATS, day) for day, doc_id in enumerate("abc", 1)))
    delete(store, "a")
    assert store.same_story(["b"]) == {"b": ("c",)}
    delete(store, "b")
    assert store.same_story(["c"]) == {}


def test_a_document_read_again_with_another_text_leaves_its_story(store: Store) -> None:
    put(store, record("a", GOATS), record("b", GOATS))
    put(store, record("a", GOATS[::-1]))
    assert store.stories() == {}
    put(store, record("a", GOATS))
    assert store.same_story(["a"]) == {"a": ("b",)}


def test_nothing_is_left_of_documents_that_are_gone(store: Store) -> None:
    put(store, record("a", GOATS), record("b", GOATS[::-1]))
    assert band_count(store) == 2 * len(bands_of(signature_of(GOATS)))
    delete(store, "a", "b")
    assert band_count(store) == 0


def test_texts_too_short_to_be_known_again_stand_alone(store: Store) -> None:
    put(store, record("a", "Xã trao bò."), record("b", "Xã trao bò."))
    assert store.stories() == {}


@given(st.integers(0, len(GOATS.split()) - 1))
def test_one_word_more_or_less_leaves_a_text_alike(at: int) -> None:
    words = GOATS.split()
    assert likeness(signature_of(GOATS), signature_of(" ".join(words[:at] + words[at + 1 :]))) > THRESHOLD
