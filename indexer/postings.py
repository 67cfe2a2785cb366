"""Postings on arrays: which documents hold a term, and how often. Written once, then memory-mapped.

A segment's terms of all streams are one sorted array of 64-bit hashes, so that a term is found by binary
search and no dictionary of millions of strings is ever loaded. At five million terms the chance that any
two share a hash is below one in a million.
"""

import hashlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

__all__ = ["Postings", "PostingsBuilder", "merge_postings", "term_hash"]

_ARRAYS = ("hashes", "starts", "documents", "frequencies", "lengths")

_MAX_FREQUENCY = 255
"""More occurrences than this change a BM25 score by less than half a percent."""


def term_hash(stream: str, term: str) -> int:
    """What stands for a term of a stream in the files of a segment: 64 bits, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(f"{stream}\t{term}".encode(), digest_size=8).digest(), "little")


class PostingsBuilder:
    """Gathers the term counts of documents in memory, then writes them sorted by term."""

    def __init__(self) -> None:
        self._vocabularies: dict[str, defaultdict[str, int]] = {}
        self._next_term = count()
        self._terms = array("I")
        self._frequencies = array("B")
        self._terms_per_document = array("I")
        self._lengths = array("I")

    def __len__(self) -> int:
        return len(self._lengths)

    def add(self, counts: Mapping[str, Counter[str]], length: int) -> None:
        """The next document: how often each stream's terms stand in it, and its length in syllables."""
        before = len(self._terms)
        for stream, frequencies in counts.items():
            vocabulary = self._vocabulary(stream)
            self._terms.extend([vocabulary[term] for term in frequencies])
            self._frequencies.extend(_clipped(frequencies))
        self._terms_per_document.append(len(self._terms) - before)
        self._lengths.append(length)

    def save(self, directory: Path) -> None:
        """Write the arrays that `Postings.open` reads."""
        hashes = self._hashes()
        order = np.argsort(hashes)
        ranks = np.empty(len(hashes), dtype=np.uint32)
        ranks[order] = np.arange(len(hashes), dtype=np.uint32)
        terms = ranks[np.frombuffer(self._terms, dtype=np.uint32)]
        documents = np.repeat(
            np.arange(len(self), dtype=np.int32), np.frombuffer(self._terms_per_document, dtype=np.uint32)
        )
        by_term = np.argsort(terms, kind="stable")
        starts = np.zeros(len(hashes) + 1, dtype=np.int64)
        np.cumsum(np.bincount(terms, minlength=len(hashes)), out=starts[1:])
        frequencies = np.frombuffer(self._frequencies, dtype=np.uint8)[by_term]
        lengths = np.frombuffer(self._lengths, dtype=np.uint32)
        Postings(hashes[order], starts, documents[by_term], frequencies, lengths).save(directory)

    def _vocabulary(self, stream: str) -> defaultdict[str, int]:
        if stream not in self._vocabularies:
            self._vocabularies[stream] = defaultdict(self._next_term.__next__)
        return self._vocabularies[stream]

    def _hashes(self) -> NDArray[np.uint64]:
        """The hash of every term, at the number it was given."""
        hashes = np.empty(sum(map(len, self._vocabularies.values())), dtype=np.uint64)
        for stream, vocabulary in self._vocabularies.items():
            numbers = np.fromiter(vocabulary.values(), dtype=np.int64, count=len(vocabulary))
            hashes[numbers] = [term_hash(stream, term) for term in vocabulary]
        return hashes


def _clipped(frequencies: Counter[str]) -> Iterable[int]:
    numbers = frequencies.values()
    if max(numbers, default=0) <= _MAX_FREQUENCY:
        return numbers
    return [min(number, _MAX_FREQUENCY) for number in numbers]


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
    hashes = np.concatenate([part.hashes for part in parts])
    counts = np.concatenate([np.diff(part.starts) for part in parts])
    # Stable, so that within a term the documents stay in order.
    order = np.argsort(hashes, kind="stable")
    begins = np.cumsum(counts) - counts
    places = np.repeat(
        (begins - (np.cumsum(counts[order]) - counts[order])[np.argsort(order)])[order], counts[order]
    )
    places += np.arange(len(places))
    known, first = np.unique(hashes[order], return_index=True)
    starts = np.append((np.cumsum(counts[order]) - counts[order])[first], counts.sum()).astype(np.int64)
    documents = np.concatenate([part.documents + base for part, base in zip(parts, bases, strict=False)])
    return Postings(
        known,
        starts,
        documents[places].astype(np.int32),
        np.concatenate([part.frequencies for part in parts])[places],
        np.concatenate([part.lengths for part in parts]),
    )
