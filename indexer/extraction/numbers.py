"""Quantities in Vietnamese text: what is counted, how many, and for what."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from indexer.extraction._amounts import Amount, match_amount
from indexer.extraction._dates import YearMention, blank_names, find_years
from indexer.extraction._units import unit_patterns
from kb.document import Span

__all__ = ["Quantity", "YearMention", "find_quantities", "find_years"]

_LOOK_BEHIND = 30
"""The code points in front of a number in which a name or qualifier is looked for."""
_START = re.compile(
    r"[\dmhbnstcMHBNSTC](?<!\w.)(?<![^\W\d_]-.)(?:(?<=\d)|(?:ột|ai|a|ốn|ăm|áu|ảy|ẩy|ám|hín|ười|ửa)(?!\w))"
)
"""Where a quantity can begin. It starts with a character class because that makes the search fast."""
_RANGE = re.compile(r"\s*[-–—~]\s*|\s+(?:đến|tới)\s+")
_WHOLE = re.compile(r"\s*/\s*(?=\d)")
_PAIR_BEHIND = re.compile(r"\s*[-–/]\s*\d")
_PAIR_BEFORE = re.compile(r"\d\s*[-–/]\s*$")
_DAY_AND_MONTH = re.compile(r"(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])")
_CLAUSE_END = re.compile(r"[.;:!?](?!\d)|\n")
_GIVES = re.compile(r"(?:^|[.;:(]|(?<!\w)(?:có|gồm|cho|với|thêm|được|giúp))\s*$", re.IGNORECASE)
_DURATIONS = frozenset({"năm", "tháng", "ngày", "tuần", "giờ", "tuổi", "lần"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A counted or measured number: `span` covers the number, its unit and what it is counted for.

    Money has the unit "đồng" and a value in whole đồng. `unit` is the usual form of the unit written
    ("hecta" is "ha"; sào and công differ between regions and stay), None when none is written. `high` is
    the upper end of a range whose lower end is `value`; `whole` the total of which `value` is a part
    ("39/52 hộ"). `per` is what it is counted for, in the order written: ("hộ", "năm"). `qualifier` is the
    lower-case word that says how exact the number is ("gần", "trên", "ít nhất").
    """

    span: Span
    value: int | float
    unit: str | None = None
    high: int | float | None = None
    whole: int | float | None = None
    per: tuple[str, ...] = ()
    qualifier: str | None = None


@dataclass(frozen=True, slots=True)
class _Unit:
    name: str | None
    end: int


def find_quantities(text: str) -> list[Quantity]:
    """The quantities of `text` in text order, never overlapping.

    Not quantities: dates and years, document and telephone numbers, numbered names ("thôn 2", "Dự án 1"),
    vague counts ("hàng chục hộ", "vài ba con"), "một" and other number words without a unit.

    >>> [(q.value, q.unit, q.per) for q in find_quantities("04 hộ thu lãi trên 1 tỷ 350 triệu đồng/năm")]
    [(4, 'hộ', ()), (1350000000, 'đồng', ('năm',))]
    """
    readable = blank_names(text)
    found: list[Quantity] = []
    end = 0
    for start in _START.finditer(readable):
        if start.start() < end:
            continue
        amount = match_amount(readable, start.start())
        if amount is None:
            continue
        quantity, end = _read(readable, start.start(), amount)
        if quantity is not None:
            found.append(quantity)
    return found


def _read(text: str, start: int, amount: Amount) -> tuple[Quantity | None, int]:
    """The quantity at `start`, and where to go on reading."""
    unit = _unit_behind(text, amount)
    if _is_name(text, start, amount, unit) or _runs_into_word(text, amount, unit):
        return None, amount.end
    quantity = (
        _part_of_whole(text, start, amount, unit)
        or _range(text, start, amount, unit)
        or _single(text, start, amount, unit)
    )
    return quantity, quantity.span.end if quantity else amount.end


def _single(text: str, start: int, amount: Amount, unit: _Unit) -> Quantity | None:
    if not amount.first[0].isdigit() and not _counts_in_words(text, start, amount, unit):
        return None
    if _is_bare_pair(text, start, amount, unit):
        return None
    return _quantity(text, start, unit, _value(amount, unit.name))


def _part_of_whole(text: str, start: int, amount: Amount, unit: _Unit) -> Quantity | None:
    """The quantity of "39/52 hộ": both numbers share the unit and scale behind the second."""
    slash = _WHOLE.match(text, amount.end)
    whole = match_amount(text, slash.end()) if slash and amount.factor == 1 else None
    if whole is None or unit.name is not None:
        return None
    unit = _unit_behind(text, whole)
    if unit.name is None:
        return None
    part = _quantity(text, start, unit, _value(amount, unit.name, whole.factor))
    total = _value(whole, unit.name)
    return replace(part, whole=_plain(total)) if part and total is not None else None


def _range(text: str, start: int, amount: Amount, unit: _Unit) -> Quantity | None:
    """The quantity of "20 - 30 triệu đồng" or "20 triệu đến 30 triệu đồng"; None unless it rises."""
    dash = _RANGE.match(text, unit.end)
    high = match_amount(text, dash.end()) if dash else None
    if high is None:
        return None
    low_unit, unit = unit, _unit_behind(text, high)
    if unit.name is None or low_unit.name not in (None, unit.name):
        return None
    low_value = _value(amount, unit.name, high.factor)
    high_value = _value(high, unit.name)
    if low_value is None or high_value is None or low_value >= high_value:
        return None
    quantity = _quantity(text, start, unit, low_value)
    return replace(quantity, high=_plain(high_value)) if quantity else None


def _quantity(text: str, start: int, unit: _Unit, value: Decimal | None) -> Quantity | None:
    if value is None:
        return None
    per, end = _per_behind(text, unit.end)
    return Quantity(
        Span(start, end),
        _plain(value),
        unit.name,
        per=per or _per_before(text, start, unit.name),
        qualifier=_qualifier(text, start, end),
    )


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _value(amount: Amount, unit: str | None, factor: int = 1) -> Decimal | None:
    """The amount's value; `factor` is the scale it shares with a later number ("20 - 30 triệu")."""
    has_fractions = unit is None or unit in unit_patterns().measured
    return amount.value(has_fractions=has_fractions, is_percent=unit in ("%", "điểm %"), factor=factor)


def _unit_behind(text: str, amount: Amount) -> _Unit:
    """The unit behind `amount`; millions of nothing named, and thousands per something, are đồng."""
    patterns = unit_patterns()
    found = patterns.unit.match(text, amount.end)
    if found and found["unit"] != "G":  # 4G
        return _Unit(patterns.unit_names[_spaced(found["unit"])], found.end())
    is_money = amount.factor >= 1_000_000 or (
        amount.factor >= 1_000 and patterns.per_behind.match(text, amount.end)
    )
    return _Unit("đồng" if is_money else None, amount.end)


def _spaced(phrase: str) -> str:
    return " ".join(phrase.lower().split())


def _per_behind(text: str, end: int) -> tuple[tuple[str, ...], int]:
    """What "/hộ/năm" behind a unit counts for, and where that ends."""
    patterns = unit_patterns()
    per = []
    while found := patterns.per_behind.match(text, end):
        per.append(patterns.per_names[_spaced(found["unit"])])
        end = found.end()
    return tuple(per), end


def _per_before(text: str, start: int, unit: str | None) -> tuple[str, ...]:
    """What "mỗi năm" earlier in the clause counts for; a comma may follow it, or stand before money."""
    if unit is None or unit in _DURATIONS:
        return ()
    patterns = unit_patterns()
    clause = _clause_before(text, start)
    per = []
    for found in patterns.per_before.finditer(clause):
        name = patterns.per_names[_spaced(found["unit"])]
        between = clause[found.end() :].lstrip(", ")
        if found["loose"] and unit != "đồng":
            continue  # "1 m2 và cao 2 m"
        if name != unit and name not in per and between.count(",") <= (unit == "đồng"):
            per.append(name)
    return tuple(per)


def _clause_before(text: str, start: int, reach: int = 90) -> str:
    window = text[max(0, start - reach) : start]
    ends = [found.end() for found in _CLAUSE_END.finditer(window)]
    return window[ends[-1] :] if ends else window


def _qualifier(text: str, start: int, end: int) -> str | None:
    patterns = unit_patterns()
    before = patterns.qualifier.search(text, max(0, start - _LOOK_BEHIND), start)
    if before:
        return _spaced(before["phrase"])
    after = patterns.qualifier_after.match(text, end)
    return _spaced(after[0]) if after else None


def _is_name(text: str, start: int, amount: Amount, unit: _Unit) -> bool:
    """Whether the number names something: "Chương trình 135", "thôn 2", "tháng 6"."""
    if amount.factor > 1 or len(amount.first) > 4 or not amount.first.isalnum():
        return False
    patterns = unit_patterns()
    if unit.name in patterns.measured or unit.name == "đồng":
        return False
    front = max(0, start - _LOOK_BEHIND)
    if patterns.name_always.search(text, front, start):
        return True
    name = patterns.name_unless_unit.search(text, front, start)
    return name is not None and name["unless"] is None and unit.name is None


def _runs_into_word(text: str, amount: Amount, unit: _Unit) -> bool:
    """Whether letters follow the digits that are no unit: "30a", "3B"."""
    return unit.name is None and text[amount.end : amount.end + 1].isalpha()


def _counts_in_words(text: str, start: int, amount: Amount, unit: _Unit) -> bool:
    """Whether a number word counts: it has a unit and is not vague; "một hộ" and "mỗi năm hộ" do not."""
    word = amount.first.lower()
    if unit.name is None or unit_patterns().vague.search(text, max(0, start - _LOOK_BEHIND), start):
        return False
    if amount.factor > 1:
        return True
    if word == "năm":
        return _GIVES.search(text, max(0, start - _LOOK_BEHIND), start) is not None
    return word not in ("một", "nửa")


def _is_bare_pair(text: str, start: int, amount: Amount, unit: _Unit) -> bool:
    """Whether the number is of "22-7", "22.7" or "2/3", which count nothing without a unit."""
    if unit.name is not None:
        return False
    if _DAY_AND_MONTH.fullmatch(amount.first) or _PAIR_BEHIND.match(text, amount.end):
        return True
    return _PAIR_BEFORE.search(text, max(0, start - 6), start) is not None
