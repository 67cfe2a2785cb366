"""Documents for tests of a cluster: many, all different, in Vietnamese."""

from collections.abc import Iterator
from datetime import date, timedelta

from kb.search import IndexEntry

__all__ = ["numbered", "numbered_ids"]

_ANIMALS = ("bò sinh sản", "dê lai", "lợn đen", "gà thả vườn", "ong mật", "cá tầm", "vịt cổ lũng")


def numbered(count: int, first: int = 0) -> Iterator[IndexEntry]:
    """Documents d0000, d0001 …; every tenth has no date."""
    for number in range(first, first + count):
        animal = _ANIMALS[number % len(_ANIMALS)]
        yield IndexEntry(
            doc_id=f"d{number:04}",
            title=f"Nuôi {animal}",
            text=f"Hộ nghèo thứ {number} nuôi {animal}, lãi {number % 40 + 10} triệu đồng mỗi năm. "
            + f"Cán bộ xã đến thăm chuồng lứa {number % 9}. " * (number % 5),
            published=date(2024, 1, 1) + timedelta(number % 300) if number % 10 else None,
            facets={"kind": ("news",), "year": ("2024",) if number % 10 else ()},
        )


def numbered_ids(count: int, first: int = 0) -> set[str]:
    return {f"d{number:04}" for number in range(first, first + count)}
