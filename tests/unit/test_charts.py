"""Charts: what stands in the drawing, for eyes and for screen readers."""

import re
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kb.charts import Bar, BarChart, Chart, ColumnChart, Line, LineChart, Point, draw
from kb.charts.png import png
from kb.charts.scale import axis_unit, step_labels, ticks
from kb.charts.svg import COLORS, PAPER, SOFT

SVG = "{http://www.w3.org/2000/svg}"

RATES = (Point(2018, 31.17, "31,17%"), Point(2019, 26.73, "26,73%"), Point(2023, 31.12, "31,12%"))
BARS = (
    Bar("Nuôi bò sinh sản", 147e6, "147 triệu đồng", "/models/bo"),
    Bar("Trồng nhãn Idol", 60e6, "60 triệu đồng"),
    Bar("Nuôi dê", None, "nguồn không nêu"),
)


def line_chart(*lines: Line, breaks: tuple[int, ...] = ()) -> LineChart:
    return LineChart("rate", "Tỷ lệ hộ nghèo", "%", lines or (Line("Hà Giang", RATES),), breaks)


CHARTS = [
    pytest.param(BarChart("cost", "Vốn mỗi hộ", "đồng", BARS), id="bars"),
    pytest.param(ColumnChart("years", "Tài liệu theo năm", "tài liệu", BARS), id="columns"),
    pytest.param(line_chart(), id="lines"),
    pytest.param(line_chart(Line("Hà Giang", ())), id="no-values"),
    pytest.param(BarChart("none", "Chưa có gì", "hộ", ()), id="no-bars"),
]


def drawn(chart: Chart, width: int | None = None) -> etree._Element:
    return etree.fromstring(draw(chart, width))


def texts(root: etree._Element) -> list[str]:
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def lines_of(root: etree._Element) -> list[etree._Element]:
    return [line for line in root.iter(f"{SVG}line") if "chart-stroke" in (line.get("class") or "")]


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_is_well_formed_named_and_described(chart: Chart) -> None:
    root = drawn(chart)
    assert root.findtext(f"{SVG}title") == chart.title
    assert root.findtext(f"{SVG}desc")
    named = {element.get("id") for element in root.iter() if element.get("id")}
    assert named == {root.get("aria-labelledby"), root.get("aria-describedby")}


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_keeps_to_a_strict_content_policy(chart: Chart) -> None:
    markup = draw(chart)
    assert not re.search(r"<style|\bstyle=|<script|\bon\w+=", markup)


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_is_as_wide_as_its_place_or_as_asked(chart: Chart) -> None:
    assert drawn(chart).get("width") == "100%"
    assert drawn(chart, 640).get("width") == "640"


def test_the_description_says_every_value() -> None:
    described = drawn(line_chart()).findtext(f"{SVG}desc") or ""
    assert all(f"{point.year} {point.text}" in described for point in RATES)


def test_the_longest_bar_takes_the_whole_width_and_the_others_their_share() -> None:
    root = drawn(BarChart("cost", "Vốn", "đồng", BARS))
    widths = [rect.get("width") for rect in root.iter(f"{SVG}rect")]
    assert widths == ["100%", f"{60 / 147 * 100:.2f}%"]


def test_a_value_that_is_not_known_is_said_and_not_drawn() -> None:
    root = drawn(BarChart("cost", "Vốn", "đồng", BARS))
    assert "nguồn không nêu" in texts(root)
    assert len(list(root.iter(f"{SVG}rect"))) == 2


def test_a_bar_with_an_address_is_a_link_that_says_what_it_opens() -> None:
    root = drawn(BarChart("cost", "Vốn", "đồng", BARS))
    (link,) = root.iter(f"{SVG}a")
    assert link.get("href") == "/models/bo"
    assert link.findtext(f"{SVG}title") == "Nuôi bò sinh sản: 147 triệu đồng"
    assert root.get("role") == "group"
    assert drawn(line_chart()).get("role") == "img"


def test_long_names_are_wrapped_and_kept_whole_for_screen_readers() -> None:
    name = "Nuôi bò sinh sản luân chuyển " * 6
    root = drawn(BarChart("cost", "Vốn", "đồng", (Bar(name.strip(), 1, "1 đồng"),)))
    assert all(len(text) <= 48 for text in texts(root))
    assert name.strip() in (root.findtext(f"{SVG}desc") or "")


def test_markup_in_names_is_text() -> None:
    root = drawn(BarChart("cost", "<b>Vốn</b>", "đồng", (Bar("<i>&\"'", 1, "<u>"),)))
    assert root.findtext(f"{SVG}title") == "<b>Vốn</b>"
    assert {"<i>&\"'", "<u>"} <= set(texts(root))


def test_no_line_crosses_a_change_of_the_poverty_standard() -> None:
    assert len(lines_of(drawn(line_chart()))) == 2
    assert len(lines_of(drawn(line_chart(breaks=(2022,))))) == 1


def test_targets_have_hollow_marks_and_no_line() -> None:
    points = (*RATES[:2], Point(2020, 22.5, "22,5%", is_target=True))
    root = drawn(line_chart(Line("Hà Giang", points)))
    hollow = [path for path in root.iter(f"{SVG}path") if path.get("class") == "chart-hollow-1"]
    assert len(hollow) == 2  # the value and the legend
    assert len(lines_of(root)) == 1
    assert any("chỉ tiêu" in text for text in texts(root))


def test_a_value_beside_the_line_is_shown_smaller_and_not_joined() -> None:
    points = (*RATES[:2], Point(2019, 28.0, "28%", on_line=False))
    root = drawn(line_chart(Line("Hà Giang", points)))
    assert len(lines_of(root)) == 1
    assert [path.get("transform") for path in root.iter(f"{SVG}path")].count("scale(0.6)") == 1


def test_each_of_many_lines_has_its_own_mark() -> None:
    lines = [Line(f"Tỉnh {number}", RATES) for number in range(12)]
    root = drawn(line_chart(*lines))
    legend = [(path.get("d"), path.get("fill")) for path in root.iter(f"{SVG}path")][:12]
    assert len(set(legend)) == 12


def test_a_single_year_stands_in_the_middle() -> None:
    root = drawn(line_chart(Line("Hà Giang", RATES[:1])))
    marks = [svg.get("x") for svg in root.iter(f"{SVG}svg") if svg is not root]
    assert marks == ["52.5%"]


@given(st.floats(min_value=1e-6, max_value=1e15))
def test_ticks_begin_at_nothing_reach_the_highest_and_are_few(highest: float) -> None:
    found = ticks(highest)
    assert found[0] == 0
    assert found[-1] >= highest * (1 - 1e-6)
    assert 2 <= len(found) <= 6
    assert list(found) == sorted(set(found))


def test_an_axis_of_money_counts_in_the_unit_people_read() -> None:
    assert axis_unit("đồng", [1_350_000_000]) == ("tỷ đồng", 10**9)
    assert axis_unit("đồng/người/tháng", [2_000_000]) == ("triệu đồng/người/tháng", 10**6)
    assert step_labels(ticks(1_350_000_000), 10**9) == ("0", "0,5", "1", "1,5")


def contrast(first: str, second: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def luminance(color: str) -> float:
    shares = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("color", COLORS)
def test_every_colour_stands_out_from_paper(color: str) -> None:
    assert contrast(color, PAPER) >= 3


def test_text_is_readable_on_paper_and_on_bars() -> None:
    assert contrast(SOFT, PAPER) >= 4.5
    assert contrast(COLORS[0], PAPER) >= 4.5


def test_a_picture_of_a_chart_has_its_size_and_its_letters() -> None:
    """A letter that the font lacks is not drawn, and both pictures would be alike."""
    pictures = [
        png(BarChart("cost", "Vốn", "đồng", (Bar(name, 1, "1 đồng"),)), width=500, zoom=2)
        for name in ("Sảo", "Sẳo")
    ]
    assert all(struct.unpack(">I", picture[16:20])[0] == 1000 for picture in pictures)
    assert pictures[0] != pictures[1]
