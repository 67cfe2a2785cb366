"""Comparing models: every question answered or plainly open, and no amount beside another it cannot meet."""

from dataclasses import replace

import pytest

from kb.answers import NOT_COMPUTABLE, NOT_STATED, ComparedModel, rows_of
from kb.comparison import compare
from kb.errors import ComparisonSizeInvalid
from kb.model import FIGURES, Answer, Evidence, Figure
from tests.unit.compared_models import GOAT, GOAT_TEXT, LONGAN, LONGAN_TEXT, evidence, figures


def with_figures(compared: ComparedModel, **changes: object) -> ComparedModel:
    """`compared` with its model's fields changed."""
    return replace(compared, model=replace(compared.model, **changes))


def money(key: str, value: int, basis: str = "model") -> dict[str, Figure]:
    return figures(LONGAN_TEXT, (key, value, "1,47 tỷ đồng", basis))


@pytest.mark.parametrize("count", [0, 1, 7])
def test_a_comparison_takes_two_to_six_models(count: int) -> None:
    with pytest.raises(ComparisonSizeInvalid) as caught:
        compare([LONGAN] * count)
    assert caught.value.data == {"count": count, "low": 2, "high": 6}


def test_every_figure_of_the_contract_has_a_row_with_a_cell_for_each_model() -> None:
    comparison = compare([LONGAN, GOAT, LONGAN])
    assert [row.key for row in comparison.rows if row.key in FIGURES] == list(FIGURES)
    assert {len(row.cells) for row in comparison.rows} == {3}


def test_a_silent_source_is_said_to_be_silent() -> None:
    cell = compare([LONGAN, GOAT]).row("jobs").cells[1]
    assert (cell.text, cell.value, cell.evidence, cell.is_silent) == (NOT_STATED, None, None, True)
    assert compare([LONGAN, GOAT]).row("revenue_vnd_per_year").is_empty


def test_a_figure_carries_the_words_it_came_from() -> None:
    cell = compare([LONGAN, GOAT]).row("households").cells[0]
    assert (cell.text, cell.value) == ("14 hộ", 14)
    assert cell.evidence is not None
    assert cell.evidence.span.cut(LONGAN_TEXT) == cell.evidence.quote == "14 hộ"


def test_a_year_is_written_without_a_point() -> None:
    assert [cell.text for cell in compare([LONGAN, GOAT]).row("start_year").cells] == ["2019", "2021"]


def test_the_place_names_the_new_province_only_where_it_changed() -> None:
    assert [cell.text for cell in compare([LONGAN, GOAT]).row("place").cells] == [
        "Định Môn, Thới Lai, Cần Thơ",
        "Yên Minh, Hà Giang (từ 01/07/2025: Tuyên Quang)",
    ]


def test_the_source_row_says_how_strong_the_source_is() -> None:
    assert [cell.text for cell in compare([LONGAN, GOAT]).row("source").cells] == [
        "Báo Dân Sinh (tin báo chí), 18/09/2023",
        "UBND tỉnh Hà Giang (kế hoạch, quyết định)",
    ]


def test_amounts_on_different_bases_are_flagged_and_each_says_its_own() -> None:
    row = compare([LONGAN, GOAT]).row("profit_vnd_per_year")
    assert row.has_mixed_bases
    assert [cell.full_text for cell in row.cells] == [
        "1,47 tỷ đồng, cả mô hình (tổ hợp tác)",
        "62,5 triệu đồng, mỗi hộ",
    ]


def test_a_household_and_a_cooperative_are_different_wholes() -> None:
    cooperative = with_figures(LONGAN, organiser="hop-tac-xa")
    household = with_figures(LONGAN, organiser="ho-gia-dinh")
    assert compare([cooperative, household]).row("profit_vnd_per_year").has_mixed_bases
    assert not compare([cooperative, cooperative]).row("profit_vnd_per_year").has_mixed_bases


def test_amounts_on_one_basis_are_read_in_one_unit() -> None:
    small = with_figures(LONGAN, figures=money("profit_vnd_per_year", 147_000_000))
    row = compare([LONGAN, small]).row("profit_vnd_per_year")
    assert [cell.text for cell in row.cells] == ["1.470 triệu đồng", "147 triệu đồng"]
    assert not row.has_mixed_bases


@pytest.mark.parametrize(
    ("key", "text", "formula"),
    [
        pytest.param("profit_per_household", "105 triệu đồng", "1,47 tỷ đồng ÷ 14 hộ", id="exact"),
        pytest.param("capital_per_household", "≈ 96,4 triệu đồng", "1,35 tỷ đồng ÷ 14 hộ", id="rounded"),
        pytest.param("capital_per_escaped_household", "450 triệu đồng", "1,35 tỷ đồng ÷ 3 hộ", id="escaped"),
    ],
)
def test_a_computed_cell_shows_its_formula_and_both_quotes(key: str, text: str, formula: str) -> None:
    row = compare([LONGAN, GOAT]).row(key)
    assert row.is_derived
    assert (row.cells[0].text, row.cells[0].formula) == (text, formula)
    assert len(row.cells[0].parts) == 2


def test_an_amount_already_per_household_stands_beside_a_computed_one_as_the_source_gives_it() -> None:
    row = compare([LONGAN, GOAT]).row("profit_per_household")
    assert (row.cells[1].text, row.cells[1].formula) == ("62,5 triệu đồng", None)
    assert row.cells[1].evidence == evidence(GOAT_TEXT, "lãi 62,5 triệu đồng")
    assert not row.has_mixed_bases


@pytest.mark.parametrize("basis", ["hectare", "month", "animal", "person", "crop", "unit"])
def test_nothing_is_computed_from_an_amount_on_another_basis(basis: str) -> None:
    per_other = with_figures(
        LONGAN, figures={**LONGAN.model.figures, **money("profit_vnd_per_year", 1_470_000_000, basis)}
    )
    assert compare([LONGAN, per_other]).row("profit_per_household").cells[1].text == NOT_COMPUTABLE


def test_a_computed_row_is_left_out_when_no_model_gives_both_parts() -> None:
    assert not any(row.is_derived for row in rows_of([GOAT, GOAT]))


def test_no_ratio_over_zero_households() -> None:
    nobody = {**LONGAN.model.figures, **figures(LONGAN_TEXT, ("escaped_poverty", 0, "3 hộ đã thoát nghèo"))}
    row = compare([LONGAN, with_figures(LONGAN, figures=nobody)]).row("capital_per_escaped_household")
    assert row.cells[1].text == NOT_COMPUTABLE


def test_silence_is_not_a_difference() -> None:
    comparison = compare([LONGAN, GOAT])
    assert comparison.row("livelihood").differs
    assert not comparison.row("jobs").differs
    assert not compare([LONGAN, LONGAN]).row("profit_vnd_per_year").differs


def test_the_same_number_on_another_basis_is_a_difference() -> None:
    whole = with_figures(LONGAN, figures=money("profit_vnd_per_year", 1_470_000_000))
    each = with_figures(LONGAN, figures=money("profit_vnd_per_year", 1_470_000_000, "household"))
    assert compare([whole, each]).row("profit_vnd_per_year").differs


def test_columns_with_one_name_are_told_apart_by_place_then_by_number() -> None:
    elsewhere = with_figures(LONGAN, commune="Thới Tân")
    assert compare([LONGAN, GOAT, elsewhere]).titles == (
        "Trồng nhãn Idol (Định Môn)",
        "Nuôi dê núi",
        "Trồng nhãn Idol (Thới Tân)",
    )
    assert compare([GOAT, LONGAN, GOAT]).titles == (
        "Nuôi dê núi (Yên Minh) [1]",
        "Trồng nhãn Idol",
        "Nuôi dê núi (Yên Minh) [2]",
    )


def test_only_amounts_on_one_basis_can_be_drawn_together() -> None:
    drawn = {figure.key: figure for figure in compare([LONGAN, GOAT]).shared_figures()}
    assert set(drawn) == {"profit_per_household"}
    assert drawn["profit_per_household"].points == ((0, 105.0), (1, 62.5))
    assert (drawn["profit_per_household"].unit, drawn["profit_per_household"].basis_label) == (
        "triệu đồng",
        "mỗi hộ",
    )


def test_a_third_model_on_another_basis_stays_out_of_the_drawing() -> None:
    drawn = {figure.key: figure for figure in compare([LONGAN, GOAT, LONGAN]).shared_figures()}
    assert drawn["profit_vnd_per_year"].points == ((0, 1.47), (2, 1.47))
    assert drawn["households"].points == ((0, 14.0), (2, 14.0))
    assert "start_year" not in drawn


def test_a_question_is_answered_by_a_passage_or_by_figures_and_silent_otherwise() -> None:
    passage = Answer("results", Evidence.cut(GOAT.source.text, 0, 30))
    told = replace(GOAT, model=replace(GOAT.model, answers=(passage, passage)))
    rows = {row.key: row for row in rows_of([LONGAN, told])}
    by_figures, by_passage = rows["results"].cells
    assert by_figures.text.startswith("Số hộ thoát nghèo: 3 hộ; Số lao động có việc làm: 15 lao động")
    assert by_passage.text == f"“{GOAT.source.text[:30]}”"
    assert (by_figures.is_quoted, by_passage.is_quoted) == (False, True)
    assert len(by_passage.evidences) == 2
    assert rows["spread"].is_empty


def test_what_figures_alone_answer_has_no_row_of_its_own() -> None:
    assert {"land", "start_cost", "support", "results"}.isdisjoint(row.key for row in rows_of([LONGAN]))
    assert rows_of([LONGAN])[-2].cells[0].text == "4 trong 9 điều"
