"""Figures of models: what a number says, for whom, and whose it is."""

import pytest

from indexer.extraction.claims import Claim
from indexer.extraction.figures import choose_figures
from indexer.extraction.models import extract_models
from indexer.extraction.roles import Role
from indexer.passages import cut_passages
from indexer.tagging.places import read_places
from kb.document import Document, Kind, Span
from kb.model import Figure, PovertyModel

PLACE = "Tại xã Xuân Hải, huyện Nghi Xuân, tỉnh Hà Tĩnh, "


def models_of(text: str, title: str) -> list[PovertyModel]:
    document = Document("bai", title, text, Kind.NEWS)
    passages = cut_passages(document)
    return extract_models(document, passages, read_places(document, passages))


def figures_of(text: str, title: str = "Hộ nghèo Xuân Hải nuôi bò sinh sản") -> dict[str, Figure]:
    [model] = models_of(PLACE + text, title)
    return dict(model.figures)


@pytest.mark.parametrize(
    ("sentence", "key", "value"),
    [
        ("mô hình nuôi bò sinh sản có 29 hộ tham gia.", "households", 29),
        ("20 hộ nghèo được cấp bò sinh sản để nuôi.", "poor_households", 20),
        ("hộ nghèo nuôi bò sinh sản; 19 hộ trong số đó thoát nghèo.", "escaped_poverty", 19),
        ("mô hình nuôi bò sinh sản của hộ nghèo bắt đầu từ năm 2019.", "start_year", 2019),
        (
            "hộ nghèo nuôi bò sinh sản. Tổng kinh phí dự án là 1 tỷ 350 triệu đồng.",
            "capital_vnd",
            1_350_000_000,
        ),
        (
            "hộ nghèo nuôi bò sinh sản. Ngân sách nhà nước hỗ trợ 192 triệu đồng.",
            "support_vnd",
            192_000_000,
        ),
        ("bà Hà, hộ nghèo, vay 50 triệu đồng nuôi bò sinh sản.", "loan_vnd", 50_000_000),
        ("bà Hà nuôi bò sinh sản, mỗi năm lãi trên 147 triệu đồng.", "profit_vnd_per_year", 147_000_000),
        ("bà Hà nuôi bò sinh sản, thu nhập 20 - 30 triệu đồng/năm.", "profit_vnd_per_year", 20_000_000),
        (
            "bà Hà nuôi bò sinh sản, mỗi năm thu 300 triệu đồng khi chưa trừ chi phí.",
            "revenue_vnd_per_year",
            300_000_000,
        ),
        ("trang trại nuôi bò sinh sản tạo việc làm cho 15 lao động nghèo.", "jobs", 15),
    ],
    ids=lambda value: value if isinstance(value, str) and value.islower() and "_" in value else None,
)
def test_number_is_read_for_what_it_says(sentence: str, key: str, value: int) -> None:
    assert figures_of(sentence)[key].value == value


def test_area_is_read_in_hectares() -> None:
    figures = figures_of("anh Nam, hộ nghèo, trồng 5.000 m2 nhãn Idol.", "Hộ nghèo Xuân Hải trồng nhãn Idol")
    assert figures["area_ha"].value == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("sentence", "absent"),
    [
        ("hộ nghèo nuôi bò sinh sản. Xã còn 68 hộ nghèo, chiếm 5%.", "households"),
        ("hộ nghèo nuôi bò sinh sản. Xã có 120 hộ với 493 người.", "households"),
        ("bà Hà nuôi bò sinh sản, mỗi tháng thu nhập 5 triệu đồng.", "profit_vnd_per_year"),
        ("bà Hà nuôi bò sinh sản, mỗi vụ lãi 17 triệu đồng.", "profit_vnd_per_year"),
        ("hộ nghèo nuôi bò sinh sản, bò giống giá 15 triệu đồng/con.", "support_vnd"),
        ("mô hình nuôi bò sinh sản hỗ trợ mỗi hộ nghèo 10 triệu đồng.", "support_vnd"),
        ("bà Hà, sinh năm 1964, hộ nghèo, nuôi bò sinh sản.", "start_year"),
        ("hộ nghèo nuôi bò sinh sản theo Chương trình giai đoạn 2021-2025.", "start_year"),
        ("29 hộ nghèo, hộ cận nghèo tham gia nuôi bò sinh sản.", "poor_households"),
    ],
    ids=["statistic", "inhabitants", "month", "harvest", "price", "for each", "birth", "period", "near-poor"],
)
def test_number_of_something_else_is_left_out(sentence: str, absent: str) -> None:
    assert absent not in figures_of(sentence)


def test_evidence_is_where_the_number_stands() -> None:
    text = PLACE + "bà Hà nuôi bò sinh sản, mỗi năm lãi trên 147 triệu đồng."
    [model] = models_of(text, "Hộ nghèo Xuân Hải nuôi bò sinh sản")
    for figure in model.figures.values():
        assert figure.evidence.span.cut(text) == figure.evidence.quote
    assert model.figures["profit_vnd_per_year"].evidence.quote == "147 triệu đồng"


def test_money_of_a_family_and_of_a_project_differ_in_basis() -> None:
    family = figures_of("bà Hà nuôi bò sinh sản, mỗi năm lãi 147 triệu đồng.")
    project = figures_of("dự án nuôi bò sinh sản cho hộ nghèo có tổng kinh phí 1 tỷ đồng.")
    assert family["profit_vnd_per_year"].basis == "household"
    assert project["capital_vnd"].basis == "model"


def test_sum_too_large_for_a_family_is_counted_for_the_whole() -> None:
    found = figures_of("ông Lê Văn Nam nuôi bò sinh sản, tổng vốn đầu tư trang trại là 200 tỷ đồng.")
    assert found["capital_vnd"].basis == "model"


def test_parts_of_a_list_are_no_total() -> None:
    figures = figures_of(
        "trong 26 hộ tham gia nuôi bò sinh sản, 15 hộ mới thoát nghèo, 9 hộ nghèo và 2 hộ cận nghèo."
    )
    assert figures["households"].value == 26
    assert figures["poor_households"].value == 9
    assert "escaped_poverty" not in figures


def test_each_count_goes_to_the_activity_behind_it() -> None:
    text = (
        "Huyện Lộc Hà, tỉnh Hà Tĩnh hỗ trợ hộ nghèo chăn nuôi bò sinh sản và trồng nhãn: "
        "287 hộ nuôi bò, 239 hộ trồng nhãn."
    )
    found = {one.name: one.figures for one in models_of(text, "Lộc Hà: hộ nghèo nuôi bò, trồng nhãn")}
    assert {name: figures["households"].value for name, figures in found.items()} == {
        "Chăn nuôi bò sinh sản": 287,
        "Trồng nhãn": 239,
    }


def test_number_of_a_province_is_not_given_to_a_commune() -> None:
    text = (
        "Tỉnh Kon Tum có 4.000 hộ nghèo trồng cà phê xứ lạnh.\n\nỞ xã Hiếu, huyện Kon Plông, anh A Thương "
        "trồng cà phê xứ lạnh từ năm 2015."
    )
    found = models_of(text, "Hộ nghèo Kon Tum trồng cà phê xứ lạnh")
    assert all("households" not in one.figures for one in found if one.commune)


def claim(key: str, value: int, chance: float, start: int, *, is_latest: bool = False) -> Claim:
    signs = {"latest": float(is_latest)}
    return Claim(0, Role(key, value, Span(start, start + 5), {}), signs, chance)


def values(*claims: Claim) -> dict[str, int | float]:
    return {key: chosen.role.value for key, chosen in choose_figures(claims)[0].items()}


@pytest.mark.parametrize(
    ("small", "large"),
    [
        (("profit_vnd_per_year", 80_000_000), ("revenue_vnd_per_year", 30_000_000)),
        (("poor_households", 30), ("households", 20)),
        (("escaped_poverty", 30), ("households", 20)),
        (("loan_vnd", 90_000_000), ("capital_vnd", 50_000_000)),
    ],
    ids=["profit and revenue", "poor and all", "escaped and all", "loan and cost"],
)
def test_of_two_figures_that_contradict_each_other_the_likelier_stays(
    small: tuple[str, int], large: tuple[str, int]
) -> None:
    assert values(claim(*small, 0.9, 0), claim(*large, 0.6, 50)) == dict([small])
    assert values(claim(*small, 0.6, 0), claim(*large, 0.9, 50)) == dict([large])


def test_money_has_one_meaning_the_likeliest() -> None:
    assert values(claim("capital_vnd", 50_000_000, 0.6, 0), claim("loan_vnd", 50_000_000, 0.8, 0)) == {
        "loan_vnd": 50_000_000
    }


def test_unlikely_claim_is_no_figure() -> None:
    assert values(claim("households", 20, 0.9, 0), claim("area_ha", 5, 0.1, 50)) == {"households": 20}


def test_count_of_today_takes_the_place_of_the_one_before() -> None:
    first, today = claim("households", 17, 0.9, 0), claim("households", 50, 0.2, 40, is_latest=True)
    assert values(first, today) == {"households": 50}


@pytest.mark.parametrize(
    ("sentence", "absent"),
    [
        ("bà Hà nuôi bò sinh sản; cần phải đầu tư thêm 900 triệu đồng.", "capital_vnd"),
        ("hộ nghèo nuôi bò sinh sản. Xã có 5 thôn với hơn 2.200 hộ.", "households"),
        ("hộ nghèo nuôi bò sinh sản. Xã đầu tư 58 tỷ đồng cho hạ tầng, giao thông.", "capital_vnd"),
        ("mô hình nuôi bò sinh sản: Nhà nước góp 50 triệu đồng cho một mô hình.", "support_vnd"),
    ],
    ids=["still needed", "villages", "roads", "for each"],
)
def test_number_of_the_place_or_of_what_is_wished_is_left_out(sentence: str, absent: str) -> None:
    assert absent not in figures_of(sentence)
