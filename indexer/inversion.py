"""Inverting documents: from the terms of each document to the documents of each term, a segment at a time.

A document is kept as a row of numbers: that of each form in it, 0 where a mark stands. Pairs, unmarked forms
and positions follow from the rows by arithmetic on all documents at once; sorting one integer an occurrence,
made of term and document, brings together what belongs together.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import Reading
from indexer.entry_terms import MAX_FREQUENCY, TITLE_WEIGHT, EntryTerms
from indexer.normalize import fold_diacritics
from indexer.postings import Postings, PostingsLists, collect, join_hashes, part_hash, term_hash

__all__ = ["Inverter", "Occurrences"]

Numbers = NDArray[np.uint64]

_BREAK = 0
"""The number of what is no form; no pair runs across it."""


class Occurrences(NamedTuple):
    """A term, the documents that hold it in order, and for each its positions as 32-bit integers."""

    term: str
    documents: list[int]
    positions: list[bytes]


class _Rows:
    """The numbers of documents, one document after another."""

    def __init__(self) -> None:
        self._numbers = array("I")
        self._ends = array("q")

    def __len__(self) -> int:
        return len(self._ends)

    def append(self, numbers: Iterable[int]) -> None:
        self._numbers.extend(numbers)
        self._ends.append(len(self._numbers))

    def numbers(self) -> Numbers:
        return np.array(self._numbers, dtype=np.uint64)

    def documents(self) -> Numbers:
        """The document of each number."""
        ends = np.array([0, *self._ends], dtype=np.int64)
        return np.repeat(np.arange(len(self), dtype=np.uint64), ends[1:] - ends[:-1])


class Inverter:
    """Takes in documents one by one; then knows the documents of all their terms."""

    def __init__(self) -> None:
        self._forms: defaultdict[str, int] = defaultdict(count(_BREAK + 1).__next__, {"": _BREAK})
        self._words: defaultdict[str, int] = defaultdict(count().__next__)
        self._rows, self._title_rows, self._word_rows = _Rows(), _Rows(), _Rows()
        self._positions = array("i")

    def add(self, entry: EntryTerms) -> None:
        """The next document."""
        title = _forms_of(entry.title)
        words = entry.title.terms("words") * TITLE_WEIGHT + entry.text.terms("words")
        self._rows.append(map(self._forms.__getitem__, _forms_of(entry.text) + title))
        self._title_rows.append(map(self._forms.__getitem__, title * (TITLE_WEIGHT - 1)))
        self._word_rows.append(map(self._words.__getitem__, words))
        self._positions.extend(_positions_of(entry.text))
        self._positions.extend(map(entry.title_position.__add__, _positions_of(entry.title)))

    def postings(self) -> Postings:
        """The postings of every stream, and the length of each document in syllables."""
        folded = self._folded()
        forms = np.concatenate([self._rows.numbers(), self._title_rows.numbers()])
        documents = np.concatenate([self._rows.documents(), self._title_rows.documents()])
        hashes = np.array([part_hash(form) for form in self._forms], dtype=np.uint64)
        words, lists = _counted(self._word_rows.numbers(), self._word_rows.documents())
        word_hashes = np.array([term_hash("words", word) for word in self._words], dtype=np.uint64)
        return collect(
            [
                *_form_lists(forms, documents, hashes, ("syllables", "pairs")),
                *_form_lists(folded[forms], documents, hashes, ("folded", "folded_pairs")),
                (word_hashes[words], lists),
            ],
            np.bincount(documents[forms > _BREAK].astype(np.int64), minlength=len(self._rows)),
        )

    def documents_with(self) -> dict[str, int]:
        """In how many documents each form is, marks and all."""
        forms, documents = self._rows.numbers(), self._rows.documents()
        terms, lists = _counted(forms[forms > _BREAK], documents[forms > _BREAK])
        strings = [*self._forms]
        return {strings[term]: size for term, size in zip(terms.tolist(), lists.sizes.tolist(), strict=True)}

    def occurrences(self) -> Iterator[Occurrences]:
        """Where each unmarked form stands, forms in the order of their bytes."""
        folded = self._folded()
        strings = [*self._forms]
        ordered = sorted(set(folded.tolist()) - {_BREAK}, key=lambda number: strings[number].encode())
        ranks = np.zeros(len(strings), dtype=np.uint64)
        ranks[ordered] = np.arange(len(ordered), dtype=np.uint64)
        forms, positions = self._rows.numbers(), np.array(self._positions).astype(np.uint64)
        is_form = forms > _BREAK
        terms, documents, places = _in_order(
            ranks[folded[forms[is_form]]], self._rows.documents()[is_form], positions[is_form]
        )
        firsts = _firsts(terms, documents)
        packed, width = places.astype(np.uint32).tobytes(), np.dtype(np.uint32).itemsize
        edges = [*(firsts * width).tolist(), len(packed)]
        values = [packed[start:end] for start, end in pairwise(edges)]
        holders = documents[firsts].tolist()
        starts = [*_firsts(terms[firsts]).tolist(), len(firsts)]
        for rank, (start, end) in enumerate(pairwise(starts)):
            yield Occurrences(strings[ordered[rank]], holders[start:end], values[start:end])

    def _folded(self) -> Numbers:
        """The number of each form without its marks, which may be a further form."""
        numbers = [self._forms[fold_diacritics(form)] for form in [*self._forms]]
        return np.array(numbers, dtype=np.uint64)


def _forms_of(reading: Reading) -> list[str]:
    """The forms of a text and behind them its whole forms, apart from one another."""
    return [*reading.forms, "", *(form for whole in reading.wholes for form in (whole.term, ""))]


def _positions_of(reading: Reading) -> list[int]:
    """The position of each of `_forms_of`; anything for a mark."""
    return [*reading.positions, 0, *(place for whole in reading.wholes for place in (whole.position, 0))]


def _form_lists(
    forms: Numbers, documents: Numbers, hashes: Numbers, streams: tuple[str, str]
) -> Iterator[tuple[Numbers, PostingsLists]]:
    """The hashes and postings of forms and of neighbouring ones, in two streams."""
    is_form = forms > _BREAK
    terms, lists = _counted(forms[is_form], documents[is_form])
    yield join_hashes(part_hash(streams[0]), hashes[terms]), lists
    is_pair = is_form[:-1] & is_form[1:]
    size = np.uint64(len(hashes))
    terms, lists = _counted(forms[:-1][is_pair] * size + forms[1:][is_pair], documents[:-1][is_pair])
    yield join_hashes(part_hash(streams[1]), hashes[terms // size], hashes[terms % size]), lists


def _counted(terms: Numbers, documents: Numbers) -> tuple[Numbers, PostingsLists]:
    """The distinct terms of occurrences, in order, and the postings of each."""
    terms, documents = _in_order(terms, documents)
    firsts = _firsts(terms, documents)
    frequencies = np.diff(np.append(firsts, len(terms)))
    starts = _firsts(terms[firsts])
    lists = PostingsLists(
        np.diff(np.append(starts, len(firsts))),
        documents[firsts].astype(np.int32),
        np.minimum(frequencies, MAX_FREQUENCY).astype(np.uint8),
    )
    return terms[firsts][starts], lists


def _in_order(*columns: Numbers) -> list[Numbers]:
    """The columns with their rows sorted by the first, then the second, and so on.

    A row is packed into one integer: numpy sorts those ten times as fast as it finds an order of rows.
    """
    widths = [int(column.max(initial=0)).bit_length() for column in columns]
    if sum(widths) > 64:
        raise ValueError(f"numbers of {widths} bits do not fit into one")
    keys = np.zeros(len(columns[0]), dtype=np.uint64)
    for column, width in zip(columns, widths, strict=True):
        keys = (keys << np.uint64(width)) | column
    keys.sort()
    ordered = []
    for width in reversed(widths):
        ordered.append(keys & np.uint64((1 << width) - 1))
        keys >>= np.uint64(width)
    return ordered[::-1]


def _firsts(*columns: Numbers) -> NDArray[np.int64]:
    """The first of each run of equal rows."""
    is_first = np.ones(len(columns[0]), dtype=bool)
    is_first[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return np.flatnonzero(is_first)
