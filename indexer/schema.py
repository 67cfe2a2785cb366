"""How an index is scored, as plain data, and which version of it this is. docs/search.md has the numbers."""

from collections.abc import Mapping

from indexer.fingerprint import ANALYSIS, fingerprint

__all__ = [
    "ALL_REQUIRED",
    "ASKING_WORDS",
    "BM25_B",
    "BM25_K1",
    "LEAST_SCORE",
    "LEAST_SHARE",
    "QUESTION_SHARPNESS",
    "QUESTION_WEIGHT",
    "QUESTION_WORDS",
    "UNMARKED_ASKING_WORDS",
    "VERSION",
    "stream_weights",
]

VERSION = fingerprint(ANALYSIS)
"""Written beside an index; one with another version is thrown away and built again from the store."""

BM25_K1 = 1.0
BM25_B = 0.9
"""Robertson & Zaragoza, The Probabilistic Relevance Framework (2009). Measured over ALQAC, ViMedAQA and the
project's own queries together; k1 0.8 to 1.2 and b 0.8 to 0.9 differ by less than 0.003 nDCG@10."""

_MARKED: Mapping[str, float] = {
    "syllables": 1.0,
    "pairs": 0.5,
    "words": 0.5,
    "folded": 0.8,
    "folded_pairs": 0.4,
}
_HALF_MARKED: Mapping[str, float] = {**_MARKED, "folded": 2.0, "folded_pairs": 1.0}
_UNMARKED: Mapping[str, float] = {"folded": 1.0, "folded_pairs": 0.5}

_FEW_UNMARKED = 0.4
"""In text with its marks fewer than 0.35 of a query's syllables have none (95th percentile); where half of
the words were typed without marks, more than 0.4 do."""

QUESTION_WORDS = frozenset(
    "gì gi nào nao sao bao nhiêu nhieu thế the như nhu không khong phải phai".split()  # noqa: SIM905
)
QUESTION_WEIGHT = 0.5
"""Question words, marked or not, stand in questions and not in answers."""

ASKING_WORDS = frozenset(("gì", "nào", "sao", "nhiêu", "mấy", "ai", "đâu"))
UNMARKED_ASKING_WORDS = frozenset(("gi", "nao", "sao", "nhieu"))
"""Not "ai", "may" and "dau", which stand for other words as well."""

QUESTION_SHARPNESS = 1.5
"""The power that rarity is raised to when a whole question was typed. A question has many common words that
do not name its subject; a headline or a few keywords have none to spare, and lose by it."""

ALL_REQUIRED = 2
"""Of so many plain words a document must have each, if any document has them all."""

LEAST_SHARE = 0.25
"""Below this share of the best score a document is no result: nDCG@10 stays the same on three sets, and a
median query has some 20 to 60 results instead of nearly every document."""

LEAST_SCORE = 1e-9


def stream_weights(unmarked_share: float) -> Mapping[str, float]:
    """What a match in each stream counts, for a query of which this share of syllables has no marks.

    Streams that are left out are not searched: text typed without any marks is looked up without marks.
    """
    if unmarked_share >= 1:
        return _UNMARKED
    return _MARKED if unmarked_share <= _FEW_UNMARKED else _HALF_MARKED
