"""Passages that answer a replicator's questions, each the model's own sentence."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extraction.models import extract_models
from indexer.tagging.places import read_places
from kb.document import Document, Kind
from kb.model import QUESTIONS, Answer, Evidence, Figure, PovertyModel
from kb.questions import completeness

GOATS = (
    "Mô hình nuôi dê sinh sản ở xã Xuân Sơn, huyện Châu Đức, tỉnh Bà Rịa - Vũng Tàu có 12 hộ nghèo tham gia. "
)


def models_of(text: str) -> list[PovertyModel]:
    document = Document("a", "Nuôi dê sinh sản giúp hộ nghèo Xuân Sơn", text, Kind.NEWS)
    return extract_models(document, (), read_places(document, ()))


def asked(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for answer in models_of(text)[0].answers:
        found.setdefault(answer.question, []).append(answer.evidence.quote)
    return found


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("land", "Mỗi hộ nuôi dê dành 500 m2 đất vườn để làm chuồng và trồng cỏ."),
        ("skills", "Các hộ nuôi dê được tập huấn cách phòng bệnh và chăm sóc đàn dê mẹ."),
        ("start_cost", "Các hộ bỏ ra 15 triệu đồng mua giống dê và làm chuồng."),
        ("running_cost", "Nuôi dê ít tốn chi phí vì tận dụng lá cây trong vườn làm thức ăn."),
        ("support", "Ngân hàng Chính sách xã hội huyện cho các hộ nuôi dê vay 30 triệu đồng."),
        ("market", "Dê thịt được thương lái đến tận chuồng thu mua với giá 120.000 đồng/kg."),
        ("results", "Mỗi năm nuôi dê cho thu nhập khoảng 100 triệu đồng, nhiều hộ đã thoát nghèo."),
        ("spread", "Mô hình nuôi dê đã được nhân rộng sang hai xã Bình Giã và Kim Long."),
        ("difficulties", "Nuôi dê gặp khó khăn về giống, có hộ dê bị chết do chưa có kinh nghiệm."),
    ],
    ids=list(QUESTIONS),
)
def test_a_sentence_of_the_model_answers_its_question(question: str, sentence: str) -> None:
    assert sentence in asked(GOATS + sentence).get(question, [])


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("spread", "Dự án thuộc nội dung nhân rộng mô hình giảm nghèo, nuôi dê là chính."),
        ("spread", "Huyện sẽ tiếp tục nhân rộng mô hình nuôi dê trong thời gian tới."),
        ("difficulties", "Nhờ nuôi dê, nhiều gia đình hoàn cảnh khó khăn đã khấm khá."),
        ("running_cost", "Nuôi dê mỗi năm trừ chi phí thức ăn còn lãi 40 triệu đồng."),
        ("start_cost", "Mỗi năm bán dê, các hộ lãi 40 triệu đồng, bỏ ra một phần để mua giống."),
        ("results", "Trong số hộ nuôi dê có 3 hộ nghèo và 2 hộ mới thoát nghèo."),
    ],
    ids=["programme", "plan", "poverty", "net-income", "income", "category"],
)
def test_a_sentence_of_something_else_answers_nothing(question: str, sentence: str) -> None:
    assert sentence not in asked(GOATS + sentence).get(question, [])


def test_what_another_model_of_the_text_needs_is_not_said_of_this_one() -> None:
    others = (
        "\nỞ xã Bình Giã cùng huyện, 20 hộ nghèo tham gia mô hình trồng tiêu hữu cơ. "
        "Hồ tiêu được công ty bao tiêu, ký hợp đồng thu mua với giá 90.000 đồng/kg."
    )
    goats, pepper = models_of(GOATS + others)
    assert not any("Hồ tiêu" in answer.evidence.quote for answer in goats.answers)
    assert any("Hồ tiêu" in answer.evidence.quote for answer in pepper.answers)


def test_clauses_between_semicolons_answer_each_its_own_question() -> None:
    price = "Dê thịt được thương lái thu mua với giá 120.000 đồng/kg"
    income = "mỗi năm nuôi dê cho thu nhập khoảng 100 triệu đồng."
    told = asked(f"{GOATS}{price}; {income}")
    assert told["market"] == [price] and told["results"] == [income]


def test_statements_of_the_whole_province_are_left_out() -> None:
    sentence = "Toàn tỉnh đã hỗ trợ con giống dê cho 5.000 hộ nghèo từ nguồn vốn Chương trình."
    assert asked(GOATS + sentence) == {}


@given(st.permutations(["land", "market", "results"]).map(tuple))
def test_answers_stand_in_the_order_of_the_questions_with_their_exact_words(order: tuple[str, ...]) -> None:
    sentences = {
        "land": "Mỗi hộ nuôi dê dành 500 m2 đất vườn để làm chuồng.",
        "market": "Dê thịt được thương lái đến tận chuồng thu mua.",
        "results": "Mỗi năm nuôi dê cho thu nhập khoảng 100 triệu đồng.",
    }
    text = GOATS + " ".join(sentences[each] for each in order)
    answers = models_of(text)[0].answers
    ranks = [list(QUESTIONS).index(answer.question) for answer in answers]
    assert ranks == sorted(ranks)
    assert {"land", "market", "results"} <= {answer.question for answer in answers}
    assert all(answer.evidence.span.cut(text) == answer.evidence.quote for answer in answers)


def test_a_figure_answers_a_question_as_well_as_a_passage_does() -> None:
    evidence = Evidence.cut("Mỗi hộ được hỗ trợ 30 triệu đồng.", 19, 32)
    support = Figure("support_vnd", 30_000_000, evidence, "household")
    model = PovertyModel("a--nuoi-de", "a", "Nuôi dê", evidence, figures={"support_vnd": support})
    assert [each.key for each in completeness(model).answered] == ["support"]
    told = replace(model, answers=(Answer("support", evidence), Answer("results", evidence)))
    assert [each.key for each in completeness(told).answered] == ["support", "results"]
    assert completeness(told).total == len(QUESTIONS) == 9


def test_an_unknown_question_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown question"):
        Answer("weather", Evidence.cut("Trời mưa.", 0, 9))
