"""Rebuild the gazetteer in kb/data from the administrative tables of the package `vietnamadminunits`.

    python scripts/build_gazetteer.py            # writes the files
    python scripts/build_gazetteer.py --check    # exit 1 when a file differs from a rebuild

The package holds the units on the eve of 1 July 2025, the units since, and which old communes made up each
new one. What it lacks (labels, regions, neighbours, districts merged away before 2025) is written by hand
in kb/data/places_supplement.json. The decision record is docs/decisions/0003-gazetteer.md.
"""

import json
import re
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent.parent / "kb" / "data"
BEFORE = "admin_units_legacy"
SINCE = "admin_units"
PROVINCE_COLUMNS = "provinceCode, province, provinceShort, provinceLat, provinceLon"
COMMUNE_COLUMNS = "provinceShort, district, ward, wardLat, wardLon, wardAlias"


@cache
def package_data() -> Path:
    """The data folder of vietnamadminunits, found without importing it (its import loads every parser)."""
    spec = find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        sys.exit("vietnamadminunits is not installed: see requirements-test.lock")
    return Path(spec.origin).parent / "data"


@cache
def supplement() -> dict[str, Any]:
    return json.loads((DATA / "places_supplement.json").read_text(encoding="utf-8"))


def rows(query: str) -> Iterator[tuple[Any, ...]]:
    connection = sqlite3.connect(f"file:{package_data() / 'dataset.db'}?mode=ro", uri=True)
    yield from connection.execute(query)
    connection.close()


def label(name: str) -> str:
    return supplement()["labels"].get(name, name)


def label_2025(name: str) -> str:
    return supplement()["labels_2025"].get(name, name)


def kind_of(full_name: str) -> str:
    """The level word a full name opens with: "Thị xã Kỳ Anh" -> "thị xã"."""
    kinds = ("tỉnh", "thành phố", "thị xã", "thị trấn", "quận", "huyện", "xã", "phường", "đặc khu")
    return next(kind for kind in kinds if full_name.lower().startswith(kind + " "))


def bare(full_name: str) -> str:
    """A full name without its level word: "Thành phố Hồng Ngự" -> "Hồng Ngự"."""
    return full_name[len(kind_of(full_name)) + 1 :].strip()


@cache
def successors() -> dict[str, str]:
    """Old province -> the province it became part of on 1 July 2025, as labels."""
    converter = json.loads((package_data() / "converter_2025.json").read_text(encoding="utf-8"))
    old = {
        key: label(name) for key, name in rows(f"SELECT DISTINCT provinceKey, provinceShort FROM {BEFORE}")
    }
    new = {
        key: label_2025(name)
        for key, name in rows(f"SELECT DISTINCT provinceKey, provinceShort FROM {SINCE}")
    }
    return {
        old[member]: new[key] for key, members in converter["DICT_PROVINCE"].items() for member in members
    }


def region_of(name: str, table: str) -> str:
    return next(region for region, members in supplement()[table].items() if name in members)


def province_records() -> list[dict[str, Any]]:
    """The 63 provinces in order of their code."""
    became = successors()
    query = f"SELECT DISTINCT {PROVINCE_COLUMNS} FROM {BEFORE} ORDER BY 1"
    return [
        {
            "name": label(short),
            "code": code,
            "kind": "tỉnh" if short == "Huế" else kind_of(full),
            "lat": lat,
            "lon": lon,
            "region": region_of(label(short), "regions"),
            "successor_2025": became[label(short)],
            "aliases": supplement()["aliases"].get(label(short), []),
            "neighbours": supplement()["neighbours"][label(short)],
        }
        for code, full, short, lat, lon in rows(query)
    ]


def neighbours_2025(members: list[str]) -> list[str]:
    """New provinces that border the one made from `members`: those that a neighbour of a member became."""
    became = successors()
    near = {became[name] for member in members for name in supplement()["neighbours"][member]}
    return sorted(near - {became[members[0]]})


def province_records_2025() -> list[dict[str, Any]]:
    """The 34 provinces in order of their code."""
    members = defaultdict(list)
    for old, new in successors().items():
        members[new].append(old)
    query = f"SELECT DISTINCT {PROVINCE_COLUMNS} FROM {SINCE} ORDER BY 1"
    return [
        {
            "name": label_2025(short),
            "code": code,
            "kind": kind_of(full),
            "lat": lat,
            "lon": lon,
            "region": region_of(label_2025(short), "regions_2025"),
            "members": sorted(members[label_2025(short)]),
            "aliases": supplement()["aliases"].get(label_2025(short), []),
            "neighbours": neighbours_2025(members[label_2025(short)]),
        }
        for code, full, short, lat, lon in rows(query)
    ]


def table(header: str, lines: Iterable[tuple[Any, ...]]) -> str:
    body = ("\t".join("" if cell is None else str(cell) for cell in line) for line in lines)
    return "\n".join([header.replace(" ", "\t"), *body]) + "\n"


def district_table() -> str:
    """Districts of 2024-2025, then those merged away before, with the district that took them in."""
    query = f"SELECT DISTINCT provinceShort, district, districtLat, districtLon FROM {BEFORE}"
    current = [(label(p), kind_of(d), bare(d), lat, lon, "") for p, d, lat, lon in rows(query)]
    place = {(province, name): (lat, lon) for province, _, name, lat, lon, _ in current}
    former = [
        (unit["province"], unit["kind"], unit["name"], *place[unit["province"], unit["now"]], unit["now"])
        for unit in supplement()["former_districts"]
    ]
    return table("province kind name lat lon merged_into", current + former)


def former_names(aliases: str | None) -> str:
    """Names of the communes merged into one, each folded to one word: '["xabinhphu"]' -> "binhphu"."""
    keys = json.loads(aliases) if aliases else []
    names = (
        re.sub(r"^(?:xa|phuong|thitran)(?=[a-z]{3})", "", key)
        for key in keys
        if not key.startswith(("ward", "tt"))
    )
    return " ".join(sorted({name for name in names if len(name) > 3 and name.isalpha()}))


def commune_table() -> str:
    query = f"SELECT {COMMUNE_COLUMNS} FROM {BEFORE} WHERE ward IS NOT NULL"
    return table(
        "province district kind name lat lon former_names",
        (
            (label(province), bare(district), kind_of(ward), bare(ward), lat, lon, former_names(aliases))
            for province, district, ward, lat, lon, aliases in rows(query)
        ),
    )


def parts_2025() -> dict[tuple[str, str], Counter[str]]:
    """New province and commune keys -> the old "province/district" it was made from, most communes first."""
    converter = json.loads((package_data() / "converter_2025.json").read_text(encoding="utf-8"))
    old = {
        f"{p}_{d}": f"{label(province)}/{bare(district)}"
        for p, d, province, district in rows(
            f"SELECT DISTINCT provinceKey, districtKey, provinceShort, district FROM {BEFORE}"
        )
    }
    parts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, members in communes.items():
            parts[province, commune].update(old[member.rpartition("_")[0]] for member in members)
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for member, communes in divided.items():
            for commune in communes:
                parts[province, commune["newWardKey"]][old[member.rpartition("_")[0]]] += 1
    return parts


def commune_table_2025() -> str:
    parts = parts_2025()
    query = f"SELECT provinceShort, ward, wardLat, wardLon, provinceKey, wardKey FROM {SINCE}"
    return table(
        "province kind name lat lon made_from",
        (
            (
                label_2025(province),
                kind_of(ward),
                bare(ward),
                lat,
                lon,
                "; ".join(part for part, _ in parts[province_key, ward_key].most_common()),
            )
            for province, ward, lat, lon, province_key, ward_key in rows(query)
        ),
    )


def province_file() -> str:
    """Provinces as JSON, a record a line."""
    lists = {"before": province_records(), "since": province_records_2025()}
    return (
        "{\n"
        + ",\n".join(
            f'"{era}": [\n' + ",\n".join(json.dumps(r, ensure_ascii=False) for r in records) + "\n]"
            for era, records in lists.items()
        )
        + "\n}\n"
    )


def build() -> dict[str, str]:
    """File name -> its text."""
    return {
        "places.json": province_file(),
        "places_districts.tsv": district_table(),
        "places_communes.tsv": commune_table(),
        "places_communes_2025.tsv": commune_table_2025(),
    }


def main(arguments: list[str]) -> None:
    files = build()
    if "--check" in arguments:
        stale = [name for name, text in files.items() if (DATA / name).read_text(encoding="utf-8") != text]
        sys.exit(f"stale: {', '.join(stale)}" if stale else 0)
    for name, text in files.items():
        (DATA / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
