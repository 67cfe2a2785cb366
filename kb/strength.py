"""How much a source can carry: who says it, and whether it tells of what was done or of what is meant."""

import re

from kb.document import Kind
from kb.labels import Labels
from kb.language import marked

__all__ = ["STRENGTH_LABELS", "strength_of"]

STRENGTH_LABELS = Labels(
    {
        "official-report": marked("báo cáo chính thức"),
        "report": marked("báo cáo do báo chí đăng"),
        "official-news": marked("tin của cơ quan, đoàn thể"),
        "news": marked("tin báo chí"),
        "plan": marked("kế hoạch, quyết định"),
    }
)
"""The strengths, strongest first."""

_BODIES = re.compile(
    r"(?:ubnd|ủy ban|uỷ ban|sở|cục|tổng cục|chi cục|bộ|ban|viện|cổng|trang thông tin|văn phòng|phòng|hội"
    r"|ngân hàng chính sách|nhcsxh|bảo hiểm xã hội|tỉnh ủy|huyện ủy|thành ủy|đảng bộ|mttq|liên minh"
    r"|trung tâm)(?!\w)",
    re.IGNORECASE,
)
_OFFICIAL_HOST = re.compile(r"^https?://[^/]*\.gov\.vn(?:[/:]|$)", re.IGNORECASE)


def strength_of(kind: Kind, publisher: str | None, url: str | None = None) -> str:
    """The strength of a source, a key of STRENGTH_LABELS.

    >>> strength_of(Kind.NEWS, "Báo Dân tộc và Phát triển"), strength_of(Kind.NEWS, "Hội Liên hiệp Phụ nữ")
    ('news', 'official-news')
    >>> strength_of(Kind.REPORT, "Sở Kế hoạch và Đầu tư tỉnh Bình Thuận")
    'official-report'
    """
    if kind is Kind.PLAN:
        return "plan"
    is_official = _BODIES.match(publisher or "") or _OFFICIAL_HOST.match(url or "")
    return f"official-{kind.value}" if is_official else kind.value
