"""What sort of text a document is, when its metadata does not say: news, plan or report."""

import re

from kb.document import Kind

__all__ = ["derive_kind"]

_OPENING = 500
"""Characters of the text that say what it is; beyond them plans and reports are merely talked about."""

_PLAN_TITLE = re.compile(
    r"^(?:dự thảo )?(?:kế hoạch|quyết định|nghị quyết|đề án|chỉ thị|công văn|thông tư|nghị định|hướng dẫn)\b"
    r"|\bkế hoạch (?:số |giảm nghèo|thực hiện|triển khai|hành động|đầu tư|hỗ trợ)"
    r"|\b(?:có|ra|lên|giao|ban hành) kế hoạch\b"
    r"|\d+/(?:\d{4}/)?(?:KH|QĐ|NQ|CT|ĐA)-"
    r"|: kế hoạch|\b(?:đặt|giao|đề ra|ra) (?:\w+ )?(?:chỉ tiêu|mục tiêu)\b",
    re.IGNORECASE,
)
_PLAN_OPENING = re.compile(
    r"^\W*(?:KẾ HOẠCH|QUYẾT ĐỊNH|NGHỊ QUYẾT|ĐỀ ÁN)\b"
    r"|\bSố:? ?\d+/(?:\d{4}/)?(?:KH|QĐ|NQ|CT|ĐA)-"
    r"|(?i:\b(?:ban hành|phê duyệt|ra|ký|thông qua)\s(?:\S+\s){0,6}kế hoạch\b|^theo kế hoạch\b)",
    re.MULTILINE,
)
_REPORT_TITLE = re.compile(
    r"^(?:dự thảo )?báo cáo\b|\d+/BC-"
    r"|\bkết quả (?:rà soát|thực hiện|triển khai|giám sát|khảo sát|dự án|chương trình)"
    r"|\b(?:sau|qua) rà soát\b|\bđánh giá (?:giữa|cuối) kỳ|\b(?:tổng|sơ) kết\b|\bsố liệu\b",
    re.IGNORECASE,
)
_REPORT_OPENING = re.compile(
    r"^\W*BÁO CÁO\b|\bSố:? ?\d+/BC-|(?i:\bbáo cáo số \d)"
    r"|(?i:\b(?:công nhận|phê duyệt|công bố)\s(?:\S+\s){0,3}kết quả (?:rà soát|điều tra))"
    r"|(?i:\bkết quả rà soát năm)",
    re.MULTILINE,
)
_STATISTICS_OFFICE = re.compile(r"thống kê|viện (?:kinh tế|nghiên cứu|khoa học)", re.IGNORECASE)
_LAW_LIBRARY = re.compile(r"pháp luật|luật việt nam|công báo|thư viện nhà đất", re.IGNORECASE)


def derive_kind(title: str, text: str, source: str | None = None) -> Kind:
    """The kind of a document: the title decides, then the opening of the text, then who published it.

    >>> derive_kind("Kế hoạch số 36/KH-UBND về giảm nghèo bền vững năm 2025", "").value
    'plan'
    >>> derive_kind("Kết quả rà soát hộ nghèo năm 2022", "").value
    'report'
    >>> derive_kind("Trồng nhãn Idol, nông dân Định Môn thoát nghèo", "").value
    'news'
    """
    opening = text[:_OPENING]
    if _REPORT_TITLE.search(title):
        return Kind.REPORT
    if _PLAN_TITLE.search(title):
        return Kind.PLAN
    if _REPORT_OPENING.search(opening) or _STATISTICS_OFFICE.search(source or ""):
        return Kind.REPORT
    if _PLAN_OPENING.search(opening) or _LAW_LIBRARY.search(source or ""):
        return Kind.PLAN
    return Kind.NEWS
