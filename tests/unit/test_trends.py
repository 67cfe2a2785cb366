"""Series over the years: what belongs together, and which value a line goes through."""

from datetime import date

import pytest

from kb.model import Evidence, Indicator
from kb.service import KnowledgeBase
from kb.trends import latest, province_of, standard_changes, trends


def stated(  # noqa: PLR0913
    value: float,
    year: int | None = 2024,
    *,
    doc_id: str = "bao-cao",
    at: int = 0,
    name: str = "tỷ lệ hộ nghèo",
    place: str = "Hà Giang",
    is_target: bool = False,
) -> Indicator:
    return Indicator(
        doc_id, name, value, "%", Evidence.cut(" " * at + "x", at, at + 1), place, year, is_target
    )


def test_series_are_of_one_name_unit_and_place_in_order_of_years() -> None:
    first, second = trends([stated(20), stated(30, 2020), stated(25, place="Yên Minh, Hà Giang")], {})
    assert [(value.year, value.value) for value in first.values] == [(2020, 30), (2024, 20)]
    assert second.place == "Yên Minh, Hà Giang"
    assert first.is_of_whole_province and not second.is_of_whole_province


def test_the_poverty_rate_comes_first_then_the_longest_series() -> None:
    found = trends(
        [
            stated(1, 2020, name="số hộ nghèo"),
            stated(1, 2021, name="số hộ nghèo"),
            stated(1, name="số hộ cận nghèo"),
            stated(1),
        ],
        {},
    )
    assert [series.name for series in found] == ["tỷ lệ hộ nghèo", "số hộ nghèo", "số hộ cận nghèo"]


@pytest.mark.parametrize(
    ("indicators", "expected"),
    [
        pytest.param(
            [stated(1, doc_id="a"), stated(2, doc_id="b"), stated(1, doc_id="c")], 1, id="most-documents"
        ),
        pytest.param([stated(1, doc_id="moi"), stated(2, doc_id="cu")], 1, id="latest-document"),
        pytest.param([stated(25.6, at=10), stated(21.29, at=22)], 21.29, id="from-one-to-the-other"),
        pytest.param([stated(11.24, at=10), stated(0.13, at=800)], 11.24, id="first-in-the-text"),
        pytest.param(
            [stated(1, at=3), stated(1, at=9), stated(2, doc_id="moi")], 2, id="a-document-counts-once"
        ),
    ],
)
def test_where_sources_differ_the_line_takes_one_value_and_the_others_stay(
    indicators: list[Indicator], expected: float
) -> None:
    (series,) = trends(indicators, {"moi": date(2025, 1, 1), "cu": date(2020, 1, 1)})
    assert [value.value for value in series.values if value.on_line] == [expected]
    assert {value.value for value in series.values} == {indicator.value for indicator in indicators}
    assert (found := latest(series)) is not None and found.value == expected


def test_the_same_value_from_two_documents_keeps_both_sources() -> None:
    (series,) = trends([stated(1, doc_id="a"), stated(1, doc_id="b")], {"b": date(2025, 1, 1)})
    assert [source.doc_id for source in series.values[0].sources] == ["b", "a"]


def test_targets_are_no_results() -> None:
    (series,) = trends([stated(5, 2023), stated(3, 2025, is_target=True)], {})
    assert series.is_trend
    assert (found := latest(series)) is not None and found.year == 2023
    (only_target,) = trends([stated(3, 2025, is_target=True)], {})
    assert latest(only_target) is None
    assert not only_target.is_trend
    (target_before,) = trends([stated(3, 2020, is_target=True), stated(5, 2023)], {})
    assert not target_before.is_trend


def test_values_without_a_year_or_a_place_make_no_series() -> None:
    nowhere = Indicator("a", "số hộ nghèo", 1, "hộ", Evidence.cut("x", 0, 1), None, 2024)
    assert trends([stated(1, None), nowhere], {}) == ()
    assert province_of(nowhere) is None


def test_only_counts_of_the_poor_change_with_the_standard() -> None:
    assert standard_changes("tỷ lệ hộ cận nghèo") == (2016, 2022)
    assert standard_changes("số lao động có việc làm") == ()


def test_trends_of_a_province_take_in_its_districts_and_no_namesakes(corpus_kb: KnowledgeBase) -> None:
    places = {series.place for series in corpus_kb.trends(["Hòa Bình"])}
    assert all(place == "Hòa Bình" or place.endswith(", Hòa Bình") for place in places)
    assert any(", Bạc Liêu" in series.place for series in corpus_kb.trends(["Bạc Liêu"]))


def test_one_indicator_can_be_asked_for(corpus_kb: KnowledgeBase) -> None:
    found = corpus_kb.trends(["Hà Giang", "Cần Thơ"], "tỷ lệ hộ nghèo")
    assert {series.name for series in found} == {"tỷ lệ hộ nghèo"}
    assert {"Hà Giang", "Cần Thơ"} <= {series.place for series in found}


def test_models_are_counted_by_pairs_of_facets(corpus_kb: KnowledgeBase) -> None:
    counted = corpus_kb.count_models("province", "livelihood")
    models = [each.model for each in corpus_kb.models() if each.model.province == "Hà Giang"]
    for livelihood in {model.livelihood for model in models}:
        expected = sum(model.livelihood == livelihood for model in models)
        assert counted["Hà Giang", livelihood] == expected
