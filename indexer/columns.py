"""Filters, facet counts and order over matched documents, on arrays; no engine is involved.

One row a document, in the order of the segments. Facet values are numbered, and a facet is kept as
(row, value) pairs, so that counting is one `bincount` and a filter one lookup table. The row of a deleted or
replaced document stays, marked as not live, until its segment is built anew.
"""

from collections.abc import Iterable, Mapping, Sequence
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
Scores = NDArray[np.float64]

_NO_DATE = 0
_LATEST = np.iinfo(np.int32).max


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
    """`rows[i]` carries `values[codes[i]]`."""

    values: tuple[str, ...]
    rows: Ints
    codes: Ints

    def extended(self, rows: Sequence[tuple[str, ...]], first_row: int) -> "_Facet":
        """The facet with the values of further rows, the first of which is numbered `first_row`."""
        pairs = [(first_row + row, value) for row, values in enumerate(rows) for value in values]
        values = tuple(dict.fromkeys((*self.values, *(value for _, value in pairs))))
        codes = {value: code for code, value in enumerate(values)}
        return _Facet(
            values,
            np.append(self.rows, np.array([row for row, _ in pairs], dtype=np.int32)),
            np.append(self.codes, np.array([codes[value] for _, value in pairs], dtype=np.int32)),
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


_EMPTY = _Facet((), np.zeros(0, np.int32), np.zeros(0, np.int32))


class Columns:
    """The columns of one index generation; a value that is never changed in place."""

    def __init__(
        self, doc_ids: NDArray[np.str_], days: Ints, is_live: Flags, facets: Mapping[str, _Facet]
    ) -> None:
        self.is_live = is_live
        self._doc_ids = doc_ids
        self._days = days
        self._facets = facets

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Self:
        """The columns of `rows`, in their order."""
        nothing = cls(
            np.zeros(0, dtype="U1"), np.zeros(0, np.int32), np.zeros(0, bool), dict.fromkeys(FACETS, _EMPTY)
        )
        return nothing.extended(rows)

    def __len__(self) -> int:
        return len(self._doc_ids)

    def live_ids(self) -> list[str]:
        """The ids of the documents that can be found."""
        return [str(doc_id) for doc_id in self._doc_ids[self.is_live]]

    def extended(self, rows: Sequence[Row]) -> Self:
        """These columns with further rows at the end."""
        facets = {
            name: facet.extended([row.facets.get(name, ()) for row in rows], len(self))
            for name, facet in self._facets.items()
        }
        return type(self)(
            np.append(self._doc_ids, np.array([row.doc_id for row in rows], dtype=str)),
            np.append(self._days, np.array([row.day for row in rows], dtype=np.int32)),
            np.append(self.is_live, np.ones(len(rows), dtype=bool)),
            facets,
        )

    def without(self, doc_ids: Iterable[str]) -> Self:
        """These columns with some documents no longer live."""
        gone = np.isin(self._doc_ids, np.array([*doc_ids], dtype=str))
        return type(self)(self._doc_ids, self._days, self.is_live & ~gone, self._facets)

    def save(self, path: Path) -> None:
        """Write the columns to `path` (.npz, no pickles)."""
        arrays: dict[str, Any] = {"doc_ids": self._doc_ids, "days": self._days, "is_live": self.is_live}
        for name, facet in self._facets.items():
            arrays[f"{name}.values"] = np.array(facet.values, dtype=str)
            arrays[f"{name}.rows"] = facet.rows
            arrays[f"{name}.codes"] = facet.codes
        np.savez(path, **arrays)

    @classmethod
    def load(cls, path: Path) -> Self:
        """The columns that `save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            facets = {
                name: _Facet(
                    tuple(map(str, arrays[f"{name}.values"])), arrays[f"{name}.rows"], arrays[f"{name}.codes"]
                )
                for name in FACETS
            }
            return cls(arrays["doc_ids"], arrays["days"], arrays["is_live"], facets)

    def select(self, matched: Flags, scores: Scores, request: SearchRequest) -> Ranking:
        """The request's page of the matched rows, with the total and counts.

        `matched` and `scores` have one entry a row. A facet is counted with its own filter lifted, so that
        the counts beside a chosen value say what adding another would bring.
        """
        passes = self._passes(request.filters)
        hits = _all_of(matched, passes.values())
        page = self._page(np.flatnonzero(hits), scores, request)
        return Ranking(
            hits=tuple((str(self._doc_ids[row]), float(scores[row])) for row in page),
            total=int(np.count_nonzero(hits)),
            facets={
                name: facet.counts(
                    _all_of(matched, (flags for other, flags in passes.items() if other != name))
                    if name in passes
                    else hits
                )
                for name, facet in self._facets.items()
            },
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

    def _page(self, rows: NDArray[np.intp], scores: Scores, request: SearchRequest) -> NDArray[np.intp]:
        """The rows of the page asked for, in order; among equals the newest first, then by id."""
        first = (request.page - 1) * request.page_size
        last = first + request.page_size
        main, second = self._keys(rows, scores, request)
        if last < len(rows):
            # Only what can reach the page is sorted, ties at its end included.
            nearest = np.partition(main, last)[last]
            is_near = main <= nearest
            rows, main, second = rows[is_near], main[is_near], second[is_near]
        return rows[np.lexsort((self._doc_ids[rows], second, main))][first:last]

    def _keys(self, rows: NDArray[np.intp], scores: Scores, request: SearchRequest) -> tuple[Any, Any]:
        """What rows are ordered by, smallest first: the main key, and the one that breaks its ties."""
        days, by_score = self._days[rows], -scores[rows]
        if request.sort == "newest":
            return -days, by_score
        if request.sort == "oldest":
            return np.where(days == _NO_DATE, _LATEST, days), by_score
        return by_score, -days


def _all_of(matched: Flags, others: Iterable[Flags]) -> Flags:
    for flags in others:
        matched = matched & flags
    return matched
