"""Measuring extraction against labels: what counts as found, as wrong and as missed."""

import json
from pathlib import Path
from typing import Any

import pytest

from indexer.evaluation import (
    MEASURES,
    Score,
    evaluate,
    format_table,
    format_worst,
    is_held_out,
    read_records,
)

TEXT = "Mô hình trồng nhãn Idol lãi 147 triệu đồng/năm, tạo việc cho 15 lao động. Hộ nghèo còn 2,75%."

Record = dict[str, Any]


def model(**changes: object) -> Record:
    return {
        "name": "Trồng nhãn Idol",
        "province": "Cần Thơ",
        "district": "Thới Lai",
        "commune": "Định Môn",
        "jobs": 15,
        "profit_vnd_per_year": 147_000_000,
        "basis": {"profit_vnd_per_year": "household"},
        "evidence": {"jobs": "15 lao động", "profit_vnd_per_year": "147 triệu đồng/năm"},
        **changes,
    }


def indicator(**changes: object) -> Record:
    given = {"name": "tỷ lệ hộ nghèo", "value": 2.75, "unit": "%", "evidence": "Hộ nghèo còn 2,75%"}
    return {**given, **changes}


def document(**changes: object) -> Record:
    return {
        "id": "can-tho-nhan",
        "provinces": ["Cần Thơ"],
        "projects": ["DA3.1"],
        "models": [model()],
        "indicators": [indicator()],
        "text": TEXT,
        **changes,
    }


def score_of(measure: str, found: Record, label: Record | None = None) -> Score:
    return evaluate([found], [label or document()]).score(measure)


@pytest.mark.parametrize("measure", MEASURES)
def test_a_document_just_as_labelled_is_right_in_everything(measure: str) -> None:
    score = score_of(measure, document())
    assert score.right > 0
    assert (score.precision, score.recall, score.f1) == (1, 1, 1)


def test_a_document_missing_from_the_dump_counts_as_nothing_found() -> None:
    evaluation = evaluate([], [document()])
    assert evaluation.missing == 1
    assert evaluation.score("models") == Score(right=0, wrong=0, missed=1)
    assert evaluation.score("figures") == Score(0, 0, 0)


def test_shares_are_those_of_the_counts() -> None:
    score = Score(right=6, wrong=2, missed=6)
    assert (score.precision, score.recall) == (0.75, 0.5)
    assert score.f1 == pytest.approx(0.6)
    assert Score(0, 0, 0).f1 == 0


@pytest.mark.parametrize(
    "name", ["TP. Cần Thơ", "thành phố Cần Thơ", "CAN THO"], ids=["TP.", "thành phố", "folded"]
)
def test_a_province_is_the_same_however_it_is_written(name: str) -> None:
    assert score_of("provinces", document(provinces=[name])) == Score(1, 0, 0)


def test_a_sub_project_counts_for_its_project_too() -> None:
    assert score_of("projects", document(projects=["DA3.2"])) == Score(right=1, wrong=1, missed=1)


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({"name": "Vườn cây ăn trái"}, True),
        ({"name": "Vườn cây ăn trái", "commune": None}, True),
        ({"name": "Vườn cây ăn trái", "commune": None, "district": None}, False),
        ({"commune": None, "district": None}, True),
        ({"province": "Hậu Giang"}, False),
        ({"province": None}, True),
    ],
    ids=["same-commune", "same-district", "neither", "same-name", "other-province", "no-province"],
)
def test_a_model_is_known_by_its_place_or_its_name(changes: Record, is_same: bool) -> None:
    assert score_of("models", document(models=[model(**changes)])).right == is_same


def test_each_label_is_matched_once_and_to_what_is_most_like_it() -> None:
    other = model(name="Nuôi ếch")
    score = score_of("figures", document(models=[other, model(jobs=16)]), document(models=[model(), other]))
    assert score == Score(right=3, wrong=1, missed=1)
    assert score_of("models", document(models=[model(), model()])) == Score(right=1, wrong=1, missed=0)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({"profit_vnd_per_year": 148_000_000}, Score(2, 0, 0)),
        ({"profit_vnd_per_year": 150_000_000}, Score(1, 1, 1)),
        ({"jobs": 16}, Score(1, 1, 1)),
        ({"jobs": None}, Score(1, 0, 1)),
        ({"households": 4}, Score(2, 0, 0)),
    ],
    ids=["money-within-1%", "money-beyond", "other-number", "silent", "key-the-label-lacks"],
)
def test_figures_of_a_matched_model_are_compared(figures: Record, expected: Score) -> None:
    assert score_of("figures", document(models=[model(**figures)])) == expected


def test_a_figure_that_the_label_says_is_not_there_is_wrong() -> None:
    found, label = document(models=[model(households=4)]), document(models=[model(households=None)])
    assert score_of("figures", found, label) == Score(right=2, wrong=1, missed=0)


@pytest.mark.parametrize(
    ("basis", "expected"),
    [({"profit_vnd_per_year": "hectare"}, Score(0, 1, 0)), ({}, Score(0, 1, 0))],
    ids=["other", "model-by-default"],
)
def test_basis_is_judged_of_right_money_figures(basis: Record, expected: Score) -> None:
    assert score_of("basis", document(models=[model(basis=basis)])) == expected
    assert score_of("basis", document(models=[model(basis=basis, profit_vnd_per_year=1)])) == Score(0, 0, 0)


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({"name": "tỷ lệ hộ nghèo đa chiều"}, True),
        ({"name": "số xã"}, False),
        ({"value": 2.76}, False),
        ({"unit": "hộ"}, False),
    ],
    ids=["longer-name", "other-name", "other-value", "other-unit"],
)
def test_an_indicator_is_known_by_value_unit_and_name(changes: Record, is_same: bool) -> None:
    assert score_of("indicators", document(indicators=[indicator(**changes)])).right == is_same


def test_evidence_must_stand_in_the_text_exactly() -> None:
    found = document(models=[model(evidence={"jobs": "15 lao động", "profit_vnd_per_year": "147 triệu"})])
    assert score_of("evidence", found) == Score(3, 0, 0)
    assert score_of("evidence", document(text=TEXT.upper())) == Score(0, 3, 0)
    assert score_of("evidence", document(indicators=[indicator(evidence="hộ nghèo  còn")])).wrong == 1


def test_only_what_a_label_mentions_is_judged() -> None:
    evaluation = evaluate([document(provinces=["Hà Nội"])], [{"id": "can-tho-nhan", "projects": ["DA3.1"]}])
    assert evaluation.score("provinces") == Score(0, 0, 0)
    assert evaluation.score("projects") == Score(2, 0, 0)


def test_worst_documents_come_first_with_what_went_wrong() -> None:
    labels = [document(), document(id="hau-giang", provinces=["Hậu Giang"], models=[])]
    dump = [
        document(provinces=["Hà Nội"]),
        document(id="hau-giang", provinces=["Hà Nội", "Hà Nam"], models=[]),
    ]
    evaluation = evaluate(dump, labels)
    assert evaluation.worst("provinces", "wrong", 1) == [("hau-giang", ["ha nam", "ha noi"])]
    assert "provinces missed: can-tho-nhan\n    can tho\n" in format_worst(evaluation, 2)
    assert "models" not in format_worst(evaluation, 2)


def test_table_has_a_line_for_each_measure() -> None:
    lines = format_table(evaluate([document()], [document()])).splitlines()
    assert [line.split()[0] for line in lines[1:-1]] == list(MEASURES)
    assert lines[1].split()[1:] == ["1.000", "1.000", "1.000", "1", "0", "0"]
    assert lines[-1] == "1 documents, 0 missing"


def test_records_are_read_from_a_folder_of_labels_and_from_lines(tmp_path: Path) -> None:
    folder = tmp_path / "gold" / "deeper"
    folder.mkdir(parents=True)
    (folder / "a.gold.json").write_text(json.dumps(document(), indent=1), encoding="utf-8")
    (folder / "a.md").write_text("# Không phải nhãn", encoding="utf-8")
    lines = tmp_path / "dump.jsonl"
    lines.write_text(json.dumps(document(), ensure_ascii=False) + "\n\n", encoding="utf-8")
    assert read_records(tmp_path / "gold") == read_records(lines) == [document()]


def test_about_two_fifths_of_documents_are_held_out() -> None:
    share = sum(is_held_out(f"van-ban-{number}") for number in range(2000)) / 2000
    assert share == pytest.approx(0.4, abs=0.03)
