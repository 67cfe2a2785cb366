"""The provinces, districts and communes of Vietnam: the 63 provinces before 1 July 2025 and the 34 since.

Data: kb/data/places*.{json,tsv}, built by scripts/build_gazetteer.py. Provinces are read on import (20 kB);
districts and communes on first use.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

__all__ = [
    "PROVINCES",
    "PROVINCES_2025",
    "REGIONS",
    "REGIONS_2025",
    "Commune",
    "Commune2025",
    "District",
    "Province",
    "communes",
    "communes_2025",
    "districts",
    "find_province",
    "find_province_2025",
    "fold_place",
    "neighbours",
    "place_key",
]

DATA = Path(__file__).parent / "data"

_LETTERS = {
    "a": "àáảãạăằắẳẵặâầấẩẫậ",
    "e": "èéẻẽẹêềếểễệ",
    "i": "ìíỉĩị",
    "o": "òóỏõọôồốổỗộơờớởỡợ",
    "u": "ùúủũụưừứửữựƣ",
    "y": "ỳýỷỹỵ",
    "d": "đð",
}
_FOLD = str.maketrans(
    {
        letter: base
        for base, marked in _LETTERS.items()
        for one in marked
        for letter, base in ((one, base), (one.upper(), base))
    }
    | {chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
)


class _Folded(dict[str, str]):
    """Words without marks, worked out once: `str.translate` takes 150 ns a letter."""

    def __missing__(self, word: str) -> str:
        folded = word.translate(_FOLD)
        if len(word) <= _LONGEST_REMEMBERED:
            if len(self) >= _MOST_REMEMBERED:
                self.clear()
            self[word] = folded
        return folded


_LONGEST_REMEMBERED, _MOST_REMEMBERED = 20, 100_000
_folded = _Folded()


@lru_cache(maxsize=16)  # several readers of one document ask for the same text
def fold_place(text: str) -> str:
    """`text` in lower case without marks, letter for letter: the length and every position stay.

    >>> fold_place("Đắk Lắk, Ðắk Nông")
    'dak lak, dak nong'
    """
    return " ".join(map(_folded.__getitem__, text.split(" ")))


def place_key(name: str) -> str:
    """One key for all spellings of a name: no marks, spaces or apostrophes, y as i, j as i, k as c.

    The keys of the syllables, one after the other, are the key of the name.

    >>> [place_key(name) for name in ("Đắk Lắk", "Đăk Lăk", "ĐắkLắk", "Đắc Lắc", "DAK-LAK")]
    ['daclac', 'daclac', 'daclac', 'daclac', 'daclac']
    >>> place_key("Ea H'Leo"), place_key("Khánh Hoà")
    ('eahleo', 'khanhhoa')
    """
    alike = re.sub(r"k(?!h)", "c", name.translate(_FOLD)).replace("y", "i").replace("j", "i")
    return re.sub(r"[^a-z0-9]", "", alike)


@dataclass(frozen=True, slots=True)
class Province:
    """A province of one of the two maps.

    `kind` is "tỉnh" or "thành phố" (run by the central government). `lat`, `lon` are degrees (WGS 84) of a
    point in its middle. `successor_2025` is the name of the province it is part of since 1 July 2025;
    `members` are the names of the old provinces that a new one was made from (its own, for an old one).
    """

    name: str
    slug: str
    code: str
    kind: str
    lat: float
    lon: float
    region: str
    successor_2025: str
    members: tuple[str, ...]
    aliases: tuple[str, ...]
    neighbours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class District:
    """A district before 1 July 2025; `merged_into` names the district that took it in earlier, else None."""

    province: str
    kind: str
    name: str
    lat: float
    lon: float
    merged_into: str | None


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune before 1 July 2025; `former_keys` are the keys (`place_key`) of communes merged into it."""

    province: str
    district: str
    kind: str
    name: str
    lat: float
    lon: float
    former_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Commune2025:
    """A commune since 1 July 2025; `made_from` are (old province, old district), largest share first."""

    province_2025: str
    kind: str
    name: str
    lat: float
    lon: float
    made_from: tuple[tuple[str, str], ...]


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold_place(name))


def _province(record: dict[str, Any]) -> Province:
    name = record["name"]
    return Province(
        **{key: record[key] for key in ("name", "code", "kind", "lat", "lon", "region")},
        slug=_slug(name),
        successor_2025=record.get("successor_2025", name),
        members=tuple(record.get("members", [name])),
        aliases=tuple(record["aliases"]),
        neighbours=tuple(record["neighbours"]),
    )


def _load_provinces(era: str) -> tuple[Province, ...]:
    records = json.loads((DATA / "places.json").read_text(encoding="utf-8"))
    return tuple(_province(record) for record in records[era])


PROVINCES: tuple[Province, ...] = _load_provinces("before")
"""The 63 provinces before 1 July 2025, north to south."""

PROVINCES_2025: tuple[Province, ...] = _load_provinces("since")
"""The 34 provinces since 1 July 2025, north to south."""

REGIONS: tuple[str, ...] = tuple(dict.fromkeys(province.region for province in PROVINCES))
REGIONS_2025: tuple[str, ...] = tuple(dict.fromkeys(province.region for province in PROVINCES_2025))


def _name_index(provinces: tuple[Province, ...]) -> dict[str, Province]:
    aliases = {place_key(alias): province for province in provinces for alias in province.aliases}
    return aliases | {place_key(province.name): province for province in provinces}


_BY_KEY = _name_index(PROVINCES)
_BY_KEY_2025 = _name_index(PROVINCES_2025)
_LEVEL_WORD = re.compile(r"^\s*(?:tinh|thanh pho|tp)\b[\s.]*(?=\w)")


def _look_up(index: dict[str, Province], text: str) -> Province | None:
    shortened = text[match.end() :] if (match := _LEVEL_WORD.match(fold_place(text))) else text
    return index.get(place_key(text)) or index.get(place_key(shortened))


def find_province(text: str) -> Province | None:
    """The province of the 63 that `text` names, in any spelling, or None.

    >>> [find_province(text).name for text in ("dak lak", "Tỉnh Hoà Bình", "tphcm", "Huế", "ha-giang")]
    ['Đắk Lắk', 'Hòa Bình', 'TP Hồ Chí Minh', 'Thừa Thiên Huế', 'Hà Giang']
    >>> find_province("BR-VT").name, find_province("hòa bình thế giới")
    ('Bà Rịa - Vũng Tàu', None)
    """
    return _look_up(_BY_KEY, text)


def find_province_2025(text: str) -> Province | None:
    """The province of the 34 that `text` names or that its old province became part of, or None.

    >>> find_province_2025("Hà Giang").name, find_province_2025("TP. Huế").name
    ('Tuyên Quang', 'Huế')
    """
    if found := _look_up(_BY_KEY_2025, text):
        return found
    old = find_province(text)
    return _look_up(_BY_KEY_2025, old.successor_2025) if old else None


def neighbours(province: Province) -> tuple[Province, ...]:
    """The provinces of the same map that share a border with `province`.

    >>> [near.name for near in neighbours(find_province("Cà Mau"))]
    ['Kiên Giang', 'Bạc Liêu']
    """
    index = _BY_KEY if province in PROVINCES else _BY_KEY_2025
    return tuple(index[place_key(name)] for name in province.neighbours)


def _table(name: str) -> Iterator[list[str]]:
    """The rows of a data table, without its header."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return (line.split("\t") for line in lines[1:])


@cache
def districts() -> tuple[District, ...]:
    """Every district of the 63 provinces, those merged away before 2025 last."""
    return tuple(
        District(province, kind, name, float(lat), float(lon), merged_into or None)
        for province, kind, name, lat, lon, merged_into in _table("places_districts.tsv")
    )


@cache
def communes() -> tuple[Commune, ...]:
    """Every commune of the 63 provinces (some ten thousand), by province and district."""
    return tuple(
        Commune(province, district, kind, name, float(lat), float(lon), tuple(map(place_key, former.split())))
        for province, district, kind, name, lat, lon, former in _table("places_communes.tsv")
    )


@cache
def communes_2025() -> tuple[Commune2025, ...]:
    """Every commune of the 34 provinces (some three thousand), by province."""
    return tuple(
        Commune2025(province, kind, name, float(lat), float(lon), _parts(made_from))
        for province, kind, name, lat, lon, made_from in _table("places_communes_2025.tsv")
    )


def _parts(made_from: str) -> tuple[tuple[str, str], ...]:
    pairs = (part.partition("/") for part in made_from.split("; "))
    return tuple((province, district) for province, _, district in pairs)
