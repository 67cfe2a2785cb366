"""The table of districts on the sea against something it was not made from: the outlines of the map."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest

from kb.coast import is_coastal
from kb.places import PROVINCES, communes, districts, find_province

shapely = pytest.importorskip("shapely")
pytest.importorskip("shapely.ops")

OUTLINES = Path(__file__).parents[2] / "webui" / "data" / "map.json"
ENDS = (21.54, 108.0), (10.40, 104.45)
"""Where the coast begins and ends: Móng Cái and Hà Tiên (latitude, longitude)."""

FAR_KM = 15
"""The outlines are simplified, and a commune is known by a point in its middle."""

JOINED_LATE = {("Nghệ An", "Vinh"), ("Hà Tĩnh", "Hà Tĩnh")}
"""Towns that reached the sea by mergers of 2024 and 2025; what is written of them is about inland places."""

BY_WATER = {
    *(("Thừa Thiên Huế", name) for name in ("Phú Xuân", "Thuận Hóa", "Hương Thủy")),  # on the lagoons
    ("Trà Vinh", "Châu Thành"),  # on a river mouth
    ("Đà Nẵng", "Cẩm Lệ"),  # on the Hàn
}

Key = tuple[str, str]


@pytest.fixture(scope="module")
def km_to_coast() -> dict[Key, float]:
    """For each district how far the nearest of its communes lies from the coast as drawn."""
    outlines = json.loads(OUTLINES.read_text(encoding="utf-8"))["63"]
    drawn = {each.name: shapely.union_all(list(rings(outlines[each.slug]["path"]))) for each in PROVINCES}
    middles = [drawn[each.name].representative_point() for each in PROVINCES]
    degrees = np.array([[each.lon, each.lat, 1] for each in PROVINCES])
    to_map = np.linalg.lstsq(degrees, np.array([[point.x, point.y] for point in middles]), rcond=None)[0]

    def place(lat: float, lon: float) -> "shapely.Point":
        return shapely.Point(*(np.array([lon, lat, 1]) @ to_map))

    coast, steps_a_km = coast_of(drawn.values(), place), abs(to_map[1, 1]) / 111
    points = defaultdict(list)
    for each in communes():
        points[each.province, each.district].append(place(each.lat, each.lon))
    return {key: min(map(coast.distance, near)) / steps_a_km for key, near in points.items()}


def rings(path: str) -> Iterator["shapely.Polygon"]:
    """The parts of an outline: «M571,192l-1,6,6,4z» begins at a place and goes on in steps."""
    for part in path.split("M")[1:]:
        start, _, steps = part.rstrip("z").partition("l")
        first, moves = ([int(each) for each in re.findall(r"-?\d+", text)] for text in (start, steps))
        xs, ys = (list(accumulate(moves[side::2], initial=first[side])) for side in (0, 1))
        if len(xs) > 2:  # a rock is drawn as a stroke
            yield shapely.Polygon(zip(xs, ys, strict=True)).buffer(0)


def coast_of(outlines: object, place: object) -> "shapely.LineString":
    """The part of the mainland's outline between the two ends that passes Nha Trang."""
    whole = shapely.union_all([each.buffer(1) for each in outlines])  # type: ignore[attr-defined]
    mainland = max(whole.geoms, key=lambda each: each.area)
    ring = shapely.LineString(mainland.exterior.coords)
    first, last = sorted(ring.project(place(*end)) for end in ENDS)  # type: ignore[operator]
    inner = shapely.ops.substring(ring, first, last)
    outer = shapely.union_all(
        [shapely.ops.substring(ring, last, ring.length), shapely.ops.substring(ring, 0, first)]
    )
    nha_trang = place(12.25, 109.2)  # type: ignore[operator]
    return min((inner, outer), key=nha_trang.distance)


def test_every_district_said_to_be_on_the_sea_is_drawn_there(km_to_coast: dict[Key, float]) -> None:
    listed = {key: km for key, km in km_to_coast.items() if is_coastal(*key)}
    assert len(listed) > 100
    far = {key for key, km in listed.items() if km > FAR_KM}
    islands = {"Bạch Long Vĩ", "Côn Đảo", "Phú Quí", "Phú Quốc", "Cô Tô", "Cồn Cỏ", "Lý Sơn", "Trường Sa"}
    assert {name for _, name in far} <= islands


def test_no_district_drawn_on_the_sea_is_forgotten(km_to_coast: dict[Key, float]) -> None:
    near = {key for key, km in km_to_coast.items() if km < 2}
    assert len(near) > 60
    assert {key for key in near if not is_coastal(*key)} <= JOINED_LATE | BY_WATER


def test_every_district_on_the_sea_is_a_district() -> None:
    known = {(each.province, each.name) for each in districts()}
    table = (OUTLINES.parents[2] / "kb" / "data" / "coast.tsv").read_text(encoding="utf-8").splitlines()[1:]
    pairs = {tuple(line.split("\t")) for line in table}
    assert len(pairs) == len(table)
    assert pairs <= known
    assert all(find_province(province) for province, _ in pairs)
