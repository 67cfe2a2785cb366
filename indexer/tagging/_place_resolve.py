"""Which place each candidate means: lists and containment first, then what the rest of the text supports."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from indexer.tagging._gazetteer import Unit
from indexer.tagging._place_scan import Candidate
from kb.places import PROVINCES, place_key

__all__ = ["Place", "is_on_new_map", "link", "namesake", "resolve", "successor"]


@dataclass(frozen=True, slots=True)
class Place:
    """A decided candidate; `unit` is None when nothing tells which of several places is meant."""

    candidate: Candidate
    unit: Unit | None


_KIND = r"(?:tỉnh|thành\sphố|tp\.?|huyện|quận|thị\sxã|tx\.?|h\.|q\.|t\.)"
_HOLDER = re.compile(
    rf"\s*(?:(?:,|\(|[-–])\s*)?(?:(?:là|một|xã|huyện|nghèo|vùng|sâu|xa|cao|biên\sgiới|miền\snúi|ven\sbiển)\s)*"
    rf"(?:(?:thuộc|của|ở|tại)\s)?(?:{_KIND}\s*(?:(?:nghèo|vùng|cao|biên\sgiới|miền\snúi)\s)*)?",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\)?\s*(?:\([^)]{0,60}\)\s*)?(?:,\svà|,|;|và|hay|hoặc|cùng|với)\s*"
    r"(?:(?:các|hai|ba)?\s?(?:xã|huyện|tỉnh|phường|thị\strấn|thôn|bản|ấp)\s)?",
    re.IGNORECASE,
)
_RANK = {"commune": 0, "district": 1, "province": 2}
_SUCCESSORS = {province.name: province.successor_2025 for province in PROVINCES}
_NAMESAKES = {"Thừa Thiên Huế": "Huế"}


def successor(province: str) -> str:
    """The province of the 34 that an old one became part of."""
    return _SUCCESSORS[province]


@cache
def namesake(province: str) -> str | None:
    """The province of the 34 that is called like an old one, None when the name is gone."""
    name = _NAMESAKES.get(province, province)
    return name if name in _SUCCESSORS.values() else None


def _is_inside(unit: Unit, holder: Unit) -> bool:
    """Whether `holder` held `unit` before 1 July 2025."""
    if _RANK[unit.level] >= _RANK[holder.level] or unit.province != holder.province:
        return False
    return holder.level == "province" or unit.district == holder.district


def _is_inside_2025(unit: Unit, holder: Unit) -> bool:
    """Whether the province of the 34 that is called like `holder` holds `unit`."""
    if holder.level != "province" or unit.level == "province":
        return False
    return successor(unit.province) == namesake(holder.province)


def _fits(unit: Unit, holder: Unit) -> bool:
    return _is_inside(unit, holder) or _is_inside_2025(unit, holder)


def link(text: str, candidates: Sequence[Candidate]) -> None:
    """Passes levels along lists ("các huyện A, B và C"), finds who holds whom ("xã A, huyện B, tỉnh C")."""
    followed = [(one, other, text[one.end : other.start]) for one, other in pairwise(candidates)]
    for one, other, gap in followed:
        if not other.is_governed and _NEXT.fullmatch(gap):
            _join_list(one, other)
    for one, other, gap in reversed(followed):
        if _HOLDER.fullmatch(gap) and _may_hold(one, other, gap):
            one.holder, other.is_holder = other, True
        elif (
            other.holder
            and other.level == one.level
            and _NEXT.fullmatch(gap)
            and _may_hold(one, other.holder, gap)
        ):
            one.holder = other.holder


def _join_list(one: Candidate, other: Candidate) -> None:
    """Gives `other` the level of the list that `one` belongs to."""
    other.is_hamlet = other.is_hamlet or one.is_hamlet
    alike = [unit for unit in other.units if unit.level == one.level]
    if one.is_plural and alike:
        other.units, other.level, other.is_plural = alike, one.level, True


def _may_hold(one: Candidate, other: Candidate, gap: str) -> bool:
    """Whether `other` can be the place around `one`; a bare province beside another is a list, unless bracketed."""
    if one.is_plural and other.is_plural and one.level == other.level:
        return False
    if one.level is None and one.units[0].level == "province" and "(" not in gap:
        return False
    return any(_fits(unit, holder) for unit in one.units for holder in other.units)


def is_on_new_map(candidates: Iterable[Candidate]) -> bool:
    """Whether some commune is only inside the province it is said to be in since 1 July 2025."""
    return any(
        one.holder is not None
        and one.holder.level == "province"
        and not any(_is_inside(unit, holder) for unit in one.units for holder in one.holder.units)
        for one in candidates
    )


def _narrow(one: Candidate, holder: Candidate, is_new: bool) -> None:
    """Keeps of both only the units that fit; by the map the text was written on where that is possible."""
    before = [u for u in one.units if not u.since and any(_is_inside(u, h) for h in holder.units)]
    since = [u for u in one.units if any(_is_inside_2025(u, h) for h in holder.units)]
    if is_new and holder.level == "province" and not holder.is_former:
        before = [u for u in since if u.since] or before
    one.units = before or since or one.units
    holder.units = [h for h in holder.units if any(_fits(u, h) for u in one.units)] or holder.units


def resolve(candidates: Sequence[Candidate], hint: str | None, is_new: bool) -> list[Place]:
    """A place for each candidate that is one, in order.

    `hint` is a province that the source of the text points to; it only breaks ties. `is_new`: the text was
    written after 1 July 2025, so communes of the 34 provinces come first.
    """
    for one in reversed(candidates):
        if one.holder:
            _narrow(one, one.holder, is_new)
    candidates = [one for one in candidates if not one.is_hamlet]
    called = {place_key(one.name) for one in candidates if one.level == "commune" or one.holder}
    kept = [one for one in candidates if _is_place(one, called)]
    context = _Context(kept, hint, is_new)
    plain = {id(one): context.choose(one.units) for one in kept if one.level or one.holder}
    meant = {place_key(one.name): unit for one in kept if (unit := plain.get(id(one)))}
    return [Place(one, plain[id(one)] if id(one) in plain else _bare(one, meant, context)) for one in kept]


def _is_place(one: Candidate, called: set[str]) -> bool:
    """A commune's bare name counts only where the text calls it a commune elsewhere."""
    if one.level or one.holder or any(unit.level != "commune" for unit in one.units):
        return " " in one.name or one.level is not None or len(one.name) > 3
    return " " in one.name and place_key(one.name) in called


def _bare(one: Candidate, meant: Mapping[str, Unit], context: "_Context") -> Unit | None:
    """What a name without a level word means: what it meant with one, else the highest place it can be."""
    return meant.get(place_key(one.name)) or context.choose(_highest(one.units))


def _highest(units: Sequence[Unit]) -> list[Unit]:
    top = max(_RANK[unit.level] for unit in units)
    return [unit for unit in units if _RANK[unit.level] == top]


class _Context:
    """What a text supports: votes for provinces, and the districts it names beyond doubt."""

    def __init__(self, candidates: Sequence[Candidate], hint: str | None, is_new: bool) -> None:
        self.is_new = is_new
        self.votes: dict[str, float] = defaultdict(float)
        self.votes_2025: dict[str, float] = defaultdict(float)
        self.districts = {
            (one.units[0].province, one.units[0].district)
            for one in candidates
            if len(one.units) == 1 and one.units[0].level == "district"
        }
        for one in candidates:
            self._vote(one)
        if hint:
            self.votes[hint] += 0.5

    def _vote(self, one: Candidate) -> None:
        """A name of one province votes for it; an ambiguous one shares out a smaller vote."""
        units = one.units if one.level else _highest(one.units)
        provinces = {unit.province for unit in units}
        for province in provinces:
            self.votes[province] += (one.weight + 0.1) / len(provinces) ** 2
        if self.is_new and units[0].level == "province" and (name := namesake(units[0].province)):
            self.votes_2025[name] += one.weight

    def support(self, unit: Unit) -> float:
        return self.votes[unit.province] + (self.votes_2025[unit.since] if unit.since else 0.0)

    def choose(self, units: Sequence[Unit]) -> Unit | None:
        """The best supported unit; None when another province's is supported about as well.

        The district is left out when several of the same province stand equal.
        """
        best = max(units, key=self._rank)
        rivals = [unit for unit in units if unit.province != best.province]
        most = max(map(self.support, rivals), default=0.0)
        if rivals and not self._is_near(best) and self.support(best) < 1.3 * most:
            return None
        equals = {
            u.district for u in units if self._rank(u) == self._rank(best) and u.province == best.province
        }
        return best if len(equals) == 1 else best._replace(district=None)

    def _is_near(self, unit: Unit) -> bool:
        return unit.level == "commune" and (unit.province, unit.district) in self.districts

    def _rank(self, unit: Unit) -> tuple[bool, float, bool]:
        return self._is_near(unit), self.support(unit), (unit.since is not None) == self.is_new
