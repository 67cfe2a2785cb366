"""The filters beside a list: what can be chosen, with counts and addresses, and what has been chosen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.formatting import format_money
from kb.language import _
from kb.places import PROVINCES, PROVINCES_2025, Province, fold_place
from kb.query import parse_query, without_fields
from kb.search import FacetCount, Filters
from webui.params import Map, address
from webui.rendering import facet_value_label

__all__ = ["Chip", "Choice", "Group", "Listing", "Region", "chips", "facet_groups", "without"]

_SHOWN = 8
"""Choices of a group in sight at first; the others unfold."""

_PLACES: Mapping[Map, tuple[str, Mapping[str, Province]]] = {
    "63": ("province", {province.name: province for province in PROVINCES}),
    "34": ("province_2025", {province.name: province for province in PROVINCES_2025}),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as asked for: its endpoint, the text typed, and the filters chosen and typed."""

    endpoint: str
    text: str
    filters: Filters

    def address(self, **changes: object) -> str:
        """Of the list with arguments changed, from its first page on.

        Filters that were typed stand as arguments there, so that they can be dropped like the others.
        """
        settled: dict[str, object] = {"q": without_fields(self.text)} if self._has_typed else {}
        settled |= {facet: list(values) for facet, values in self.filters.values.items()}
        if self.filters.years:
            settled["year"] = "-".join(map(str, self.filters.years))
        return address(self.endpoint, **{**settled, "page": None, **changes})

    @property
    def _has_typed(self) -> bool:
        return bool(parse_query(self.text).fields)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet; following `address` chooses it, or drops it when it is chosen.

    For a province `successor` is what it is part of on the other map, `merged` what was joined to it.
    """

    label: str
    count: int
    is_chosen: bool
    address: str
    successor: str = ""
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """All provinces of a region as one choice."""

    name: str
    is_chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """A facet: the chosen and the most frequent values, then the rest by alphabet.

    `maps` is set for provinces: for the 63 and the 34 the address that shows them, and whether it is they
    that are shown.
    """

    key: str
    title: str
    choices: tuple[Choice, ...]
    rest: tuple[Choice, ...] = ()
    regions: tuple[Region, ...] = ()
    maps: tuple[tuple[str, str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on; following `address` drops it. `facet` and `values` are what it stands for.

    `facet` is "years" for a range of years and "cost" for a limit on cost, else one of a list's facets.
    """

    facet: str
    label: str
    address: str
    values: tuple[str, ...] = ()


def facet_groups(
    listing: Listing,
    titles: Mapping[str, str],
    counts: Mapping[str, Sequence[FacetCount]],
    shown_map: Map,
) -> list[Group]:
    """The groups in the order of `titles`, without empty ones; of the two maps only the one asked for."""
    groups = []
    for facet, title in titles.items():
        if facet in ("province", "province_2025"):
            if facet == _PLACES[shown_map][0]:
                groups.append(_place_group(listing, title, counts[facet], shown_map))
        elif counts[facet]:
            groups.append(Group(facet, title, *_choices(listing, facet, counts[facet])))
    return groups


def chips(listing: Listing, max_cost_vnd: int | None = None) -> list[Chip]:
    """What the list is limited to, in the order of the facets; a whole region is one chip."""
    found = []
    for facet, values in listing.filters.values.items():
        rest = list(values)
        for region, names in _regions(facet):
            if names <= set(rest):
                rest = [value for value in rest if value not in names]
                found.append(_chip(listing, _(region), facet, names))
        found += [_chip(listing, facet_value_label(facet, value), facet, {value}) for value in rest]
    if listing.filters.years:
        low, high = listing.filters.years
        found.append(Chip("years", f"{low}–{high}", listing.address(year=None)))
    if max_cost_vnd is not None:
        dropped = listing.address(cost=None, unknown=None)
        found.append(Chip("cost", format_money(max_cost_vnd), dropped))
    return found


def without(filters: Filters, chip: Chip) -> Filters:
    """The filters but for what the chip stands for."""
    if chip.facet == "years":
        return replace(filters, years=None)
    rest = tuple(value for value in filters.chosen(chip.facet) if value not in chip.values)
    return replace(filters, values={**filters.values, chip.facet: rest})


def _chip(listing: Listing, label: str, facet: str, values: set[str]) -> Chip:
    rest = [value for value in listing.filters.chosen(facet) if value not in values]
    return Chip(facet, label, listing.address(**{facet: rest}), tuple(sorted(values)))


def _regions(facet: str) -> Iterator[tuple[str, set[str]]]:
    """The regions of the facet's map that have more than one province, each with their names."""
    for key, places in _PLACES.values():
        if key == facet:
            for region in dict.fromkeys(province.region for province in places.values()):
                yield region, {province.name for province in places.values() if province.region == region}


def _place_group(listing: Listing, title: str, counts: Sequence[FacetCount], shown: Map) -> Group:
    facet, places = _PLACES[shown]
    maps = tuple((key, listing.address(map=key), key == shown) for key in _PLACES)
    known = [count for count in counts if count.value in places]
    in_sight, rest = (
        tuple(_with_other_names(choice, places[choice.label]) for choice in part)
        for part in _choices(listing, facet, known)
    )
    regions = tuple(_region_choices(listing, facet))
    return Group(facet, title, in_sight, rest, regions, maps)


def _with_other_names(choice: Choice, province: Province) -> Choice:
    """What a province is called on the other map, when that is more than its own name."""
    successor = province.successor_2025 if province.successor_2025 != province.name else ""
    merged = tuple(name for name in province.members if name != province.name)
    return replace(choice, successor=successor, merged=merged)


def _region_choices(listing: Listing, facet: str) -> Iterator[Region]:
    for region, names in _regions(facet):
        chosen = listing.filters.chosen(facet)
        is_chosen = names <= set(chosen)
        others = [value for value in chosen if value not in names]
        values = others if is_chosen else [*others, *sorted(names)]
        yield Region(_(region), is_chosen, listing.address(**{facet: values}))


def _choices(
    listing: Listing, facet: str, counts: Sequence[FacetCount]
) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """Those in sight, chosen ones first, and those folded away. Years go from the last to the first."""
    chosen = listing.filters.chosen(facet)
    ordered = sorted(counts, key=lambda each: each.value, reverse=True) if facet == "year" else counts
    ordered = sorted(ordered, key=lambda each: not each.is_chosen)
    shown = max(_SHOWN, len(chosen))
    made = [
        Choice(
            facet_value_label(facet, each.value),
            each.count,
            each.is_chosen,
            listing.address(**{facet: _toggled(chosen, each.value)}),
        )
        for each in ordered
    ]
    rest = made[shown:]
    if facet != "year":
        rest.sort(key=lambda choice: fold_place(choice.label))
    return tuple(made[:shown]), tuple(rest)


def _toggled(chosen: Sequence[str], value: str) -> list[str]:
    rest = [each for each in chosen if each != value]
    return rest if value in chosen else [*rest, value]
