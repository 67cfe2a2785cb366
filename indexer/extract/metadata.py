"""Metadata as people write it → checked values; what cannot be understood is named, not guessed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from indexer.extract.original import Original
from kb.document import Kind
from kb.errors import MetadataInvalid

__all__ = ["Metadata", "find_date", "read_metadata"]

_YEAR_FIRST = r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
_DAY_FIRST = r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})"
_IN_WORDS = r"(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2}),?\s+(?:năm\s+)?(?P<year>\d{4})"
_DAY = [re.compile(rf"(?<![\d/.-]){form}(?!\d)") for form in (_YEAR_FIRST, _DAY_FIRST, _IN_WORDS)]
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_TIME_OF_DAY = re.compile(r"(?:T|[\s,-]+)\d{1,2}[:h]\d{2}.*")
_YEARS = range(1945, 2101)

_LONGEST_ID_BYTES = 512
"""What an address, a database's index and a search engine can all take as the name of one document."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself; None where it is silent."""

    doc_id: str | None = None
    title: str | None = None
    kind: Kind | None = None
    source: str | None = None
    url: str | None = None
    published: date | None = None


def read_metadata(original: Original, given: Mapping[str, object]) -> Metadata:
    """The values of the known keys (id, title, kind, source, url, published); other keys are passed over.

    Raises MetadataInvalid for the first value that is not of its sort.
    """
    texts = {
        key: _text(original, key, given.get(key))
        for key in ("id", "title", "kind", "source", "url", "published")
    }
    return Metadata(
        doc_id=_doc_id(original, texts["id"]),
        title=texts["title"],
        kind=_kind(original, texts["kind"]),
        source=texts["source"],
        url=_url(original, texts["url"]),
        published=_published(original, texts["published"]),
    )


def find_date(text: str) -> date | None:
    """The first day named in `text`, day before month as in Vietnam; None if there is none.

    >>> find_date("Thứ sáu, 22/9/2023, 06:00 (GMT+7)"), find_date("ngày 5 tháng 3 năm 2022")
    (datetime.date(2023, 9, 22), datetime.date(2022, 3, 5))
    >>> find_date("31/02/2024"), find_date("2024-02-28T10:00:00+07:00")
    (None, datetime.date(2024, 2, 28))
    """
    found = [match for form in _DAY for match in form.finditer(text)]
    days = (_day(match) for match in sorted(found, key=lambda match: match.start()))
    return next((day for day in days if day), None)


def _day(match: re.Match[str]) -> date | None:
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _text(original: Original, key: str, value: object) -> str | None:
    if isinstance(value, bool | list | dict):
        raise _invalid(original, key, value)
    return " ".join(_UNWRITABLE.sub("", str(value)).split()) or None if value is not None else None


def _doc_id(original: Original, value: str | None) -> str | None:
    if value and len(value.encode()) > _LONGEST_ID_BYTES:
        raise _invalid(original, "id", f"{value[:40]}…")
    return value


def _kind(original: Original, value: str | None) -> Kind | None:
    if value is None:
        return None
    try:
        return Kind(value.lower())
    except ValueError:
        raise _invalid(original, "kind", value) from None


def _url(original: Original, value: str | None) -> str | None:
    """A web address; None for a word that stands in its place ("unknown").

    Other addresses would become links that run a script or lead nowhere.
    """
    if value is None or re.match(r"https?://[^\s/]", value, re.IGNORECASE):
        return value
    if re.search("[:./]", value):
        raise _invalid(original, "url", value)
    return None


def _published(original: Original, value: str | None) -> date | None:
    if value is None:
        return None
    for form in _DAY:
        match = form.match(value)
        if match and (match.end() == len(value) or _TIME_OF_DAY.fullmatch(value, match.end())):
            day = _day(match)
            if day:
                return day
    raise _invalid(original, "published", value)


def _invalid(original: Original, key: str, value: object) -> MetadataInvalid:
    return MetadataInvalid(**original.place, key=key, value=str(value))
