"""Indicators of a place over the years: which values there are, which of them make a line."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kb.model import Indicator

__all__ = [
    "POVERTY_RATE",
    "STANDARD_CHANGES",
    "Series",
    "YearValue",
    "latest",
    "province_of",
    "standard_changes",
    "told_by",
    "trends",
]

POVERTY_RATE = ("tỷ lệ hộ nghèo", "%")
"""Name and unit of the indicator that people ask for first."""

STANDARD_CHANGES = (2016, 2022)
"""Years from which a new poverty standard holds: Decision 59/2015/QĐ-TTg and Decree 07/2021/NĐ-CP.

Counts of poor households before and after cannot be compared. For 2021 the old standard still held, but
sources also give the first count by the new one.
"""

_ONE_BREATH = 60
"""Characters between the ends of two values of which the second is where the first led to."""


@dataclass(frozen=True, slots=True)
class YearValue:
    """A value of a year and every place in the sources that states it, the best source first.

    `on_line` is True for the one value of its year that a line goes through.
    """

    year: int
    value: int | float
    is_target: bool
    sources: tuple[Indicator, ...]
    on_line: bool


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator of one place, by year, results before targets. `place` is as in `Indicator.place`."""

    place: str
    name: str
    unit: str
    values: tuple[YearValue, ...]

    @property
    def is_trend(self) -> bool:
        """Whether a result is followed by a result or target of a later year."""
        results = [value.year for value in self.values if not value.is_target]
        return bool(results) and results[0] < self.values[-1].year

    @property
    def is_of_whole_province(self) -> bool:
        """Whether the place is a province (or the country), not a district or commune in it."""
        return ", " not in self.place


def province_of(indicator: Indicator) -> str | None:
    """The province an indicator's place is or lies in.

    >>> from kb.model import Evidence
    >>> province_of(Indicator("a", "số hộ nghèo", 7, "hộ", Evidence.cut("7", 0, 1), "Đăk Hà, Kon Tum"))
    'Kon Tum'
    """
    return indicator.place.rpartition(", ")[2] if indicator.place else None


def trends(indicators: Iterable[Indicator], published: Mapping[str, date | None]) -> tuple[Series, ...]:
    """The series of `indicators` that have a place and a year: the poverty rate first, then the longest.

    `published` dates the documents. Where results of a year differ, the line takes the one that most
    documents state, then that of the latest document; within a document the first, and of «giảm từ 25,6%
    xuống 21,29%» the second.
    """
    grouped: Mapping[tuple[str, str, str], list[Indicator]] = defaultdict(list)
    for each in indicators:
        if each.place and each.year:
            grouped[each.place, each.name, each.unit].append(each)
    found = [Series(*key, _values(group, published)) for key, group in grouped.items()]
    return tuple(sorted(found, key=_order))


def latest(series: Series) -> YearValue | None:
    """The result of the latest year, None when only targets are known."""
    results = [value for value in series.values if value.on_line and not value.is_target]
    return results[-1] if results else None


def standard_changes(name: str) -> tuple[int, ...]:
    """The years from which an indicator of this name is counted by a new poverty standard."""
    return STANDARD_CHANGES if "nghèo" in name else ()


def _order(series: Series) -> tuple[object, ...]:
    years = {value.year for value in series.values}
    return (series.name, series.unit) != POVERTY_RATE, -len(years), series.name, series.place


def _values(group: Sequence[Indicator], published: Mapping[str, date | None]) -> tuple[YearValue, ...]:
    stated: Mapping[tuple[int, bool], dict[int | float, list[Indicator]]] = defaultdict(dict)
    for each in group:
        stated[each.year or 0, each.is_target].setdefault(each.value, []).append(each)
    return tuple(
        value
        for (year, is_target), by_value in sorted(stated.items())
        for value in _of_year(year, is_target, by_value.values(), published)
    )


def _of_year(
    year: int,
    is_target: bool,
    stated: Iterable[list[Indicator]],
    published: Mapping[str, date | None],
) -> list[YearValue]:
    """The values of a year, the one to trust most first."""
    groups = list(stated)
    told = told_by(source for sources in groups for source in sources)

    def weight(source: Indicator) -> tuple[date, bool, str]:
        return (
            published.get(source.doc_id) or date.min,
            told[source.doc_id] == source.value,
            source.doc_id,
        )

    ranked = [sorted(sources, key=weight, reverse=True) for sources in groups]
    ranked.sort(
        key=lambda sources: (len({each.doc_id for each in sources}), weight(sources[0])), reverse=True
    )
    return [
        YearValue(year, sources[0].value, is_target, tuple(sources), on_line=place == 0)
        for place, sources in enumerate(ranked)
    ]


def told_by(sources: Iterable[Indicator]) -> dict[str, int | float]:
    """What each document says of the place as a whole: its first value, or one that this leads to at once.

    Later values are mostly of parts, such as the city that has the province's name.
    """
    told: dict[str, Indicator] = {}
    for source in sorted(sources, key=lambda each: each.evidence.span.end):
        before = told.get(source.doc_id)
        if before is None or source.evidence.span.end - before.evidence.span.end <= _ONE_BREATH:
            told[source.doc_id] = source
    return {doc_id: source.value for doc_id, source in told.items()}
