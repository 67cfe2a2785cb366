"""The provinces that a stretch of text is about, from the places it names."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from indexer.tagging._place_links import namesake, successor
from indexer.tagging._place_resolve import Place
from kb.places import PROVINCES

__all__ = ["Scores", "new_name"]

_SHARE = 0.4
"""A province is a subject from this share of the score of the first one on."""
_MOST_SUBJECTS = 4
"""A text that speaks of more provinces alike is about the country."""


class Scores:
    """How much a text says about each province.

    `own` counts, by the 63 names, what can only be that province's. On the new map a province's name says
    no more than which of the 34 is meant: that is counted in `whole`.
    """

    def __init__(self, places: Iterable[Place], is_new: bool) -> None:
        """An empty count for a text that names `places`."""
        self.is_new = is_new
        self.sure = {place.unit.province for place in places if place.unit and not _is_bare_district(place)}
        self.own: dict[str, float] = defaultdict(float)
        self.whole: dict[str, float] = defaultdict(float)
        self.acting: set[str] = set()
        """Provinces of the 34 that a title names for themselves, not to say where a commune lies."""

    def add(self, places: Iterable[Place], factor: float = 1.0) -> None:
        for place in places:
            if place.unit is None:
                continue
            name = new_name(place, self.is_new)
            if name:
                self.whole[name] += factor * self._weight(place)
            else:
                self.own[place.unit.province] += factor * self._weight(place)

    def add_title(self, places: Sequence[Place]) -> None:
        """Counts the title four times, and notes the provinces it is about as such."""
        self.add(places, 4.0)
        names = {name for place in places if (name := new_name(place, self.is_new))}
        lower = {successor(p.unit.province) for p in places if p.unit and p.unit.level != "province"}
        self.acting = names - lower

    def _weight(self, place: Place) -> float:
        """How much one mention says that the text is about its province.

        A district's bare name is often a person's or a company's; it counts little where nothing else
        names its province.
        """
        if place.candidate.is_holder:
            return 0.5 * place.candidate.weight
        if place.unit and _is_bare_district(place):
            return (0.6 if place.unit.province in self.sure else 0.3) * place.candidate.weight
        return place.candidate.weight

    def subjects(self, least: float) -> list[str]:
        """The 63-names of the provinces the text is about, most spoken of first; none below `least`."""
        ranked = self._by_successor() if self.is_new else dict(self.own)
        top = max(ranked.values(), default=0.0)
        if top < least:
            return []
        chosen = [name for name in sorted(ranked, key=lambda n: -ranked[n]) if ranked[name] >= _SHARE * top]
        if len(chosen) > _MOST_SUBJECTS:
            return []
        return [old for name in chosen for old in self._members(name)] if self.is_new else chosen

    def _by_successor(self) -> dict[str, float]:
        totals = defaultdict(float, self.whole)
        for province, score in self.own.items():
            totals[successor(province)] += score
        return totals

    def _members(self, name: str) -> list[str]:
        """The old provinces meant by one of the 34: those with places of their own, else its namesake.

        The namesake is meant as well when the title speaks of the new province and the text more of it than
        of places in it.
        """
        own = {old: score for old, score in self.own.items() if successor(old) == name and score >= 1}
        old_name = next(province.name for province in PROVINCES if namesake(province.name) == name)
        is_whole = name in self.acting and self.whole[name] > sum(own.values())
        if not own or (is_whole and old_name not in own):
            return [old_name, *own]
        return sorted(own, key=lambda old: -own[old])


def new_name(place: Place, is_new: bool) -> str | None:
    """The province of the 34 that a mention names, None when it names something on the old map."""
    unit = place.unit
    if not is_new or unit is None or unit.level != "province" or place.candidate.is_former:
        return None
    return namesake(unit.province)


def _is_bare_district(place: Place) -> bool:
    one = place.candidate
    return (
        one.level is None and one.holder is None and place.unit is not None and place.unit.level == "district"
    )
