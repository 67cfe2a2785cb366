"""The units of `data/units.toml`, compiled once into the patterns that read them."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["UnitPatterns", "unit_patterns"]


@dataclass(frozen=True, slots=True)
class UnitPatterns:
    """What the data file says, ready to match.

    `unit` and `per_behind` match behind an amount; their group "unit" is a key of `unit_names` or
    `per_names`, lower case. `per_before` finds "mỗi hộ", "hằng năm". `qualifier`, `vague`, `name_always`,
    `name_unless_unit` and `counting` end where a number begins; `qualifier_after` begins behind the unit.
    """

    unit: re.Pattern[str]
    unit_names: Mapping[str, str]
    per_behind: re.Pattern[str]
    per_before: re.Pattern[str]
    per_names: Mapping[str, str]
    measured: frozenset[str]
    qualifier: re.Pattern[str]
    qualifier_after: re.Pattern[str]
    vague: re.Pattern[str]
    name_always: re.Pattern[str]
    name_unless_unit: re.Pattern[str]


@cache
def unit_patterns() -> UnitPatterns:
    """The patterns of the data file; read and compiled at the first call."""
    data = tomllib.loads((files("indexer") / "data" / "units.toml").read_text(encoding="utf-8"))
    unit_names = _names(data["units"])
    per_names = _names(data["per"])
    per = f"(?P<unit>{_alternatives(per_names)})"
    return UnitPatterns(
        unit=_compile(rf"\s*(?P<unit>{_guarded(unit_names, data['not_before'])})"),
        unit_names=unit_names,
        per_behind=_compile(rf"(?:\s*/\s*(?:(?:1|một|mỗi)\s*)?|\s+(?:trên\s+)?(?:mỗi|một|1)\s+){per}(?!\w)"),
        per_before=_compile(rf"(?<!\w)(?:mỗi|hàng|hằng|từng|bình quân|(?P<loose>một|1))\s+{per}(?!\w)"),
        per_names=per_names,
        measured=frozenset(data["measured"]["units"]),
        qualifier=_ending(data["qualifiers"]["before"]),
        qualifier_after=_compile(rf"\s+(?:{_alternatives(data['qualifiers']['after'])})(?!\w)"),
        vague=_ending(data["vague"]["words"]),
        name_always=_ending(data["names"]["always"], r"[\s-]*"),
        name_unless_unit=_ending(
            data["names"]["unless_unit"],
            unless=f"(?:{_alternatives(data['names']['counting'])})\\s+",
        ),
    )


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _names(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {spelling: name for name, spellings in table.items() for spelling in spellings}


def _alternatives(spellings: Iterable[str]) -> str:
    """A pattern of all spellings, the longest first; any white space may stand between their words."""
    ranked = sorted(spellings, key=len, reverse=True)
    return "|".join(r"\s+".join(map(re.escape, spelling.split())) for spelling in ranked)


def _guarded(names: Mapping[str, str], not_before: Mapping[str, list[str]]) -> str:
    """The alternatives, each kept from matching the beginning of a longer word."""
    branches = []
    for spelling in sorted(names, key=len, reverse=True):
        follows = not_before.get(spelling)
        guard = rf"(?!\s+(?:{_alternatives(follows)})(?!\w))" if follows else ""
        edge = "" if spelling == "%" else r"(?!\w)"
        branches.append(_alternatives([spelling]) + edge + guard)
    return "|".join(branches)


def _ending(phrases: Iterable[str], gap: str = r"\s+", unless: str = "") -> re.Pattern[str]:
    """A pattern for a phrase that stands directly in front of a number, not behind `unless`."""
    front = f"(?P<unless>{unless})?" if unless else ""
    return _compile(rf"(?<!\w){front}(?P<phrase>{_alternatives(phrases)}){gap}$")
