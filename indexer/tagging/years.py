"""The years a document is about: from its date, its title, or what its text speaks of most."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kb.document import Document, Span, Tag
from kb.places import fold_place

__all__ = ["FIRST_YEAR", "LAST_YEAR", "YearMention", "find_years", "story_year", "tag_years"]

FIRST_YEAR, LAST_YEAR = 1986, 2035
"""Years outside are history or typing slips ("năm 2203"), never what a document of this field is about."""

_LONGEST_PERIOD = 5
"""Years. A longer period ("2016-2025") says nothing about its single years."""

_TITLE_WEIGHT = 4
"""A year in the title counts as much as this many in the text."""

_YEAR = re.compile(
    r"(?P<first>[12][09]\d\d)(?<=19\d\d|20\d\d)(?<!\d\d{4})(?<!\d[.,]\d{3}[.,]\d{4})(?<!\d{3}[.,]\d{4})"
    r"(?: ?(?:-|–|den|den nam) ?(?P<last>20\d\d))?"
    r"(?!\d|[.,]\d|/\w| ?(?:ho|con|nguoi|hoi vien|lao dong|ha|m2|m|km|trieu|ty|ti|dong|cay|mo hinh|%)\b)"
)
_BIRTH = re.compile(r"(?:\bsinh (?:nam )?|\bsn ?)$")
_TARGET = re.compile(r"\b(?:den|toi|tam nhin|dinh huong) (?:nam )?$")
_CITATION = re.compile(r"(?:/[a-z-]{2,10}|\b(?:nghi quyet|quyet dinh|thong tu|nghi dinh|luat)\b)[^.;]{0,25}$")


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year or a period ("2021-2025") that a text names; `first == last` for a single year.

    `weight` says how much it tells of the text's own time: little for targets and cited decisions.
    """

    span: Span
    first: int
    last: int
    weight: float

    @property
    def is_period(self) -> bool:
        return self.first != self.last


def find_years(text: str) -> list[YearMention]:
    """The years and periods named in `text`, in order; not years of birth, amounts or document numbers.

    >>> [(found.first, found.last) for found in find_years("Giai đoạn 2021 - 2025, ngày 18/9/2023")]
    [(2021, 2025), (2023, 2023)]
    >>> find_years("bà Hà (SN 1964) có 2000 con vịt theo Thông tư 15/2020/TT-BTC, năm 2203, tháng 6/20219")
    []
    """
    folded = fold_place(text)
    return [mention for match in _YEAR.finditer(folded) if (mention := _mention(folded, match))]


def _mention(folded: str, match: re.Match[str]) -> YearMention | None:
    first = int(match["first"])
    last = int(match["last"] or first)
    before = folded[max(0, match.start() - 60) : match.start()]
    if not FIRST_YEAR <= first <= last <= LAST_YEAR or _BIRTH.search(before):
        return None
    weight = 0.25 if _TARGET.search(before) or _CITATION.search(before) else 1.0
    return YearMention(Span(match.start(), match.end()), first, last, weight)


def story_year(document: Document) -> int | None:
    """The one year a document's story happens in: of its date, else the year it speaks of most.

    Ties go to the later year: what came before is told as its history. None when no single year is named.
    """
    if document.published:
        return document.published.year
    weights: defaultdict[int, float] = defaultdict(float)
    for text, factor in ((document.title, _TITLE_WEIGHT), (document.text, 1)):
        for mention in find_years(text):
            if not mention.is_period:
                weights[mention.first] += mention.weight * factor
    return max(weights, key=lambda year: (weights[year], year), default=None)


def tag_years(document: Document) -> list[Tag]:
    """Tags of facet "year" for the document as a whole, in order of years.

    The year of its date and the years in its title; without either the year, else the period, that its text
    speaks of most.

    >>> from kb.document import Kind
    >>> document = Document("a", "Kế hoạch năm 2025", "Năm 2024 còn 764 hộ nghèo.", Kind.PLAN)
    >>> [tag.value for tag in tag_years(document)]
    ['2025']
    """
    years = set(_years(find_years(document.title)))
    if document.published:
        years.add(document.published.year)
    mentions = find_years(document.text)
    if not years:
        years.update([year] if (year := story_year(document)) else _years(mentions))
    return [Tag("year", str(year), _spans(mentions, year)) for year in sorted(years)]


def _years(mentions: list[YearMention]) -> Iterable[int]:
    """The single years among `mentions`; without any, those of the period named most."""
    if single := [mention.first for mention in mentions if not mention.is_period]:
        return single
    periods = Counter((mention.first, mention.last) for mention in mentions)
    short = [period for period, _ in periods.most_common() if period[1] - period[0] < _LONGEST_PERIOD]
    return range(short[0][0], short[0][1] + 1) if short else ()


def _spans(mentions: list[YearMention], year: int) -> tuple[Span, ...]:
    return tuple(mention.span for mention in mentions if mention.first == mention.last == year)
