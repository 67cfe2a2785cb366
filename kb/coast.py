"""Which districts lie on the sea: one of the conditions by which people look for places like their own."""

from functools import cache
from pathlib import Path

__all__ = ["is_coastal"]

_TABLE = Path(__file__).parent / "data" / "coast.tsv"
"""Districts before 1 July 2025 that touch the sea or are islands; renamed ones under both names.

Compiled by hand from the administrative map, as no open data set says it. `tests/unit/test_coast.py` holds it
against the outlines of `webui/data/map.json`: each district listed is drawn at the coast or is an island, and
those drawn there but not listed are named with the reason.
"""


def is_coastal(province: str | None, district: str | None) -> bool:
    """Whether the district lies on the sea. A place known by its province alone does not count.

    >>> is_coastal("Nam Định", "Hải Hậu"), is_coastal("Nam Định", "Vụ Bản"), is_coastal("Nam Định", None)
    (True, False, False)
    """
    return (province, district) in _coast()


@cache
def _coast() -> frozenset[tuple[str | None, str | None]]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()[1:]
    pairs = (line.partition("\t") for line in lines)
    return frozenset((province, district) for province, _, district in pairs)
