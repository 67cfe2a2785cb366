"""Every name in the gazetteer and the units it may stand for."""

from collections import defaultdict
from functools import cache
from typing import Literal, NamedTuple

from kb.places import PROVINCES, communes, communes_2025, districts, place_key

__all__ = ["Level", "Unit", "longest_name", "units_by_key"]

Level = Literal["province", "district", "commune"]


class Unit(NamedTuple):
    """One place that a name may mean, on the map of 63 provinces.

    `name` is the gazetteer's spelling, None for a name kept only as a key (communes merged away).
    `kind` is the level word in full ("thị xã"). `since` is the province of the 34 for a commune that exists
    only since 1 July 2025, else None; its `province` and `district` are then those most of it was made from.
    """

    level: Level
    name: str | None
    kind: str
    province: str
    district: str | None = None
    since: str | None = None


def _province_units() -> list[tuple[str, Unit]]:
    return [
        (place_key(name), Unit("province", name, province.kind, province.name))
        for province in PROVINCES
        for name in (province.name, *province.aliases)
    ]


def _district_units() -> list[tuple[str, Unit]]:
    return [
        (place_key(unit.name), Unit("district", unit.name, unit.kind, unit.province, unit.name))
        for unit in districts()
    ]


def _commune_units() -> list[tuple[str, Unit]]:
    found = []
    for unit in communes():
        own = Unit("commune", unit.name, unit.kind, unit.province, unit.district)
        found.append((place_key(unit.name), own))
        found += [(key, own._replace(name=None)) for key in unit.former_keys]
    return found


def _commune_units_2025() -> list[tuple[str, Unit]]:
    return [
        (place_key(unit.name), Unit("commune", unit.name, unit.kind, *unit.made_from[0], unit.province_2025))
        for unit in communes_2025()
    ]


@cache
def units_by_key() -> dict[str, tuple[Unit, ...]]:
    """Name key (`kb.places.place_key`) -> the units it may mean, provinces first, communes of 2025 last.

    >>> [unit.level for unit in units_by_key()["quangninh"]]
    ['province', 'district', 'commune', 'commune', 'commune']
    >>> sorted(unit.province for unit in units_by_key()["phongdien"] if unit.level == "district")
    ['Cần Thơ', 'Thừa Thiên Huế']
    """
    index: dict[str, dict[Unit, None]] = defaultdict(dict)
    for key, unit in _province_units() + _district_units() + _commune_units() + _commune_units_2025():
        index[key][unit] = None
    return {key: tuple(units) for key, units in index.items()}


longest_name = 5
"""No name in the gazetteer has more syllables (Phan Rang - Tháp Chàm has four, Bà Rịa - Vũng Tàu four)."""
