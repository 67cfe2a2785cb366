"""Every name in the gazetteer and the units it may stand for."""

import re
from collections import defaultdict
from functools import cache
from typing import Literal, NamedTuple

from kb.places import PROVINCES, communes, communes_2025, districts, place_key

__all__ = ["MOST_SYLLABLES", "Level", "Unit", "agrees", "units_by_key"]

Level = Literal["province", "district", "commune"]

MOST_SYLLABLES = 5
"""No name in the gazetteer has more (Văn Miếu - Quốc Tử Giám)."""


class Unit(NamedTuple):
    """One place that a name may mean, on the map of 63 provinces.

    `name` is the gazetteer's spelling, None for a commune merged away, of which only the key is known.
    `kind` is its level word ("thị xã"). `since` is the province of the 34 for a commune that exists only
    since 1 July 2025, else None; its `province` and `district` are those most of it was made from.
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

    >>> [unit.level for unit in units_by_key()["quangninh"]][:2]
    ['province', 'district']
    >>> sorted(unit.province for unit in units_by_key()["phongdien"] if unit.level == "district")
    ['Cần Thơ', 'Thừa Thiên Huế']
    """
    index: dict[str, dict[Unit, None]] = defaultdict(dict)
    for key, unit in _province_units() + _district_units() + _commune_units() + _commune_units_2025():
        index[key][unit] = None
    return {key: tuple(units) for key, units in index.items()}


_VOWELS = {
    "a": "àáảãạ", "ă": "ằắẳẵặ", "â": "ầấẩẫậ", "e": "èéẻẽẹ", "ê": "ềếểễệ", "i": "ìíỉĩị", "o": "òóỏõọ",
    "ô": "ồốổỗộ", "ơ": "ờớởỡợ", "u": "ùúủũụ", "ư": "ừứửữự", "y": "ỳýỷỹỵ",
}  # fmt: skip
_TONES = str.maketrans(
    {letter: f"{vowel}{tone}" for vowel, row in _VOWELS.items() for tone, letter in enumerate(row, 1)}
)
_SYLLABLE = re.compile(r"[^\W_]+")
_TONE = re.compile(r"[1-5]")


def _spelling(name: str) -> list[tuple[str, str]]:
    """The syllables of a name as (letters, tone), whichever vowel carries the tone mark.

    >>> _spelling("Khánh Hoà") == _spelling("Khánh Hòa")
    True
    """
    syllables = (part.translate(_TONES) for part in _SYLLABLE.findall(name.lower().replace("ð", "đ")))
    return [(_TONE.sub("", part).replace("y", "i"), "".join(_TONE.findall(part))) for part in syllables]


_HIGHLANDS = frozenset(province.name for province in PROVINCES if province.region == "Tây Nguyên")


def agrees(written: str, unit: Unit) -> bool:
    """Whether the marks of a name as written allow this unit, whose key is the same.

    Text without marks agrees with everything, and so does any spelling of a highland name. Of a commune
    merged away the marks are not known.

    >>> unit = units_by_key()["hanam"][0]
    >>> agrees("Hà Nam", unit), agrees("Ha Nam", unit), agrees("Hạ Nam", unit)
    (True, True, False)
    """
    if unit.name is None or written == unit.name or written.isascii() or unit.province in _HIGHLANDS:
        return True
    return _spelling(written) == _spelling(unit.name)
