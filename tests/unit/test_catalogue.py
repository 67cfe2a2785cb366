"""The list of models: what one household put in, filters with their counts, and the order."""

from dataclasses import replace
from datetime import date

import pytest

from kb.catalogue import Catalogue, Entry, ModelRequest, household_cost
from kb.coast import _coast
from kb.model import Evidence, Figure, PovertyModel
from kb.places import districts
from kb.record import Header
from kb.search import Filters
from tests.unit.compared_models import GOAT, LONGAN

NO_HEADER = Header(None, {})


def model(model_id: str, name: str = "Nuôi bò", **changes: object) -> PovertyModel:
    quoted = Evidence.cut(name, 0, len(name))
    return replace(PovertyModel(model_id, f"doc-{model_id}", name, quoted), **changes)  # type: ignore[arg-type]


def money(key: str, vnd: int, basis: str) -> Figure:
    return Figure(key, vnd, Evidence.cut("x", 0, 1), basis)


def with_figures(model_id: str, *figures: Figure) -> PovertyModel:
    return model(model_id, figures={figure.key: figure for figure in figures})


HOUSEHOLDS = Figure("households", 10, Evidence.cut("10 hộ", 0, 5))

NAM_DINH = Entry.of(
    model("cá", "Nuôi cá", province="Nam Định", district="Hải Hậu", livelihood="thuy-san"),
    Header(date(2023, 5, 1), {"project": ("DA3.1",), "year": ("2022", "2023")}),
)
HA_GIANG = Entry.of(
    model("bò", "Nuôi bò", province="Hà Giang", district="Yên Minh", livelihood="chan-nuoi"), NO_HEADER
)
CATALOGUE = Catalogue([NAM_DINH, HA_GIANG])


def ids(request: ModelRequest, catalogue: Catalogue = CATALOGUE, **relevance: float) -> list[str]:
    return [entry.model.model_id for entry in catalogue.select(request, relevance or None).entries]


def counts(request: ModelRequest, facet: str) -> dict[str, int]:
    return {each.value: each.count for each in CATALOGUE.select(request).facets[facet]}


@pytest.mark.parametrize(
    ("figures", "key", "vnd", "is_part"),
    [
        pytest.param([money("capital_vnd", 8, "household")], "capital_vnd", 8, False, id="stated"),
        pytest.param(
            [money("capital_vnd", 500, "model"), HOUSEHOLDS], "capital_vnd", 50, False, id="divided"
        ),
        pytest.param(
            [money("capital_vnd", 500, "model"), HOUSEHOLDS, money("support_vnd", 30, "household")],
            "capital_vnd",
            50,
            False,
            id="the-whole-wins-over-a-part",
        ),
        pytest.param(
            [money("loan_vnd", 30, "household"), money("support_vnd", 20, "household")],
            "loan_vnd",
            30,
            True,
            id="the-larger-part",
        ),
    ],
)
def test_what_one_household_put_in_is_stated_or_divided(
    figures: list[Figure], key: str, vnd: int, is_part: bool
) -> None:
    cost = household_cost(with_figures("a", *figures))
    assert cost is not None
    assert (cost.key, cost.vnd, cost.is_part) == (key, vnd, is_part)


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param([], id="nothing"),
        pytest.param([money("capital_vnd", 500, "model")], id="no-households"),
        pytest.param([money("capital_vnd", 500, "hectare"), HOUSEHOLDS], id="another-basis"),
        pytest.param([money("profit_vnd_per_year", 500, "household")], id="not-a-cost"),
    ],
)
def test_without_a_sum_for_a_household_nothing_is_guessed(figures: list[Figure]) -> None:
    assert household_cost(with_figures("a", *figures)) is None


def test_a_derived_cost_shows_its_formula_and_both_pieces_of_evidence() -> None:
    cost = household_cost(LONGAN.model)
    assert cost is not None
    assert cost.cell.formula == "1,35 tỷ đồng ÷ 14 hộ"
    assert len(cost.cell.evidences) == 2


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        pytest.param({"province": ("Hà Giang",)}, ["bò"], id="province"),
        pytest.param({"province_2025": ("Tuyên Quang",)}, ["bò"], id="new-province"),
        pytest.param({"livelihood": ("thuy-san", "chan-nuoi")}, ["bò", "cá"], id="either"),
        pytest.param({"coast": ("1",)}, ["cá"], id="coast"),
        pytest.param({"project": ("DA3",)}, ["cá"], id="project-takes-in-its-parts"),
        pytest.param({"province": ("Hà Giang",), "livelihood": ("thuy-san",)}, [], id="both-must-hold"),
    ],
)
def test_models_are_filtered(filters: dict[str, tuple[str, ...]], found: list[str]) -> None:
    assert sorted(ids(ModelRequest(filters=Filters(filters)))) == found


def test_a_range_of_years_is_that_of_the_document() -> None:
    assert ids(ModelRequest(filters=Filters(years=(2020, 2022)))) == ["cá"]
    assert ids(ModelRequest(filters=Filters(years=(2024, 2025)))) == []


def test_a_facet_is_counted_with_its_own_filter_lifted() -> None:
    request = ModelRequest(filters=Filters({"livelihood": ("thuy-san",)}))
    assert counts(request, "livelihood") == {"thuy-san": 1, "chan-nuoi": 1}
    assert counts(request, "province") == {"Nam Định": 1}


def test_a_chosen_value_stays_listed_without_any_model() -> None:
    request = ModelRequest(filters=Filters({"province": ("Cà Mau",)}))
    assert counts(request, "province")["Cà Mau"] == 0


def test_a_limit_on_cost_leaves_out_the_dearer_and_counts_the_silent() -> None:
    catalogue = Catalogue(
        Entry.of(with_figures(name, *figures), NO_HEADER)
        for name, figures in {
            "cheap": [money("capital_vnd", 40, "household")],
            "dear": [money("capital_vnd", 60, "household")],
            "silent": [],
        }.items()
    )
    request = ModelRequest(max_cost_vnd=50)
    assert ids(request, catalogue) == ["cheap"]
    assert catalogue.select(request).unknown_cost_count == 1
    assert sorted(ids(replace(request, with_unknown_cost=True), catalogue)) == ["cheap", "silent"]


def test_a_text_keeps_what_it_matches_and_the_named_come_first() -> None:
    selection = CATALOGUE.select(ModelRequest(text="bò", sort="relevance"), {"cá": 0.4, "bò": 1.5})
    assert [entry.model.model_id for entry in selection.entries] == ["bò", "cá"]
    assert selection.named_count == 1
    assert ids(ModelRequest(text="cá"), cá=1.0) == ["cá"]


@pytest.mark.parametrize(("sort", "first"), [("figures", "longan"), ("cost", "goat"), ("newest", "longan")])
def test_models_are_ordered(sort: str, first: str) -> None:
    header = Header(date(2024, 1, 1), {})
    catalogue = Catalogue([Entry.of(GOAT.model, NO_HEADER), Entry.of(LONGAN.model, header)])
    assert ids(ModelRequest(sort=sort), catalogue)[0] == first  # type: ignore[arg-type]


def test_every_coastal_district_is_one_of_the_gazetteer() -> None:
    assert _coast() <= {(district.province, district.name) for district in districts()}
