"""Indicators as a table to compute with, each with the words it was read from and where they stand."""

from collections.abc import Sequence

from flask import Response, url_for

from kb.model import Indicator
from kb.service import KnowledgeBase
from kb.trends import province_of
from webui.downloads import csv_attachment

__all__ = ["indicator_csv"]

_HEADER = (
    "Tỉnh, thành (63)",
    "Nơi",
    "Số liệu",
    "Năm",
    "Giá trị",
    "Đơn vị",
    "Loại",
    "Trích dẫn",
    "Tài liệu",
    "Nơi đăng",
    "Ngày",
    "Địa chỉ nguồn",
    "Địa chỉ trong kho",
)


def indicator_csv(kb: KnowledgeBase, filename: str, indicators: Sequence[Indicator]) -> Response:
    """The indicators in the order given; money is whole đồng, results are told from targets."""
    sources = kb.sources(dict.fromkeys(each.doc_id for each in indicators))
    lines = (
        (
            province_of(each),
            each.place,
            each.name,
            each.year,
            each.value,
            each.unit,
            "chỉ tiêu" if each.is_target else "thực hiện",
            each.evidence.quote,
            (source := sources[each.doc_id]).title,
            source.publisher,
            source.published.isoformat() if source.published else None,
            source.url,
            url_for("documents.show", doc_id=each.doc_id, _external=True),
        )
        for each in indicators
    )
    return csv_attachment(filename, _HEADER, lines)
