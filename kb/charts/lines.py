"""Lines over the years: what was reached, what is aimed at, and where counting began anew."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kb.charts.scale import step_labels, ticks
from kb.charts.svg import COLORS, GRID, SOFT, canvas, label, mark, percent, tag
from kb.charts.values import Line, LineChart, Point
from kb.language import _

__all__ = ["draw_lines"]

_PLOT, _BOTTOM, _ROW = 200, 28, 20
_LEFT, _RIGHT = 0.12, 0.93
"""Shares of the width between which the years lie; values of the axis stand before them."""

_MOST_YEARS = 7
_MOST_VALUES = 8
"""Points of a single line that have room for their value beside them."""


class _Frame:
    """Where a year and a value lie."""

    def __init__(self, points: Sequence[Point], top: float) -> None:
        self.first = min(point.year for point in points)
        self.last = max(point.year for point in points)
        self.ticks = ticks(max(point.value for point in points))
        self.top = top

    def x(self, year: float) -> str:
        span = self.last - self.first
        share = (year - self.first) / span if span else 0.5
        return percent(_LEFT + (_RIGHT - _LEFT) * share)

    def y(self, value: float) -> float:
        return round(self.top + _PLOT * (1 - value / self.ticks[-1]), 1)

    @property
    def years(self) -> range:
        """The years that are named, the last among them."""
        every = -(-(self.last - self.first + 1) // _MOST_YEARS)
        return range(self.first + (self.last - self.first) % every, self.last + 1, every)


def draw_lines(chart: LineChart, width: int | None = None) -> str:
    """The lines with a mark at every value; a legend where there is more than one thing to tell apart."""
    points = [point for line in chart.lines for point in line.points]
    if not points:
        return canvas(
            chart,
            _("Không có số liệu."),
            _ROW,
            width,
            label(_("Không có số liệu."), "0", 14),
        )
    legend = _legend(chart, points)
    frame = _Frame(points, top=len(legend) * _ROW + _ROW)
    drawn = [*legend, *_axes(chart, frame)]
    for number, line in enumerate(chart.lines):
        drawn += _line(number, line, frame, chart.breaks)
    if len(chart.lines) == 1 and len(points) <= _MOST_VALUES:
        drawn += [_value(point, points, chart, frame) for point in points if point.on_line]
    height = frame.top + _PLOT + _BOTTOM
    return canvas(chart, _described(chart), height, width, *drawn)


def _legend(chart: LineChart, points: Sequence[Point]) -> list[str]:
    """A row a line, and one for what a hollow mark means."""
    rows = [(number, line.name, False) for number, line in enumerate(chart.lines)]
    if len(rows) == 1:
        rows = [(0, _("thực hiện"), False)] if any(point.is_target for point in points) else []
    if any(point.is_target for point in points):
        rows.append((0, _("chỉ tiêu, kế hoạch (dấu rỗng)"), True))
    return [
        mark(number, "8", row * _ROW + 9, is_hollow=is_hollow) + label(name, "22", row * _ROW + 13)
        for row, (number, name, is_hollow) in enumerate(rows)
    ]


def _axes(chart: LineChart, frame: _Frame) -> Iterator[str]:
    """Lines at round values, named above them in the axis unit; the years; a dotted line at each break."""
    for value, text in zip(frame.ticks, step_labels(frame.ticks, chart.scale[1]), strict=True):
        y = frame.y(value)
        yield tag("line", x1=0, x2="100%", y1=y, y2=y, stroke=GRID, class_="chart-grid-line")
        yield label(text, "0", y - 4, kind="soft")
    for year in chart.crossed_breaks:
        yield _break(frame.x(year - 0.5), frame)
    for year in frame.years:
        yield label(str(year), frame.x(year), frame.y(0) + 19, kind="soft", anchor="middle")


def _break(x: str, frame: _Frame) -> str:
    return tag(
        "line",
        x1=x,
        x2=x,
        y1=frame.y(frame.ticks[-1]),
        y2=frame.y(0),
        stroke=SOFT,
        stroke_dasharray="2 4",
        class_="chart-break",
    )


def _line(number: int, line: Line, frame: _Frame, breaks: Sequence[int]) -> Iterator[str]:
    reached = [point for point in line.points if not point.is_target and point.on_line]
    for before, after in pairwise(reached):
        if bisect_right(breaks, before.year) == bisect_right(breaks, after.year):
            yield _stroke(number, before, after, frame)
    for point in line.points:
        size = 1.0 if point.on_line else 0.6
        yield mark(number, frame.x(point.year), frame.y(point.value), is_hollow=point.is_target, size=size)


def _stroke(number: int, before: Point, after: Point, frame: _Frame) -> str:
    index = number % len(COLORS)
    return tag(
        "line",
        x1=frame.x(before.year),
        y1=frame.y(before.value),
        x2=frame.x(after.year),
        y2=frame.y(after.value),
        stroke=COLORS[index],
        stroke_width=2.5,
        class_=f"chart-stroke-{index + 1}",
    )


def _value(point: Point, points: Sequence[Point], chart: LineChart, frame: _Frame) -> str:
    """The number above its mark, or below where another value of the year is close above."""
    others = (frame.y(each.value) for each in points if each.year == point.year and each != point)
    is_crowded = any(0 <= frame.y(point.value) - y < 26 for y in others)
    y = frame.y(point.value) + (20 if is_crowded else -10)
    (text,) = step_labels([point.value], chart.scale[1])
    return label(text, frame.x(point.year), y, anchor="middle")


def _target(point: Point) -> str:
    return " " + _("(chỉ tiêu)") if point.is_target else ""


def _described(chart: LineChart) -> str:
    """Every line in words: «Hà Giang: 2018 31,17%, 2019 26,73%»."""
    return (
        "; ".join(
            f"{line.name}: "
            + ", ".join(f"{point.year} {point.text}{_target(point)}" for point in line.points)
            for line in chart.lines
        )
        + "."
    )
