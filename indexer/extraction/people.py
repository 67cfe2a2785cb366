"""People and organisations that a text says run something: households by name, co-operatives, groups."""

import re
from dataclasses import dataclass
from functools import cache

from indexer.extraction.cues import cue, cue_lists
from kb.document import Span

__all__ = ["Organisation", "Person", "find_organisations", "find_people"]

_UPPER = "".join(chr(point) for point in range(0x41, 0x1F00) if chr(point).isupper())
_NAME = rf"[{_UPPER}]['’]?[ ]?[\w'’]*(?:[ ]+[{_UPPER}][\w'’]*){{0,4}}"


@dataclass(frozen=True, slots=True)
class Person:
    """A named person; `is_official` when the text gives a post ("Chủ tịch UBND xã"), so that they speak
    of the model and do not run it."""

    span: Span
    name: str
    is_official: bool


@dataclass(frozen=True, slots=True)
class Organisation:
    """A co-operative, group or named model; `organiser` is one of kb.model.ORGANISERS, None for a model
    known by its quoted name alone."""

    span: Span
    name: str
    organiser: str | None


_PERSON = re.compile(rf"(?<!\w)(?i:ông|bà|anh|chị|cô|chú|thím|hộ|lão nông|già làng)\s+(?P<name>{_NAME})")


def _post_before() -> re.Pattern[str]:
    return cue("people", "post", behind=r"[^.;,:()\n]{0,60}$")


def _post_behind() -> re.Pattern[str]:
    return cue("people", "post", before=r"\s*[,(-]\s*(?:nguyên\s+|quyền\s+|hiện là\s+|là\s+)?")


def find_people(text: str) -> tuple[Person, ...]:
    """People named in `text`, in order.

    >>> [(p.name, p.is_official) for p in find_people("Chủ tịch xã Lê Văn Tám khen; bà Hồ Thị Hoa nuôi dê")]
    [('Hồ Thị Hoa', False)]
    """
    found = []
    for match in _PERSON.finditer(text):
        if match["name"].isupper():
            continue
        before = text[max(0, match.start() - 80) : match.start()]
        is_official = bool(_post_before().search(before) or _post_behind().match(text, match.end()))
        found.append(Person(Span(match.start(), match.end()), match["name"], is_official))
    return tuple(found)


_STARTS = r"(?:Trong|Theo|Đến|Hiện|Với|Khi|Tại|Năm|Việc|Nhờ|Thu|Ông|Bà|Anh|Chị)\b"
"""Words that open a sentence right behind "HTX": no names."""
_QUOTES = r"\s*:?\s*[“\"'](?P<name>[^”\"'\n]{3,120})[”\"']"


@cache
def _cooperative() -> re.Pattern[str]:
    words = "|".join(sorted(cue_lists("people")["cooperative"], key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)(?i:hợp tác xã|htx)[ ]+(?!{_STARTS})"
        rf"(?P<name>(?:(?i:{words})(?:[ ]*[,–-][ ]*|[ ]+)(?:và[ ]+)?)*{_NAME}(?:[ ]*[–-][ ]*{_NAME})*)"
    )


def find_organisations(text: str) -> tuple[Organisation, ...]:
    """Co-operatives by name and models by their quoted name, in order; titles of programmes are neither.

    >>> [o.name for o in find_organisations("HTX Huy Ân và mô hình “1 cộng 1” của Hội")]
    ['HTX Huy Ân', '1 cộng 1']
    """
    found = [
        Organisation(Span(match.start(), match.end()), f"HTX {match['name']}", "hop-tac-xa")
        for match in _cooperative().finditer(text)
    ]
    found += [
        Organisation(Span(match.start("name"), match.end("name")), match["name"].strip(), _organiser(match))
        for match in cue("people", "named", behind=_QUOTES).finditer(text)
        if not cue("people", "programme").search(match["name"])
    ]
    return tuple(sorted(found, key=lambda organisation: organisation.span.start))


def _organiser(match: re.Match[str]) -> str | None:
    """A group's quoted name says who runs the model; any other says only what it is called."""
    return "to-hop-tac" if match[0].lower().startswith(("tổ", "nhóm")) else None
