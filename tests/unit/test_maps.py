"""The map: outlines of both maps, and the classes they are coloured by."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, make_valid, union_all

from kb.places import PROVINCES, PROVINCES_2025, Province
from webui.maps import ERAS, Area, draw, quantile_scale

DATA = json.loads((Path(__file__).parents[2] / "webui" / "data" / "map.json").read_text(encoding="utf-8"))
_PART = re.compile(r"M(-?\d+),(-?\d+)l([^z]*)z")


def shape(path: str) -> MultiPolygon | Polygon:
    """The area of an outline of relative steps."""
    polygons = []
    for x, y, steps in _PART.findall(path):
        point, points = (int(x), int(y)), [(int(x), int(y))]
        numbers = list(map(int, re.findall(r"-?\d+", steps)))
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            point = point[0] + dx, point[1] + dy
            points.append(point)
        if len(points) > 2:
            polygons.append(make_valid(Polygon(points)))
    return union_all(polygons)


def test_both_maps_are_whole_and_hold_the_islands() -> None:
    assert DATA["63"].keys() == {province.slug for province in PROVINCES}
    assert DATA["34"].keys() == {province.slug for province in PROVINCES_2025}
    assert DATA["islands"].keys() == {"Hoàng Sa", "Trường Sa"}


@pytest.mark.parametrize("province", PROVINCES_2025, ids=lambda province: province.slug)
def test_a_new_province_covers_its_members_and_has_no_inner_border(province: Province) -> None:
    joined = shape(DATA["34"][province.slug]["path"])
    members = [shape(DATA["63"][each.slug]["path"]) for each in PROVINCES if each.name in province.members]
    together = union_all(members)
    assert joined.symmetric_difference(together).area < 0.002 * together.area
    if len(members) > 1:
        assert joined.length < 0.97 * sum(member.length for member in members)


@pytest.mark.parametrize("era", ["63", "34"])
def test_neighbours_share_a_border_and_do_not_overlap(era: str) -> None:
    shapes = {slug: shape(each["path"]) for slug, each in DATA[era].items()}
    overlap = sum(each.area for each in shapes.values()) - union_all(list(shapes.values())).area
    assert overlap < 0.001 * sum(each.area for each in shapes.values())
    for province in ERAS[era].provinces:
        near = [each for each in ERAS[era].provinces if each.name in province.neighbours]
        distances = [shapes[province.slug].distance(shapes[each.slug]) for each in near]
        assert max(distances) < 12, province.name  # a river mouth between two coastal provinces


def test_outlines_are_light_enough_to_stand_in_a_page() -> None:
    assert all(sum(len(each["path"]) for each in DATA[era].values()) < 30_000 for era in ("63", "34"))


def areas(*names: str) -> list[Area]:
    era = ERAS["63"]
    return [Area(province, "/", name, 1) for name in names if (province := era.find(name))]


def test_a_part_of_the_map_shows_its_provinces_whole_and_little_else() -> None:
    drawing = draw(ERAS["63"], areas("Hà Giang", "Cao Bằng"), whole=False)
    left, top, width, height = map(int, drawing.view_box.split())
    for slug in ("ha-giang", "cao-bang"):
        box = DATA["63"][slug]["box"]
        assert left < box[0] and top < box[1]
        assert left + width > box[2] and top + height > box[3]
    assert width * height < 0.1 * DATA["width"] * DATA["height"]
    assert not drawing.islands


def test_the_whole_map_has_the_islands_with_room_for_their_names() -> None:
    drawing = draw(ERAS["63"], areas("Hà Giang"))
    assert {island.name for island in drawing.islands} == {"Hoàng Sa", "Trường Sa"}
    assert all(200 < island.y < DATA["height"] and 0 < island.x < DATA["width"] for island in drawing.islands)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([], [], id="none"),
        pytest.param([0, None], [], id="nothing-known"),
        pytest.param([7], [(3, 7, 7)], id="one"),
        pytest.param([1, 1, 1, 2], [(1, 1, 1), (5, 2, 2)], id="ties-stay-together"),
        pytest.param(range(1, 11), [(1, 1, 2), (2, 3, 4), (3, 5, 6), (4, 7, 8), (5, 9, 10)], id="fifths"),
    ],
)
def test_classes_of_a_scale(values: list[float | None], expected: list[tuple[int, float, float]]) -> None:
    steps = quantile_scale(values).steps
    assert [(step.level, step.low, step.high) for step in steps] == expected


@given(st.lists(st.one_of(st.none(), st.floats(min_value=0, max_value=100)), max_size=63))
def test_every_value_is_in_one_class_and_higher_values_are_never_paler(values: list[float | None]) -> None:
    scale = quantile_scale(values)
    known = sorted(value for value in values if value)
    assert sum(step.count for step in scale.steps) == len(known)
    levels = [scale.level(value) for value in known]
    assert levels == sorted(levels)
    assert all(1 <= level <= 5 for level in levels)
    assert scale.level(None) == scale.level(0) == 0
