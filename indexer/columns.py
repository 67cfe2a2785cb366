"""Filters, facet counts and order over matched documents, on arrays; no engine is involved.

One row a document. Facet values are numbered, and a facet is kept as (row, value) pairs, so that counting is
one `bincount` and a filter one lookup table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from kb.search import FACETS, Filters, IndexEntry, Ranking, SearchRequest

__all__ = ["Columns", "Row"]

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
_NO_DATE = 0


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of one document: its id, its date as days (0 when unknown) and its facet values."""

    doc_id: str
    day: int
    facets: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, entry: IndexEntry) -> Self:
        return cls(entry.doc_id, _day(entry.published), entry.facets)


def _day(published: date | None) -> int:
    return published.toordinal() if published else _NO_DATE


@dataclass(frozen=True, slots=True)
class _Facet:
    """`rows[i]` carries `values[codes[i]]`; values are sorted."""

    values: tuple[str, ...]
    rows: Ints
    codes: Ints

    @classmethod
    def of(cls, rows: Iterable[tuple[str, ...]]) -> Self:
        pairs = [(row, value) for row, values in enumerate(rows) for value in values]
        values = tuple(sorted({value for _, value in pairs}))
        numbers = {value: code for code, value in enumerate(values)}
        return cls(
            values,
            np.array([row for row, _ in pairs], dtype=np.int32),
            np.array([numbers[value] for _, value in pairs], dtype=np.int32),
        )

    def rows_with(self, wanted: Iterable[str], size: int) -> Flags:
        wanted = set(wanted)
        is_wanted = np.array([value in wanted for value in self.values], dtype=bool)
        flags = np.zeros(size, dtype=bool)
        if len(self.codes):
            flags[self.rows[is_wanted[self.codes]]] = True
        return flags

    def counts(self, matched: Flags) -> dict[str, int]:
        counted = np.bincount(self.codes[matched[self.rows]], minlength=len(self.values))
        return {value: int(count) for value, count in zip(self.values, counted, strict=True) if count}


class Columns:
    """The columns of one index generation."""

    def __init__(self, rows: Iterable[Row]) -> None:
        rows = sorted(rows, key=lambda row: row.doc_id)
        self.doc_ids = [row.doc_id for row in rows]
        self._days = np.array([row.day for row in rows], dtype=np.int32)
        self._facets = {facet: _Facet.of(row.facets.get(facet, ()) for row in rows) for facet in FACETS}

    def __len__(self) -> int:
        return len(self.doc_ids)

    def rows(self) -> Iterable[Row]:
        """The rows again, for writing the next generation."""
        found: list[dict[str, list[str]]] = [{} for _ in self.doc_ids]
        for name, facet in self._facets.items():
            for row, code in zip(facet.rows, facet.codes, strict=True):
                found[row].setdefault(name, []).append(facet.values[code])
        for doc_id, day, facets in zip(self.doc_ids, self._days, found, strict=True):
            yield Row(doc_id, int(day), {name: tuple(values) for name, values in facets.items()})

    def save(self, path: Path) -> None:
        """Write the columns to `path` (.npz, no pickles)."""
        arrays: dict[str, Any] = {"doc_ids": np.array(self.doc_ids, dtype=str), "days": self._days}
        for name, facet in self._facets.items():
            arrays[f"{name}.values"] = np.array(facet.values, dtype=str)
            arrays[f"{name}.rows"] = facet.rows
            arrays[f"{name}.codes"] = facet.codes
        np.savez(path, **arrays)

    @classmethod
    def load(cls, path: Path) -> Self:
        """The columns that `save` wrote."""
        columns = cls.__new__(cls)
        with np.load(path, allow_pickle=False) as arrays:
            columns.doc_ids = [str(doc_id) for doc_id in arrays["doc_ids"]]
            columns._days = arrays["days"]
            columns._facets = {
                name: _Facet(
                    tuple(map(str, arrays[f"{name}.values"])), arrays[f"{name}.rows"], arrays[f"{name}.codes"]
                )
                for name in FACETS
            }
        return columns

    def select(self, matched: Flags, scores: NDArray[np.float64], request: SearchRequest) -> Ranking:
        """The request's page of the matched rows, with the total and counts.

        `matched` and `scores` have one entry a row. A facet is counted with its own filter lifted, so that
        the counts beside a chosen value say what adding another would bring.
        """
        passes = self._passes(request.filters)
        hits = matched & np.logical_and.reduce([*passes.values(), np.ones(len(self), dtype=bool)])
        facets = {
            name: facet.counts(
                matched
                & np.logical_and.reduce(
                    [
                        np.ones(len(self), dtype=bool),
                        *(flags for other, flags in passes.items() if other != name),
                    ]
                )
            )
            for name, facet in self._facets.items()
        }
        ranked = self._ordered(np.flatnonzero(hits), scores, request)
        first = (request.page - 1) * request.page_size
        page = ranked[first : first + request.page_size]
        return Ranking(
            hits=tuple((self.doc_ids[row], float(scores[row])) for row in page),
            total=len(ranked),
            facets=facets,
        )

    def _passes(self, filters: Filters) -> dict[str, Flags]:
        """For each facet that is filtered, the rows that pass."""
        passes = {
            facet: self._facets[facet].rows_with(values, len(self))
            for facet, values in filters.values.items()
            if values
        }
        if filters.years:
            low, high = filters.years
            years = [year for year in self._facets["year"].values if low <= int(year) <= high]
            within = self._facets["year"].rows_with(years, len(self))
            passes["year"] = passes.get("year", within) & within
        return passes

    def _ordered(
        self, rows: NDArray[np.intp], scores: NDArray[np.float64], request: SearchRequest
    ) -> NDArray[np.intp]:
        """Rows in the order asked for; ties by date, newest first, then by id."""
        days = self._days[rows]
        by_score = -scores[rows]
        keys: tuple[NDArray[Any], ...]
        if request.sort == "newest":
            keys = (by_score, -days)
        elif request.sort == "oldest":
            keys = (by_score, np.where(days == _NO_DATE, np.iinfo(np.int32).max, days))
        else:
            keys = (-days, by_score)
        return rows[np.lexsort(keys)]
