"""Charts of indicators and counts."""

from collections.abc import Iterable, Mapping, Sequence

from kb.answers import Source
from kb.charts import Bar, ColumnChart, Line, LineChart, Point
from kb.formatting import format_number, format_quantity, start_large
from kb.labels import INDICATOR_NAMES
from kb.language import VIETNAMESE, _, spoken
from kb.trends import Series, standard_changes

__all__ = ["source_ids", "trend_chart", "year_chart"]

_MOST_PUBLISHERS = 4

_MOST_YEARS = 16
"""Columns that a telephone has room for."""


def trend_chart(key: str, series: Sequence[Series], sources: Mapping[str, Source]) -> LineChart:
    """One indicator over the years, a line a place; where there is one place it is in the title.

    `sources` holds the documents that its values were read from, by id.
    """
    name, unit = series[0].name, series[0].unit
    is_known = name in INDICATOR_NAMES or spoken() is VIETNAMESE
    return LineChart(
        key,
        _title(series) if is_known else start_large(name),
        unit,
        tuple(Line(each.place, _points(each)) for each in series),
        breaks=standard_changes(name),
        source=_publishers(sources[doc_id] for doc_id in source_ids(series)),
        title_language=None if is_known else VIETNAMESE.code,
    )


def _title(series: Sequence[Series]) -> str:
    name = start_large(_(series[0].name))
    if len(series) == 1:
        return _("%(name)s của %(place)s qua các năm", name=name, place=series[0].place)
    return _("%(name)s qua các năm", name=name)


def source_ids(series: Iterable[Series]) -> list[str]:
    """The documents that values of the series were read from, each once."""
    sources = (source for each in series for value in each.values for source in value.sources)
    return list(dict.fromkeys(source.doc_id for source in sources))


def _publishers(sources: Iterable[Source]) -> str:
    names = list(dict.fromkeys(each.publisher or each.title for each in sources))
    return ", ".join(names[:_MOST_PUBLISHERS]) + (" …" if len(names) > _MOST_PUBLISHERS else "")


def _points(series: Series) -> tuple[Point, ...]:
    return tuple(
        Point(each.year, each.value, format_quantity(each.value, series.unit), each.is_target, each.on_line)
        for each in series.values
    )


def year_chart(key: str, title: str, unit: str, counts: Iterable[tuple[int, int, str]]) -> ColumnChart:
    """Counts by year, the last years there is room for. `counts` are (year, count, address)."""
    known = {year: (count, address) for year, count, address in counts}
    last = max(known, default=0)
    first = max(min(known, default=1), last - _MOST_YEARS + 1)
    bars = []
    for year in range(first, last + 1):
        count, address = known.get(year, (0, None))
        bars.append(Bar(str(year), count, format_number(count), address))
    return ColumnChart(key, title, unit, tuple(bars))
