"""Deriving a document's kind when its metadata is silent."""

import pytest

from indexer.tagging.kinds import derive_kind
from kb.document import Kind

CASES = [
    pytest.param("Kế hoạch số 117/KH-UBND về giảm nghèo bền vững", "", None, Kind.PLAN, id="plan by title"),
    pytest.param(
        "Đắk Nông: kế hoạch giảm gần 5.000 hộ nghèo", "", "Tạp chí Thời Đại", Kind.PLAN, id="news of a plan"
    ),
    pytest.param("Quyết định 90/QĐ-TTg", "", None, Kind.PLAN, id="decision"),
    pytest.param(
        "Về giảm nghèo năm 2024",
        "UBND TỈNH YÊN BÁI\nSố: 59/KH-UBND\n\nKẾ HOẠCH\nGiảm nghèo bền vững",
        None,
        Kind.PLAN,
        id="letterhead of a plan",
    ),
    pytest.param("Báo cáo kết quả giảm nghèo năm 2023", "", None, Kind.REPORT, id="report by title"),
    pytest.param(
        "Giảm nghèo 2023",
        "UBND TỈNH\nSố: 224/BC-UBND\nBÁO CÁO\n",
        None,
        Kind.REPORT,
        id="letterhead of a report",
    ),
    pytest.param(
        "Hộ nghèo năm 2022",
        "Toàn tỉnh còn 0,94%.",
        "Cục Thống kê Bắc Ninh",
        Kind.REPORT,
        id="statistics office",
    ),
    pytest.param(
        "Trồng nhãn Idol ở Định Môn",
        "Ông Triều báo cáo với tổ kế hoạch trồng nhãn.",
        "Báo Cần Thơ",
        Kind.NEWS,
        id="words in passing",
    ),
    pytest.param(
        "Nuôi dê thoát nghèo",
        "Dê dễ nuôi. " * 60 + "Kế hoạch số 12/KH-UBND được ban hành.",
        None,
        Kind.NEWS,
        id="a plan named far below",
    ),
    pytest.param("", "", None, Kind.NEWS, id="nothing to go by"),
]


@pytest.mark.parametrize(("title", "text", "source", "kind"), CASES)
def test_kind_follows_title_then_opening_then_publisher(title, text, source, kind):
    assert derive_kind(title, text, source) is kind


def test_title_outranks_publisher():
    assert derive_kind("Báo cáo số 5/BC-UBND", "", "Thư viện Pháp luật") is Kind.REPORT
