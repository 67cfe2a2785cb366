"""Rebuild webui/data/map.json, the outlines of both maps, from the npm package `@svg-maps/vietnam` 2.0.0.

    npm pack @svg-maps/vietnam && tar xzf svg-maps-vietnam-*.tgz
    python scripts/build_map.py package/vietnam.svg

The source draws each province by itself, so that neighbours overlap or part by a hair. Here they are fitted
together, thinned where the eye cannot see it, and put on a whole-number grid. The 34 provinces are real
unions of the 63, without inner borders. The islands Hoàng Sa and Trường Sa are outlines of their own in the
source and stay so. Needs shapely 2.2, which comes with the test dependencies.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from kb.places import PROVINCES_2025, find_province

TARGET = Path(__file__).parent.parent / "webui" / "data" / "map.json"
ISLANDS = {"hoangsa": "Hoàng Sa", "truongsa": "Trường Sa"}

GRID = 5
"""Steps of the grid to one unit of the source."""

GAP = 1.5
"""Units of the source. Narrower gaps between neighbours are slips of drawing; river mouths are wider."""

TOLERANCE = 0.8
"""Units of the source: what Visvalingam's method may cut off, under a pixel on a wide screen."""

_PATH = re.compile(r'<path\s+id="(\w+)"\s+aria-label="([^"]+)"\s+d="([^"]+)"')
_SIZE = re.compile(r'viewBox="0 0 (\d+) (\d+)"')
_TOKEN = re.compile(r"[A-Za-z]|-?\d*\.?\d+(?:e-?\d+)?")

Point = tuple[float, float]


def rings(path: str) -> Iterator[list[Point]]:
    """The closed rings of an SVG path of lines and cubic curves; a curve gives its end point."""
    command, x, y = "M", 0.0, 0.0
    ring: list[Point] = []
    for command, numbers in segments(path):
        if command in "mM" and ring:
            yield ring
            x, y = ring[0]
            ring = []
        for step in steps(command, numbers):
            x, y = (x + step[0], y + step[1]) if command.islower() else step
            ring.append((x, y))
    if ring:
        yield ring


def segments(path: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with its numbers, in order; closing is left out, as rings close themselves."""
    command, numbers = "", list[float]()
    for token in _TOKEN.findall(path):
        if not token.isalpha():
            numbers.append(float(token))
            continue
        if numbers:
            yield command, numbers
        command, numbers = token, []
    if numbers:
        yield command, numbers


def steps(command: str, numbers: Sequence[float]) -> Iterator[Point]:
    width = 6 if command in "cC" else 2
    for start in range(0, len(numbers), width):
        yield numbers[start + width - 2], numbers[start + width - 1]


def outline(path: str) -> BaseGeometry:
    polygons = [Polygon(ring) for ring in rings(path) if len(ring) > 2]
    return only_areas(shapely.union_all([only_areas(shapely.make_valid(each)) for each in polygons]))


def only_areas(shape: BaseGeometry) -> MultiPolygon:
    """`shape` without the lines and points that repairing leaves behind."""
    return MultiPolygon([part for part in shapely.get_parts(shape) if isinstance(part, Polygon)])


def fitted(outlines: Iterable[BaseGeometry]) -> list[BaseGeometry]:
    """The outlines with shared borders, thinned."""
    cleaned = shapely.coverage_clean(list(outlines), gap_width=GAP)
    return list(shapely.coverage_simplify(cleaned, TOLERANCE))


def drawn(shape: BaseGeometry) -> str:
    """The shape as an SVG path of relative steps on the grid, each part from its first point."""
    parts = []
    for polygon in shapely.get_parts(shape):
        for ring in (polygon.exterior, *polygon.interiors):
            points = [(round(x * GRID), round(y * GRID)) for x, y in ring.coords]
            moves = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points) if a != b]
            parts.append(f"M{joined([points[0]])}l{joined(moves[:-1] or [(1, 1)])}z")
    return "".join(parts)


def record(shape: BaseGeometry) -> dict[str, object]:
    """The path of a shape and the box around it: left, top, right, bottom."""
    return {"path": drawn(shape), "box": [round(side * GRID) for side in shape.bounds]}


def joined(points: Iterable[tuple[int, int]]) -> str:
    """Numbers with as few separators as SVG allows: a minus sign is one."""
    text = ",".join(f"{x},{y}" for x, y in points)
    return text.replace(",-", "-")


def build(source: str) -> dict[str, object]:
    found = _PATH.findall(source)
    size = _SIZE.search(source)
    if size is None:
        sys.exit("the source has no viewBox")
    names = [find_province(label) for identifier, label, _ in found if identifier not in ISLANDS]
    shapes = fitted(outline(path) for identifier, _, path in found if identifier not in ISLANDS)
    by_name = {province.name: shape for province, shape in zip(names, shapes, strict=True) if province}
    islands = {
        ISLANDS[identifier]: record(shapely.simplify(outline(path), TOLERANCE / 4))
        for identifier, _, path in found
        if identifier in ISLANDS
    }
    return {
        "width": int(size[1]) * GRID,
        "height": int(size[2]) * GRID,
        "islands": islands,
        "63": {province.slug: record(by_name[province.name]) for province in names if province},
        "34": {
            province.slug: record(shapely.coverage_union_all([by_name[name] for name in province.members]))
            for province in PROVINCES_2025
        },
    }


def written(built: dict[str, object]) -> str:
    """As JSON, a record a line."""
    lines = []
    for key, value in built.items():
        if isinstance(value, dict):
            records = ",\n".join(
                f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(each)}" for name, each in value.items()
            )
            lines.append(f'"{key}": {{\n{records}\n}}')
        else:
            lines.append(f'"{key}": {value}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    TARGET.write_text(written(build(Path(sys.argv[1]).read_text(encoding="utf-8"))), encoding="utf-8")
