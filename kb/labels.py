"""What codes are called on pages and in handouts: facets, their values, figures, bases."""

from collections.abc import Mapping
from types import MappingProxyType

from kb.document import Kind

__all__ = [
    "BASIS_LABELS",
    "FACET_LABELS",
    "FIGURE_LABELS",
    "KIND_LABELS",
    "LIVELIHOOD_LABELS",
    "MODEL_FACET_LABELS",
    "MODEL_SORT_LABELS",
    "ORGANISER_LABELS",
    "SORT_LABELS",
]

LIVELIHOOD_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "trong-trot": "Trồng trọt",
        "chan-nuoi": "Chăn nuôi",
        "thuy-san": "Thủy sản",
        "lam-nghiep": "Lâm nghiệp",
        "tieu-thu-cong": "Tiểu thủ công nghiệp",
        "cong-nghiep": "Công nghiệp",
        "dich-vu": "Dịch vụ",
        "du-lich": "Du lịch",
        "khac": "Khác",
    }
)

ORGANISER_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "ho-gia-dinh": "Hộ gia đình",
        "to-hop-tac": "Tổ hợp tác",
        "hop-tac-xa": "Hợp tác xã",
        "doanh-nghiep": "Doanh nghiệp",
        "cong-dong": "Cộng đồng",
    }
)

KIND_LABELS: Mapping[Kind, str] = MappingProxyType(
    {Kind.NEWS: "Tin, bài báo", Kind.PLAN: "Kế hoạch, quyết định", Kind.REPORT: "Báo cáo"}
)

FIGURE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "start_year": "Năm bắt đầu",
        "households": "Số hộ tham gia",
        "poor_households": "Số hộ nghèo, cận nghèo tham gia",
        "escaped_poverty": "Số hộ thoát nghèo",
        "jobs": "Số lao động có việc làm",
        "area_ha": "Diện tích",
        "capital_vnd": "Tổng vốn",
        "loan_vnd": "Vốn vay",
        "support_vnd": "Vốn được hỗ trợ",
        "revenue_vnd_per_year": "Doanh thu mỗi năm",
        "profit_vnd_per_year": "Lợi nhuận mỗi năm",
    }
)

BASIS_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "model": "cả mô hình",
        "household": "mỗi hộ",
        "hectare": "mỗi héc-ta",
        "person": "mỗi người",
        "animal": "mỗi con vật nuôi",
        "month": "mỗi tháng",
        "crop": "mỗi vụ, mỗi lứa",
        "unit": "mỗi đơn vị",
    }
)
"""What a money figure is counted for, to be read after it: “147 triệu đồng, mỗi hộ”."""

FACET_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "province": "Tỉnh, thành phố (63)",
        "province_2025": "Tỉnh, thành phố từ 1/7/2025 (34)",
        "project": "Dự án",
        "livelihood": "Sinh kế",
        "kind": "Loại tài liệu",
        "year": "Năm",
    }
)

SORT_LABELS: Mapping[str, str] = MappingProxyType(
    {"relevance": "Phù hợp nhất", "newest": "Mới nhất", "oldest": "Cũ nhất"}
)

MODEL_FACET_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "province": "Tỉnh, thành phố (63)",
        "province_2025": "Tỉnh, thành phố từ 1/7/2025 (34)",
        "livelihood": "Sinh kế",
        "organiser": "Hình thức tổ chức",
        "coast": "Vị trí",
        "project": "Dự án",
        "year": "Năm",
    }
)

MODEL_SORT_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "relevance": "Phù hợp nhất",
        "figures": "Nhiều số liệu nhất",
        "newest": "Mới nhất",
        "cost": "Vốn mỗi hộ thấp nhất",
    }
)
