"""Segments: the parts an index is made of. A segment is built once from some documents and never changes."""

import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

from indexer.entry_terms import EntryTerms
from indexer.inversion import Inverter
from indexer.postings import Postings, merge_postings
from indexer.vocabulary import (
    Entry,
    merge_vocabularies,
    read_vocabulary,
    save_vocabulary,
    vocabulary,
)
from indexer.whoosh_index import WhooshIndex, WhooshWriter
from kb.search import IndexEntry

__all__ = ["Segment", "build_segment", "merge_segments"]


class Segment:
    """A finished segment, open for reading: postings to rank by, and a Whoosh index for phrases."""

    def __init__(self, directory: Path, postings: Postings, whoosh: WhooshIndex) -> None:
        self.name = directory.name
        self._directory = directory
        self.postings = postings
        self.whoosh = whoosh

    @classmethod
    def open(cls, directory: Path) -> Self:
        """The segment in `directory`; raises ValueError when its parts do not hold the same documents."""
        postings, whoosh = Postings.open(directory), WhooshIndex(directory)
        if len(postings) != len(whoosh):
            raise ValueError(f"{directory}: {len(postings)} documents ranked, {len(whoosh)} in Whoosh")
        return cls(directory, postings, whoosh)

    def __len__(self) -> int:
        return len(self.postings)

    def vocabulary(self) -> dict[str, Entry]:
        """The words of its documents, read when asked for."""
        return read_vocabulary(self._directory)

    def close(self) -> None:
        self.whoosh.close()


def build_segment(directory: Path, entries: Iterable[IndexEntry]) -> int:
    """Make a segment of `entries` in `directory`; how many documents it has. All of it or nothing."""
    directory.mkdir(parents=True)
    inverter, written, whoosh = Inverter(), Counter[str](), WhooshWriter(directory)
    try:
        for entry in entries:
            terms = EntryTerms(entry)
            inverter.add(terms)
            written.update(terms.written())
            whoosh.add(entry.doc_id, entry.facets)
    except BaseException:
        whoosh.cancel()
        shutil.rmtree(directory)
        raise
    whoosh.finish(inverter.occurrences())
    postings = inverter.postings()
    postings.save(directory)
    save_vocabulary(directory, vocabulary(inverter.documents_with(), written))
    return len(postings)


def merge_segments(directory: Path, segments: Sequence[Segment]) -> int:
    """Make one segment of several in `directory`, documents in the same order; how many it has."""
    directory.mkdir(parents=True)
    whoosh = WhooshWriter(directory)
    for segment in segments:
        whoosh.add_all(segment.whoosh)
    whoosh.finish()
    merged = merge_postings([segment.postings for segment in segments])
    merged.save(directory)
    save_vocabulary(directory, merge_vocabularies([segment.vocabulary() for segment in segments]))
    return len(merged)
