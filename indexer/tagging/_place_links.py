"""What stands beside what: lists of places of one level, and places said to lie inside another."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from indexer.tagging._gazetteer import Unit
from indexer.tagging._place_scan import Candidate
from kb.places import PROVINCES

__all__ = ["RANK", "is_on_new_map", "link", "namesake", "narrow", "successor"]

RANK = {"commune": 0, "district": 1, "province": 2}
_SUCCESSORS = {province.name: province.successor_2025 for province in PROVINCES}
_NAMESAKES = {"Thừa Thiên Huế": "Huế"}

_KIND = r"(?:tỉnh|thành\sphố|tp\.?|huyện|quận|thị\sxã|tx\.?|h\.|q\.|t\.)"
_TERRAIN = r"(?:nghèo|vùng|sâu|xa|cao|biên\sgiới|miền\snúi|ven\sbiển|thuần\snông|trung\sdu)"
_HOLDER = re.compile(
    rf"\s*(?:(?:,|\(|[-–])\s*)?(?:(?:là|một|xã|huyện|{_TERRAIN})\s)*"
    rf"(?:(?:thuộc|của|ở|tại)\s)?(?:{_KIND}\s*(?:{_TERRAIN}\s)*)?",
    re.IGNORECASE,
)
"""What may stand between a place and the one around it: ", huyện ", " (", " là xã vùng cao của tỉnh "."""
_NEXT = re.compile(
    r"\)?\s*(?:\([^)]{0,60}\)\s*)?(?:,\svà|,|;|và|hay|hoặc|cùng|với)\s*"
    r"(?:(?:các|hai|ba)?\s?(?:xã|huyện|tỉnh|phường|thị\strấn|thôn|bản|ấp)\s)?",
    re.IGNORECASE,
)
"""What may stand between two places of a list: ", ", " và ", " (huyện Quế Sơn), "."""


def successor(province: str) -> str:
    """The province of the 34 that an old one became part of."""
    return _SUCCESSORS[province]


@cache
def namesake(province: str) -> str | None:
    """The province of the 34 that is called like an old one, None when the name is gone.

    >>> namesake("Thừa Thiên Huế"), namesake("Hà Giang")
    ('Huế', None)
    """
    name = _NAMESAKES.get(province, province)
    return name if name in _SUCCESSORS.values() else None


def _is_inside(unit: Unit, holder: Unit) -> bool:
    """Whether `holder` held `unit` before 1 July 2025."""
    if RANK[unit.level] >= RANK[holder.level] or unit.province != holder.province:
        return False
    return holder.level == "province" or unit.district == holder.district


def _is_inside_2025(unit: Unit, holder: Unit) -> bool:
    """Whether the province of the 34 that is called like `holder` holds `unit`."""
    if holder.level != "province" or unit.level == "province":
        return False
    return successor(unit.province) == namesake(holder.province)


def _fits(unit: Unit, holder: Unit) -> bool:
    return _is_inside(unit, holder) or _is_inside_2025(unit, holder)


def _was_moved(unit: Unit, holder: Unit) -> bool:
    """Whether `unit` may have been in the district `holder` before a merger that the gazetteer has made."""
    levels = (unit.level, holder.level)
    return levels == ("commune", "district") and unit.province == holder.province and not unit.since


def link(text: str, candidates: Sequence[Candidate]) -> None:
    """Passes levels along lists ("các huyện A, B và C"), finds who holds whom ("xã A, huyện B, tỉnh C")."""
    followed = [(one, other, text[one.end : other.start]) for one, other in pairwise(candidates)]
    for one, other, gap in followed:
        if _NEXT.fullmatch(gap):
            _join_list(one, other)
    for one, other, gap in reversed(followed):
        if _HOLDER.fullmatch(gap) and _may_hold(one, other, gap):
            one.holder, other.is_holder = other, True
        elif _NEXT.fullmatch(gap) and other.level == one.level and other.holder:
            one.holder = other.holder if _may_hold(one, other.holder, gap) else None


def _join_list(one: Candidate, other: Candidate) -> None:
    """Gives `other` the level and the map of the list that `one` belongs to."""
    if _is_province(one) and _is_province(other):
        one.is_former = other.is_former = _names_old_province(one) or _names_old_province(other)
    if other.is_governed:
        return
    other.is_hamlet = other.is_hamlet or one.is_hamlet
    alike = [unit for unit in other.units if unit.level == one.level]
    if one.is_plural and alike:
        other.units, other.level, other.is_plural = alike, one.level, True


def _is_province(one: Candidate) -> bool:
    return one.units[0].level == "province"


def _names_old_province(one: Candidate) -> bool:
    """Whether a province's name stands for the map before July 2025: marked so, or gone since."""
    return one.is_former or namesake(one.units[0].province) is None


def _may_hold(one: Candidate, other: Candidate, gap: str) -> bool:
    """Whether `other` can be the place around `one`.

    A bare province beside another is a list, unless bracketed. A text knows better than the gazetteer in
    which district a commune was when it says so with both level words.
    """
    if one.is_plural and other.is_plural and one.level == other.level:
        return False
    if one.level is None and _is_province(one) and "(" not in gap:
        return False
    pairs = [(unit, holder) for unit in one.units for holder in other.units]
    if _is_commune(one) and other.is_governed and any(_was_moved(*pair) for pair in pairs):
        return True
    return any(_fits(*pair) for pair in pairs)


def _is_commune(one: Candidate) -> bool:
    return all(unit.level == "commune" for unit in one.units)


def is_on_new_map(candidates: Iterable[Candidate]) -> bool:
    """Whether some place is inside the province it is said to be in only since 1 July 2025."""
    return any(
        one.holder is not None
        and _is_province(one.holder)
        and not any(_is_inside(unit, holder) for unit in one.units for holder in one.holder.units)
        for one in candidates
    )


def narrow(one: Candidate, is_new: bool) -> None:
    """Keeps of a candidate and its holder the units that fit, by the map of the text where it can be."""
    if one.holder is None:
        return
    pairs = [(unit, holder) for unit in one.units for holder in one.holder.units]
    before = [pair for pair in pairs if _is_inside(*pair) and not pair[0].since]
    since = [pair for pair in pairs if _is_inside_2025(*pair)]
    if is_new and not one.holder.is_former:
        before = [pair for pair in since if pair[0].since] or before
    moved = [(u._replace(district=h.district), h) for u, h in pairs if _was_moved(u, h)]
    if kept := before or since or moved:
        one.units = list(dict.fromkeys(unit for unit, _ in kept))
        one.holder.units = list(dict.fromkeys(holder for _, holder in kept))
