"""One story in several papers: when two texts are so alike that a reader needs only one of them.

A text is known by its MinHash signature. Signatures are cut into bands; like texts most often have a band in
common (locality-sensitive hashing, Indyk and Motwani 1998), so that a new text is compared with few others.
"""

import re
from operator import eq
from zlib import crc32

__all__ = ["PERMUTATIONS", "THRESHOLD", "bands_of", "is_same_story", "likeness"]

PERMUTATIONS = 128
_BANDS, _ROWS = 20, 5
"""Texts that share 60 % of their shingles have a band in common with a chance of 80 %, 70 % with 97 %,
80 % with 99.9 %, 30 % with 5 %."""

THRESHOLD = 0.55
"""The share of shingles from which two texts are one story. Of forty pairs of news above 0.5 that were read,
all twenty-nine above 0.55 were; of those below it every third was another piece about the same event."""

_NUMBERS_SHARED = 0.5
"""Forecasts, lotteries and plans repeat their words with other numbers."""

_NUMBER = re.compile(r"\d+")


def bands_of(signature: bytes) -> tuple[int, ...]:
    """The bands of a signature as checksums of 32 bits, in which the place of a band takes part.

    Two that are equal by chance cost a comparison of two signatures, no more.
    """
    width = 4 * _ROWS
    usable = signature[: _BANDS * width]
    return tuple(crc32(usable[start : start + width], start) for start in range(0, len(usable), width))


def likeness(one: bytes, other: bytes) -> float:
    """The share of shingles that two texts have in common, estimated from their signatures."""
    if not one or not other:
        return 0.0
    equal: int = sum(map(eq, memoryview(one).cast("I"), memoryview(other).cast("I")))
    return equal / PERMUTATIONS


def is_same_story(one: str, other: str) -> bool:
    """Whether two like texts also tell of the same numbers.

    >>> is_same_story("Ngày 3/5, xã trao 20 con bò.", "Xã Lộc Hà trao 20 con bò ngày 3.5.")
    True
    >>> is_same_story("Ngày 3/5, xã trao 20 con bò.", "Ngày 9/6, xã trao 14 con bò.")
    False
    """
    numbers, others = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    return len(numbers & others) >= _NUMBERS_SHARED * len(numbers | others)
