"""The Whoosh part of a segment: where the unmarked syllables of each document stand, and its tags as fields.

This is the only module that imports Whoosh (docs/decisions/0001-whoosh-reloaded.md). Its files are pickles:
an index is made here and read here, and never accepted from outside.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import fields, formats, index, query
from whoosh.codec import whoosh3

from indexer.inversion import Occurrences

__all__ = ["WhooshIndex", "WhooshWriter"]

_MEMORY_MB = 128


class _Positions(formats.Positions):  # type: ignore[misc]
    """Positions as plain integers: Whoosh would pickle them posting by posting."""

    def decode_positions(self, valuestring: bytes) -> list[int]:
        return array("I", valuestring).tolist()

    def decode_frequency(self, valuestring: bytes) -> int:
        return len(valuestring) // array("I").itemsize


class _PostingsWriter(whoosh3.W3PostingsWriter):  # type: ignore[misc]
    """Writes postings block by block. None weighs more than another: ranking is done elsewhere."""

    def add_postings(self, documents: Sequence[int], values: Sequence[bytes]) -> None:
        for start in range(0, len(documents), self._blocklimit):
            if self._ids:
                self._write_block()
            stop = start + self._blocklimit
            self._ids.extend(documents[start:stop])
            self._values = list(values[start:stop])
            self._weights.extend(repeat(1.0, len(self._ids)))
            self._maxweight = 1.0

    def _mini_weights(self) -> None:
        return None


class _FieldWriter(whoosh3.W3FieldWriter):  # type: ignore[misc]
    """Writes the field of positions as it comes, sorted already, after the others.

    The lengths of documents are not looked up for each posting.
    """

    def add_postings(self, schema: Any, lengths: Any, items: Any) -> None:
        super().add_postings(schema, None, items)
        self.start_field(_TEXT, schema[_TEXT])
        for term, documents, positions in self._codec.take():
            self.start_term(term.encode())
            self._postwriter.add_postings(documents, positions)
            self.finish_term()
        self.finish_field()


class _Codec(whoosh3.W3Codec):  # type: ignore[misc]
    """`occurrences` are set before the segment is written, and taken then: the codec is pickled with it."""

    occurrences: Iterable[Occurrences] = ()

    def take(self) -> Iterable[Occurrences]:
        taken, self.occurrences = self.occurrences, ()
        return taken

    def field_writer(self, storage: Any, segment: Any) -> _FieldWriter:
        return _FieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> _PostingsWriter:
        return _PostingsWriter(dbfile, self._blocklimit, byteids, self._compression, self._inlinelimit)


_TEXT = "text"
"""Comes last among the names of fields, which Whoosh writes in order."""


def _schema() -> fields.Schema:
    text = fields.TEXT(phrase=True)
    text.format = _Positions()
    text.scorable = False
    tags = fields.KEYWORD(commas=True)
    return fields.Schema(doc_id=fields.ID(unique=True, stored=True), text=text, tags=tags)


class WhooshWriter:
    """Adds documents in order, then finishes the index once and for all."""

    def __init__(self, directory: Path) -> None:
        self._codec = _Codec(compression=0)
        self._writer = index.create_in(directory, _schema()).writer(limitmb=_MEMORY_MB, codec=self._codec)

    def add(self, doc_id: str, tags: Mapping[str, Sequence[str]]) -> None:
        """The next document; `tags` can be looked up as "province:Hà Giang"."""
        named = ",".join(f"{facet}:{value}" for facet, values in tags.items() for value in values)
        self._writer.add_document(doc_id=doc_id, tags=named)

    def add_all(self, other: "WhooshIndex") -> None:
        """Every document of a finished index, in its order, with its occurrences."""
        self._writer.add_reader(other.reader)

    def finish(self, occurrences: Iterable[Occurrences] = ()) -> None:
        """Write the index, with where terms stand in the documents that were added one by one."""
        self._codec.occurrences = occurrences
        self._writer.commit()

    def cancel(self) -> None:
        self._writer.cancel()


class WhooshIndex:
    """A finished index, open for reading. Documents are numbered from 0 in the order they were added."""

    def __init__(self, directory: Path) -> None:
        self._searcher = index.open_dir(directory).searcher()
        self.reader: Any = self._searcher.reader()

    def __len__(self) -> int:
        count: int = self.reader.doc_count_all()
        return count

    def close(self) -> None:
        self._searcher.close()

    def with_sequence(self, terms: Sequence[str]) -> NDArray[np.int64]:
        """Documents in which the unmarked syllables follow one another."""
        found = query.Phrase("text", list(terms)) if len(terms) > 1 else query.Term("text", terms[0])
        return np.fromiter(self._searcher.docs_for_query(found), dtype=np.int64)
