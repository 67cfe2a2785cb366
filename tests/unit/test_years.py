"""The years a document is about."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.tagging.years import FIRST_YEAR, LAST_YEAR, find_years, story_year, tag_years
from kb.document import Document, Kind


def make(title: str = "", text: str = "", published: date | None = None) -> Document:
    return Document("a", title, text, Kind.NEWS, published=published)


def years_of(document: Document) -> list[str]:
    return [tag.value for tag in tag_years(document)]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        pytest.param("Năm 2022, huyện có 35 hộ", [2022], id="plain"),
        pytest.param("ngày 18/9/2023 và tháng 7.2019", [2023, 2019], id="dates"),
        pytest.param("hoàn thành trong giai đoạn 2021 – 2025", [2021], id="period starts"),
        pytest.param("sinh năm 1990, (SN 1987)", [], id="births"),
        pytest.param("2020 hộ và 2025 con vịt", [], id="counts without a dot"),
        pytest.param("1.2020 hay 950.2021 triệu", [2020], id="month and amount"),
        pytest.param("Nghị định 07/2021/NĐ-CP, Nghị quyết 24/2021/QH15", [], id="document numbers"),
        pytest.param("năm 2203, 6/20219, mã 120231", [], id="slips and codes"),
        pytest.param("giải phóng năm 1975", [], id="history"),
    ],
)
def test_only_years_are_read_as_years(text, years):
    assert [mention.first for mention in find_years(text)] == years


def test_date_of_publication_and_years_of_the_title_both_count():
    assert years_of(make("Kế hoạch năm 2025", "", date(2024, 8, 5))) == ["2024", "2025"]


def test_years_of_the_text_are_silent_when_title_or_date_speak():
    assert years_of(make("Rà soát năm 2022", "Năm 2019, 2019 và 2019.")) == ["2022"]
    assert years_of(make("", "Năm 2019 nuôi dê.", date(2021, 1, 1))) == ["2021"]


def test_text_gives_the_year_it_speaks_of_most_and_the_later_one_on_a_tie():
    assert years_of(make("", "Năm 2019 vay vốn. Năm 2023 có 10 con, cuối năm 2023 bán.")) == ["2023"]
    assert years_of(make("", "Năm 2019 vay vốn, năm 2022 thoát nghèo.")) == ["2022"]


def test_targets_and_cited_decisions_weigh_less_than_the_story():
    text = "Theo Quyết định số 90/QĐ-TTg ngày 18/01/2022, đến năm 2025 giảm một nửa. Năm 2023 đã giảm."
    assert story_year(make("", text)) == 2023


def test_period_is_used_only_when_no_single_year_is_named():
    assert years_of(make("", "Giai đoạn 2021-2025 tạo việc làm.")) == ["2021", "2022", "2023", "2024", "2025"]
    assert years_of(make("", "Giai đoạn 2011-2020 tạo việc làm.")) == []


def test_tag_shows_the_mentions_in_the_text():
    document = make("Năm 2022", "Cuối năm 2022 có 10 hộ.")
    assert [span.cut(document.text) for span in tag_years(document)[0].mentions] == ["2022"]


def test_document_without_any_year_has_no_tag():
    assert years_of(make("Nuôi dê", "Dê dễ nuôi.")) == []


@given(st.text(alphabet="0123456789-–/., năm", max_size=40))
def test_mentions_are_plausible_and_within_the_text(text):
    for mention in find_years(text):
        assert FIRST_YEAR <= mention.first <= mention.last <= LAST_YEAR
        assert mention.span.cut(text).startswith(str(mention.first))
