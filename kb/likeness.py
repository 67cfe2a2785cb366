"""Models like a given one: the same work, in like conditions, of like size, each with its reasons."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from math import log
from typing import Literal

from kb.catalogue import Catalogue, Entry
from kb.places import PROVINCES, Province

__all__ = ["Likeness", "Reason", "similar"]

_PROVINCES = {province.name: province for province in PROVINCES}

ReasonKind = Literal[
    "work", "livelihood", "province", "neighbour", "region", "coast", "households", "cost", "organiser"
]

_WEIGHTS = {
    "work": 4.0,  # times the share of the name that both have, rare words counting more
    "livelihood": 1.0,
    "province": 1.5,
    "neighbour": 1.25,
    "region": 1.0,
    "coast": 0.75,
    "households": 0.75,
    "cost": 0.75,
    "organiser": 0.25,
}
"""What someone asks who wants to copy a model: first the work itself, then the place, then the size."""

_LIKE_SIZE = 1.5
"""Sizes at most this many times apart count as alike."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing two models have in common; `values` are what to say of it: words, a place, both amounts."""

    kind: ReasonKind
    values: tuple[str | int | float, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another model, how alike it is (unbounded, comparable for one model only) and why, strongest first.

    That the livelihood is the same goes without saying where the work is.
    """

    entry: Entry
    score: float
    reasons: tuple[Reason, ...]


def similar(entry: Entry, catalogue: Catalogue, limit: int = 6) -> list[Likeness]:
    """The models most like `entry`, best first; only those that share its work or livelihood.

    Models of the same document are left out: they stand beside it already.
    """
    ruler = _Ruler(entry, catalogue)
    found = (ruler.compare(other) for other in catalogue.entries if ruler.may_be_like(other))
    alike = (each for each in found if any(reason.kind in ("work", "livelihood") for reason in each.reasons))
    return nsmallest(limit, alike, key=lambda each: (-each.score, each.entry.model.model_id))


class _Ruler:
    """Measures models against one of them."""

    def __init__(self, entry: Entry, catalogue: Catalogue) -> None:
        self._entry = entry
        self._words = set(entry.words)
        self._count = len(catalogue.entries)
        self._frequency = catalogue.word_counts
        self._province = _province(entry)

    def may_be_like(self, other: Entry) -> bool:
        """Whether comparing is worth the while: most models are not."""
        mine, theirs = self._entry.model, other.model
        is_alike = mine.livelihood == theirs.livelihood or len(self._words.intersection(other.words)) > 1
        return is_alike and mine.doc_id != theirs.doc_id

    def compare(self, other: Entry) -> Likeness:
        share, words = self._shared_work(other)
        weighed = [(reason, _WEIGHTS[reason.kind]) for reason in self._reasons(other)]
        if words:
            weighed.append((Reason("work", (words,)), _WEIGHTS["work"] * share))
        weighed.sort(key=lambda pair: -pair[1])
        told = (reason for reason, _ in weighed if not (words and reason.kind == "livelihood"))
        return Likeness(other, sum(weight for _, weight in weighed), tuple(told))

    def _shared_work(self, other: Entry) -> tuple[float, str]:
        """How much of both names is shared, from 0 to 1, and the longest stretch of it."""
        shared = self._words.intersection(other.words)
        if len(shared) < 2:  # «nuôi» or «trồng» alone is no work yet
            return 0, ""
        stretch = _longest_common(self._entry.words, other.words)
        if len(stretch) < 2:
            return 0, ""
        whole = self._weight(self._words.union(other.words))  # 0 where every name has all of these words
        return self._weight(shared) / whole if whole else 1.0, " ".join(stretch)

    def _weight(self, words: Iterable[str]) -> float:
        """The inverse document frequencies of words: one in every third name weighs about 1."""
        return sum(log(self._count / self._frequency[word]) for word in words)

    def _reasons(self, other: Entry) -> Iterator[Reason]:
        mine, theirs = self._entry.model, other.model
        if mine.livelihood == theirs.livelihood:
            yield Reason("livelihood", (mine.livelihood,))
        if mine.organiser and mine.organiser == theirs.organiser:
            yield Reason("organiser", (mine.organiser,))
        yield from self._place_reasons(other)
        yield from self._size_reasons(other)

    def _place_reasons(self, other: Entry) -> Iterator[Reason]:
        place, theirs = self._province, _province(other)
        if place and theirs:
            if theirs.name == place.name:
                yield Reason("province", (place.name,))
            elif theirs.name in place.neighbours:
                yield Reason("neighbour", (theirs.name, place.name))
            elif theirs.region == place.region:
                yield Reason("region", (place.region,))
        if "coast" in self._entry.facets and "coast" in other.facets:
            yield Reason("coast")

    def _size_reasons(self, other: Entry) -> Iterator[Reason]:
        ours, theirs = (each.model.figures.get("households") for each in (self._entry, other))
        if ours and theirs and _is_alike(ours.value, theirs.value):
            yield Reason("households", (ours.value, theirs.value))
        mine, cost = self._entry.cost, other.cost
        if mine and cost and mine.key == cost.key and _is_alike(mine.vnd, cost.vnd):
            yield Reason("cost", (mine.cell.text, cost.cell.text))


def _is_alike(one: float, other: float) -> bool:
    low, high = sorted((one, other))
    return 0 < high <= low * _LIKE_SIZE


def _province(entry: Entry) -> Province | None:
    return _PROVINCES.get(entry.model.province or "")


def _longest_common(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The longest stretch of words that both have, the first of several.

    >>> _longest_common(("nuôi", "bò", "sinh", "sản"), ("hỗ", "trợ", "nuôi", "bò", "giống"))
    ('nuôi', 'bò')
    """
    best: tuple[str, ...] = ()
    for start in range(len(one)):
        for stop in range(start + len(best) + 1, len(one) + 1):
            stretch = one[start:stop]
            if any(stretch == other[at : at + len(stretch)] for at in range(len(other))):
                best = stretch
    return best
