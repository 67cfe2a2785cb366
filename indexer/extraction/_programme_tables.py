"""The tables of `data/indicators_programme.toml`, compiled once."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["CountRow", "ProgrammeTables", "programme_tables"]


@dataclass(frozen=True, slots=True)
class CountRow:
    """What is counted in `units`: its `noun` and `unit` where they differ, the `least` count taken, and what
    must be said in the clause (`needs`), in `front` of the number and `behind` the unit."""

    units: frozenset[str]
    noun: str | None
    unit: str | None
    least: int
    needs: re.Pattern[str] | None
    front: re.Pattern[str] | None
    behind: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class ProgrammeTables:
    """The data file: `named` maps a table and a name to the pattern that calls for the name."""

    counts: tuple[CountRow, ...]
    named: Mapping[str, Mapping[str, re.Pattern[str]]]
    uncounted: re.Pattern[str]
    other_money: re.Pattern[str]
    shares: re.Pattern[str]
    scene: re.Pattern[str]

    def name(self, table: str, text: str, start: int, end: int) -> str | None:
        """The first name of `table` whose pattern is found in `text[start:end]`, its groups filled in."""
        for name, pattern in self.named[table].items():
            if found := pattern.search(text, start, end):
                return found.expand(name)
        return None


@cache
def programme_tables() -> ProgrammeTables:
    """The tables; read and compiled at the first call."""
    path = files("indexer") / "data" / "indicators_programme.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    rows = tuple(_count_row(row) for row in data.pop("counts"))
    uncounted, other_money, shares, scene = (
        _pattern(data.pop(table)["words"]) for table in ("uncounted", "other_money", "shares", "scene")
    )
    named = {table: {name: _pattern(words) for name, words in names.items()} for table, names in data.items()}
    return ProgrammeTables(rows, named, uncounted, other_money, shares, scene)


def _count_row(row: Mapping[str, Any]) -> CountRow:
    return CountRow(
        frozenset(row["units"]),
        row.get("noun"),
        row.get("unit"),
        row["least"],
        _pattern(row["needs"]) if "needs" in row else None,
        _pattern(row["front"]) if "front" in row else None,
        _pattern(row["behind"], start=r"\s*") if "behind" in row else None,
    )


def _pattern(words: str, start: str = r"(?<!\w)") -> re.Pattern[str]:
    joined = words.replace("\n", "").replace(" ", r"\s+")
    return re.compile(rf"{start}(?:{joined})(?!\w)", re.IGNORECASE)
