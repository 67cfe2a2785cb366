"""What 1, 10 and 100 million articles need, computed from what one costs.

    python benchmarks/scale.py

Prints the table of docs/scale.md, which explains the formulas. The costs are those that `benchmarks/costs.py`
measured; put other ones in for other documents or another machine.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

__all__ = ["COSTS", "Costs", "table"]

SIZES = (1_000_000, 10_000_000, 100_000_000)

GB = 10**9
CORES = 8
"""Cores of one machine that indexes."""
SHARD_GB = 30
"""Size of a part of the index: large enough to be few, small enough to be moved in minutes."""
REPLICAS = 1
NODE_MEMORY_GB, NODE_HEAP_GB, NODE_DISK_GB = 64, 24, 2000
CACHED_SHARE = 0.25
"""Of an index, what should fit the memory that nodes have left for the system's cache of files."""
FULL = 0.75
"""How full a disk may be: a node takes no more shards at 85 %, and a lost node's must find room."""
DATABASE_SLACK = 1.4
"""Rows that wait for the vacuum, the log of changes, and room to work."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What one article costs: milliseconds of one core, milliseconds that the store is held for, bytes."""

    understanding_ms: float
    storing_ms: float
    indexing_ms: float
    writing_ms: float
    store_bytes: float
    index_bytes: float
    web_bytes: float
    embedded_web_bytes: float
    listing_ms: float


COSTS = Costs(
    understanding_ms=6.0,
    storing_ms=1.0,
    indexing_ms=8.6,
    writing_ms=1.7,
    store_bytes=8_600,
    index_bytes=22_600,
    web_bytes=750,
    embedded_web_bytes=10_600,
    listing_ms=0.002,
)


def table(costs: Costs) -> str:
    """A Markdown table: a line a need, a column a size."""
    lines = [
        "| | " + " | ".join(f"{size // 10**6} million" for size in SIZES) + " |",
        "|---|" + "---:|" * len(SIZES),
    ]
    for name, need in _needs(costs).items():
        lines.append(f"| {name} | " + " | ".join(_shown(need(size)) for size in SIZES) + " |")
    return "\n".join(lines)


def _needs(costs: Costs) -> dict[str, Callable[[int], float]]:
    def index_gb(size: int) -> float:
        return size * costs.index_bytes / GB

    def kept_gb(size: int) -> float:
        return index_gb(size) * (1 + REPLICAS)

    def nodes(size: int) -> float:
        by_disk = kept_gb(size) * 2 / FULL / NODE_DISK_GB
        by_memory = kept_gb(size) * CACHED_SHARE / (NODE_MEMORY_GB - NODE_HEAP_GB)
        return max(3, ceil(by_disk), ceil(by_memory))

    def core_hours(size: int) -> float:
        return size * (costs.understanding_ms + costs.storing_ms + costs.indexing_ms) / 3_600_000

    def writing_hours(size: int) -> float:
        return size * costs.writing_ms / 3_600_000

    def hours(size: int, machines: int) -> float:
        return max(core_hours(size) / CORES / machines, writing_hours(size))

    return {
        "database on disk, GB": lambda size: size * costs.store_bytes * DATABASE_SLACK / GB,
        "index, one copy, GB": index_gb,
        "index with its replica, GB": kept_gb,
        f"shards of {SHARD_GB} GB": lambda size: ceil(index_gb(size) / SHARD_GB),
        f"search nodes ({NODE_MEMORY_GB} GB memory, {NODE_DISK_GB // 1000} TB disk)": nodes,
        "indexing, core-hours": core_hours,
        "hours that the database writes": writing_hours,
        f"indexing on one machine of {CORES} cores, hours": lambda size: hours(size, 1),
        "indexing on four of them, hours": lambda size: hours(size, 4),
        "memory of one web process, GB": lambda size: size * costs.web_bytes / GB,
        "the same with the embedded index, GB": lambda size: size * costs.embedded_web_bytes / GB,
        "seconds to read the list of models again": lambda size: size * costs.listing_ms / 1000,
    }


def _shown(value: float) -> str:
    """Two digits that count; more would claim to be known."""
    if value >= 100:
        digits = len(str(int(value))) - 2
        return f"{round(value / 10**digits) * 10**digits:,}"
    return f"{value:.0f}" if value >= 10 or value == int(value) else f"{value:.1f}"


if __name__ == "__main__":
    print(table(COSTS))
