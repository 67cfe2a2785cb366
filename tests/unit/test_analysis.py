"""The chain from text to tokens: exact places, spellings that find each other, streams that agree."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import STREAMS, Token, analyze, terms
from indexer.normalize import fold_diacritics, normalize_compound, normalize_syllable


def stream(text: str, name: str) -> list[str]:
    return [token.term for token in analyze(text, [name])[name]]


def parts(text: str, name: str) -> list[tuple[str, int]]:
    """Terms and positions without the whole forms, which stand ahead of their parts."""
    return [
        (term, at)
        for at, term in {token.position: token.term for token in analyze(text, [name])[name]}.items()
    ]


def holds_phrase(text: str, phrase: str, name: str) -> bool:
    """Whether the phrase's parts stand in the text at the same distances, as a phrase search asks."""
    places = set(parts(text, name))
    wanted = parts(phrase, name)
    return any(all((term, start + at) in places for term, at in wanted) for _, start in places)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        pytest.param("xóa đói giảm nghèo ở Hòa Bình", "xoá đói Hoà Bình", id="tone placement"),
        pytest.param("kỹ thuật nuôi, công ty, tỷ lệ", "kĩ thuật công ti tỉ lệ", id="i and y"),
        pytest.param("tỉnh Đắk Lắk", "Đăk Lăk", id="Đắk Lắk"),
        pytest.param("tỉnh Đăk Lăk", "Đak Lak", id="Đak Lak"),
        pytest.param("huyện Krông Pắc", "Krông Pắk", id="Krông Pắk"),
        pytest.param("huyện Ea H'leo", "Ea H’leo", id="apostrophe"),
        pytest.param("Bà Rịa - Vũng Tàu", "Bà Rịa-Vũng Tàu", id="spaced hyphen"),
        pytest.param("Bà Rịa - Vũng Tàu", "Bà Rịa Vũng Tàu", id="no hyphen"),
        pytest.param("1.000 hộ nghèo", "1000 hộ", id="thousands"),
        pytest.param("trồng 3,2ha sầu riêng", "3,2 ha", id="number and unit"),
        pytest.param("giảm 2,75 %", "2,75%", id="percent"),
        pytest.param("vay 50 triệu đồng", "50triệu đồng", id="glued unit"),
        pytest.param("phạt tù 03 năm", "3 năm", id="leading zero"),
        pytest.param("Kế hoạch 265/KH-UBND", "265", id="document number in part"),
        pytest.param("Kế hoạch 265/KH-UBND", "KH-UBND", id="document number, its issuer"),
        pytest.param(
            "Nghị định 15/2020/NĐ-CP", "nghị định 15/2020/nđ-cp", id="document number in small letters"
        ),
        pytest.param("Sở LĐ-TB&XH", "LĐTBXH", id="short form without marks"),
        pytest.param("Sở LĐ-TB&XH", "TB&XH", id="short form in part"),
        pytest.param("ở TP.HCM", "TPHCM", id="TPHCM"),
        pytest.param("ở TP. HCM", "tp hcm", id="TP. HCM"),
        pytest.param("ngày 30/04/1975", "30-4-1975", id="date"),
        pytest.param("ngày 30/4/1975", "1975", id="year of a date"),
        pytest.param("giai đoạn 2021-2025", "2025", id="end of a range"),
        pytest.param("Ðồng bào Mƣờng", "đồng bào mường", id="look-alike letters"),
        pytest.param(unicodedata.normalize("NFD", "người nghèo"), "người nghèo", id="decomposed"),
    ],
)
def test_every_term_of_a_query_in_another_spelling_is_found(text: str, query: str) -> None:
    for name in ("syllables", "folded"):
        assert {term for term, _ in parts(query, name)} <= set(stream(text, name))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        pytest.param("Sở LĐTBXH", "LĐ-TB&XH", id="short form"),
        pytest.param("phát triển KTXH", "KT-XH", id="KT-XH"),
        pytest.param("ở TPHCM", "TP.HCM", id="TP.HCM"),
        pytest.param("ngày 30/4/1975", "30.4.1975", id="date with dots"),
    ],
)
def test_a_compound_finds_what_is_written_together(text: str, query: str) -> None:
    assert analyze(query, ["syllables"])["syllables"][0].term in stream(text, "syllables")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        pytest.param("thúy", "thúi", id="uy and ui"),
        pytest.param("bàn tay", "tai", id="ay and ai"),
        pytest.param("hai mươi", "hái", id="tones"),
        pytest.param("1.000 hộ", "1", id="a number is not its first digits"),
        pytest.param("giảm 2,75%", "75", id="a decimal is not its fraction"),
    ],
)
def test_what_differs_is_not_found(text: str, query: str) -> None:
    assert not set(stream(query, "syllables")) & set(stream(text, "syllables"))


@pytest.mark.parametrize(
    "query", ["Đắk Lắk", "Đăk Lăk", "Đak Lak", "Dak Lak", "dak lak", "ĐẮK LẮK", "Đắc Lắc"]
)
def test_every_spelling_of_a_highland_name_finds_every_other_without_marks(query: str) -> None:
    assert stream(query, "folded_pairs") == ["dac_lac"]


@pytest.mark.parametrize(
    ("text", "wholes"),
    [
        ("Kế hoạch số 265/KH-UBND của tỉnh", ["265/kh-ubnd"]),
        ("Quyết định 90/QĐ-TTg, Nghị định 15/2020/NĐ-CP", ["90/qđ-ttg", "15/2020/nđ-cp"]),
        ("Nghị quyết 30a/2008/NQ-CP", ["30a/2008/nq-cp"]),
        ("ngày 30/04/1975 và 30.4.1975", ["30/4/1975", "30/4/1975"]),
        ("Sở LĐ-TB&XH, KT-XH, TP.HCM, T.Ư", ["lđtbxh", "ktxh", "tphcm", "tư"]),
        ("Tiểu dự án DA3.1, COVID-19", ["da3.1", "covid-19"]),
        ("Bà Rịa-Vũng Tàu, 2021-2025, 39/52 hộ, đồng/kg, 10-15kg", []),
        ("năm 2017.Theo đó nghèo.Các hộ", []),
    ],
)
def test_what_is_kept_whole(text: str, wholes: list[str]) -> None:
    tokens = analyze(text, ["syllables"])["syllables"]
    extra = [token for token, following in pairwise(tokens) if token.position == following.position]
    assert [token.term for token in extra] == wholes
    assert [normalize_compound(text[token.start : token.end]) for token in extra] == wholes


@pytest.mark.parametrize(
    ("text", "phrase", "is_found"),
    [
        pytest.param("mô hình nuôi bò sinh sản", "nuôi bò", True, id="side by side"),
        pytest.param("nuôi bò, sinh sản nhanh", "bò sinh sản", True, id="over a comma"),
        pytest.param("thoát nghèo. Bò sinh sản", "nghèo bò", False, id="not over a sentence end"),
        pytest.param("thoát nghèo\nBò sinh sản", "nghèo bò", False, id="not over a line end"),
        pytest.param("ông Nguyễn Văn A ở TP. Hồ Chí Minh", "tp hồ chí minh", True, id="a short form's dot"),
        pytest.param("theo ThS. Nguyễn Thị Hoa", "ThS Nguyễn Thị Hoa", True, id="a title's dot"),
        pytest.param(
            "Kế hoạch 265/KH-UBND ngày 2/3", "hoạch 265/KH-UBND ngày", True, id="over a document number"
        ),
        pytest.param(
            "Kế hoạch 265/KH-UBND ngày 2/3", "KH-UBND ngày", True, id="from inside a document number"
        ),
        pytest.param("Bà Rịa - Vũng Tàu", "Bà Rịa Vũng Tàu", True, id="over a hyphen"),
        pytest.param("giảm 1.000 hộ", "1000 hộ", True, id="number"),
    ],
)
@pytest.mark.parametrize("name", ["syllables", "folded"])
def test_phrases_by_position(text: str, phrase: str, is_found: bool, name: str) -> None:
    assert holds_phrase(text, phrase, name) is is_found


def test_no_pair_runs_across_a_clause() -> None:
    assert stream("Nuôi dê, trồng chè; bán (lẻ) rau. Ăn", "pairs") == ["nuôi_dê", "trồng_chè"]


def test_words_hold_whatever_the_tone_placement() -> None:
    assert stream("công nghiệp hóa nông thôn", "words") == stream("Công nghiệp hoá nông thôn", "words")
    assert "công_nghiệp_hoá" in stream("công nghiệp hóa nông thôn", "words")


def test_words_are_found_in_capitals_too() -> None:
    assert stream("PHÁT TRIỂN CHĂN NUÔI", "words") == ["phát_triển", "chăn_nuôi"]


_PIECES = st.sampled_from(
    [
        *(
            "Hộ",
            "nghèo",
            "Hòa",
            "hoà",
            "kỹ",
            "Đắk",
            "ĐăkLăk",
            "H’leo",
            "sinh",
            "sản",
            "phát",
            "triển",
            "Ðồng",
            "m²",
        ),
        *(
            "265/KH-UBND",
            "30/4/1975",
            "1.000",
            "2,75%",
            "3,2ha",
            "TP.HCM",
            "TP.",
            "ThS.",
            "LĐ-TB&XH",
            "U.S",
            "½",
        ),
        *(
            "…",
            ".",
            ",",
            ";",
            "(",
            ")",
            "“",
            "”",
            "-",
            "–",
            "/",
            "&",
            "\n",
            "!",
            "%",
            "ng\u00adhèo",
            "a_b",
            "ʼ",
        ),
    ]
)
texts = st.lists(_PIECES, max_size=25).map(" ".join) | st.lists(_PIECES, max_size=10).map("".join) | st.text()


@given(texts)
def test_tokens_stand_where_they_say(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    streams = analyze(text)
    for token in streams["syllables"]:
        surface = text[token.start : token.end]
        assert token.term in (normalize_syllable(surface), normalize_compound(surface))
        assert not surface[0].isspace() and not surface[-1].isspace()
    for name in ("pairs", "words"):
        forms = {token.start: token.term for token in streams["syllables"]}
        assert all(forms[token.start].split("_")[0] == token.term.split("_")[0] for token in streams[name])


@given(texts)
def test_tokens_are_in_text_order(text: str) -> None:
    for tokens in analyze(text).values():
        assert all(before.start <= after.start for before, after in pairwise(tokens))
        assert all(before.position <= after.position for before, after in pairwise(tokens))
        assert all(token.start < token.end for token in tokens)


@given(texts)
def test_folded_streams_are_the_marked_ones_without_marks(text: str) -> None:
    streams = analyze(text)
    for marked, folded in (("syllables", "folded"), ("pairs", "folded_pairs")):
        expected = [token._replace(term=fold_diacritics(token.term)) for token in streams[marked]]
        assert streams[folded] == expected


@given(texts)
def test_words_are_made_of_the_syllables(text: str) -> None:
    streams = analyze(text)
    syllables = [term for term, _ in parts(text, "syllables")]
    assert [part for word in streams["words"] for part in word.term.split("_")] == syllables


@given(texts)
def test_terms_are_those_of_the_tokens(text: str) -> None:
    tokens = analyze(text)
    assert {name: sorted(found) for name, found in terms(text).items()} == {
        name: sorted(token.term for token in tokens[name]) for name in STREAMS
    }


@given(texts)
def test_a_text_without_marks_reads_as_the_folded_stream(text: str) -> None:
    unmarked = fold_diacritics(unicodedata.normalize("NFC", text))
    assert stream(unmarked, "folded") == stream(text, "folded")


def test_only_the_streams_asked_for_are_made() -> None:
    assert analyze("Hộ nghèo", ["folded"]) == {"folded": [Token("ho", 0, 2, 0), Token("ngheo", 3, 8, 1)]}
