"""Filters, counts and order on arrays."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from indexer.columns import Columns, Row
from kb.search import Filters, IndexEntry, Ranking, SearchRequest


def row(doc_id: str, published: date | None, **facets: tuple[str, ...]) -> Row:
    return Row.of(IndexEntry(doc_id, "", "", published, facets))


COLUMNS = Columns(
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
    assert ids(select([1.0, 2.0, 1.0])) == ["b", "c", "a"]


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
    pages = [ids(select([3, 2, 1], page=page, page_size=2)) for page in (1, 2, 3)]
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
    assert [*loaded.rows()] == [*COLUMNS.rows()]


def test_empty_columns_answer_with_nothing(tmp_path: Path) -> None:
    Columns([]).save(tmp_path / "columns.npz")
    empty = Columns.load(tmp_path / "columns.npz")
    filters = Filters({"province": ("Hà Giang",)}, (2020, 2021))
    assert empty.select(np.zeros(0, bool), np.zeros(0), SearchRequest(filters=filters)).total == 0
