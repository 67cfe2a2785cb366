"""The Whoosh part of a segment: where the unmarked syllables of each document stand, and its tags as fields.

This is the only module that imports Whoosh (docs/decisions/0001-whoosh-reloaded.md). Its files are pickles:
an index is made here and read here, and never accepted from outside.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import fields, formats, index, query
from whoosh.codec import whoosh3

from indexer.analysis import Token

__all__ = ["WhooshIndex", "WhooshWriter"]

_MEMORY_MB = 128


class _Positions(formats.Positions):  # type: ignore[misc]
    """Positions as plain integers: Whoosh would pickle them posting by posting."""

    def encode(self, poslist: Sequence[int]) -> bytes:
        return array("I", poslist).tobytes()

    def decode_positions(self, valuestring: bytes) -> list[int]:
        return array("I", valuestring).tolist()

    def decode_frequency(self, valuestring: bytes) -> int:
        return len(valuestring) // array("I").itemsize


class _FieldWriter(whoosh3.W3FieldWriter):  # type: ignore[misc]
    """Writes postings without looking up the length of the document for each: ranking is done elsewhere."""

    def add_postings(self, schema: Any, lengths: Any, items: Any) -> None:
        super().add_postings(schema, None, items)


class _Codec(whoosh3.W3Codec):  # type: ignore[misc]
    def field_writer(self, storage: Any, segment: Any) -> _FieldWriter:
        return _FieldWriter(self, storage, segment)


class _Terms(fields.TEXT):  # type: ignore[misc]
    """A field that takes the tokens of our own chain as they are; nothing is analysed a second time."""

    def __init__(self) -> None:
        super().__init__(phrase=True)
        self.format = _Positions()
        self.scorable = False

    def index(self, value: Sequence[Token], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        positions = defaultdict(list)
        for token in value:
            positions[token.term].append(token.position)
        encode = self.format.encode
        for term, places in positions.items():
            yield term.encode(), len(places), 1.0, encode(places)


def _schema() -> fields.Schema:
    tags = fields.KEYWORD(commas=True)
    return fields.Schema(doc_id=fields.ID(unique=True, stored=True), text=_Terms(), tags=tags)


class WhooshWriter:
    """Adds documents in order, then finishes the index once and for all."""

    def __init__(self, directory: Path) -> None:
        self._writer = index.create_in(directory, _schema()).writer(
            limitmb=_MEMORY_MB, codec=_Codec(compression=0)
        )

    def add(self, doc_id: str, tokens: Sequence[Token], tags: Mapping[str, Sequence[str]]) -> None:
        """The next document; `tags` can be looked up as "province:Hà Giang"."""
        named = ",".join(f"{facet}:{value}" for facet, values in tags.items() for value in values)
        self._writer.add_document(doc_id=doc_id, text=tokens, tags=named)

    def add_all(self, other: "WhooshIndex") -> None:
        """Every document of a finished index, in its order."""
        self._writer.add_reader(other.reader)

    def finish(self) -> None:
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
