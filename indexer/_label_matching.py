"""Which extracted record is the one that a label means: one to one, the most alike first."""

import re
from collections.abc import Callable, Mapping, Sequence
from math import isclose
from typing import Any

from indexer.normalize import fold_diacritics

__all__ = ["bare_name", "indicator_likeness", "model_likeness", "pair"]

Record = Mapping[str, Any]
Likeness = Callable[[Record, Record], float]


def pair(labelled: Sequence[Record], found: Sequence[Record], likeness: Likeness) -> list[tuple[int, int]]:
    """Positions of like records, one to one, the most alike paired first."""
    ranked = sorted(
        (
            (score, row, column)
            for row, label in enumerate(labelled)
            for column, record in enumerate(found)
            if (score := likeness(label, record)) > 0
        ),
        reverse=True,
    )
    rows: set[int] = set()
    columns: set[int] = set()
    pairs = []
    for _, row, column in ranked:
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            pairs.append((row, column))
    return pairs


def model_likeness(label: Record, model: Record) -> float:
    """How alike two models are; 0 for other provinces, or with neither place nor name in common."""
    provinces = {bare_name(each["province"]) for each in (label, model) if each.get("province")}
    if len(provinces) > 1:
        return 0.0
    is_same_place = any(
        label.get(key) and bare_name(label[key]) == bare_name(model.get(key))
        for key in ("commune", "district")
    )
    shared = _shared_words(label["name"], model["name"])
    return shared + 1.0 if is_same_place else shared if shared >= 0.5 else 0.0


def indicator_likeness(label: Record, indicator: Record) -> float:
    """How alike the names of two indicators are; 0 unless value and unit are the same."""
    is_same_value = isclose(label["value"], indicator["value"], rel_tol=0, abs_tol=1e-9)
    if not is_same_value or _words(label["unit"]) != _words(indicator["unit"]):
        return 0.0
    shared = _shared_words(label["name"], indicator["name"])
    return shared if shared >= 0.5 else 0.0


_KIND_OF_PLACE = re.compile(r"(tinh|thanh pho|tp|huyen|thi xa|quan|xa|phuong|thi tran) ")


def bare_name(place: str | None) -> str:
    """The folded name of a place without the word for its kind.

    >>> bare_name("TP. Hồ Chí Minh"), bare_name("Đồng Nai")
    ('ho chi minh', 'dong nai')
    """
    folded = " ".join(_words(place))
    kind = _KIND_OF_PLACE.match(folded)
    return folded[kind.end() :] if kind else folded


def _words(text: str | None) -> list[str]:
    return re.findall("[a-z0-9]+", fold_diacritics(text or "").lower())


def _shared_words(text: str, other: str) -> float:
    """The share of the shorter text's folded words that the other has too."""
    words, others = set(_words(text)), set(_words(other))
    return len(words & others) / (min(len(words), len(others)) or 1)
