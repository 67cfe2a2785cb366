"""BM25 over the postings of all segments of an index."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.postings import Postings, term_hash
from indexer.rarity import bm25_idf
from indexer.schema import BM25_B, BM25_K1

__all__ = ["Scorer", "length_norms"]


def length_norms(lengths: NDArray[np.uint32], mean: float) -> NDArray[np.float64]:
    """What a frequency f is weakened by: a term scores f / (f + norm) in a document of that length."""
    return BM25_K1 * (1 - BM25_B + BM25_B / mean * lengths.astype(np.float64))


class Scorer:
    """Scores every document of an index; rows count through the segments in order.

    Robertson & Zaragoza (2009): idf(t) · f · (k1 + 1) / (f + k1 · (1 - b + b · length / mean length)), with
    idf(t) = ln(1 + (N - n + 0.5) / (n + 0.5)) over all segments, so that a document scores the same whichever
    segment it is in.
    """

    def __init__(self, segments: Sequence[Postings]) -> None:
        self._segments = segments
        self._size = sum(map(len, segments))
        mean = max(sum(int(part.lengths.sum()) for part in segments) / max(self._size, 1), 1.0)
        self._norms = [length_norms(part.lengths, mean).astype(np.float32) for part in segments]

    def __len__(self) -> int:
        return self._size

    def score(self, terms: Mapping[tuple[str, str], float], sharpness: float = 1.0) -> NDArray[np.float64]:
        """The score of every row for (stream, term) → weight, with idf raised to the power `sharpness`."""
        hashes, weights = _hashed(terms)
        ranges = [part.ranges(hashes) for part in self._segments]
        weights = weights * self._idf(ranges, len(hashes)) ** sharpness * (BM25_K1 + 1)
        pieces = [
            _accumulated(part, found, weights, norms)
            for part, found, norms in zip(self._segments, ranges, self._norms, strict=True)
        ]
        return np.concatenate(pieces) if pieces else np.zeros(0)

    def idf(self, terms: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """How rare each (stream, term) is; 0 for one that no document has."""
        hashes, _ = _hashed(dict.fromkeys(terms, 1.0))
        ranges = [part.ranges(hashes) for part in self._segments]
        return np.where(_document_counts(ranges, len(hashes)) > 0, self._idf(ranges, len(hashes)), 0.0)

    def documents(self, terms: Sequence[tuple[str, str]]) -> list[int]:
        """In how many documents each of the distinct (stream, term) pairs is."""
        hashes, _ = _hashed(dict.fromkeys(terms, 1.0))
        ranges = [part.ranges(hashes) for part in self._segments]
        counts: list[int] = _document_counts(ranges, len(hashes)).tolist()
        return counts

    def sums(self, terms: Mapping[tuple[str, str], float]) -> NDArray[np.float64]:
        """For every row the weights of those terms that it has, added up."""
        hashes, weights = _hashed(terms)
        pieces = [_accumulated(part, part.ranges(hashes), weights) for part in self._segments]
        return np.concatenate(pieces) if pieces else np.zeros(0)

    def _idf(self, ranges: Sequence[NDArray[np.int64]], terms: int) -> NDArray[np.float64]:
        return bm25_idf(self._size, _document_counts(ranges, terms))


def _hashed(terms: Mapping[tuple[str, str], float]) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    hashes = np.array([term_hash(*term) for term in terms], dtype=np.uint64)
    return hashes, np.array([*terms.values()], dtype=np.float64)


def _document_counts(ranges: Sequence[NDArray[np.int64]], terms: int) -> NDArray[np.int64]:
    counts = np.zeros(terms, dtype=np.int64)
    for found in ranges:
        counts += found[:, 1] - found[:, 0]
    return counts


def _accumulated(
    part: Postings,
    ranges: NDArray[np.int64],
    weights: NDArray[np.float64],
    norms: NDArray[np.float32] | None = None,
) -> NDArray[np.float64]:
    """Per document of a segment the weights of its terms, saturated by frequency where `norms` are given."""
    counts = ranges[:, 1] - ranges[:, 0]
    is_found = counts > 0
    if not is_found.any():
        return np.zeros(len(part))
    documents, frequencies = part.gather(ranges[is_found])
    values = np.repeat(weights[is_found].astype(np.float32), counts[is_found])
    if norms is not None:
        values *= frequencies / (frequencies + norms[documents])
    return np.bincount(documents, values, len(part)).astype(np.float64, copy=False)
