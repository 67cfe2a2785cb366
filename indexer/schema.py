"""The fields of an index as plain data. Change anything here and VERSION must change with it."""

from dataclasses import dataclass

__all__ = ["BM25_B", "BM25_K1", "FIELDS", "VERSION", "TextField"]

VERSION = "1"
"""Written beside an index; one with another version is thrown away and built again from the store."""

BM25_K1 = 1.5
BM25_B = 0.75
"""Robertson & Zaragoza, The Probabilistic Relevance Framework (2009); k1 as measured on Vietnamese sets."""


@dataclass(frozen=True, slots=True)
class TextField:
    """One stream of terms of one part of a document, and how much a match in it counts.

    `has_positions` where phrases are looked up.
    """

    part: str
    stream: str
    weight: float
    has_positions: bool = False

    @property
    def name(self) -> str:
        return f"{self.part}_{self.stream}"


_STREAM_WEIGHTS = {
    "syllables": 1.0,
    "pairs": 0.5,
    "words": 0.5,
    "folded": 0.3,
    "folded_pairs": 0.3,
}
_PART_WEIGHTS = {"title": 0.5, "text": 1.0}

FIELDS = tuple(
    TextField(part, stream, part_weight * stream_weight, stream in ("syllables", "folded"))
    for part, part_weight in _PART_WEIGHTS.items()
    for stream, stream_weight in _STREAM_WEIGHTS.items()
)
"""Every text field, titles first."""
