"""What several documents state of one indicator, place and year: where they agree, and where they do not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from kb.model import Indicator
from kb.trends import Series, YearValue, told_by

__all__ = ["StatedValue", "Statement", "stated_with", "statements"]

_MERGER = date(2025, 7, 1)
"""Since then provinces have other borders under the same names."""


@dataclass(frozen=True, slots=True)
class StatedValue:
    """A value and where it is stated, once for each document, the best source first."""

    value: int | float
    sources: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """What at least two documents of different origin state of an indicator in a place and year.

    `values` are the different ones, the one to trust most first (as in `kb.trends`). `is_across_merger`: some
    of the documents are of before 1 July 2025 and some of after, so that the place may not be the same land.
    """

    place: str
    name: str
    unit: str
    year: int
    is_target: bool
    values: tuple[StatedValue, ...]
    is_across_merger: bool = False

    @property
    def is_disputed(self) -> bool:
        return len(self.values) > 1


def statements(
    series: Iterable[Series], published: Mapping[str, date | None], stories: Mapping[str, str]
) -> Iterator[Statement]:
    """The statements in `series`, in their order.

    `published` dates the documents. `stories` names the leader of each document whose story others print too:
    however many print it, it is one origin.
    """
    for each in series:
        for (year, is_target), of_year in groupby(each.values, key=lambda one: (one.year, one.is_target)):
            values = tuple(_stated(list(of_year)))
            doc_ids = [source.doc_id for value in values for source in value.sources]
            if len({stories.get(doc_id, doc_id) for doc_id in doc_ids}) > 1:
                is_across = _is_across_merger([published.get(doc_id) for doc_id in doc_ids])
                yield Statement(each.place, each.name, each.unit, year, is_target, values, is_across)


def stated_with(found: Iterable[Statement]) -> dict[Indicator, Statement]:
    """The statement that each indicator is part of."""
    return {
        source: statement for statement in found for value in statement.values for source in value.sources
    }


def _stated(values: list[YearValue]) -> Iterator[StatedValue]:
    """The values with the documents that give them for the place as a whole, each document once."""
    told = told_by(source for value in values for source in value.sources)
    for value in values:
        sources = {each.doc_id: each for each in reversed(value.sources) if told[each.doc_id] == value.value}
        if sources:
            yield StatedValue(value.value, tuple(reversed(sources.values())))


def _is_across_merger(dates: Iterable[date | None]) -> bool:
    known = [each for each in dates if each]
    return bool(known) and min(known) < _MERGER <= max(known)
