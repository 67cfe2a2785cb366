"""The map of Vietnam before and since 1 July 2025, coloured by a measure in five classes of like size."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import url_for

from kb.places import (
    PROVINCES,
    PROVINCES_2025,
    REGIONS,
    REGIONS_2025,
    Province,
    find_province,
    find_province_2025,
)
from kb.search import Filters
from webui.params import read_map

__all__ = ["ERAS", "Area", "Drawing", "Era", "Label", "Scale", "Step", "draw", "quantile_scale", "read_era"]

_OUTLINES = Path(__file__).parent / "data" / "map.json"
_LEVELS = 5
_MARGIN = 0.06
"""Share of its size left free around a part of the map."""


@dataclass(frozen=True, slots=True)
class Era:
    """One of the two maps: its key in addresses, the facet that counts by it, its provinces and regions."""

    key: str
    facet: str
    provinces: tuple[Province, ...]
    regions: tuple[str, ...]

    @property
    def in_address(self) -> str | None:
        """What an address says to mean this map; the 63 are meant where it says nothing."""
        return None if self.key == "63" else self.key

    def address(self, province: Province) -> str:
        """Of the province's page."""
        return url_for("places.show", slug=province.slug, map=self.in_address)

    def find(self, text: str) -> Province | None:
        """The province of this map that `text` names, or the one that it became part of."""
        return find_province(text) if self.key == "63" else find_province_2025(text)


ERAS: Mapping[str, Era] = {
    "63": Era("63", "province", PROVINCES, REGIONS),
    "34": Era("34", "province_2025", PROVINCES_2025, REGIONS_2025),
}


def read_era() -> Era:
    """The map that the address asks for, else that of the 63 provinces. Raises ArgumentInvalid."""
    return ERAS[read_map(Filters())]


@dataclass(frozen=True, slots=True)
class Step:
    """A class of a scale: its colour, the lowest and the highest value in it, and how many there are."""

    level: int
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Scale:
    """Classes from low to high. Levels go from 1 to 5 however many classes there are; 0 is no value."""

    steps: tuple[Step, ...]

    def level(self, value: float | None) -> int:
        if not value:
            return 0
        return next((step.level for step in self.steps if value <= step.high), _LEVELS)


def quantile_scale(values: Iterable[float | None]) -> Scale:
    """At most five classes, each with about as many values; 0 and None belong to none.

    >>> [(step.low, step.high) for step in quantile_scale([0, None, 1, 1, 2, 3, 5, 8, 13, 21]).steps]
    [(1, 1), (2, 3), (5, 5), (8, 13), (21, 21)]
    """
    ordered = sorted(value for value in values if value)
    highs = sorted(
        {ordered[-(-len(ordered) * part // _LEVELS) - 1] for part in range(1, _LEVELS + 1)} if ordered else ()
    )
    steps = []
    for index, high in enumerate(highs):
        inside = [value for value in ordered if value <= high and (not index or value > highs[index - 1])]
        steps.append(Step(_level(index, len(highs)), inside[0], high, len(inside)))
    return Scale(tuple(steps))


def _level(index: int, count: int) -> int:
    """Levels from palest to strongest: 1, 3, 5 for three classes."""
    return 1 + round(index * (_LEVELS - 1) / (count - 1)) if count > 1 else _LEVELS // 2 + 1


@dataclass(frozen=True, slots=True)
class Area:
    """A province as drawn: where it leads, what it is called («Hà Giang: 12 mô hình»), its colour."""

    province: Province
    address: str
    name: str
    level: int
    is_current: bool = False

    def path(self, era: Era) -> str:
        outline: str = _outlines()[era.key][self.province.slug]["path"]
        return outline


@dataclass(frozen=True, slots=True)
class Label:
    """Islands that are an outline of their own, with the place for their name above them."""

    name: str
    path: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a template needs to draw a map; `view_box` is in the steps of its grid."""

    era: Era
    view_box: str
    areas: tuple[Area, ...]
    islands: tuple[Label, ...] = ()


def draw(era: Era, areas: Sequence[Area], *, whole: bool = True) -> Drawing:
    """The areas on the whole map with its islands, or on as much of it as they take up."""
    outlines = _outlines()
    if whole:
        islands = tuple(_label(name, each) for name, each in outlines["islands"].items())
        return Drawing(era, f"0 0 {outlines['width']} {outlines['height']}", tuple(areas), islands)
    boxes = [outlines[era.key][area.province.slug]["box"] for area in areas]
    left, top = (min(box[side] for box in boxes) for side in (0, 1))
    width, height = max(box[2] for box in boxes) - left, max(box[3] for box in boxes) - top
    margin = round(_MARGIN * max(width, height))
    return Drawing(
        era, f"{left - margin} {top - margin} {width + 2 * margin} {height + 2 * margin}", tuple(areas)
    )


def _label(name: str, outline: Mapping[str, Any]) -> Label:
    left, top, right, _ = outline["box"]
    return Label(name, outline["path"], (left + right) // 2, top)


@cache
def _outlines() -> dict[str, Any]:
    outlines: dict[str, Any] = json.loads(_OUTLINES.read_text(encoding="utf-8"))
    return outlines
