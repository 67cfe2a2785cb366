"""How an index is scored, as plain data, and which version of it this is."""

from indexer.fingerprint import ANALYSIS, fingerprint

__all__ = ["BM25_B", "BM25_K1", "STREAM_WEIGHTS", "VERSION"]

VERSION = fingerprint(ANALYSIS)
"""Written beside an index; one with another version is thrown away and built again from the store."""

BM25_K1 = 1.5
BM25_B = 0.75
"""Robertson & Zaragoza, The Probabilistic Relevance Framework (2009); k1 as measured on Vietnamese sets."""

STREAM_WEIGHTS = {
    "syllables": 1.0,
    "pairs": 0.5,
    "words": 0.5,
    "folded": 0.3,
    "folded_pairs": 0.3,
}
"""What a match in each stream counts; applied when searching, so that they are no part of VERSION."""
