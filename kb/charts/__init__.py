"""Charts as SVG text: drawn once, shown on a page, printed, or turned into a picture for a document.

A chart is a value (what is shown, in which unit); `draw` makes the markup. Its width follows the place it
stands in while text keeps its size, so one drawing serves a telephone and a wide screen. Colours stand in
attributes, for a file of its own, and in classes, for a page's stylesheet to override.
"""

from kb.charts.bars import draw_bars
from kb.charts.columns import draw_columns
from kb.charts.lines import draw_lines
from kb.charts.values import Bar, BarChart, Chart, ColumnChart, Line, LineChart, Point

__all__ = ["Bar", "BarChart", "Chart", "ColumnChart", "Line", "LineChart", "Point", "draw"]


def draw(chart: Chart, width: int | None = None) -> str:
    """The chart as an `<svg>` element, `width` pixels wide or as wide as its surroundings.

    Title, unit and source are left to the text around it; a reader of the page hears them all the same.
    """
    match chart:
        case BarChart():
            return draw_bars(chart, width)
        case ColumnChart():
            return draw_columns(chart, width)
        case LineChart():
            return draw_lines(chart, width)
