"""Filters, counts and order on arrays."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from indexer.columns import Columns, Row
from kb.search import Filters, IndexEntry, Ranking, SearchRequest


def row(doc_id: str, published: date | None, **facets: tuple[str, ...]) -> Row:
    return Row.of(IndexEntry(doc_id, "", "", published, facets))


COLUMNS = Columns.of(
    [
        row("c", date(2024, 1, 1), province=("Hà Giang",), kind=("news",), year=("2024",)),
        row("a", date(2022, 1, 1), province=("Hà Giang", "Cần Thơ"), kind=("plan",), year=("2021", "2022")),
        row("b", None, province=("Cần Thơ",), kind=("news",)),
    ]
)


def select(scores: list[float], **request: object) -> Ranking:
    values = np.array(scores)
    return COLUMNS.select(values > 0, values, SearchRequest(**request))  # type: ignore[arg-type]


def ids(ranking: Ranking) -> list[str]:
    return [doc_id for doc_id, _ in ranking.hits]


def test_hits_come_best_first_with_newer_documents_first_among_equals() -> None:
    assert ids(select([1.0, 1.0, 2.0])) == ["b", "c", "a"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        pytest.param("newest", ["c", "a", "b"], id="newest"),
        pytest.param("oldest", ["a", "c", "b"], id="oldest"),
    ],
)
def test_order_by_date_puts_undated_documents_last(sort: str, expected: list[str]) -> None:
    assert ids(select([1, 1, 1], sort=sort)) == expected


def test_pages_follow_one_another_without_gap() -> None:
    pages = [ids(select([1, 3, 2], page=page, page_size=2)) for page in (1, 2, 3)]
    assert pages == [["a", "b"], ["c"], []]


def test_a_facet_is_counted_with_its_own_filter_lifted() -> None:
    ranking = select([1, 1, 1], filters=Filters({"province": ("Hà Giang",)}))
    assert sorted(ids(ranking)) == ["a", "c"]
    assert ranking.facets["province"] == {"Hà Giang": 2, "Cần Thơ": 2}
    assert ranking.facets["kind"] == {"news": 1, "plan": 1}


def test_values_of_one_facet_are_alternatives_and_facets_must_all_hold() -> None:
    filters = Filters({"province": ("Hà Giang", "Cần Thơ"), "kind": ("news",)})
    assert sorted(ids(select([1, 1, 1], filters=filters))) == ["b", "c"]


def test_a_range_of_years_takes_documents_with_a_year_in_it() -> None:
    assert ids(select([1, 1, 1], filters=Filters({}, (2020, 2022)))) == ["a"]


def test_an_unknown_value_finds_nothing() -> None:
    assert select([1, 1, 1], filters=Filters({"province": ("Atlantis",)})).total == 0


def test_columns_come_back_from_disk_as_they_were(tmp_path: Path) -> None:
    COLUMNS.save(tmp_path / "columns.npz")
    loaded = Columns.load(tmp_path / "columns.npz")
    assert loaded.live_ids() == ["c", "a", "b"]
    request = SearchRequest(filters=Filters({"province": ("Hà Giang",)}))
    everything = np.ones(3, dtype=bool), np.ones(3)
    assert loaded.select(*everything, request) == COLUMNS.select(*everything, request)


def test_empty_columns_answer_with_nothing(tmp_path: Path) -> None:
    Columns.of([]).save(tmp_path / "columns.npz")
    empty = Columns.load(tmp_path / "columns.npz")
    filters = Filters({"province": ("Hà Giang",)}, (2020, 2021))
    assert empty.select(np.zeros(0, bool), np.zeros(0), SearchRequest(filters=filters)).total == 0


def test_further_rows_follow_and_deleted_ones_stay_but_are_not_live() -> None:
    longer = COLUMNS.without(["a", "không có"]).extended([row("d", None, province=("Hà Nội",))])
    assert len(longer) == 4
    assert longer.live_ids() == ["c", "b", "d"]
    assert COLUMNS.live_ids() == ["c", "a", "b"]
    ranking = longer.select(longer.is_live, np.ones(4), SearchRequest())
    assert ranking.facets["province"] == {"Hà Giang": 1, "Cần Thơ": 1, "Hà Nội": 1}


def test_a_page_far_down_is_the_same_as_that_of_the_whole_order() -> None:
    rows = [row(f"d{number:03}", date(2020, 1, 1 + number % 28), kind=("news",)) for number in range(200)]
    columns = Columns.of(rows)
    scores = np.array([float(number % 7) for number in range(200)])
    everything = np.ones(200, dtype=bool)
    whole = columns.select(everything, scores, SearchRequest(page_size=200)).hits
    for page in (1, 2, 10, 20):
        hits = columns.select(everything, scores, SearchRequest(page=page, page_size=10)).hits
        assert hits == whole[(page - 1) * 10 : page * 10]
