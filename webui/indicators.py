"""Indicators as a table to compute with, each with the words it was read from and where they stand."""

from collections.abc import Sequence

from flask import Response, url_for

from kb.formatting import unit_name
from kb.language import _, marked
from kb.model import Indicator
from kb.service import KnowledgeBase
from kb.trends import province_of
from webui.downloads import csv_attachment

__all__ = ["indicator_csv"]

_HEADER = (
    marked("Tỉnh, thành (63)"),
    marked("Nơi"),
    marked("Số liệu"),
    marked("Năm"),
    marked("Giá trị"),
    marked("Đơn vị"),
    marked("Loại"),
    marked("Trích dẫn"),
    marked("Tài liệu"),
    marked("Nơi đăng"),
    marked("Ngày"),
    marked("Địa chỉ nguồn"),
    marked("Địa chỉ trong kho"),
)


def indicator_csv(kb: KnowledgeBase, filename: str, indicators: Sequence[Indicator]) -> Response:
    """The indicators in the order given; money is whole đồng, results are told from targets."""
    sources = kb.sources(dict.fromkeys(each.doc_id for each in indicators))
    lines = (
        (
            province_of(each),
            each.place,
            _(each.name),
            each.year,
            each.value,
            unit_name(each.unit),
            _("chỉ tiêu") if each.is_target else _("thực hiện"),
            each.evidence.quote,
            (source := sources[each.doc_id]).title,
            source.publisher,
            source.published.isoformat() if source.published else None,
            source.url,
            url_for("documents.show", doc_id=each.doc_id, _external=True),
        )
        for each in indicators
    )
    return csv_attachment(filename, map(_, _HEADER), lines)
