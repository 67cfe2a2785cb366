"""Vietnamese numbers, money and dates. The ordinary cases are doctests of `kb.formatting`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.formatting import (
    MONEY_UNITS,
    format_approximate_money,
    format_money,
    format_money_row,
    format_number,
    money_unit,
)

SIZES = {unit.name: unit.size for unit in MONEY_UNITS}
amounts = st.integers(-(10**13), 10**13)


def read_money(text: str) -> float:
    """The amount a formatted text stands for."""
    number, unit = text.removeprefix("≈ ").split(" ", 1)
    return round(float(number.replace(".", "").replace(",", ".")) * SIZES[unit])


@given(amounts)
def test_money_is_never_rounded(vnd: int) -> None:
    assert read_money(format_money(vnd)) == vnd


@given(st.lists(st.none() | amounts, min_size=1, max_size=6))
def test_a_row_of_money_keeps_every_amount_and_every_gap(row: list[int | None]) -> None:
    texts = format_money_row(row)
    assert [text and read_money(text) for text in texts] == [None if vnd is None else vnd for vnd in row]


@given(st.lists(st.integers(1_000_000, 900_000_000), min_size=2, max_size=6))
def test_amounts_of_one_row_share_their_unit(row: list[int]) -> None:
    units = {text.split(" ", 1)[1] for text in format_money_row(row) if text}
    assert len(units) == 1


@given(st.integers(1, 10**13))
def test_an_approximate_amount_is_within_half_a_percent_and_marked(vnd: int) -> None:
    text = format_approximate_money(vnd)
    assert read_money(text) == pytest.approx(vnd, rel=0.005)
    assert text.startswith("≈") == (read_money(text) != vnd)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_a_number_reads_back_as_itself(value: float) -> None:
    assert float(format_number(value).replace(".", "").replace(",", ".")) == value


@pytest.mark.parametrize(
    ("vnd", "text"),
    [
        pytest.param(0, "0 đồng", id="nothing"),
        pytest.param(999_999, "999.999 đồng", id="just below a million"),
        pytest.param(1_000_000, "1 triệu đồng", id="a million"),
        pytest.param(43_200_000_000.0, "43,2 tỷ đồng", id="a whole number kept as float"),
        pytest.param(3_787_797_001, "3.787.797.001 đồng", id="no unit shows it in three decimals"),
        pytest.param(-3_300_000, "-3,3 triệu đồng", id="a loss"),
    ],
)
def test_money_is_read_in_the_largest_exact_unit(vnd: float, text: str) -> None:
    assert format_money(vnd) == text


def test_zero_beside_other_amounts_takes_their_unit() -> None:
    assert format_money_row([0, 5_000_000]) == ("0 triệu đồng", "5 triệu đồng")
    assert money_unit([0, 0]).name == "đồng"
