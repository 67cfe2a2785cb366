"""Other names for the words of the field: what is added to what was typed, and what is left alone."""

import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kb
from kb.field_words import field_words, find_additions
from kb.places import fold_place
from kb.query import Words, parse_query

DATA = tomllib.loads((Path(kb.__file__).parent / "data" / "field_words.toml").read_text("utf-8"))
ABBREVIATIONS = [
    (short, full) for record in DATA["abbreviation"] for short in record["short"] for full in record["full"]
]


def added(text: str) -> dict[str, set[str]]:
    """What each stretch of the text may also be called."""
    found: dict[str, set[str]] = {}
    for each in find_additions(parse_query(text)):
        found.setdefault(each.typed, set()).add(each.added)
    return found


@pytest.mark.parametrize(
    ("text", "typed", "name"),
    [
        pytest.param("HTX nuôi dê", "HTX", "hợp tác xã", id="abbreviation"),
        pytest.param("htx nuoi de", "htx", "hợp tác xã", id="abbreviation-in-small-letters"),
        pytest.param("vốn NHCSXH", "NHCSXH", "ngân hàng CSXH", id="half-abbreviated"),
        pytest.param("xa DBKK", "DBKK", "đặc biệt khó khăn", id="abbreviation-without-the-stroke"),
        pytest.param("Sở LĐ-TB&XH", "LĐ-TB&XH", "lao động - thương binh và xã hội", id="with-inner-marks"),
        pytest.param("so LDTBXH", "LDTBXH", "lao động - thương binh và xã hội", id="inner-marks-left-out"),
        pytest.param("phát triển KT-XH", "KT-XH", "kinh tế - xã hội", id="hyphen"),
        pytest.param("hợp tác xã nông nghiệp", "hợp tác xã", "HTX", id="spelled-out"),
        pytest.param("hop tac xa", "hop tac xa", "HTX", id="spelled-out-without-marks"),
        pytest.param("bò cho hộ nghèo", "hộ nghèo", "người nghèo", id="synonym"),
        pytest.param("NUÔI HEO", "HEO", "lợn", id="capitals"),
        pytest.param("nuôi heo rừng", "heo", "lợn", id="south"),
        pytest.param("chăn nuôi lợn", "lợn", "heo", id="north"),
        pytest.param("nuoi lon den", "lon", "heo", id="in-a-frame-without-marks"),
        pytest.param("trồng mì cao sản", "trồng mì", "trồng sắn", id="ambiguous-names-with-their-frame"),
        pytest.param("trồng bắp", "bắp", "ngô", id="only-one-of-two-names-is-ambiguous"),
        pytest.param("ngô sinh khối", "ngô sinh khối", "bắp sinh khối", id="frame-after-the-name"),
        pytest.param("xóa nghèo", "xóa nghèo", "giảm nghèo", id="one-way"),
        pytest.param("xoá nghèo", "xoá nghèo", "giảm nghèo", id="other-place-of-the-tone"),
        pytest.param("ban quản lí", "ban quản lí", "BQL", id="i-for-y"),
        pytest.param(unicodedata.normalize("NFD", "hộ nghèo"), "hộ nghèo", "người nghèo", id="decomposed"),
    ],
)
def test_what_means_the_same_is_added(text: str, typed: str, name: str) -> None:
    assert name in added(text).get(typed, set())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ngo", id="unmarked-syllable-with-many-meanings"),
        pytest.param("lon", id="unmarked-syllable-alone"),
        pytest.param("lớn", id="other-marks"),
        pytest.param("mì gói", id="ambiguous-name-outside-its-frames"),
        pytest.param("meo vac", id="abbreviation-that-is-a-syllable"),
        pytest.param("36/KH-UBND", id="document-number"),
        pytest.param('"HTX nuôi dê"', id="quoted-phrase"),
        pytest.param("giảm nghèo", id="one-way-back"),
        pytest.param("-HTX", id="exclusion"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_may_mean_something_else_is_left_alone(text: str) -> None:
    assert added(text) == {}


def test_the_longest_name_counts() -> None:
    assert added("chương trình mục tiêu quốc gia").keys() == {"chương trình mục tiêu quốc gia"}


def test_nothing_is_added_that_who_finds_the_typed_words_finds_anyway() -> None:
    assert added("trồng dâu nuôi tằm") == {}


@pytest.mark.parametrize(("short", "full"), ABBREVIATIONS, ids=[short for short, _ in ABBREVIATIONS])
def test_every_abbreviation_works_both_ways(short: str, full: str) -> None:
    typed = full.replace(" - ", " ")
    assert full in added(short)[short]
    assert short in added(typed)[typed]
    assert short in added(fold_place(typed))[fold_place(typed)]


def test_the_data_has_only_what_is_understood() -> None:
    known = {
        "abbreviation": {"short", "full", "weight", "back", "capitals"},
        "same": {"words", "weight", "frames", "only_framed"},
        "toward": {"typed", "added", "weight"},
        "regional": {"words", "weight", "frames", "only_framed"},
    }
    assert DATA.keys() == {*known, "function_words"}
    for section, keys in known.items():
        for record in DATA[section]:
            assert record.keys() <= keys
            assert 0 < record["weight"] < 1
            assert set(record.get("only_framed", ())) <= set(record.get("words", ()))
            assert all(frame.count("{}") == 1 for frame in record.get("frames", ()))
            assert bool(record.get("frames")) or not record.get("only_framed")


def test_no_name_is_listed_twice_for_one_thing() -> None:
    pairs = [
        frozenset((first, second))
        for section in ("same", "regional")
        for record in DATA[section]
        if not record.get("frames")
        for place, first in enumerate(record["words"])
        for second in record["words"][place + 1 :]
    ]
    assert len(pairs) == len(set(pairs))
    shorts = [short for short, _ in ABBREVIATIONS]
    assert len(set(shorts)) == len({short.lower() for short in shorts})


def test_names_are_listed_without_those_that_need_a_frame() -> None:
    assert {"mỗi xã một sản phẩm", "OCOP", "heo", "lợn"} <= set(field_words())
    assert not {"mì", "trái"} & set(field_words())


@given(st.text(max_size=80))
def test_any_text_is_answered_with_stretches_of_itself(text: str) -> None:
    query = parse_query(text)
    plain = [clause.text for clause in query.clauses if isinstance(clause, Words)]
    for each in find_additions(query):
        assert any(each.typed in words for words in plain)
        assert each.added and 0 < each.weight < 1
