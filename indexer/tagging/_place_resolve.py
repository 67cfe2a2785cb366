"""Which place each candidate means: containment first, then what the rest of the text supports."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from indexer.tagging._gazetteer import Level, Unit
from indexer.tagging._place_links import RANK, namesake, narrow
from indexer.tagging._place_scan import Candidate
from kb.places import districts, place_key

__all__ = ["Place", "resolve"]

LONG_WORD = 5
"""Letters from which a single word is a name without more ado: KBang, Pleiku, but not Vinh, Lắk or Chũ."""
CLEAR_LEAD = 1.3
"""How much better supported a province must be than its rival; below, nothing is decided."""


@dataclass(frozen=True, slots=True)
class Place:
    """A decided candidate; `unit` is None when nothing tells which of several places is meant."""

    candidate: Candidate
    unit: Unit | None


def resolve(candidates: Sequence[Candidate], hint: str | None, is_new: bool) -> list[Place]:
    """A place for each candidate that is one, in order.

    `hint` is a province that the source of the text points to; it only breaks ties. `is_new`: the text was
    written after 1 July 2025, so communes of the 34 provinces come first.
    """
    for one in reversed(candidates):
        narrow(one, is_new)
    candidates = [one for one in candidates if not one.is_hamlet]
    named = _Named(candidates)
    kept = [one for one in candidates if named.is_place(one)]
    context = _Context(kept, named, hint, is_new)
    meant: dict[str, Unit] = {}
    for one in sorted(filter(_clearness, kept), key=_clearness, reverse=True):
        if unit := context.choose(one.units):
            meant.setdefault(place_key(one.name), unit)
    return [Place(one, _meaning(one, meant, context)) for one in kept]


def _clearness(one: Candidate) -> int:
    """How clearly a candidate says what it is: with the place around it, with a level word, or bare."""
    return 2 if one.holder else int(one.level is not None)


def _meaning(one: Candidate, meant: Mapping[str, Unit], context: "_Context") -> Unit | None:
    """What a candidate means: what its name means where the text says so clearly, else what fits best."""
    clear = meant.get(place_key(one.name))
    if clear and not one.holder and _may_be(one, clear.level, clear.province):
        is_province = one.level is None and _may_be(one, "province", clear.province)
        if not is_province:
            return clear
    return context.choose(one.units if _clearness(one) else _highest(one.units))


def _may_be(one: Candidate, level: Level, province: str) -> bool:
    return any(unit.level == level and unit.province == province for unit in one.units)


@cache
def _former_districts() -> dict[tuple[str, str], list[str]]:
    """(province, district merged away) -> the districts it went into."""
    former: dict[tuple[str, str], list[str]] = defaultdict(list)
    for unit in districts():
        if unit.merged_into:
            former[unit.province, unit.name].append(unit.merged_into)
    return former


class _Named:
    """What a text calls communes, and the districts it names beyond doubt."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.communes: set[str] = set()
        self.districts: dict[tuple[str, str], str] = {}
        """(province, district) -> the name its communes go under: a former district's is kept."""
        for one in candidates:
            if one.level == "commune" or one.holder:
                self.communes.add(place_key(one.name))
            if len(one.units) == 1 and one.units[0].level == "district":
                self._add_district(one.units[0])

    def _add_district(self, unit: Unit) -> None:
        province, name = unit.province, unit.district
        assert name is not None
        self.districts[province, name] = name
        for into in _former_districts().get((province, name), ()):
            self.districts.setdefault((province, into), name)

    def is_near(self, unit: Unit) -> bool:
        return unit.level == "commune" and (unit.province, unit.district) in self.districts

    def is_place(self, one: Candidate) -> bool:
        """Whether a candidate still counts when it has no level word.

        Short names of one syllable are words too ("Vinh danh"). A commune's bare name counts where the text
        calls it a commune elsewhere, or names its district.
        """
        if one.is_governed or one.units[0].level == "province":
            return True
        if " " not in one.name and len(one.name) < LONG_WORD:
            return False
        if one.level or one.holder or any(unit.level != "commune" for unit in one.units):
            return True
        return place_key(one.name) in self.communes or any(map(self.is_near, one.units))


def _highest(units: Sequence[Unit]) -> list[Unit]:
    top = max(RANK[unit.level] for unit in units)
    return [unit for unit in units if RANK[unit.level] == top]


class _Context:
    """How far a text supports each unit."""

    def __init__(
        self, candidates: Iterable[Candidate], named: _Named, hint: str | None, is_new: bool
    ) -> None:
        self.named = named
        self.is_new = is_new
        self.votes: dict[str, float] = defaultdict(float)
        self.votes_2025: dict[str, float] = defaultdict(float)
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
        if rivals and not self.named.is_near(best) and self.support(best) < CLEAR_LEAD * most:
            return None
        equal = {
            u.district for u in units if self._rank(u) == self._rank(best) and u.province == best.province
        }
        return best._replace(district=self._district(best) if len(equal) == 1 else None)

    def _district(self, unit: Unit) -> str | None:
        """The district of a unit, by the name that the text uses for it."""
        if unit.district is None or unit.level != "commune":
            return unit.district
        return self.named.districts.get((unit.province, unit.district), unit.district)

    def _rank(self, unit: Unit) -> tuple[bool, float, bool]:
        return self.named.is_near(unit), self.support(unit), (unit.since is not None) == self.is_new
