"""What a chart shows, as plain values."""

from dataclasses import dataclass

from kb.charts.scale import axis_unit

__all__ = ["Bar", "BarChart", "Chart", "ColumnChart", "Line", "LineChart", "Point"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One value with its name. `text` is the value as read ("147 triệu đồng"); `value` None: not known.

    `address`, where given, makes the bar a link.
    """

    label: str
    value: float | None
    text: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class BarChart:
    """Values of things without an order of their own, one under the other. `key` is unique on a page."""

    key: str
    title: str
    unit: str
    bars: tuple[Bar, ...]
    source: str = ""
    title_language: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """Values that follow one another, years above all, side by side."""

    key: str
    title: str
    unit: str
    bars: tuple[Bar, ...]
    source: str = ""
    title_language: str | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a year. `on_line` is False for one that another source's value stands before."""

    year: int
    value: float
    text: str
    is_target: bool = False
    on_line: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class LineChart:
    """Values over the years, one line a place.

    `breaks` are the years from which on values are counted anew, so that no line crosses into them.
    `title_language` is set where the title is in the words of the source.
    """

    key: str
    title: str
    unit: str
    lines: tuple[Line, ...]
    breaks: tuple[int, ...] = ()
    source: str = ""
    title_language: str | None = None

    @property
    def scale(self) -> tuple[str, int]:
        """The unit that the axis counts in, and its size in the unit of the values."""
        return axis_unit(self.unit, [point.value for line in self.lines for point in line.points])

    @property
    def crossed_breaks(self) -> tuple[int, ...]:
        """The breaks that lie between the first and the last year with a value."""
        years = [point.year for line in self.lines for point in line.points]
        return tuple(year for year in self.breaks if min(years, default=year) < year <= max(years, default=0))


Chart = BarChart | ColumnChart | LineChart
