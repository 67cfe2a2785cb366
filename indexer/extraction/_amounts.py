"""Amounts as Vietnamese text writes them: digits, number words and scales, read exactly."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

__all__ = ["Amount", "match_amount", "read_digits", "read_words"]

_ONES = {
    **{"một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6},
    **{"bảy": 7, "bẩy": 7, "tám": 8, "chín": 9},
}
_SCALES = {
    **{"chục": 10, "trăm": 100, "nghìn": 1_000, "ngàn": 1_000, "vạn": 10_000, "tr": 1_000_000},
    **{"triệu": 1_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000},
}
_ONE = f"(?:{'|'.join(_ONES)})"
_TENS = rf"(?:{_ONE}\s+(?:mươi|chục)(?:\s+{_ONE})?|mười(?:\s+{_ONE})?)"
_HUNDREDS = rf"{_ONE}\s+trăm(?:\s+(?:{_TENS}|(?:linh|lẻ)\s+{_ONE}))?"
_DIGITS = r"\d+(?:[.,]\d+)*"
_MONEY = r"(?:triệu|tr|(?:tỷ|tỉ)(?!\s+(?:lệ|trọng|suất|số)))(?!\s+phú)"
_SCALE = rf"(?:(?:nghìn|ngàn|trăm|chục|vạn)\s+)?{_MONEY}|nghìn|ngàn|vạn|chục"
_PIECE = re.compile(
    rf"(?P<number>{_DIGITS}|(?:nửa|{_HUNDREDS}|{_TENS}|{_ONE})(?!\w))"
    rf"(?:\s*(?P<scale>{_SCALE})(?!\w)(?P<half>\s+rưỡi(?!\w))?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as written: `pieces` of number and factor add up ("1 tỷ 350 triệu"); it ends at `end`."""

    pieces: tuple[tuple[str, int], ...]
    end: int

    @property
    def first(self) -> str:
        """The number in front, as written."""
        return self.pieces[0][0]

    @property
    def factor(self) -> int:
        """What the last scale multiplies by; 1 without a scale."""
        return self.pieces[-1][1]

    def value(self, *, has_fractions: bool, is_percent: bool = False, factor: int = 1) -> Decimal | None:
        """The value, `factor` applied when no scale is written; None when the digits make no number."""
        total = Decimal(0)
        for written, own_factor in self.pieces:
            has_fractions = has_fractions or own_factor > 1 or factor > 1
            number = _read(written, has_fractions=has_fractions, is_percent=is_percent)
            if number is None:
                return None
            total += number * (own_factor if own_factor > 1 else factor)
        return total


def match_amount(text: str, start: int) -> Amount | None:
    """The amount that begins at `start`, None when there is none.

    >>> match_amount("1 tỷ 350 triệu đồng", 0)
    Amount(pieces=(('1', 1000000000), ('350', 1000000)), end=14)
    """
    pieces: list[tuple[str, int]] = []
    end = start
    while piece := _PIECE.match(text, start):
        factor = _factor(piece["scale"] or "")
        if pieces and not (1 < factor < pieces[-1][1] and len(piece["number"]) <= 3):
            break
        pieces.append((piece["number"], factor))
        if piece["half"]:
            pieces.append(("nửa", factor))
        end = piece.end()
        if factor == 1 or piece["half"]:
            break
        start = end + (len(text[end:]) and text[end] == " ")
    return Amount(tuple(pieces), end) if pieces else None


def _read(written: str, *, has_fractions: bool, is_percent: bool) -> Decimal | None:
    if written[0].isdigit():
        return read_digits(written, has_fractions=has_fractions, is_percent=is_percent)
    return read_words(written.lower())


def read_digits(written: str, *, has_fractions: bool, is_percent: bool = False) -> Decimal | None:
    """The number that digits write, None when they write none (a date, a version).

    Vietnamese writes 1.350 for a thousand and 1,35 for a fraction, but sources mix in the English way. So
    three digits behind one dot are thousands except with %, three behind one comma a fraction only where
    there can be one (`has_fractions`), and any other number of digits is a fraction.

    >>> read_digits("1.350.000", has_fractions=False), read_digits("827,374", has_fractions=True)
    (Decimal('1350000'), Decimal('827.374'))
    """
    groups = re.split("[.,]", written)
    separators = re.sub(r"\d", "", written)
    if not separators:
        return Decimal(written)
    if len(set(separators)) == 2:
        return _read_mixed(written, separators)
    is_grouped = all(len(group) == 3 for group in groups[1:]) and groups[0] != "0" and len(groups[0]) <= 3
    has_thousands = not is_percent if separators == "." else not has_fractions
    if is_grouped and (len(groups) > 2 or has_thousands):
        return Decimal("".join(groups))
    return Decimal(".".join(groups)) if len(groups) == 2 else None


def _read_mixed(written: str, separators: str) -> Decimal | None:
    """The value of "1.350,5" or "1,350.5": the last separator, standing once, is the decimal one."""
    if separators.count(separators[-1]) > 1:
        return None
    whole, fraction = written.rsplit(separators[-1], 1)
    return Decimal(re.sub("[.,]", "", whole) + "." + fraction)


@cache
def read_words(written: str) -> Decimal:
    """The number that lower-case words write, at most three digits long.

    >>> read_words("hai mươi lăm"), read_words("một trăm linh năm"), read_words("nửa")
    (Decimal('25'), Decimal('105'), Decimal('0.5'))
    """
    if written == "nửa":
        return Decimal("0.5")
    total, ones = 0, 0
    for word in written.split():
        if word == "trăm":
            total, ones = ones * 100, 0
        elif word in ("mươi", "chục", "mười"):
            total, ones = total + (ones or 1) * 10, 0
        elif word in _ONES:
            ones = _ONES[word]
    return Decimal(total + ones)


@cache
def _factor(scale: str) -> int:
    factor = 1
    for word in scale.lower().split():
        factor *= _SCALES[word]
    return factor
