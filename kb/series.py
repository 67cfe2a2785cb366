"""One model in several sources: the same work of the same people in one place, told of more than once.

Precision goes first: two models that only sound alike in neighbouring communes stay two.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import log

from kb.catalogue import Catalogue, Entry
from kb.model import PovertyModel
from kb.places import find_province

__all__ = ["is_same_model", "series_of"]

_SHARED_IN_COMMUNE = 0.5
_SHARED_IN_DISTRICT = 0.8
"""The share of both names, rare words counting more, from which two models of one livelihood are one."""

_TELLING = 3
"""Syllables of a name that says enough where only the district is known: «nuôi gà» there is many a farm."""


def series_of(entry: Entry, catalogue: Catalogue) -> list[Entry]:
    """Every telling of a model, its own among them, the oldest first and undated ones last.

    Empty when no other document tells of it.
    """
    others = [
        each
        for each in catalogue.told
        if each.model.doc_id != entry.model.doc_id and is_same_model(entry, each, catalogue.word_counts)
    ]
    tellings = [entry, *others] if others else []
    return sorted(tellings, key=lambda each: (each.published or date.max, each.model.model_id))


def is_same_model(one: Entry, other: Entry, word_counts: Mapping[str, int]) -> bool:
    """Whether both are one model. `word_counts`: in how many names of all models each syllable is."""
    mine, theirs = one.model, other.model
    if mine.livelihood != theirs.livelihood or not _is_one_province(mine, theirs):
        return False
    if mine.district and theirs.district and mine.district != theirs.district:
        return False
    if mine.commune != theirs.commune or not (mine.commune or (mine.district and theirs.district)):
        return False
    if not mine.commune and min(len(one.words), len(other.words)) < _TELLING:
        return False
    shared = _shared(one.words, other.words, word_counts)
    if not mine.commune:
        return shared >= _SHARED_IN_DISTRICT
    return shared >= _SHARED_IN_COMMUNE or _is_part(one.words, other.words)


def _is_part(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one name is the other with words left out: «nuôi dê» and «nuôi dê sinh sản»."""
    shorter, longer = sorted((set(one), set(other)), key=len)
    return len(shorter) > 1 and shorter <= longer


def _is_one_province(one: PovertyModel, other: PovertyModel) -> bool:
    """Whether the provinces are one, or one is what the other has been part of since 1 July 2025."""
    if not one.province or not other.province:
        return False
    return one.province == other.province or _successor(one) == _successor(other)


def _successor(model: PovertyModel) -> str | None:
    province = find_province(model.province or "")
    return province.successor_2025 if province else None


def _shared(one: Iterable[str], other: Iterable[str], word_counts: Mapping[str, int]) -> float:
    """The share of the weight of both names that is in both, from 0 to 1."""
    words, others = set(one), set(other)
    whole = sum(_weight(word, word_counts) for word in words | others)
    return sum(_weight(word, word_counts) for word in words & others) / whole if whole else 0.0


def _weight(word: str, word_counts: Mapping[str, int]) -> float:
    return 1 / (1 + log(1 + word_counts.get(word, 0)))
