"""Files made on request: attachments under a name, and lists as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

from kb.handout.csv import harmless

__all__ = ["attachment", "csv_attachment"]


def attachment(content: bytes, filename: str, media_type: str) -> Response:
    """`content` as a file to save; the name may hold any letters."""
    response = Response(content, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response


def csv_attachment(filename: str, header: Iterable[str], lines: Iterable[Sequence[object]]) -> Response:
    """A table that Excel opens as it is: UTF-8 with a byte order mark, no text taken for a formula."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(header)
    writer.writerows([_cell(value) for value in line] for line in lines)
    return attachment(written.getvalue().encode("utf-8-sig"), filename, "text/csv")


def _cell(value: object) -> object:
    if isinstance(value, str):
        return harmless(value)
    return "" if value is None else value
