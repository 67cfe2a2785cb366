"""What compared models have in common, as bars: amounts and counts on one basis."""

from kb.charts.values import Bar, BarChart
from kb.comparison import Comparison, SharedFigure

__all__ = ["comparison_charts"]


def comparison_charts(comparison: Comparison, limit: int = 4) -> list[BarChart]:
    """A chart a figure that several models give on one basis, those of most models first."""
    figures = sorted(comparison.shared_figures(), key=_rank)
    return [_chart(comparison, figure) for figure in figures[:limit]]


def _rank(figure: SharedFigure) -> tuple[int, bool]:
    return -len(figure.points), not figure.is_money


def _chart(comparison: Comparison, figure: SharedFigure) -> BarChart:
    cells = comparison.row(figure.key).cells
    bars = (Bar(comparison.titles[column], value, cells[column].text) for column, value in figure.points)
    models = (comparison.models[column].source for column, _ in figure.points)
    sources = ", ".join(dict.fromkeys(each.publisher or each.title for each in models))
    return BarChart(f"chart-{figure.key}", figure.title, figure.unit, tuple(bars), sources)
