"""Postings on arrays: which documents hold a term, and how often. Written once, then memory-mapped.

A segment's terms of all streams are one sorted array of 64-bit hashes, so that a term is found by binary
search and no dictionary of millions of strings is ever loaded. At five million terms the chance that any
two share a hash is below one in a million.
"""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Postings",
    "PostingsLists",
    "collect",
    "join_hashes",
    "merge_postings",
    "part_hash",
    "term_hash",
]

_ARRAYS = ("hashes", "starts", "documents", "frequencies", "lengths")

_MULTIPLIER, _ALL_BITS = 0x9E3779B97F4A7C15, 0xFFFFFFFFFFFFFFFF


def part_hash(part: str) -> int:
    """64 bits that stand for a part of a term, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(part.encode(), digest_size=8).digest(), "little")


def join_hashes(first: Any, *others: Any) -> Any:
    """The hash of parts in a row from the hash of each; works on integers and, all at once, on arrays."""
    for other in others:
        first = ((first * _MULTIPLIER & _ALL_BITS) + other) & _ALL_BITS
    return first


def term_hash(stream: str, term: str) -> int:
    """What stands for a term of a stream in the files of a segment: "_" joins its parts."""
    return int(join_hashes(part_hash(stream), *map(part_hash, term.split("_"))))


class PostingsLists(NamedTuple):
    """Lists one after another: the size of each, the documents in them and how often each has the term."""

    sizes: NDArray[np.int64]
    documents: NDArray[np.int32]
    frequencies: NDArray[np.uint8]


class Postings:
    """The postings of one segment. Documents are numbered from 0 in the order they were added."""

    def __init__(
        self,
        hashes: NDArray[np.uint64],
        starts: NDArray[np.int64],
        documents: NDArray[np.int32],
        frequencies: NDArray[np.uint8],
        lengths: NDArray[np.uint32],
    ) -> None:
        self.hashes = hashes
        self.starts = starts
        self.documents = documents
        self.frequencies = frequencies
        self.lengths = lengths

    @classmethod
    def open(cls, directory: Path) -> Self:
        """The postings that a builder saved, mapped into memory rather than read."""
        # Plain views: numpy spends more on making a memmap of every slice than on reading it.
        arrays = (np.load(directory / f"{name}.npy", mmap_mode="r") for name in _ARRAYS)
        return cls(*(array.view(np.ndarray) for array in arrays))

    def save(self, directory: Path) -> None:
        """Write what `open` reads."""
        for name in _ARRAYS:
            np.save(directory / f"{name}.npy", getattr(self, name))

    def __len__(self) -> int:
        return len(self.lengths)

    def ranges(self, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
        """For each hash the (start, end) of its postings; start equals end where the segment lacks it."""
        places = np.searchsorted(self.hashes, hashes)
        found = np.minimum(places, len(self.hashes) - 1)
        is_known = self.hashes[found] == hashes if len(self.hashes) else np.zeros(len(hashes), dtype=bool)
        starts, ends = self.starts[found], self.starts[found + 1 if len(self.hashes) else found]
        return np.stack([starts, np.where(is_known, ends, starts)], axis=1)

    def gather(self, ranges: Iterable[Sequence[int]]) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        """Documents and frequencies of several postings lists, one after another."""
        pieces = [slice(start, end) for start, end in ranges]
        return (
            np.concatenate([self.documents[piece] for piece in pieces]),
            np.concatenate([self.frequencies[piece] for piece in pieces]),
        )


def merge_postings(parts: Sequence[Postings]) -> Postings:
    """The postings of several segments as one; documents are numbered on from part to part."""
    bases = np.cumsum([0, *map(len, parts)])
    lists = [
        (
            part.hashes,
            PostingsLists(np.diff(part.starts), part.documents + np.int32(base), part.frequencies),
        )
        for part, base in zip(parts, bases, strict=False)
    ]
    return collect(lists, np.concatenate([part.lengths for part in parts]))


def collect(lists: Sequence[tuple[NDArray[np.uint64], PostingsLists]], lengths: NDArray[Any]) -> Postings:
    """Postings of documents of `lengths` from groups of lists with their terms' hashes.

    A term's lists are joined in the order of the groups.
    """
    hashes = np.concatenate([found for found, _ in lists])
    sizes, documents, frequencies = map(np.concatenate, zip(*(found for _, found in lists), strict=True))
    order = np.argsort(hashes, kind="stable")
    sizes_in_order = sizes[order]
    ends = np.cumsum(sizes_in_order)
    # Where each posting in the new order stands in the old one.
    shifts = (np.cumsum(sizes) - sizes)[order] - (ends - sizes_in_order)
    places = np.repeat(shifts, sizes_in_order) + np.arange(len(documents))
    known, firsts = np.unique(hashes[order], return_index=True)
    starts = np.append((ends - sizes_in_order)[firsts], len(documents)).astype(np.int64)
    return Postings(known, starts, documents[places], frequencies[places], lengths.astype(np.uint32))
