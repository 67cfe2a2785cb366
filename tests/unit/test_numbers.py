"""Quantities as Vietnamese text writes them, and the numbers that are none."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extraction.numbers import Quantity, find_quantities, find_years

MILLION, BILLION = 1_000_000, 1_000_000_000


def only(text: str) -> Quantity:
    quantities = find_quantities(text)
    assert len(quantities) == 1, quantities
    return quantities[0]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1 tỷ 350 triệu đồng", 1_350 * MILLION, "đồng"),
        ("1,35 tỷ", 1_350 * MILLION, "đồng"),
        ("1 tỉ", BILLION, "đồng"),
        ("827,374 tỉ", 827_374 * MILLION, "đồng"),
        ("2.107 triệu đồng", 2_107 * MILLION, "đồng"),
        ("950.488 triệu", 950_488 * MILLION, "đồng"),
        ("950,488 tỷ", 950_488 * MILLION, "đồng"),
        ("3.700 tỷ đồng", 3_700 * BILLION, "đồng"),
        ("1,2 nghìn tỷ đồng", 1_200 * BILLION, "đồng"),
        ("1.5 triệu", 1_500_000, "đồng"),
        ("2 triệu 500 nghìn đồng", 2_500_000, "đồng"),
        ("1 tỷ rưỡi", 1_500 * MILLION, "đồng"),
        ("nửa tỷ đồng", 500 * MILLION, "đồng"),
        ("một tỷ đồng", BILLION, "đồng"),
        ("500.000đ", 500_000, "đồng"),
        ("1.350.000.000 đồng", 1_350 * MILLION, "đồng"),
        ("50tr", 50 * MILLION, "đồng"),
        ("10.000 USD", 10_000, "USD"),
        ("04 hộ", 4, "hộ"),
        ("12,5 nghìn hộ", 12_500, "hộ"),
        ("3 ngàn hộ", 3_000, "hộ"),
        ("2.750 hộ", 2_750, "hộ"),
        ("2,750 hộ", 2_750, "hộ"),
        ("Mười hộ", 10, "hộ"),
        ("hai mươi lăm hộ dân", 25, "hộ"),
        ("một trăm linh năm hộ", 105, "hộ"),
        ("3,2ha", 3.2, "ha"),
        ("1,350 ha", 1.35, "ha"),
        ("2,750%", 2.75, "%"),
        ("2.75 %", 2.75, "%"),
        ("0,47 điểm phần trăm", 0.47, "điểm %"),
        ("3.000m2", 3_000, "m2"),
        ("2,57 triệu bảng", 2_570_000, "bảng"),
        ("5 sào", 5, "sào"),
        ("5 công", 5, "công"),
        ("5 công ty", 5, "công ty"),
        ("1662", 1_662, None),
        ("2.019 người", 2_019, "người"),
        ("2019 người", 2_019, "người"),
        ("tổng số 135 hộ", 135, "hộ"),
        ("lớp 30 học viên", 30, "học viên"),
    ],
)
def test_an_amount_is_read_in_every_way_it_is_written(text: str, value: float, unit: str | None) -> None:
    quantity = only(text)
    assert (quantity.value, quantity.unit) == (value, unit)
    assert isinstance(quantity.value, type(value))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("từ 20 - 30 triệu", 20 * MILLION, 30 * MILLION),
        ("140-150 triệu đồng", 140 * MILLION, 150 * MILLION),
        ("600.000 - 700.000 đồng", 600_000, 700_000),
        ("từ 500 nghìn đến 1 triệu đồng", 500_000, MILLION),
        ("từ 20 triệu đến 30 triệu đồng", 20 * MILLION, 30 * MILLION),
        ("40-50 nghìn/kg", 40_000, 50_000),
        ("1,3 -1,5%", 1.3, 1.5),
        ("3% - 4%", 3, 4),
        ("1-5 tháng", 1, 5),
    ],
)
def test_a_range_has_both_its_ends(text: str, low: float, high: float) -> None:
    assert (only(text).value, only(text).high) == (low, high)


@pytest.mark.parametrize("text", ["từ 6,77 % còn 4,99 %", "từ 6,77% xuống 4,99%", "từ 6,77% đến 4,99%"])
def test_a_fall_is_two_quantities_and_no_range(text: str) -> None:
    assert [(q.value, q.high) for q in find_quantities(text)] == [(6.77, None), (4.99, None)]


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("14/14 hộ", 14, 14),
        ("39/52 hộ", 39, 52),
        ("83/8.735 hộ", 83, 8_735),
        ("08/08 huyện", 8, 8),
        ("872/1.167 tỷ", 872 * BILLION, 1_167 * BILLION),
    ],
)
def test_a_part_keeps_its_whole(text: str, part: int, whole: int) -> None:
    assert (only(text).value, only(text).whole) == (part, whole)


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("trên 147 triệu đồng/năm", ("năm",)),
        ("100 triệu đồng mỗi năm", ("năm",)),
        ("5 triệu đồng một tháng", ("tháng",)),
        ("mỗi năm thu 100 triệu", ("năm",)),
        ("Mỗi năm, anh thu 100 triệu đồng", ("năm",)),
        ("30 triệu đồng/hộ/năm", ("hộ", "năm")),
        ("50 triệu mỗi hộ", ("hộ",)),
        ("15 tấn/ha", ("ha",)),
        ("70 triệu đồng/1 ha", ("ha",)),
        ("1,2 triệu đồng/người/tháng", ("người", "tháng")),
        ("80 triệu đồng mỗi căn", ("căn",)),
        ("Mỗi hộ góp. Xã có 20 ha", ()),
    ],
)
def test_a_quantity_says_what_it_is_counted_for(text: str, per: tuple[str, ...]) -> None:
    assert only(text).per == per


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("gần 100", "gần"),
        ("trên 147 triệu đồng", "trên"),
        ("ít nhất 30 hộ", "ít nhất"),
        ("3% trở lên", "trở lên"),
        ("30 hộ", None),
    ],
)
def test_a_qualifier_is_told_apart_from_the_number(text: str, qualifier: str | None) -> None:
    assert only(text).qualifier == qualifier


@pytest.mark.parametrize(
    "text",
    [
        "hai vợ chồng",
        "hàng chục hộ",
        "vài chục hộ",
        "vài ba con",
        "hàng nghìn con",
        "hàng trăm triệu đồng",
        "một hộ nghèo",
        "22-7",
        "7.2019",
        "tháng 10.2015",
        "ngày 22/7",
        "30/4/1975",
        "năm 2019",
        "90/QĐ-TTg",
        "15/2020/NĐ-CP",
        "Quyết định số 1722",
        "Nghị quyết 30a",
        "0912 345 678",
        "thôn 2",
        "khu phố 5",
        "lớp 9",
        "Covid-19",
        "Tiểu dự án 1",
        "Chương trình 135",
        "quý 2",
        "điều 5",
        "giai đoạn 2021-2025",
        "lúc 7h30",
        "2/3 diện tích",
        "sáng nay, 28.6",
        "tổ trưởng khu 4G",
        "13 giờ 15 ngày 9/5",
    ],
)
def test_a_number_that_counts_nothing_is_no_quantity(text: str) -> None:
    assert find_quantities(text) == []


def test_years_and_periods_are_found_with_their_place() -> None:
    text = "Giai đoạn 2021 - 2025 theo Quyết định 36/2021/QĐ-TTg; 2019 hộ; đầu năm 2022, ngày 30/4/2018"
    years = find_years(text)
    assert [(year.first, year.last) for year in years] == [(2021, 2025), (2022, 2022), (2018, 2018)]
    assert [year.span.cut(text) for year in years] == ["2021 - 2025", "2022", "2018"]


def grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def fraction(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")


MONEY_FORMS = {
    "whole": lambda dong: f"{grouped(dong)} đồng",
    "triệu": lambda dong: f"{fraction(Decimal(dong) / MILLION)} triệu đồng",
    "tỷ": lambda dong: f"{fraction(Decimal(dong) / BILLION)} tỷ",
    "grouped triệu": lambda dong: f"{grouped(dong // MILLION)} triệu",
    "tỷ and triệu": lambda dong: f"{dong // BILLION} tỷ {dong % BILLION // MILLION} triệu đồng",
}


@pytest.mark.parametrize("form", MONEY_FORMS)
@given(millions=st.integers(min_value=1_001, max_value=999_999).filter(lambda n: n % 1_000))
def test_money_written_in_any_form_is_read_back(form: str, millions: int) -> None:
    written = MONEY_FORMS[form](millions * MILLION)
    text = f"Huyện chi {written} cho hộ nghèo."
    quantity = only(text)
    assert (quantity.value, quantity.unit, quantity.span.cut(text)) == (millions * MILLION, "đồng", written)


@given(
    number=st.integers(min_value=1, max_value=9_999_999),
    noun=st.sampled_from(["hộ", "người", "con", "mô hình", "lao động"]),
)
def test_a_count_is_read_back_with_its_exact_span(number: int, noun: str) -> None:
    text = f"Xã có gần {grouped(number)} {noun} như thế, năm 2020."
    quantity = only(text)
    assert (quantity.value, quantity.unit, quantity.qualifier) == (number, noun, "gần")
    assert quantity.span.cut(text) == f"{grouped(number)} {noun}"


@given(hundredths=st.integers(min_value=1, max_value=9_999), gap=st.sampled_from(["", " "]))
def test_a_share_is_read_back(hundredths: int, gap: str) -> None:
    share = Decimal(hundredths) / 100
    assert only(f"tỷ lệ còn {fraction(share)}{gap}%").value == float(share)


@given(st.text(alphabet="0123456789.,-/% \nnămtriệuđồng"))
def test_any_text_gives_ordered_spans_that_do_not_overlap(text: str) -> None:
    spans = [quantity.span for quantity in find_quantities(text)]
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(span.end <= len(text) for span in spans)
