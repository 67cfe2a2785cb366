"""Columns side by side, for values that follow one another."""

from kb.charts.svg import COLORS, GRID, canvas, label, link, percent, tag
from kb.charts.values import Bar, ColumnChart

__all__ = ["draw_columns"]

_TOP, _PLOT, _BOTTOM = 20, 140, 24
_EDGE = 0.02
"""Share of the width left free on both sides, so that no name is cut."""

_MOST_LABELS = 8
"""Names of four digits that fit under the columns on a telephone."""


def draw_columns(chart: ColumnChart, width: int | None = None) -> str:
    """The columns in their order, each value above its column; names are thinned where they are many."""
    slot = (1 - 2 * _EDGE) / max(len(chart.bars), 1)
    highest = max((bar.value or 0 for bar in chart.bars), default=0) or 1
    every = -(-len(chart.bars) // _MOST_LABELS)
    last = len(chart.bars) - 1
    drawn = [
        _column(
            bar, _EDGE + index * slot, slot, (bar.value or 0) / highest, is_named=(last - index) % every == 0
        )
        for index, bar in enumerate(chart.bars)
    ]
    base = tag(
        "line", x1=0, x2="100%", y1=_TOP + _PLOT, y2=_TOP + _PLOT, stroke=GRID, class_="chart-grid-line"
    )
    described = "; ".join(f"{bar.label}: {bar.text}" for bar in chart.bars)
    return canvas(chart, f"{described}.", _TOP + _PLOT + _BOTTOM, width, base, *drawn)


def _column(bar: Bar, left: float, slot: float, share: float, *, is_named: bool) -> str:
    height = max(_PLOT * share, 1 if bar.value else 0)
    top = _TOP + _PLOT - height
    middle = percent(left + slot / 2)
    shape = tag(
        "rect",
        x=percent(left + slot * 0.12),
        y=float(top),
        width=percent(slot * 0.76),
        height=float(height),
        fill=COLORS[0],
        class_="chart-fill-1",
    )
    value = label(bar.text, middle, top - 5, anchor="middle") if bar.value else ""
    name = label(bar.label, middle, _TOP + _PLOT + 17, kind="soft", anchor="middle") if is_named else ""
    return link(bar.address, f"{bar.label}: {bar.text}", shape, name, value)
