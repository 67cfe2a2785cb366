"""What codes are called on pages and in handouts: facets, their values, figures, bases."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from kb.document import Kind
from kb.language import _, marked

__all__ = [
    "BASIS_LABELS",
    "FACET_LABELS",
    "FIGURE_LABELS",
    "INDICATOR_NAMES",
    "KIND_LABELS",
    "LIVELIHOOD_LABELS",
    "MODEL_FACET_LABELS",
    "MODEL_SORT_LABELS",
    "ORGANISER_LABELS",
    "QUESTION_LABELS",
    "SORT_LABELS",
    "Labels",
]

Code = TypeVar("Code", bound=str)


class Labels(Mapping[Code, str]):
    """What codes are called in the language spoken; `vietnamese` in any case in Vietnamese."""

    def __init__(self, vietnamese: Mapping[Code, str]) -> None:
        self.vietnamese = vietnamese

    def __getitem__(self, code: Code) -> str:
        return _(self.vietnamese[code])

    def __iter__(self) -> Iterator[Code]:
        return iter(self.vietnamese)

    def __len__(self) -> int:
        return len(self.vietnamese)


LIVELIHOOD_LABELS = Labels(
    {
        "trong-trot": marked("Trồng trọt"),
        "chan-nuoi": marked("Chăn nuôi"),
        "thuy-san": marked("Thủy sản"),
        "lam-nghiep": marked("Lâm nghiệp"),
        "tieu-thu-cong": marked("Tiểu thủ công nghiệp"),
        "cong-nghiep": marked("Công nghiệp"),
        "dich-vu": marked("Dịch vụ"),
        "du-lich": marked("Du lịch"),
        "khac": marked("Khác"),
    }
)

ORGANISER_LABELS = Labels(
    {
        "ho-gia-dinh": marked("Hộ gia đình"),
        "to-hop-tac": marked("Tổ hợp tác"),
        "hop-tac-xa": marked("Hợp tác xã"),
        "doanh-nghiep": marked("Doanh nghiệp"),
        "cong-dong": marked("Cộng đồng"),
    }
)

KIND_LABELS = Labels(
    {
        Kind.NEWS: marked("Tin, bài báo"),
        Kind.PLAN: marked("Kế hoạch, quyết định"),
        Kind.REPORT: marked("Báo cáo"),
    }
)

FIGURE_LABELS = Labels(
    {
        "start_year": marked("Năm bắt đầu"),
        "households": marked("Số hộ tham gia"),
        "poor_households": marked("Số hộ nghèo, cận nghèo tham gia"),
        "escaped_poverty": marked("Số hộ thoát nghèo"),
        "jobs": marked("Số lao động có việc làm"),
        "area_ha": marked("Diện tích"),
        "capital_vnd": marked("Tổng vốn"),
        "loan_vnd": marked("Vốn vay"),
        "support_vnd": marked("Vốn được hỗ trợ"),
        "revenue_vnd_per_year": marked("Doanh thu mỗi năm"),
        "profit_vnd_per_year": marked("Lợi nhuận mỗi năm"),
    }
)

QUESTION_LABELS = Labels(
    {
        "land": marked("Đất, chuồng trại, mặt bằng"),
        "skills": marked("Kỹ thuật, tay nghề"),
        "start_cost": marked("Chi phí ban đầu"),
        "running_cost": marked("Chi phí duy trì"),
        "support": marked("Ai hỗ trợ, hỗ trợ gì"),
        "market": marked("Đầu ra, thị trường"),
        "results": marked("Kết quả"),
        "spread": marked("Đã nhân rộng ở đâu"),
        "difficulties": marked("Khó khăn, rủi ro"),
    }
)
"""What a replicator asks, short enough for the head of a row."""

BASIS_LABELS = Labels(
    {
        "model": marked("cả mô hình"),
        "household": marked("mỗi hộ"),
        "hectare": marked("mỗi héc-ta"),
        "person": marked("mỗi người"),
        "animal": marked("mỗi con vật nuôi"),
        "month": marked("mỗi tháng"),
        "crop": marked("mỗi vụ, mỗi lứa"),
        "unit": marked("mỗi đơn vị"),
    }
)
"""What a money figure is counted for, to be read after it: “147 triệu đồng, mỗi hộ”."""

FACET_LABELS = Labels(
    {
        "province": marked("Tỉnh, thành phố (63)"),
        "province_2025": marked("Tỉnh, thành phố từ 1/7/2025 (34)"),
        "project": marked("Dự án"),
        "livelihood": marked("Sinh kế"),
        "kind": marked("Loại tài liệu"),
        "year": marked("Năm"),
    }
)

SORT_LABELS = Labels(
    {"relevance": marked("Phù hợp nhất"), "newest": marked("Mới nhất"), "oldest": marked("Cũ nhất")}
)

MODEL_FACET_LABELS = Labels(
    {
        "province": marked("Tỉnh, thành phố (63)"),
        "province_2025": marked("Tỉnh, thành phố từ 1/7/2025 (34)"),
        "livelihood": marked("Sinh kế"),
        "organiser": marked("Hình thức tổ chức"),
        "coast": marked("Vị trí"),
        "project": marked("Dự án"),
        "year": marked("Năm"),
    }
)

MODEL_SORT_LABELS = Labels(
    {
        "relevance": marked("Phù hợp nhất"),
        "figures": marked("Nhiều số liệu nhất"),
        "newest": marked("Mới nhất"),
        "cost": marked("Vốn mỗi hộ thấp nhất"),
    }
)

INDICATOR_NAMES = frozenset(
    {
        marked("tỷ lệ hộ nghèo"),
        marked("tỷ lệ hộ cận nghèo"),
        marked("tỷ lệ hộ nghèo, cận nghèo"),
        marked("tỷ lệ hộ nghèo đa chiều"),
        marked("tỷ lệ nghèo đa chiều"),
        marked("tỷ lệ hộ nghèo dân tộc thiểu số"),
        marked("tỷ lệ hộ nghèo ở huyện nghèo"),
        marked("tỷ lệ hộ nghèo ở xã nghèo"),
        marked("mức giảm tỷ lệ hộ nghèo"),
        marked("mức giảm tỷ lệ hộ nghèo mỗi năm"),
        marked("mức giảm tỷ lệ hộ cận nghèo mỗi năm"),
        marked("mức giảm tỷ lệ hộ nghèo dân tộc thiểu số mỗi năm"),
        marked("mức giảm tỷ lệ hộ nghèo ở huyện nghèo mỗi năm"),
        marked("số hộ nghèo"),
        marked("số hộ cận nghèo"),
        marked("số hộ nghèo, cận nghèo"),
        marked("số hộ thoát nghèo"),
        marked("số hộ thoát cận nghèo"),
        marked("số hộ nghèo giảm"),
        marked("số hộ nghèo dân tộc thiểu số"),
        marked("số hộ cận nghèo giảm"),
        marked("kinh phí hỗ trợ hộ nghèo"),
        marked("kinh phí Chương trình giảm nghèo bền vững"),
        marked("mức giảm tỷ lệ nghèo đa chiều"),
        marked("mức giảm tỷ lệ hộ cận nghèo"),
        marked("mức giảm tỷ lệ hộ nghèo dân tộc thiểu số"),
        marked("kinh phí hỗ trợ nhà ở"),
        marked("số mô hình"),
        marked("số mô hình giảm nghèo"),
        marked("số mô hình được hỗ trợ sinh kế"),
        marked("số mô hình sinh kế"),
        marked("kinh phí nhân rộng mô hình giảm nghèo"),
        marked("chuẩn nghèo thu nhập"),
        marked("cho vay hộ nghèo"),
        marked("số lao động được đào tạo nghề"),
        marked("số lao động có việc làm"),
        marked("vốn Chương trình giảm nghèo bền vững"),
        marked("thu nhập bình quân đầu người"),
        marked("thu nhập bình quân hộ nghèo"),
        marked("số hộ nghèo đa chiều giảm"),
        marked("số hộ cận nghèo dân tộc thiểu số"),
        marked("tỷ lệ hộ nghèo ở nông thôn"),
        marked("tỷ lệ hộ nghèo ở thành thị"),
        marked("tỷ lệ nghèo đa chiều ở huyện nghèo"),
        marked("tỷ lệ hộ tái nghèo"),
        marked("tỷ lệ giải ngân"),
        marked("số thẻ BHYT"),
        marked("số huyện nghèo"),
        marked("số dự án"),
        marked("số hộ tham gia"),
    }
)
"""Names of indicators that are known beforehand; others are made of the words of their source."""
