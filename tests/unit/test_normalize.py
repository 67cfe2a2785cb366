"""Spellings of one syllable give one index form, different syllables stay apart, and twice is once."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indexer.normalize import (
    fold_diacritics,
    normalize_compound,
    normalize_number,
    normalize_syllable,
    place_tone,
    replace_lookalikes,
    unify_final_k,
    unify_i_y,
)

_LETTERS = "abcdeghiklmnopqrstuvxyđăâêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
_ONSETS = [
    "",
    "b",
    "c",
    "d",
    "đ",
    "g",
    "gi",
    "h",
    "k",
    "kh",
    "l",
    "m",
    "ng",
    "qu",
    "s",
    "t",
    "th",
    "tr",
    "v",
    "x",
]
_RHYMES = [
    "a",
    "oa",
    "oe",
    "uy",
    "i",
    "y",
    "ua",
    "ia",
    "ưa",
    "uyên",
    "oan",
    "iêu",
    "ươu",
    "uôi",
    "ai",
    "ay",
    "ui",
]
_TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]

vietnamese = st.text(st.sampled_from(_LETTERS + _LETTERS.upper() + "Ðƣ'’"), min_size=1, max_size=8)
anything = st.text(st.characters(categories=["L", "N", "M"]), min_size=1, max_size=8)


@st.composite
def syllables(draw: st.DrawFn) -> tuple[str, str]:
    """One syllable with its tone on two of its vowels in turn."""
    bare = draw(st.sampled_from(_ONSETS)) + draw(st.sampled_from(_RHYMES))
    assume("ii" not in bare)  # gi and iêu: no syllable has them
    tone = draw(st.sampled_from(_TONES))
    vowels = [index for index, letter in enumerate(bare) if letter in "aăâeêioôơuưy"]
    ways = [unicodedata.normalize("NFC", bare[: at + 1] + tone + bare[at + 1 :]) for at in vowels]
    return draw(st.sampled_from(ways)), draw(st.sampled_from(ways))


@pytest.mark.parametrize(
    "spellings",
    [
        "hòa hoà Hòa HOÀ",
        "thúy thuý",
        "khỏe khoẻ",
        "ủy uỷ Ủy UỶ",
        "xóa xoá",
        "toán tóan",
        "của cuả",
        "khuỷu khủyu khuyủ",
        "giá gía",
        "quý quí qúy qúi",
        "quỹ quĩ",
        "quýt quít",
        "kỹ kĩ",
        "mỹ mĩ Mỹ",
        "lý lí",
        "sỹ sĩ",
        "tỷ tỉ",
        "ty ti",
        "hy hi",
        "vỹ vĩ",
        "đồng Ðồng ðồng ĐỒNG",
        "mường mƣờng",
        "đắk đăk đak Đắk Đăk Đak Ðắk đắc",
        "lắk lăk lak lắc",
        "pắk pắc",
        "h'leo h’leo Hʼleo Hleo",
        "m'đrắk M’Đrăk mđrắk",
        "nghèo ng\u00adhèo ngh\u200bèo",
        "m2 m²",
    ],
)
def test_spellings_of_one_syllable_are_one(spellings: str) -> None:
    assert len({normalize_syllable(spelling) for spelling in spellings.split()}) == 1


@pytest.mark.parametrize(
    "syllables",
    [
        "thúy thúi",
        "tay tai",
        "tùy tùi",
        "hoa hòa hóa họa",
        "mùa mừa",
        "mía mĩa",
        "thi thy",
        "yên iên",
        "đa da",
        "bác bắc",
        "park pắc",
        "gì gia",
        "quốc cuốc",
        "1.000 1,000",
        "2,75 275",
    ],
)
def test_different_syllables_stay_apart(syllables: str) -> None:
    forms = [normalize_syllable(syllable) for syllable in syllables.split()]
    assert len(set(forms)) == len(forms)


@pytest.mark.parametrize(
    "word", ["café", "beyoncé", "núñez", "nguyễn", "ảnh", "rượu", "yểu", "chuyện", "oằn", "xoong"]
)
def test_a_tone_in_its_place_or_in_a_foreign_word_stays(word: str) -> None:
    assert place_tone(word) == word


@given(syllables())
def test_a_tone_on_any_vowel_gives_one_form(spellings: tuple[str, str]) -> None:
    one, other = spellings
    assert place_tone(one) == place_tone(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("1.350.000.000", "1350000000", id="thousands"),
        pytest.param("1.000,5", "1000,5", id="thousands with decimals"),
        pytest.param("03", "3", id="leading zero"),
    ],
)
def test_two_ways_of_writing_a_number_are_one(one: str, other: str) -> None:
    assert normalize_number(one) == normalize_number(other)


@pytest.mark.parametrize("number", ["2,75", "4.0", "0", "30a", "0912345678", "10", "1.00", "12.3456"])
def test_other_numbers_are_kept(number: str) -> None:
    assert normalize_number(number) == number


@pytest.mark.parametrize(
    "spellings",
    [
        "265/KH-UBND 265/kh-ubnd",
        "90/QĐ-TTg 90/QÐ-TTg 90/QĐ–TTG",
        "07/2021/NĐ-CP 7/2021/NĐ-CP",
        "30/4/1975 30/04/1975 30-4-1975 30.4.1975",
        "LĐ-TB&XH LĐTB&XH LĐTBXH",
        "TP.HCM TPHCM tp.hcm",
        "KT-XH KTXH",
    ],
)
def test_spellings_of_one_compound_are_one(spellings: str) -> None:
    assert len({normalize_compound(spelling) for spelling in spellings.split()}) == 1


@pytest.mark.parametrize(
    "function",
    [
        fold_diacritics,
        normalize_compound,
        normalize_number,
        place_tone,
        replace_lookalikes,
        unify_final_k,
        unify_i_y,
    ],
    ids=lambda function: function.__name__,
)
@given(text=vietnamese | anything | st.from_regex(r"[0-9./,-]{1,12}", fullmatch=True))
def test_normalising_twice_is_once(function: Callable[[str], str], text: str) -> None:
    once = function(text)
    assert function(once) == once


@given(vietnamese | anything)
def test_the_index_form_of_an_index_form_is_itself(text: str) -> None:
    form = normalize_syllable(text)
    assert not form or normalize_syllable(form) == form
    assert not any(letter.isspace() or letter == "_" for letter in form)


@given(st.text(st.sampled_from(_LETTERS + _LETTERS.upper() + " .,0123456789")))
def test_folding_vietnamese_gives_ascii_of_the_same_length(text: str) -> None:
    assert fold_diacritics(text).isascii()
    assert len(fold_diacritics(text)) == len(text)
    assert fold_diacritics(unicodedata.normalize("NFD", text)) == fold_diacritics(text)


@given(vietnamese)
def test_case_makes_no_difference(text: str) -> None:
    assert normalize_syllable(text.upper()) == normalize_syllable(text.lower())


@given(vietnamese)
def test_decomposed_letters_make_no_difference(text: str) -> None:
    assert normalize_syllable(unicodedata.normalize("NFD", text)) == normalize_syllable(text)
