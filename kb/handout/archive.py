"""The same handout gives the same bytes: Office files with every time in them set to one date."""

import re
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

__all__ = ["dated"]

_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def dated(archive: bytes, day: date) -> bytes:
    """The Office file `archive`, and any workbook inside it, as if written at midnight of `day`."""
    target = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            new.writestr(info, _dated_part(name, old.read(name), day), ZIP_DEFLATED)
    return target.getvalue()


def _dated_part(name: str, content: bytes, day: date) -> bytes:
    if name.endswith(".xlsx"):
        return dated(content, day)
    if name == "docProps/core.xml":
        return _TIMES.sub(rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode(), content)
    return content
