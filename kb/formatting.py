"""Numbers, money and dates as readers write them: 1.350 · 3,2 ha · 1,35 tỷ đồng · 18/09/2023.

In English: 1,350 · 3.2 ha · VND 1.35 billion · 18 September 2023. A value is never changed or rounded for it.
"""

from calendar import month_name
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from kb.language import VIETNAMESE, _, marked, plural, spoken

__all__ = [
    "MONEY_UNITS",
    "MoneyUnit",
    "counted",
    "format_approximate_money",
    "format_date",
    "format_long_date",
    "format_money",
    "format_money_row",
    "format_number",
    "format_quantity",
    "money_unit",
    "start_large",
    "unit_name",
]

Number = int | float | Decimal


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """A unit money is read in; `size` is its worth in đồng, `pattern` how an amount of it is written."""

    name: str
    size: int
    pattern: str


MONEY_UNITS = (
    MoneyUnit(marked("tỷ đồng"), 1_000_000_000, marked("%(amount)s tỷ đồng")),
    MoneyUnit(marked("triệu đồng"), 1_000_000, marked("%(amount)s triệu đồng")),
    MoneyUnit(marked("đồng"), 1, marked("%(amount)s đồng")),
)
"""Largest first. "Nghìn đồng" is left out: official tables write 500.000 đồng."""

_SEPARATORS = str.maketrans(",.", ".,")
_MAX_DECIMALS = 3
_MAX_SPREAD = 1000
"""Beyond this ratio a shared unit makes one of the numbers unreadable."""


def format_number(value: Number, decimals: int | None = None) -> str:
    """`value` with points between thousands and a decimal comma.

    All decimals that `value` has are shown, or exactly `decimals` of them (rounded half up).

    >>> format_number(1350), format_number(3.2), format_number(-0.5), format_number(12.0)
    ('1.350', '3,2', '-0,5', '12')
    >>> format_number(5.865, 2), format_number(1234567.5, 0)
    ('5,87', '1.234.568')
    """
    exact = Decimal(str(value)) + 0  # the sum turns -0 into 0
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0
    elif exact == exact.to_integral_value():
        exact = exact.to_integral_value()
    else:
        exact = exact.normalize()
    return f"{exact:,f}".translate(_SEPARATORS) if spoken() is VIETNAMESE else f"{exact:,f}"


def counted(text: str, n: Number, **values: object) -> str:
    """`text` in the language spoken, in the form that goes with the number `n`, which stands for %(n)s.

    >>> counted("%(n)s mô hình", 1350)
    '1.350 mô hình'
    """
    return plural(text, float(n)) % {"n": format_number(n), **values}


def format_quantity(value: Number, unit: str) -> str:
    """`value` with its unit; money in the unit it is read in, a percent sign without a space.

    >>> format_quantity(14, "hộ"), format_quantity(3.2, "ha"), format_quantity(5.86, "%")
    ('14 hộ', '3,2 ha', '5,86%')
    >>> format_quantity(3.3, "điểm %"), format_quantity(147_000_000, "đồng")
    ('3,3 điểm %', '147 triệu đồng')
    """
    if unit == "đồng":
        return format_money(value)
    space = "" if unit.startswith("%") else " "
    return f"{format_number(value)}{space}{unit_name(unit, value)}"


def unit_name(unit: str, n: Number = 2) -> str:
    """A unit in the language spoken, in the form that goes with `n`; what stands after «/» is one of each.

    >>> unit_name("đồng/người/năm")
    'đồng/người/năm'
    """
    first, *others = unit.split("/")
    return "/".join([plural(first, float(n)), *(plural(other, 1) for other in others)])


def format_money(vnd: Number, unit: MoneyUnit | None = None) -> str:
    """An amount of đồng in `unit`, by default in the largest that shows it exactly. Never rounded.

    >>> format_money(1_350_000_000), format_money(147_000_000), format_money(70_000)
    ('1,35 tỷ đồng', '147 triệu đồng', '70.000 đồng')
    >>> format_money(3_787_797_000)
    '3.787,797 triệu đồng'
    >>> format_money(1_350_000_000, MONEY_UNITS[1])
    '1.350 triệu đồng'
    """
    unit = unit or _exact_unit([vnd])
    return _(unit.pattern, amount=format_number(Decimal(str(vnd)) / unit.size))


def money_unit(amounts: Sequence[Number]) -> MoneyUnit:
    """The largest unit in which every amount but 0 is at least 1.

    >>> money_unit([1_350_000_000, 147_000_000]).name
    'triệu đồng'
    """
    smallest = min(_sizes(amounts), default=Decimal(0))
    return next((unit for unit in MONEY_UNITS if smallest >= unit.size), MONEY_UNITS[-1])


def format_money_row(amounts: Sequence[Number | None]) -> tuple[str | None, ...]:
    """Amounts that stand in one row, all in one unit so that the eye can compare them; None stays None.

    Amounts more than a thousand times apart keep a unit each.

    >>> format_money_row([1_350_000_000, None, 147_000_000])
    ('1.350 triệu đồng', None, '147 triệu đồng')
    >>> format_money_row([7_500_000, 32_600_000_000])
    ('7,5 triệu đồng', '32,6 tỷ đồng')
    """
    sizes = _sizes([vnd for vnd in amounts if vnd])
    is_close = bool(sizes) and max(sizes) <= _MAX_SPREAD * min(sizes)
    shared = money_unit(sizes) if is_close else None
    return tuple(None if vnd is None else format_money(vnd, shared) for vnd in amounts)


def format_approximate_money(vnd: Number) -> str:
    """A computed amount to three significant figures, marked ≈ when that is not all of it.

    >>> format_approximate_money(1_000_000_000 / 30), format_approximate_money(50_000_000)
    ('≈ 33,3 triệu đồng', '50 triệu đồng')
    """
    exact = Decimal(str(vnd))
    rounded = exact.quantize(Decimal(1).scaleb(exact.adjusted() - 2), ROUND_HALF_UP) if exact else exact
    return f"{'' if rounded == exact else '≈ '}{format_money(int(rounded))}"


def format_date(day: date) -> str:
    """The date in figures, as pages and tables show it.

    >>> format_date(date(2023, 9, 18))
    '18/09/2023'
    """
    return f"{day:%d/%m/%Y}" if spoken() is VIETNAMESE else format_long_date(day)


def format_long_date(day: date) -> str:
    """The date as official papers write it (Decree 30/2020/NĐ-CP: a zero before days 1-9, months 1-2).

    >>> format_long_date(date(2023, 9, 8)), format_long_date(date(2024, 2, 28))
    ('ngày 08 tháng 9 năm 2023', 'ngày 28 tháng 02 năm 2024')
    """
    if spoken() is not VIETNAMESE:
        return f"{day.day} {month_name[day.month]} {day.year}"
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def start_large(text: str) -> str:
    """`text` with a capital first letter, the others as they are.

    >>> start_large("ngày 08 tháng 9 năm 2023")
    'Ngày 08 tháng 9 năm 2023'
    """
    return text[:1].upper() + text[1:]


def _exact_unit(amounts: Sequence[Number]) -> MoneyUnit:
    """The largest unit not above `money_unit` in which no amount needs more than three decimals."""
    units = MONEY_UNITS[MONEY_UNITS.index(money_unit(amounts)) :]
    return next((unit for unit in units if all(_is_exact(vnd, unit) for vnd in amounts)), units[-1])


def _sizes(amounts: Sequence[Number]) -> list[Decimal]:
    return [abs(Decimal(str(vnd))) for vnd in amounts if vnd]


def _is_exact(vnd: Number, unit: MoneyUnit) -> bool:
    steps: Decimal = Decimal(str(vnd)) * 10**_MAX_DECIMALS / unit.size
    return steps == steps.to_integral_value()
