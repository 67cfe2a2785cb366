"""Which place each candidate means: lists and containment first, then what the rest of the text supports."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from indexer.tagging._gazetteer import Unit
from indexer.tagging._place_scan import Candidate
from kb.places import find_province, place_key

__all__ = ["Place", "link", "resolve"]


@dataclass(frozen=True, slots=True)
class Place:
    """A decided candidate. `unit` is None when the text does not tell which of several places is meant."""

    candidate: Candidate
    unit: Unit | None


_HOLDER = re.compile(
    r"\s*(?:,\s*|\(\s*|[-–]\s+)?(?:(?:là|một)\s)*(?:xã\s[\w\s]{0,30})?(?:(?:thuộc|của|ở|tại)\s)?"
    r"(?:(?:tỉnh|thành\sphố|tp\.?|huyện|quận|thị\sxã|tx\.?|h\.|q\.)\s*)?(?:nghèo\s|biên\sgiới\s|miền\snúi\s|vùng\scao\s)*",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\)?\s*(?:\([^)]{0,60}\)\s*)?(?:,|;|và|hay|hoặc|cùng|với|,\svà)\s*"
    r"(?:(?:các|hai|ba)?\s?(?:xã|huyện|tỉnh|phường|thị trấn)\s)?",
    re.IGNORECASE,
)
_RANK = {"commune": 0, "district": 1, "province": 2}


@cache
def successor(province: str) -> str:
    found = find_province(province)
    assert found is not None, province
    return found.successor_2025


def namesake(province: str) -> str:
    """The new province of the same name, whether or not there is one."""
    return "Huế" if province == "Thừa Thiên Huế" else province


def is_inside(unit: Unit, holder: Unit) -> bool:
    """Whether `holder` held `unit` before 1 July 2025."""
    if _RANK[unit.level] >= _RANK[holder.level] or unit.province != holder.province:
        return False
    return holder.level == "province" or unit.district == holder.district


def is_inside_2025(unit: Unit, holder: Unit) -> bool:
    """Whether the province of the 34 called like `holder` holds `unit` since 1 July 2025."""
    if holder.level != "province" or unit.level == "province":
        return False
    return successor(unit.province) == namesake(holder.province)


def link(text: str, candidates: Sequence[Candidate]) -> None:
    """Passes levels along lists ("các huyện A, B và C") and finds who holds whom ("xã A, huyện B, tỉnh C")."""
    gaps = [
        text[one.end : following.start] for one, following in zip(candidates, candidates[1:], strict=False)
    ]
    for one, following, gap in zip(candidates, candidates[1:], gaps, strict=False):
        if one.is_plural and following.kind is None and _NEXT.fullmatch(gap):
            _join_list(one, following)
    for one, following, gap in reversed(list(zip(candidates, candidates[1:], gaps, strict=False))):
        if _HOLDER.fullmatch(gap) and _may_hold(one, following):
            one.holder, following.is_holder = following, True
        elif (
            following.holder
            and following.level == one.level
            and _NEXT.fullmatch(gap)
            and _may_hold(one, following.holder)
        ):
            one.holder = following.holder


def _join_list(one: Candidate, following: Candidate) -> None:
    alike = [unit for unit in following.units if unit.level == one.level]
    if alike:
        following.units, following.level, following.is_plural = alike, one.level, True


def _may_hold(one: Candidate, other: Candidate) -> bool:
    if one.is_plural and other.is_plural and one.level == other.level:
        return False
    return any(is_inside(u, h) or is_inside_2025(u, h) for u in one.units for h in other.units)


def _narrow(one: Candidate, is_new: bool) -> None:
    """Keeps of `one` and its holder only the units that fit each other; the old map first, unless `is_new`."""
    holder = one.holder
    if holder is None:
        return
    before = [u for u in one.units if any(is_inside(u, h) for h in holder.units) and not u.since]
    since = [u for u in one.units if any(is_inside_2025(u, h) for h in holder.units)]
    kept = ([u for u in since if u.since] or before or since) if is_new else (before or since)
    one.units = kept or one.units
    fitting = [h for h in holder.units if any(is_inside(u, h) or is_inside_2025(u, h) for u in one.units)]
    holder.units = fitting or holder.units


def resolve(candidates: Sequence[Candidate], hint: str | None, is_new: bool) -> list[Place]:
    """A place for each candidate that is one, in order.

    `hint` is a province that the source of the text points to; it only breaks ties. `is_new`: the text was
    written after 1 July 2025, so communes of the 34 provinces come first.
    """
    for one in reversed(candidates):
        _narrow(one, is_new)
    named = {place_key(one.name) for one in candidates if one.level == "commune" or one.holder}
    kept = [one for one in candidates if _is_place(one, named)]
    votes = _votes(kept, hint)
    districts = {one.units[0][3:5] for one in kept if _is_plain_district(one)}
    return [Place(one, _choose(one, votes, districts, is_new)) for one in kept]


def _is_place(one: Candidate, named: set[str]) -> bool:
    """A commune's bare name counts only where the text calls it a commune elsewhere."""
    if one.level or one.holder or any(unit.level != "commune" for unit in one.units):
        return True
    return place_key(one.name) in named


def _is_plain_district(one: Candidate) -> bool:
    return len(one.units) == 1 and one.units[0].level == "district"


def _readings(one: Candidate) -> list[Unit]:
    """The units of the highest level among those possible, when no level word chose one."""
    if one.level:
        return one.units
    top = max(_RANK[unit.level] for unit in one.units)
    return [unit for unit in one.units if _RANK[unit.level] == top]


def _votes(candidates: Iterable[Candidate], hint: str | None) -> Counter[str]:
    """How much the text supports each province: a plain name votes for one, an ambiguous one is shared out."""
    votes: Counter[str] = Counter()
    for one in candidates:
        provinces = {unit.province for unit in _readings(one)}
        for province in provinces:
            votes[province] += (one.weight + 0.1) / len(provinces) ** 2
    if hint:
        votes[hint] += 0.5
    return votes


def _choose(
    one: Candidate, votes: Counter[str], districts: set[tuple[str, str | None]], is_new: bool
) -> Unit | None:
    def rank(unit: Unit) -> tuple[float, ...]:
        near = (unit.province, unit.district) in districts and unit.level == "commune"
        return (near, votes[unit.province], bool(unit.since) == is_new)

    units = _readings(one)
    best = max(units, key=rank)
    rivals = [unit for unit in units if unit.province != best.province]
    if (
        rivals
        and votes[best.province] < 1.3 * max(votes[unit.province] for unit in rivals)
        and not rank(best)[0]
    ):
        return None
    same = {unit.district for unit in units if rank(unit) == rank(best) and unit.province == best.province}
    return best if len(same) == 1 else best._replace(district=None)
