"""Bars under one another, each with its name above it: names of models, Vietnamese in any language."""

import textwrap

from kb.charts.svg import COLORS, canvas, label, link, percent, tag
from kb.charts.values import Bar, BarChart
from kb.language import VIETNAMESE

__all__ = ["draw_bars"]

_LINE = 18
_BAR = 18
_GAP = 14
_NAME_WIDTH = 44
"""Characters of 13 px that a 320 px telephone shows on a line."""

_INSIDE_FROM = 0.6
"""Share of the width from which the value stands in its bar, as there may be no room behind it."""


def draw_bars(chart: BarChart, width: int | None = None) -> str:
    """The bars in their order; one without a value shows its text in place of the bar."""
    highest = max((bar.value or 0 for bar in chart.bars), default=0)
    drawn, top = [], 0.0
    for bar in chart.bars:
        names = textwrap.wrap(bar.label, _NAME_WIDTH, max_lines=2, placeholder=" …") or [""]
        share = (bar.value or 0) / highest if highest > 0 else 0.0
        texts = [label(name, "0", top + 13 + _LINE * row) for row, name in enumerate(names)]
        top += _LINE * len(names)
        drawn.append(
            link(
                bar.address,
                f"{bar.label}: {bar.text}",
                tag("g", *texts, lang=VIETNAMESE.code),
                _bar(bar, max(share, 0), top),
            )
        )
        top += _BAR + _GAP
    described = "; ".join(f"{bar.label}: {bar.text}" for bar in chart.bars)
    return canvas(chart, f"{described}.", top, width, *drawn)


def _bar(bar: Bar, share: float, top: float) -> str:
    if bar.value is None:
        return label(bar.text, "0", top + 14, kind="soft")
    shape = tag(
        "rect",
        x=0,
        y=top,
        width=percent(share),
        height=_BAR,
        rx=2,
        fill=COLORS[0],
        class_="chart-fill-1",
    )
    if share >= _INSIDE_FROM:
        text = tag(
            "svg",
            label(bar.text, "-6", 14, kind="paper", anchor="end"),
            x=percent(share),
            y=top,
            overflow="visible",
        )
    else:
        text = tag("svg", label(bar.text, "6", 14), x=percent(share), y=top, overflow="visible")
    return shape + text
