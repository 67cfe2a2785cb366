"""Models: which activities of a document are one, where they are and who runs them."""

import pytest

from indexer.extraction.models import extract_models
from indexer.passages import cut_passages
from indexer.tagging.places import read_places
from kb.document import Document, Kind
from kb.model import PovertyModel

AN_LAO = """\
Huyện An Lão, tỉnh Bình Định giúp hộ nghèo phát triển chăn nuôi.

Ở thôn 1, xã An Toàn, ông Đinh Văn Kem được cấp 4 con heo đen giống năm 2019, nay đàn heo có 25 con. \
Mỗi năm ông bán 10 con, thu về hơn 40 triệu đồng.

Tại xã An Hòa, anh Trần Văn Quốc nuôi ong lấy mật, mỗi năm lãi 120 triệu đồng. Anh vay 50 triệu đồng của \
Ngân hàng CSXH huyện để mua thêm đàn.
"""


def models_of(text: str, title: str = "Mô hình thoát nghèo", doc_id: str = "bai") -> list[PovertyModel]:
    document = Document(doc_id, title, text, Kind.NEWS)
    passages = cut_passages(document)
    return extract_models(document, passages, read_places(document, passages))


def test_each_activity_in_its_place_is_a_model() -> None:
    found = models_of(AN_LAO, "An Lão: nuôi heo đen, nuôi ong để thoát nghèo")
    assert [(one.name, one.district, one.commune) for one in found] == [
        ("Nuôi heo đen", "An Lão", "An Toàn"),
        ("Nuôi ong lấy mật", "An Lão", "An Hòa"),
    ]
    assert {one.province for one in found} == {"Bình Định"}
    assert [one.livelihood for one in found] == ["chan-nuoi", "chan-nuoi"]
    assert [one.organiser for one in found] == ["ho-gia-dinh", "ho-gia-dinh"]


def test_evidence_is_the_sentence_that_introduces_the_model() -> None:
    [heo, _] = models_of(AN_LAO, "An Lão: nuôi heo đen, nuôi ong để thoát nghèo")
    assert heo.evidence.quote.startswith("Ở thôn 1, xã An Toàn, ông Đinh Văn Kem")
    assert heo.evidence.span.cut(AN_LAO) == heo.evidence.quote


def test_list_of_communes_gives_each_its_own_model() -> None:
    text = """\
Tỉnh Quảng Bình nhân rộng mô hình giảm nghèo, mỗi nơi một kiểu, giúp hộ nghèo có việc:

- Nuôi ếch: xã Duy Ninh (huyện Quảng Ninh), xã Trường Thủy (huyện Lệ Thủy);
- Trồng nấm: xã Dương Thủy (huyện Lệ Thủy).
"""
    assert [(one.name, one.commune) for one in models_of(text)] == [
        ("Nuôi ếch", "Duy Ninh"),
        ("Nuôi ếch", "Trường Thủy"),
        ("Trồng nấm", "Dương Thủy"),
    ]


def test_communes_named_together_share_one_model_of_the_district() -> None:
    text = (
        "Huyện Trạm Tấu (Yên Bái) làm dự án nuôi bò sinh sản ở hai xã Bản Mù và Phình Hồ cho hộ nghèo. "
        "Ở xã Bản Mù, anh Giàng A Vang được cấp 3 con bò."
    )
    [model] = models_of(text, "Trạm Tấu: hộ nghèo nuôi bò sinh sản")
    assert (model.district, model.commune) == ("Trạm Tấu", None)


def test_activities_of_one_family_are_one_model() -> None:
    text = (
        "Ông Thạch Thanh ở xã Trà Côn, huyện Trà Ôn, tỉnh Vĩnh Long, hộ nghèo người Khmer, trồng dưa leo và "
        "nuôi bò. Mỗi năm ông lãi 60 triệu đồng."
    )
    [model] = models_of(text, "Hộ nghèo Trà Côn trồng dưa leo, nuôi bò")
    assert "dưa leo" in model.name
    assert "bò" in model.name
    assert model.figures["profit_vnd_per_year"].value == 60_000_000


def test_cooperative_is_named_and_runs_the_model() -> None:
    text = (
        "Ấp 6, xã Long Trị A, thị xã Long Mỹ (Hậu Giang) có HTX Huy Ân chuyên đan lục bình, giúp phụ nữ "
        "nghèo có thu nhập. HTX có vốn điều lệ 300 triệu đồng."
    )
    [model] = models_of(text, "HTX Huy Ân đan lục bình của phụ nữ nghèo")
    assert "Huy Ân" in model.name
    assert model.organiser == "hop-tac-xa"
    assert model.figures["capital_vnd"].value == 300_000_000


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Mô hình trường học mới",
            "Trường tiểu học xã Hợp Lý áp dụng mô hình trường học mới, nhiều em là con hộ nghèo.",
        ),
        (
            "Tỉnh giảm nghèo năm 2024",
            "Tỉnh Gia Lai phấn đấu giảm 2% hộ nghèo, xây dựng, nhân rộng 20 mô hình giảm nghèo.",
        ),
        (
            "Bắt nhóm trộm bò",
            "Công an huyện Krông Bông (Đắk Lắk) khởi tố 3 bị can trộm bò của bà con, thu hồi 5 con bò.",
        ),
        (
            "Đội tuyển thắng đậm",
            "Cầu thủ Nguyễn Văn A sút tung lưới đối phương, câu lạc bộ nuôi hi vọng vô địch.",
        ),
    ],
    ids=["school", "targets", "theft", "football"],
)
def test_other_news_and_plans_hold_no_model(title: str, text: str) -> None:
    assert models_of(text, title) == []


def test_id_is_the_document_and_the_name() -> None:
    found = models_of(AN_LAO, "An Lão: nuôi heo đen, nuôi ong để thoát nghèo", doc_id="an-lao")
    assert [one.model_id for one in found] == ["an-lao--nuoi-heo-den", "an-lao--nuoi-ong-lay-mat"]


def test_ids_of_models_of_one_name_differ_and_stay_when_another_model_is_added() -> None:
    text = (
        "Ở xã An Toàn, huyện An Lão (Bình Định), hộ nghèo nuôi dê.\n\n"
        "Ở xã An Hòa cùng huyện, hộ nghèo nuôi dê."
    )
    title = "An Lão: hộ nghèo nuôi dê"
    ids = [one.model_id for one in models_of(text, title)]
    assert ids == ["bai--nuoi-de", "bai--nuoi-de-2"]
    more = f"{text}\n\nỞ xã An Quang, hộ nghèo trồng keo."
    assert [one.model_id for one in models_of(more, f"{title}, trồng keo")][:2] == ids


def test_same_document_gives_the_same_models() -> None:
    assert models_of(AN_LAO) == models_of(AN_LAO)


def test_document_without_text_holds_no_model() -> None:
    assert models_of("", "") == []
