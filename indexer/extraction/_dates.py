"""Numbers that count nothing: dates, years, times, document and telephone numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.extraction._amounts import match_amount
from indexer.extraction._units import unit_patterns
from kb.document import Span

__all__ = ["YearMention", "blank_names", "find_years"]

_START = re.compile(r"\d(?<![\w.,]\d)")
"""Where a date or name can begin; the slow patterns below are tried only there."""
_URL = re.compile(r"https?://\S+")
_YEAR = r"(?:19[4-9]\d|20[0-5]\d)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEARS = re.compile(
    rf"(?P<first>{_YEAR})\s*(?:[-–—]|đến năm|đến|tới)\s*(?P<last>{_YEAR})(?![\w/])"
    rf"|(?:\d{{1,2}}\s*[/.-]\s*)?{_MONTH}\s*[/.-]\s*(?P<dated>{_YEAR})(?![\w/]|[.,]\d)"
    rf"|(?<=năm )(?P<named>{_YEAR})(?![\w/]|[.,]\d)"
    rf"|(?<![/-])(?P<bare>{_YEAR})(?![\w/%]|[.,]\d|\s*-\s*\d)",
    re.IGNORECASE,
)
_DAY_WORDS = ("ngày", "sáng", "trưa", "chiều", "tối", "đêm", "hôm", "dịp", "mùng", "nay,")
_NAMES = re.compile(
    r"\d+[a-zđ]?(?:/\d{4})?/(?:[A-ZĐ]{2,}|[A-ZĐ]+-)[\w-]*"  # 90/QĐ-TTg
    r"|(?<=[Ss]ố )\d+/\d{4}"
    rf"|{_DAY}\s*(?P<mark>[/.-])\s*{_MONTH}\s*(?P=mark)\s*\d{{2,4}}(?!\w)"  # 30/4/1975
    rf"|(?:{'|'.join(f'(?<={word} )' for word in _DAY_WORDS)}){_DAY}\s*[/.-]\s*{_MONTH}(?!\w)"  # ngày 22-7
    r"|(?<=tháng )\d{1,2}\s*[/.-]\s*\d{2,4}(?!\w)"
    r"|0\d{2,3}[ .]?\d{3}[ .]?\d{3,4}(?!\w)"  # telephone
    r"|\d{1,2}(?:\s*h\s*\d{0,2}|g\d{2}|\s+giờ\s+\d{1,2})(?!\w)"  # 7h30
    r"|4\.0(?!\w)"  # công nghiệp 4.0
    r"|(?<![^\n])(?:\d{1,2}\.)*\d{1,2}[.)]\s"  # list numbers
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
    return [_year_mention(found) for found in _matches(text) if found.re is _YEARS]


def blank_names(text: str) -> str:
    """`text`, equally long, with every number that counts nothing struck out.

    >>> blank_names("Quyết định 90/QĐ-TTg ngày 18/01/2022 hỗ trợ 30 hộ")
    'Quyết định _________ ngày __________ hỗ trợ 30 hộ'
    """
    pieces, end = [], 0
    for found in _matches(text):
        pieces += [text[end : found.start()], "_" * len(found[0])]
        end = found.end()
    return "".join([*pieces, text[end:]])


def _matches(text: str) -> Iterator[re.Match[str]]:
    """The numbers that count nothing, in text order; those that `_YEARS` found are years."""
    urls = {found.start(): found for found in _URL.finditer(text)}
    end = 0
    for start in sorted([*urls, *(found.start() for found in _START.finditer(text))]):
        if start < end:
            continue
        found = urls.get(start) or _YEARS.match(text, start) or _NAMES.match(text, start)
        if found and not _is_count(text, found):
            yield found
            end = found.end()


def _is_count(text: str, found: re.Match[str]) -> bool:
    """Whether a bare 2019 counts something ("2019 hộ", "2019 triệu")."""
    if found.re is not _YEARS or not found["bare"]:
        return False
    amount = match_amount(text, found.start())
    return amount is not None and (
        amount.factor > 1 or unit_patterns().unit.match(text, amount.end) is not None
    )


def _year_mention(found: re.Match[str]) -> YearMention:
    first = next(name for name in ("first", "dated", "named", "bare") if found[name])
    last = "last" if found["last"] else first
    return YearMention(Span(found.start(first), found.end(last)), int(found[first]), int(found[last]))
