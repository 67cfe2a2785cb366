"""Two documents and their models, written out by hand, for the tests of comparisons and handouts."""

from datetime import date

from kb.answers import ComparedModel, Source
from kb.document import Kind
from kb.model import Evidence, Figure, PovertyModel

LONGAN_TEXT = """Từ năm 2019, 14 hộ ở xã Định Môn, huyện Thới Lai (Cần Thơ) lập tổ hợp tác trồng nhãn Idol.
Cả tổ có 12,5 ha nhãn, trong đó 6 hộ nghèo. Tổng vốn 1 tỷ 350 triệu đồng, vay ngân hàng 200 triệu đồng.
Năm qua tổ lãi 1,47 tỷ đồng; 3 hộ đã thoát nghèo. Vườn cần 15 lao động thường xuyên."""

GOAT_TEXT = """Chị Vàng Thị Mỷ ở xã Yên Minh, tỉnh Hà Giang nuôi dê núi từ năm 2021.
Nhà nước hỗ trợ 49 triệu đồng để làm chuồng. Mỗi năm gia đình lãi 62,5 triệu đồng nhờ bán 20 con dê."""


def evidence(text: str, quote: str) -> Evidence:
    start = text.index(quote)
    return Evidence.cut(text, start, start + len(quote))


def figures(text: str, *items: tuple[str, float, str] | tuple[str, float, str, str]) -> dict[str, Figure]:
    """Figures from (key, value, quote) or (key, value, quote, basis)."""
    return {key: Figure(key, value, evidence(text, quote), *basis) for key, value, quote, *basis in items}


LONGAN = ComparedModel(
    PovertyModel(
        "longan",
        "can-tho-nhan-idol",
        "Trồng nhãn Idol",
        evidence(LONGAN_TEXT, "lập tổ hợp tác trồng nhãn Idol"),
        "Cần Thơ",
        "Thới Lai",
        "Định Môn",
        "trong-trot",
        "to-hop-tac",
        figures(
            LONGAN_TEXT,
            ("start_year", 2019, "Từ năm 2019"),
            ("households", 14, "14 hộ"),
            ("poor_households", 6, "6 hộ nghèo"),
            ("escaped_poverty", 3, "3 hộ đã thoát nghèo"),
            ("jobs", 15, "15 lao động"),
            ("area_ha", 12.5, "12,5 ha"),
            ("capital_vnd", 1_350_000_000, "1 tỷ 350 triệu đồng"),
            ("loan_vnd", 200_000_000, "vay ngân hàng 200 triệu đồng"),
            ("profit_vnd_per_year", 1_470_000_000, "lãi 1,47 tỷ đồng"),
        ),
    ),
    Source(
        "can-tho-nhan-idol",
        "Tổ hợp tác nhãn Idol ở Định Môn",
        Kind.NEWS,
        "Báo Dân Sinh",
        "https://example.org/nhan-idol",
        date(2023, 9, 18),
        LONGAN_TEXT,
    ),
    "Cần Thơ",
)

GOAT = ComparedModel(
    PovertyModel(
        "goat",
        "ha-giang-de-nui",
        "Nuôi dê núi",
        evidence(GOAT_TEXT, "nuôi dê núi"),
        "Hà Giang",
        None,
        "Yên Minh",
        "chan-nuoi",
        "ho-gia-dinh",
        figures(
            GOAT_TEXT,
            ("start_year", 2021, "từ năm 2021"),
            ("support_vnd", 49_000_000, "hỗ trợ 49 triệu đồng", "household"),
            ("profit_vnd_per_year", 62_500_000, "lãi 62,5 triệu đồng", "household"),
        ),
    ),
    Source(
        "ha-giang-de-nui",
        "Kế hoạch phát triển đàn dê",
        Kind.PLAN,
        "UBND tỉnh Hà Giang",
        None,
        None,
        GOAT_TEXT,
    ),
    "Tuyên Quang",
)
