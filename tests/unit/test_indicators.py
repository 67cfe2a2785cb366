"""Programme statistics as texts word them, and the figures that are none."""

from datetime import date

import pytest

from indexer.extraction.indicators import extract_indicators
from indexer.passages import cut_passages
from indexer.tagging.places import read_places
from kb.document import Document, Heading, Kind, Span
from kb.model import Indicator


def read(text: str, *, title: str = "Giảm nghèo", published: date | None = None) -> list[Indicator]:
    document = Document("d", title, text, Kind.NEWS, published=published)
    passages = cut_passages(document)
    return extract_indicators(document, passages, read_places(document, passages))


def figures(text: str) -> list[tuple[str, float, str]]:
    return [(one.name, one.value, one.unit) for one in read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tỷ lệ hộ nghèo còn 5,86%.", [("tỷ lệ hộ nghèo", 5.86, "%")]),
        ("Hộ nghèo giảm 3,3%.", [("mức giảm tỷ lệ hộ nghèo", 3.3, "điểm %")]),
        (
            "Tỷ lệ hộ nghèo từ 6,77% còn 4,99%.",
            [("tỷ lệ hộ nghèo", 6.77, "%"), ("tỷ lệ hộ nghèo", 4.99, "%")],
        ),
        ("Hộ nghèo giảm từ 3% trở lên.", [("mức giảm tỷ lệ hộ nghèo", 3, "điểm %")]),
        ("Mỗi năm hộ nghèo giảm 1 - 1,5%.", [("mức giảm tỷ lệ hộ nghèo mỗi năm", 1, "điểm %/năm")]),
        ("Tốc độ giảm nghèo đạt 2,5%/năm.", [("mức giảm tỷ lệ hộ nghèo mỗi năm", 2.5, "điểm %/năm")]),
        (
            "Toàn tỉnh có 1.904 hộ nghèo (0,52%) và 7.591 hộ cận nghèo (2,06%).",
            [
                ("số hộ nghèo", 1904, "hộ"),
                ("tỷ lệ hộ nghèo", 0.52, "%"),
                ("số hộ cận nghèo", 7591, "hộ"),
                ("tỷ lệ hộ cận nghèo", 2.06, "%"),
            ],
        ),
        (
            "Si Ma Cai còn 33,05% hộ nghèo, dù đã giảm 7,69%; tiếp theo là Bắc Hà 28,13% (giảm 5,67%).",
            [
                ("tỷ lệ hộ nghèo", 33.05, "%"),
                ("mức giảm tỷ lệ hộ nghèo", 7.69, "điểm %"),
                ("tỷ lệ hộ nghèo", 28.13, "%"),
                ("mức giảm tỷ lệ hộ nghèo", 5.67, "điểm %"),
            ],
        ),
        (
            "Hộ nghèo giảm 2,3%, tức 5.665 hộ.",
            [("mức giảm tỷ lệ hộ nghèo", 2.3, "điểm %"), ("số hộ nghèo giảm", 5665, "hộ")],
        ),
        (
            "Tỷ lệ nghèo đa chiều hạ từ 52,9% (hộ nghèo 38,2%) xuống 36,91%.",
            [
                ("tỷ lệ nghèo đa chiều", 52.9, "%"),
                ("tỷ lệ hộ nghèo", 38.2, "%"),
                ("tỷ lệ nghèo đa chiều", 36.91, "%"),
            ],
        ),
        (
            "Toàn tỉnh có 45.688 hộ nghèo, trong đó 40.475 hộ DTTS, bằng 25,58% hộ DTTS.",
            [
                ("số hộ nghèo", 45688, "hộ"),
                ("số hộ nghèo dân tộc thiểu số", 40475, "hộ"),
                ("tỷ lệ hộ nghèo dân tộc thiểu số", 25.58, "%"),
            ],
        ),
        (
            "Tỷ lệ hộ nghèo và cận nghèo lần lượt là 3,1% và 4,2%.",
            [("tỷ lệ hộ nghèo", 3.1, "%"), ("tỷ lệ hộ cận nghèo", 4.2, "%")],
        ),
        (
            "Tỷ lệ hộ nghèo ở 6 xã khó khăn giảm còn 12,5%.",
            [("tỷ lệ hộ nghèo ở xã nghèo", 12.5, "%")],
        ),
        (
            "Tỷ lệ hộ nghèo giảm qua các năm: năm 2021 là 12,3%, năm 2022 là 10,1%.",
            [("tỷ lệ hộ nghèo", 12.3, "%"), ("tỷ lệ hộ nghèo", 10.1, "%")],
        ),
        ("Trong năm có 964 hộ thoát nghèo.", [("số hộ thoát nghèo", 964, "hộ")]),
        ("Xã có 333 hộ, trong đó 302 hộ nghèo.", [("số hộ nghèo", 302, "hộ")]),
    ],
)
def test_poverty_is_told_as_level_change_and_count(text: str, expected: list[tuple[str, float, str]]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Chương trình giảm nghèo bền vững được bố trí 827,374 tỉ đồng.",
            ("kinh phí Chương trình giảm nghèo bền vững", 827_374_000_000, "đồng"),
        ),
        ("Cho hộ nghèo vay, dư nợ gần 280 tỷ đồng.", ("dư nợ hỗ trợ hộ nghèo", 280_000_000_000, "đồng")),
        (
            "Giảm nghèo tốt nên thu nhập bình quân đầu người đạt 37,6 triệu đồng.",
            ("thu nhập bình quân đầu người", 37_600_000, "đồng/người/năm"),
        ),
        ("Tỉnh xây dựng 449 mô hình giảm nghèo.", ("số mô hình giảm nghèo", 449, "mô hình")),
        (
            "Có 18.860 hộ nghèo được hỗ trợ tiền điện.",
            ("số hộ nghèo được hỗ trợ tiền điện", 18_860, "hộ"),
        ),
        ("Giảm nghèo nhờ 16.350 lao động có việc làm mới.", ("số lao động có việc làm mới", 16_350, "người")),
    ],
)
def test_programme_is_told_in_money_people_and_things(text: str, expected: tuple[str, float, str]) -> None:
    assert figures(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Hộ nghèo Lò Văn Pó nuôi 5 con bò, mỗi năm lãi 140 triệu đồng.",
        "Bò giống được trao cho 27 hộ nghèo.",
        "Cứ 100 hộ thì có 15 hộ nghèo.",
        "Các xã còn từ 40% hộ nghèo trở lên được ưu tiên.",
        "Kết quả giảm nghèo đạt 101,9% kế hoạch.",
        "Hộ nghèo DTTS chiếm 80% tổng số hộ nghèo.",
        "Trẻ mắc bệnh tim có 60% thuộc hộ nghèo.",
        "Ngân hàng lãi 500 tỷ đồng.",
    ],
)
def test_other_figures_are_no_indicators(text: str) -> None:
    assert read(text) == []


def test_each_figure_has_its_own_place() -> None:
    text = (
        "Huyện Tây Hòa, tỉnh Phú Yên còn 3,1% hộ nghèo. Bình quân cả nước là 2,93% hộ nghèo. "
        "Toàn tỉnh còn 4,2% hộ nghèo."
    )
    assert [one.place for one in read(text)] == ["Tây Hòa, Phú Yên", "Việt Nam", "Phú Yên"]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Năm 2023, hộ nghèo còn 5%.", [2023]),
        ("Hộ nghèo giảm từ 48,14% đầu năm 2016 về 30,67% cuối năm 2020.", [2016, 2020]),
        ("Cuối năm 2024, hộ nghèo còn 5%, giảm 2% so với năm 2023.", [2024, 2024]),
        ("Theo Quyết định 90/QĐ-TTg ngày 18/01/2022, hộ nghèo còn 5%.", [None]),
        ("Hộ nghèo hiện còn 5%.", [2025]),
    ],
)
def test_each_figure_has_its_own_year(text: str, years: list[int | None]) -> None:
    assert [one.year for one in read(text, published=date(2025, 3, 1))] == years


def test_a_year_of_the_title_dates_figures_without_one() -> None:
    assert read("Hộ nghèo còn 5%.", title="Kết quả năm 2022")[0].year == 2022


def test_targets_are_told_from_results() -> None:
    text = "Năm 2023 hộ nghèo còn 5%. Năm 2024 tỉnh phấn đấu giảm 2% hộ nghèo."
    assert [one.is_target for one in read(text)] == [False, True]


def test_a_heading_makes_targets_of_what_stands_below() -> None:
    text = "Mục tiêu năm 2025\n\nTỷ lệ hộ nghèo giảm 2%."
    document = Document("d", "Kế hoạch", text, Kind.PLAN, headings=(Heading(Span(0, 17), 2),))
    passages = cut_passages(document)
    indicators = extract_indicators(document, passages, read_places(document, passages))
    assert [one.is_target for one in indicators] == [True]


def test_evidence_is_the_clause_as_it_stands() -> None:
    text = "Cuối năm 2022, tỉnh Đắk Nông có 13.342 hộ nghèo, chiếm 7,97%."
    quotes = [one.evidence.quote for one in read(text)]
    assert quotes == ["tỉnh Đắk Nông có 13.342 hộ nghèo", "chiếm 7,97%"]
    assert all(one.evidence.span.cut(text) == one.evidence.quote for one in read(text))


def test_a_sentence_given_twice_counts_once() -> None:
    assert len(read("Huyện còn 120 hộ nghèo.\n\nHuyện còn 120 hộ nghèo.")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Tham gia dự án có 30 hộ nghèo và cận nghèo.",
        "Anh Dia là một trong 25 hộ nghèo có bò.",
        "Mỗi chi bộ giúp đỡ 1 hộ thoát nghèo.",
    ],
    ids=["take part", "one of", "one each"],
)
def test_households_picked_out_are_not_all_the_poor(text: str) -> None:
    assert figures(text) == []


def test_number_that_is_a_figure_of_a_model_is_no_statistic() -> None:
    text = "Tỷ lệ hộ nghèo còn 5%. Cả xã có 120 hộ nghèo."
    document = Document("d", "Giảm nghèo", text, Kind.NEWS)
    passages = cut_passages(document)
    start = text.index("120 hộ")
    found = extract_indicators(
        document, passages, read_places(document, passages), [Span(start, start + len("120 hộ"))]
    )
    assert [one.value for one in found] == [5]
