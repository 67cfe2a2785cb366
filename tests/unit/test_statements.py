"""What several documents state of one indicator is linked; where they differ, each is shown."""

from datetime import date

from kb.model import Evidence, Indicator
from kb.serialize import linked_indicator_value
from kb.statements import Statement, stated_with, statements
from kb.trends import trends

NO_STORIES: dict[str, str] = {}
DATES = {"a": date(2024, 1, 1), "b": date(2024, 6, 1), "c": date(2025, 9, 1)}


def rate(
    doc_id: str, value: float, at: int = 0, year: int | None = 2024, place: str = "Cần Thơ"
) -> Indicator:
    evidence = Evidence.cut("." * 1000, at, at + 5)
    return Indicator(doc_id, "tỷ lệ hộ nghèo", value, "%", evidence, place, year)


def found(*indicators: Indicator, stories: dict[str, str] = NO_STORIES) -> list[Statement]:
    return list(statements(trends(indicators, DATES), DATES, stories))


def test_different_values_of_one_year_stand_side_by_side_the_best_source_first() -> None:
    older, newer = rate("a", 0.21), rate("b", 0.09)
    (statement,) = found(older, newer)
    assert statement.is_disputed
    assert [(value.value, value.sources) for value in statement.values] == [
        (0.09, (newer,)),
        (0.21, (older,)),
    ]


def test_the_same_value_in_two_documents_is_one_statement_with_two_sources() -> None:
    one, other = rate("a", 0.09), rate("b", 0.09)
    (statement,) = found(one, other)
    assert not statement.is_disputed
    assert {source.doc_id for source in statement.values[0].sources} == {"a", "b"}


def test_other_places_and_years_and_single_documents_are_no_statement() -> None:
    assert found(rate("a", 1), rate("b", 2, year=2023), rate("c", 3, place="Kiên Giang")) == []
    assert found(rate("a", 1), rate("b", 2, year=None)) == []


def test_later_values_of_one_document_are_of_parts_and_contradict_nothing() -> None:
    assert found(rate("a", 5), rate("a", 7, at=500)) == []
    (statement,) = found(rate("a", 5), rate("a", 7, at=500), rate("b", 5))
    assert not statement.is_disputed


def test_one_story_in_two_papers_is_one_origin() -> None:
    assert found(rate("a", 5), rate("b", 5), stories={"a": "a", "b": "a"}) == []


def test_sources_on_both_sides_of_the_merger_are_marked() -> None:
    assert [each.is_across_merger for each in found(rate("a", 0.09), rate("c", 0.63))] == [True]
    assert [each.is_across_merger for each in found(rate("a", 0.09), rate("b", 0.63))] == [False]


def test_an_indicator_names_the_documents_that_agree_and_those_that_differ() -> None:
    own, same, other = rate("a", 0.09), rate("b", 0.09), rate("c", 0.63)
    stated = stated_with(found(own, same, other))
    value = linked_indicator_value(own, stated[own])
    assert value["same_in"] == ["b"]
    assert value["differs_in"] == [{"document": "c", "value": 0.63, "evidence": "....."}]
    assert linked_indicator_value(own, None)["differs_in"] == []
