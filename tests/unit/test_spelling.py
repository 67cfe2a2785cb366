"""Did you mean: what is proposed for slips of keys, marks, sounds and letters, and what is left as it is."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.embedded_backend import EmbeddedBackend
from indexer.keystrokes import decode_keystrokes
from indexer.lexicon import Lexicon, sound_key
from indexer.normalize import fold_diacritics
from indexer.vocabulary import Entry, merge_vocabularies, read_vocabulary, save_vocabulary, vocabulary
from kb.query import parse_query
from kb.search import IndexEntry
from kb.spacing import find_respaced
from kb.spelling import correct, restore_marks

TEXTS = (
    "Hộ nghèo nuôi bò sinh sản ở Đắk Lắk, giảm nghèo bền vững.",
    "Hộ nghèo nuôi bò, nuôi vịt và nuôi nhím; du lịch cộng đồng.",
    "Trồng nhãn Idol xuất khẩu ở Cần Thơ. Chó giữ nhà, cho con học.",
    "Xuất khẩu lao động giúp giảm nghèo ở Quảng Ngãi; hầm biogas; OCOP.",
    "Homestay và du lịch cộng đồng ở Hà Giang, phòng nghỉ nghẹo cổ. Hộ anh Nam.",
)


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lexicon]:
    with closing(EmbeddedBackend(tmp_path_factory.mktemp("index"))) as backend:
        with backend.rebuild(1) as batch:
            batch.put(IndexEntry(f"d{n}", "", text, None, {}) for n, text in enumerate(TEXTS))
        yield backend.lexicon()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("nuooi bof", "nuôi bò", id="telex"),
        pytest.param("hooj ngheof", "hộ nghèo", id="telex-of-another-phrase"),
        pytest.param("ddawks lawks", "đắk lắk", id="telex-of-a-highland-name"),
        pytest.param("nuo6i bo2 sinh sa3n", "nuôi bò sinh sản", id="vni"),
        pytest.param("giam ngheof", "giảm nghèo", id="telex-beside-unmarked"),
        pytest.param("giam ngeo", "giảm nghèo", id="letter-left-out"),
        pytest.param("cong dogn", "cộng đồng", id="letters-swapped"),
        pytest.param("giãm nghèo", "giảm nghèo", id="tilde-for-hook"),
        pytest.param("Quảng Ngải", "Quảng Ngãi", id="hook-for-tilde"),
        pytest.param("xuấc khẩu lao động", "xuất khẩu lao động", id="southern-coda"),
        pytest.param("xinh xản", "sinh sản", id="x-for-s"),
        pytest.param("homstay", "homestay", id="foreign-word"),
        pytest.param("hầm biogaz", "hầm biogas", id="foreign-word-beside-another"),
        pytest.param("nhims", "nhím", id="single-word-in-telex"),
        pytest.param("NUOOI BOF", "NUÔI BÒ", id="capitals"),
        pytest.param("Nuooi bof ở Haf Giang", "Nuôi bò ở Hà Giang", id="first-letters"),
        pytest.param('"nuooi bof" -trau', '"nuôi bò" -trau', id="syntax-stays"),
        pytest.param("nuôi  bof,vịt", "nuôi  bò,vịt", id="spaces-and-marks-stay"),
        pytest.param("kangaroo bof", "kangaroo bò", id="what-nothing-comes-near-stays"),
        pytest.param("maays bof", "mấy bò", id="keys-are-decoded-even-where-the-word-is-new"),
    ],
)
def test_slips_are_respelled_as_documents_have_it(lexicon: Lexicon, typed: str, meant: str) -> None:
    assert correct(typed, lexicon) == meant


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("nuôi bò", id="known"),
        pytest.param("nuoi bo ha giang", id="known-without-marks"),
        pytest.param("chòe", id="short-word"),
        pytest.param("nuôi chòe", id="short-word-beside-another"),
        pytest.param("nuoi choe", id="short-word-without-marks"),
        pytest.param("nhax Idol", id="keys-of-a-word-that-no-document-has"),
        pytest.param("bò nghẹn", id="close-letters-but-other-neighbours"),
        pytest.param("trồng xoài", id="new-word"),
        pytest.param("sứa", id="new-word-alone"),
        pytest.param("36/KH-UBND ngày 12/3/2024", id="numbers"),
        pytest.param("DA3.1 TDA2", id="codes"),
        pytest.param("", id="nothing"),
        pytest.param("?!", id="no-word"),
    ],
)
def test_what_may_well_be_meant_is_not_respelled(lexicon: Lexicon, typed: str) -> None:
    assert correct(typed, lexicon) is None


def test_words_that_have_another_name_are_left(lexicon: Lexicon) -> None:
    assert correct("nuooi", lexicon, leave={"nuooi"}) is None


def test_a_known_word_with_its_marks_never_changes(lexicon: Lexicon) -> None:
    assert [each.word for each in lexicon.respellings("nghẹo")] == ["nghẹo"]
    assert [each.word for each in lexicon.respellings("ngheo")] == ["nghèo", "nghẹo"]


def test_words_are_listed_as_they_are_mostly_written(lexicon: Lexicon) -> None:
    assert [each.word for each in lexicon.respellings("dak")] == ["đắk"]


def test_the_lexicon_counts_documents_with_words_side_by_side(lexicon: Lexicon) -> None:
    assert lexicon.pair_documents(["nuôi", "hộ"], ["bò", "nghèo"]) == [[2, 0], [0, 2]]
    assert lexicon.known(["Nuôi", "nuoi", "nuói", "BO"]) == [True, True, False, True]


@given(st.lists(st.sampled_from([*" ".join(TEXTS).split(), "hỏ", "ành", "s", "ọ"]), min_size=1, max_size=4))
def test_any_words_written_together_are_answered(lexicon: Lexicon, words: list[str]) -> None:
    for typed in ("".join(words), fold_diacritics("".join(words))):
        assert all(
            fold_diacritics(each.added).replace(" ", "") == fold_diacritics(each.typed).lower()
            for each in find_respaced(parse_query(typed), lexicon)
        )


@pytest.mark.parametrize(
    ("typed", "respaced"),
    [
        pytest.param("đắklắk", {"đắklắk": "đắk lắk"}, id="together"),
        pytest.param("daklak", {"daklak": "đắk lắk"}, id="together-without-marks"),
        pytest.param("Nhãnidol", {"Nhãnidol": "nhãn idol"}, id="capital"),
        pytest.param("home stay Hà Giang", {"home stay": "homestay"}, id="apart"),
        pytest.param("bio gas", {"bio gas": "biogas"}, id="apart-of-another-word"),
        pytest.param("nuôi bò", {}, id="as-in-documents"),
        pytest.param("home, stay", {}, id="across-a-comma"),
        pytest.param('"home stay"', {}, id="quoted"),
        pytest.param("bònghèo", {}, id="never-side-by-side"),
        pytest.param("36 12", {}, id="numbers"),
        pytest.param("hoanh", {}, id="a-syllable-is-not-two"),
        pytest.param("hôanh", {}, id="other-marks-than-in-documents"),
        pytest.param("hom estay i dol", {"hom estay": "homestay"}, id="no-single-letters"),
    ],
)
def test_words_are_found_together_and_apart(lexicon: Lexicon, typed: str, respaced: dict[str, str]) -> None:
    assert {each.typed: each.added for each in find_respaced(parse_query(typed), lexicon)} == respaced


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("nuooi", "nuôi", id="doubled"),
        pytest.param("nuoio", "nuôi", id="doubled-at-the-end"),
        pytest.param("nguowif", "người", id="w"),
        pytest.param("nguwowif", "người", id="w-twice"),
        pytest.param("dwa", "dưa", id="w-alone"),
        pytest.param("ddoongj", "động", id="dd"),
        pytest.param("gias", "giá", id="gi"),
        pytest.param("quys", "quý", id="qu"),
        pytest.param("hoaf", "hoà", id="tone-place"),
        pytest.param("tie6n2", "tiền", id="vni"),
        pytest.param("nuoi", None, id="no-keys"),
        pytest.param("film", None, id="no-syllable"),
        pytest.param("hooij", "hội", id="tone-at-the-end"),
        pytest.param("nghèo", None, id="already-marked"),
        pytest.param("2023", None, id="number"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_keys_are_decoded_into_a_syllable(typed: str, meant: str | None) -> None:
    assert decode_keystrokes(typed) == meant


@given(st.text(alphabet="abcdeghiklmnopqrstuvwxyzj123456789", max_size=12))
def test_what_is_decoded_has_the_letters_that_were_typed(typed: str) -> None:
    meant = decode_keystrokes(typed)
    if meant is not None:
        assert set(fold_diacritics(meant)) - {"u"} <= set(typed)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("tre", "che", id="tr"),
        pytest.param("xinh", "sin", id="x-and-nh"),
        pytest.param("gia", "da", id="gi"),
        pytest.param("lon", "non", id="l"),
        pytest.param("ky", "ki", id="y"),
        pytest.param("nhimm", "nhim", id="twice"),
    ],
)
def test_what_some_accent_confuses_sounds_alike(first: str, second: str) -> None:
    assert sound_key(first) == sound_key(second)


@pytest.mark.parametrize(("first", "second"), [("kha", "ca"), ("nga", "na"), ("nha", "na"), ("gi", "d")])
def test_what_nobody_confuses_does_not(first: str, second: str) -> None:
    assert sound_key(first) != sound_key(second)


def test_a_vocabulary_is_read_as_it_was_saved(tmp_path: Path) -> None:
    documents = {"đắc": 2, "lắc": 1, "2023": 1, "kh-ubnd": 1}
    written = {"Đắk": 1, "Lắk": 1, "2023": 1, "ĐẮK": 1, "x" * 40: 1, "Đắc": 1}
    save_vocabulary(tmp_path, vocabulary(documents, written))
    assert read_vocabulary(tmp_path) == {"lắc": Entry(1, "lắk"), "đắc": Entry(2, "đắk")}


def test_vocabularies_of_segments_add_up() -> None:
    merged = merge_vocabularies([{"đắc": Entry(1, "đắc")}, {"đắc": Entry(3, "đắk"), "bò": Entry(1, "bò")}])
    assert merged == {"đắc": Entry(4, "đắk"), "bò": Entry(1, "bò")}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("ho ngheo nuoi bo", "hộ nghèo nuôi bò", id="by-neighbours"),
        pytest.param("du lich cong dong o Ha Giang", "du lịch cộng đồng ở Hà Giang", id="capitals"),
        pytest.param("trong nhan Idol", "trồng nhãn Idol", id="a-word-without-marks"),
        pytest.param("ham biogas, OCOP 2023?", "hầm biogas, OCOP 2023?", id="all-else-stays"),
        pytest.param("xyz", "xyz", id="unknown"),
        pytest.param(" ?", " ?", id="no-word"),
    ],
)
def test_marks_are_restored_as_documents_have_them(lexicon: Lexicon, typed: str, meant: str) -> None:
    assert restore_marks(typed, lexicon) == meant
