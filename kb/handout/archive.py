"""What Office files have in common: their properties, and that the same handout gives the same bytes."""

import re
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kb.handout.content import Handout
from kb.language import spoken

__all__ = ["dated", "describe_file"]

_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_PROPERTY_LENGTH = 255
"""Characters; a longer property is refused."""


def describe_file(properties: Any, handout: Handout) -> None:
    """Fill in the core properties of a Word or PowerPoint file and leave none of its template's."""
    properties.title = handout.title[:_PROPERTY_LENGTH]
    properties.subject = handout.subtitle[:_PROPERTY_LENGTH]
    properties.language = spoken().tag
    properties.author = properties.comments = properties.keywords = properties.last_modified_by = ""
    properties.created = properties.modified = datetime.combine(handout.made_on, datetime.min.time())


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
