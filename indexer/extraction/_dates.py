"""Numbers that count nothing: dates, years, times, document and telephone numbers."""

import re
from dataclasses import dataclass

from indexer.extraction._amounts import match_amount
from indexer.extraction._units import unit_patterns
from kb.document import Span

__all__ = ["YearMention", "blank_names", "find_years"]

_YEAR = r"(?:19[4-9]\d|20[0-5]\d)"
_EDGE = r"(?<![\w.,/])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEARS = re.compile(
    rf"{_EDGE}(?P<first>{_YEAR})\s*(?:[-–—]|đến năm|đến|tới)\s*(?P<last>{_YEAR})(?![\w/])"
    rf"|{_EDGE}(?:\d{{1,2}}\s*[/.-]\s*)?{_MONTH}\s*[/.-]\s*(?P<dated>{_YEAR})(?![\w/]|[.,]\d)"
    rf"|(?<!\w)năm\s+(?P<named>{_YEAR})(?![\w/]|[.,]\d)"
    rf"|(?<![\w.,/-])(?P<bare>{_YEAR})(?![\w/%]|[.,]\d|\s*-\s*\d)",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"\S+://\S+"
    r"|(?<!\w)\d+[a-zđ]?(?:/\d{4})?/(?:[A-ZĐ]{2,}|[A-ZĐ]+-)[\w-]*"  # 90/QĐ-TTg
    r"|(?i:(?<!\w)số\s+\d+/\d{4})"
    r"|(?<![\w.,])(?:0?[1-9]|[12]\d|3[01])\s*(?P<mark>[/.-])\s*(?:0?[1-9]|1[0-2])\s*(?P=mark)\s*\d{2,4}(?!\w)"
    r"|(?i:(?<!\w)(?:ngày|sáng|trưa|chiều|tối|đêm|hôm|dịp|mùng)\s+\(?\d{1,2}\s*[/.-]\s*\d{1,2})(?!\w)"
    r"|(?i:(?<!\w)tháng\s+\d{1,2}\s*[/.-]\s*\d{2,4})(?!\w)"
    r"|(?<![\w.,])0\d{2,3}[ .]?\d{3}[ .]?\d{3,4}(?!\w)"  # telephone
    r"|(?<![\w.,])\d{1,2}\s*[hg]\s*\d{0,2}(?!\w)"  # 7h30
    r"|(?<![\w.,])4\.0(?!\w)"  # công nghiệp 4.0
    r"|(?m:^[ \t]*(?:\d{1,2}\.)*\d{1,2}[.)]\s)"  # list numbers
)


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year or a period in the text; `first == last` for a single year."""

    span: Span
    first: int
    last: int


def find_years(text: str) -> list[YearMention]:
    """The years and periods that `text` names, in text order; a document number's year is none.

    >>> [(year.first, year.last) for year in find_years("Giai đoạn 2021-2025, cuối năm 2022 (từ 7.2019)")]
    [(2021, 2025), (2022, 2022), (2019, 2019)]
    """
    return [_year_mention(found) for found in _YEARS.finditer(text) if not _is_count(text, found)]


def _is_count(text: str, found: re.Match[str]) -> bool:
    """Whether a bare 2019 counts something ("2019 hộ", "2019 triệu")."""
    amount = match_amount(text, found.start()) if found["bare"] else None
    return amount is not None and (
        amount.factor > 1 or unit_patterns().unit.match(text, amount.end) is not None
    )


def _year_mention(found: re.Match[str]) -> YearMention:
    first = next(name for name in ("first", "dated", "named", "bare") if found[name])
    last = "last" if found["last"] else first
    return YearMention(Span(found.start(first), found.end(last)), int(found[first]), int(found[last]))


def blank_names(text: str) -> str:
    """`text`, equally long, with every number that counts nothing struck out.

    >>> blank_names("Quyết định 90/QĐ-TTg ngày 18/01/2022 hỗ trợ 30 hộ")
    'Quyết định _________ ngày __________ hỗ trợ 30 hộ'
    """
    for year in reversed([found for found in _YEARS.finditer(text) if not _is_count(text, found)]):
        text = _strike(text, year.start(), year.end())
    return _NAMES.sub(lambda found: "_" * len(found[0]), text)


def _strike(text: str, start: int, end: int) -> str:
    return text[:start] + "_" * (end - start) + text[end:]
