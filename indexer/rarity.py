"""What terms of a query are worth by how rare they are: the same decisions for every engine."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.matching import AnalyzedQuery, OtherName, Term, Word

__all__ = ["Rarity", "bm25_idf", "known_words", "name_weight", "syllable_weights"]


class Rarity(Protocol):
    """How rare terms are in a whole index."""

    def idf(self, terms: Sequence[Term]) -> NDArray[np.float64]:
        """How rare each term is; 0 for one that no document has."""
        ...

    def documents(self, terms: Sequence[Term]) -> list[int]:
        """In how many documents each of the distinct terms is."""
        ...


def bm25_idf(size: int, counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """ln(1 + (N - n + 0.5) / (n + 0.5)) for terms in `counts` of `size` documents."""
    return np.log1p((size - counts + 0.5) / (counts + 0.5))


def syllable_weights(rarity: Rarity, analyzed: AnalyzedQuery) -> dict[str, float]:
    """How much each unmarked syllable says; 0 for one that no document has, by any name."""
    distinct = list(dict.fromkeys(typed.folded for typed in analyzed.typed))
    found = rarity.idf([("folded", term) for term in distinct])
    weights = dict(zip(distinct, map(float, found), strict=True))
    for name in (name for others in analyzed.names for name in others):
        held = float(rarity.idf(name.held).min())
        weights |= {term: held for term in name.typed if weights.get(term) == 0}
    return weights


def known_words(rarity: Rarity, words: Sequence[Word]) -> list[Word]:
    """Those of the typed syllables that some document has, or all terms of another name for them."""
    terms = list(dict.fromkeys(term for word in words for held in (word.forms, *word.names) for term in held))
    has = dict(zip(terms, rarity.idf(terms) > 0, strict=True))
    return [
        word
        for word in words
        if any(has[form] for form in word.forms)
        or any(all(has[term] for term in held) for held in word.names)
    ]


def name_weight(rarity: Rarity, name: OtherName) -> float:
    """What the gained terms of another name count: never more than the typed words are worth now."""
    typed, named = (_worth(rarity, terms) for terms in (name.lost, name.gained))
    # What no document has would be about as rare as its other name.
    typed = typed or sum(name.lost.values()) * float(rarity.idf(name.held).max())
    return name.weight * min(1.0, typed / named) if named else 0.0


def _worth(rarity: Rarity, terms: Mapping[Term, float]) -> float:
    """What the terms weigh together: for each its weight times how rare it is."""
    return float(rarity.idf([*terms]) @ np.array([*terms.values()])) if terms else 0.0
