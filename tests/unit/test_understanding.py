"""What a query names besides its subject, offered as filters: places, projects, livelihoods, years."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.query import parse_query
from kb.search import Filters, SearchRequest
from kb.service import KnowledgeBase
from kb.understanding import find_offers

Found = tuple[str, str, str]


def offers(text: str) -> list[Found]:
    return [(offer.facet, offer.values[0], offer.text) for offer in find_offers(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("nuôi bò Hà Giang", ("province", "Hà Giang", "nuôi bò"), id="province"),
        pytest.param("nuoi bo ha giang", ("province", "Hà Giang", "nuoi bo"), id="without-marks"),
        pytest.param(
            "bò ở tỉnh Hà Giang", ("province", "Hà Giang", "bò"), id="with-its-level-and-preposition"
        ),
        pytest.param("Hà Giang, nuôi bò", ("province", "Hà Giang", "nuôi bò"), id="at-the-start"),
        pytest.param("Đăk Lak cà phê", ("province", "Đắk Lắk", "cà phê"), id="spelling"),
        pytest.param("TP.HCM nghèo", ("province", "TP Hồ Chí Minh", "nghèo"), id="short-form"),
        pytest.param("Bà Rịa - Vũng Tàu", ("province", "Bà Rịa - Vũng Tàu", ""), id="nothing-else"),
        pytest.param("hộ nghèo tỉnh Gia Lai mới", ("province_2025", "Gia Lai", "hộ nghèo"), id="of-the-34"),
        pytest.param("gạo Mèo Vạc", ("province", "Hà Giang", "gạo Mèo Vạc"), id="district"),
        pytest.param("huyện Lắk", ("province", "Đắk Lắk", "huyện Lắk"), id="district-in-one-word"),
        pytest.param(
            "ếch huyện Quảng Ninh", ("province", "Quảng Bình", "ếch huyện Quảng Ninh"), id="homonym"
        ),
        pytest.param("bò năm 2023", ("year", "2023", "bò"), id="year"),
        pytest.param("bo nam 2023", ("year", "2023", "bo"), id="year-without-marks"),
        pytest.param("bò 2021 - 2025", ("year", "2021-2025", "bò"), id="years"),
        pytest.param("bò từ năm 2021 đến năm 2025", ("year", "2021-2025", "bò"), id="years-in-words"),
        pytest.param("giai đoạn 2016-2020", ("year", "2016-2020", ""), id="period"),
        pytest.param("dự án 2 lợn", ("project", "DA2", "lợn"), id="project"),
        pytest.param("lợn DA3.1", ("project", "DA3.1", "lợn"), id="project-code"),
        pytest.param("tiểu dự án 1 thuộc dự án 3", ("project", "DA3.1", ""), id="sub-project"),
        pytest.param("dự án 3 DTTS", ("project", "DTTS:DA3", "DTTS"), id="project-of-another-programme"),
        pytest.param("đa dạng hoá sinh kế", ("project", "DA2", "đa dạng hoá sinh kế"), id="project-name"),
        pytest.param("chăn nuôi dê", ("livelihood", "chan-nuoi", "chăn nuôi dê"), id="livelihood"),
        pytest.param("du lich", ("livelihood", "du-lich", "du lich"), id="livelihood-without-marks"),
        pytest.param('"nuôi bò" Hà Giang', ("province", "Hà Giang", '"nuôi bò"'), id="beside-a-phrase"),
    ],
)
def test_what_is_named_is_offered(text: str, found: Found) -> None:
    assert offers(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("trồng hoa huệ", id="other-marks-than-the-province"),
        pytest.param("tiến giảng", id="both-syllables-with-other-marks"),
        pytest.param("nuôi 2000 con vịt", id="number-of-animals"),
        pytest.param("2.023 đồng", id="number-with-a-dot"),
        pytest.param("quyết định 24/2021/QĐ-TTg", id="document-number"),
        pytest.param("năm 1890", id="year-of-history"),
        pytest.param('"Hà Giang"', id="quoted"),
        pytest.param('tỉnh:"Hà Giang" năm:2023', id="already-a-filter"),
        pytest.param("-Hà", id="excluded"),
        pytest.param("Hà Giang OR Cao Bằng", id="either"),
        pytest.param("cây công nghiệp", id="label-inside-another-phrase"),
        pytest.param("Hà Giang " * 30, id="long-text"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_not_named_is_not_offered(text: str) -> None:
    assert offers(text) == []


def test_each_filter_leaves_the_words_of_the_others() -> None:
    assert offers("nuôi bò Hà Giang 2023") == [
        ("province", "Hà Giang", "nuôi bò 2023"),
        ("year", "2023", "nuôi bò Hà Giang"),
    ]


def test_the_longest_name_counts() -> None:
    assert offers("sả Tân Phú Đông") == [("province", "Tiền Giang", "sả Tân Phú Đông")]


@given(st.text(max_size=60))
def test_any_text_is_answered_and_nothing_is_made_up(text: str) -> None:
    for offer in find_offers(text):
        assert offer.values and offer.label
        assert len(offer.text) <= len(" ".join(text.split())) + 1
        parse_query(offer.text)


def offered(kb: KnowledgeBase, request: SearchRequest) -> dict[str, str]:
    return {offer.label: offer.text for offer in kb.search(request).offers}


def test_a_search_offers_what_leaves_results(corpus_kb: KnowledgeBase) -> None:
    request = SearchRequest("nuôi bò Hà Giang 2024")
    found = offered(corpus_kb, request)
    assert found == {"tỉnh Hà Giang": "nuôi bò 2024", "năm 2024": "nuôi bò Hà Giang"}
    filters = Filters({"province": ("Hà Giang",)})
    assert corpus_kb.search(SearchRequest(found["tỉnh Hà Giang"], filters)).total > 0


def test_a_search_offers_no_filter_that_is_set(corpus_kb: KnowledgeBase) -> None:
    request = SearchRequest("nuôi bò Hà Giang 2024", Filters({"province": ("Hà Giang",)}, (2020, 2024)))
    assert offered(corpus_kb, request) == {}
    assert "tỉnh Hà Giang" in offered(corpus_kb, replace(request, filters=Filters(years=(2020, 2024))))


def test_a_search_offers_nothing_that_would_leave_no_result(corpus_kb: KnowledgeBase) -> None:
    assert offered(corpus_kb, SearchRequest("nuôi bò 1987")) == {}


def test_a_district_is_offered_only_where_the_best_hits_are_of_its_province(corpus_kb: KnowledgeBase) -> None:
    assert "tỉnh Thanh Hóa (có huyện Bá Thước)" in offered(corpus_kb, SearchRequest("vịt Bá Thước"))
    assert offered(corpus_kb, SearchRequest("trà hoa vàng dưới tán rừng")) == {}
