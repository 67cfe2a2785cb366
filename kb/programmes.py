"""The national target programmes and their projects: names, legal basis, period, and what continued what.

A project of the 2021-2025 poverty-reduction programme (Decision 90/QĐ-TTg: 7 projects, 11 sub-projects) has
a bare code, "DA3.1" for Sub-project 1 of Project 3; one of another programme carries that programme's key:
"2016-2020:DA1" (Decision 1722/QĐ-TTg), "DTTS:DA3" (Decision 1719/QĐ-TTg, ethnic-minority areas).
All of it is data, in `kb/data/programmes.toml`.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kb.errors import NotFound
from kb.language import _
from kb.places import fold_place

__all__ = [
    "CROSSWALK",
    "CURRENT",
    "PROGRAMMES",
    "PROJECTS",
    "Correspondence",
    "Programme",
    "Project",
    "children",
    "find_project",
    "predecessors",
    "programme_of",
    "project",
    "successors",
]

CURRENT = "2021-2025"
"""The programme whose project codes carry no prefix."""


@dataclass(frozen=True, slots=True)
class Programme:
    """A national target programme. `names` starts with the official one; `replaces` holds keys."""

    key: str
    short_name: str
    names: tuple[str, ...]
    legal_basis: tuple[str, ...]
    first_year: int
    last_year: int
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """A project or sub-project. `parent` is the code of the project a sub-project belongs to."""

    code: str
    programme: str
    name: str
    short_name: str
    aliases: tuple[str, ...]
    legal_basis: tuple[str, ...]
    parent: str | None

    @property
    def title(self) -> str:
        """The number as texts write it: "Tiểu dự án 1 thuộc Dự án 3", "Dự án 2"."""
        numbers = self.code.rpartition("DA")[2].split(".")
        own = _("Dự án %(number)s", number=numbers[0])
        if self.parent is None:
            return own
        return _("Tiểu dự án %(number)s thuộc %(project)s", number=numbers[1], project=own)


@dataclass(frozen=True, slots=True)
class Correspondence:
    """The content of project `earlier` went on in project `later` of a following programme."""

    earlier: str
    later: str
    note: str


def _read() -> dict[str, Any]:
    with (Path(__file__).parent / "data" / "programmes.toml").open("rb") as file:
        return tomllib.load(file)


def _programme(record: dict[str, Any]) -> Programme:
    return Programme(
        key=record["key"],
        short_name=record["short_name"],
        names=tuple(record["names"]),
        legal_basis=tuple(record["legal_basis"]),
        first_year=record["first_year"],
        last_year=record["last_year"],
        replaces=tuple(record.get("replaces", ())),
    )


def _project(programme: dict[str, Any], record: dict[str, Any]) -> Project:
    prefix = "" if programme["key"] == CURRENT else f"{programme['key']}:"
    number, _, sub_number = record["code"].partition(".")
    return Project(
        code=prefix + record["code"],
        programme=programme["key"],
        name=record["name"],
        short_name=record["short_name"],
        aliases=tuple(record["aliases"]),
        legal_basis=tuple(record.get("legal_basis", programme["legal_basis"])),
        parent=prefix + number if sub_number else None,
    )


_DATA = _read()
PROGRAMMES = {record["key"]: _programme(record) for record in _DATA["programme"]}
"""Programmes by key, the current one first."""

PROJECTS = {
    one.code: one
    for record in _DATA["programme"]
    for one in (_project(record, project) for project in record.get("project", ()))
}
"""Projects by code: the current programme's first, each project followed by its sub-projects."""

CROSSWALK = tuple(
    Correspondence(record["earlier"], later, record["note"])
    for record in _DATA["crosswalk"]
    for later in record["later"]
)
"""Every correspondence, in the order of the earlier programme."""


def project(code: str) -> Project:
    """The project of `code`; raises NotFound for a code that no programme has.

    >>> project("DA3.1").title
    'Tiểu dự án 1 thuộc Dự án 3'
    >>> project("2016-2020:DA2").name
    'Chương trình 135'
    """
    try:
        return PROJECTS[code]
    except KeyError:
        raise NotFound(what="project", key=code) from None


def programme_of(code: str) -> Programme:
    """The programme that the project of `code` belongs to; raises NotFound."""
    return PROGRAMMES[project(code).programme]


def children(code: str) -> tuple[Project, ...]:
    """The sub-projects of a project, in order; empty for one that is not divided."""
    return tuple(one for one in PROJECTS.values() if one.parent == code)


def successors(code: str) -> tuple[Correspondence, ...]:
    """What the content of a project became in later programmes."""
    return tuple(link for link in CROSSWALK if link.earlier == code)


def predecessors(code: str) -> tuple[Correspondence, ...]:
    """What the content of a project was in earlier programmes."""
    return tuple(link for link in CROSSWALK if link.later == code)


_NUMBERED = re.compile(
    r"(?:(?P<key>2016 2020|dtts) )?(?:"
    r"(?:tda|tieu du an) ?(?P<sub>\d) (?:(?:thuoc|cua|trong) )*(?:da|du an) ?(?P<of>\d{1,2})"
    r"|(?:da|du an) ?(?P<number>\d{1,2})(?:(?:,? (?:tda|tieu du an) ?| )(?P<part>\d))?)"
)


def find_project(text: str) -> Project | None:
    """The project that somebody means by what they typed: a code, a number, a name; None when unclear.

    >>> [find_project(typed).code for typed in ("DA3.1", "dự án 2", "tieu du an 1 du an 3", "TDA1-DA3")]
    ['DA3.1', 'DA2', 'DA3.1', 'DA3.1']
    >>> find_project("đa dạng hoá sinh kế").code
    'DA2'
    """
    typed = _fold(text)
    match = _NUMBERED.fullmatch(typed)
    if not match:
        return PROJECTS.get(_codes_by_name().get(typed, ""))
    prefix = {"2016 2020": "2016-2020:", "dtts": "DTTS:"}.get(match["key"], "")
    code = f"{prefix}DA{match['of'] or match['number']}"
    sub_number = match["sub"] or match["part"]
    return PROJECTS.get(f"{code}.{sub_number}" if sub_number else code)


@cache
def _codes_by_name() -> dict[str, str]:
    """Folded names of all projects → code; where two projects share a name, the current programme's."""
    codes: dict[str, str] = {}
    for one in PROJECTS.values():
        for name in (one.name, one.short_name, *one.aliases):
            codes.setdefault(_fold(name), one.code)
    return codes


def _fold(text: str) -> str:
    """Lower case without marks and punctuation: "Dự án 3.1" → "du an 3 1"."""
    return " ".join(re.findall(r"[a-z0-9]+", fold_place(unicodedata.normalize("NFC", text))))
