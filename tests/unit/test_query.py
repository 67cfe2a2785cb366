"""The query language: every text is read as something, slips with a note."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import QueryTooLong
from kb.query import MAX_QUERY_LENGTH, AnyOf, FieldTerm, Phrase, Query, Words, parse_query


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        pytest.param("nuôi bò", (Words("nuôi bò"),), id="words-stay-together"),
        pytest.param('"nhãn Idol"', (Phrase("nhãn Idol"),), id="phrase"),
        pytest.param("“nhãn Idol”", (Phrase("nhãn Idol"),), id="typographic-quotes"),
        pytest.param('nuôi "bò lai" nhốt', (Words("nuôi"), Phrase("bò lai"), Words("nhốt")), id="mixed"),
        pytest.param("dê OR cừu", (AnyOf((Words("dê"), Words("cừu"))),), id="or"),
        pytest.param("dê HOẶC cừu HOẶC bò", (AnyOf((Words("dê"), Words("cừu"), Words("bò"))),), id="three"),
        pytest.param("dê or cừu", (Words("dê or cừu"),), id="small-or-is-a-word"),
        pytest.param("Bà Rịa - Vũng Tàu", (Words("Bà Rịa Vũng Tàu"),), id="dash-in-a-name"),
        pytest.param("https://bao.vn/a", (Words("https://bao.vn/a"),), id="unknown-field-is-a-word"),
        pytest.param("", (), id="empty"),
    ],
)
def test_clauses_are_read(text: str, clauses: tuple[object, ...]) -> None:
    assert parse_query(text).clauses == clauses


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        pytest.param("bò -trâu", (Words("trâu"),), id="word"),
        pytest.param('bò -"nuôi trâu"', (Phrase("nuôi trâu"),), id="phrase"),
        pytest.param("thu nhập -5%", (), id="a-negative-number-is-no-exclusion"),
    ],
)
def test_exclusions_are_read(text: str, excluded: tuple[object, ...]) -> None:
    assert parse_query(text).excluded == excluded


@pytest.mark.parametrize(
    ("text", "field"),
    [
        pytest.param('tỉnh:"Hà Giang"', FieldTerm("province", "Hà Giang"), id="quoted"),
        pytest.param("tinh:hagiang", FieldTerm("province", "hagiang"), id="unmarked"),
        pytest.param("Dự-án:DA3.1", FieldTerm("project", "DA3.1"), id="capital"),
        pytest.param("năm:2022..2024", FieldTerm("year", "2022..2024"), id="range"),
    ],
)
def test_filters_are_read(text: str, field: FieldTerm) -> None:
    query = parse_query(f"nuôi bò {text}")
    assert query.fields == (field,)
    assert query.clauses == (Words("nuôi bò"),)


@pytest.mark.parametrize(
    ("text", "note", "clauses"),
    [
        pytest.param('"nhãn Idol', "unbalanced_quote", (Words("nhãn Idol"),), id="open-quote"),
        pytest.param("dê OR", "dangling_or", (Words("dê"),), id="or-at-the-end"),
        pytest.param("OR dê", "dangling_or", (Words("dê"),), id="or-at-the-start"),
    ],
)
def test_a_slip_is_read_as_plain_words_with_a_note(text: str, note: str, clauses: tuple[object, ...]) -> None:
    query = parse_query(text)
    assert query.notes == (note,)
    assert query.clauses == clauses


def test_a_query_beyond_the_limit_is_refused_with_its_length() -> None:
    with pytest.raises(QueryTooLong) as caught:
        parse_query("x" * 10_000)
    assert caught.value.data == {"length": 10_000, "limit": MAX_QUERY_LENGTH}


@given(st.text(max_size=MAX_QUERY_LENGTH))
def test_every_text_is_read_without_an_error(text: str) -> None:
    assert isinstance(parse_query(text), Query)
