"""Segments: the parts an index is made of. A segment is built once from some documents and never changes."""

import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

from indexer.analysis import STREAMS, Reading, Token
from indexer.postings import Postings, PostingsBuilder, merge_postings
from indexer.vocabulary import (
    Entry,
    VocabularyBuilder,
    merge_vocabularies,
    read_vocabulary,
    save_vocabulary,
)
from indexer.whoosh_index import WhooshIndex, WhooshWriter
from kb.search import IndexEntry

__all__ = ["Segment", "build_segment", "merge_segments"]

_TITLE_WEIGHT = 2
"""A word of the title counts as if it stood twice in the text: BM25F with weighted term frequencies, as in
Robertson, Zaragoza & Taylor, Simple BM25 Extension to Multiple Weighted Fields (2004)."""


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
    postings, vocabulary, whoosh = PostingsBuilder(), VocabularyBuilder(), WhooshWriter(directory)
    try:
        for entry in entries:
            title, text = Reading(_own_title(entry)), Reading(entry.text)
            counts = _counts(title, text)
            postings.add(counts, counts["syllables"].total())
            vocabulary.add(counts["syllables"].keys(), [*title.written, *text.written])
            whoosh.add(entry.doc_id, _tokens(title, text), entry.facets)
    except BaseException:
        whoosh.cancel()
        shutil.rmtree(directory)
        raise
    whoosh.finish()
    postings.save(directory)
    save_vocabulary(directory, vocabulary.entries())
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


def _own_title(entry: IndexEntry) -> str:
    """The title, unless it only repeats how the text begins: then nobody chose it."""
    return "" if entry.text.startswith(entry.title.rstrip("… ")) else entry.title


def _counts(title: Reading, text: Reading) -> dict[str, Counter[str]]:
    """How often each stream's terms stand in title and text, the title weighted."""
    return {stream: Counter(title.terms(stream) * _TITLE_WEIGHT + text.terms(stream)) for stream in STREAMS}


def _tokens(title: Reading, text: Reading) -> list[Token]:
    """Text and title as one row of unmarked syllables, with a gap that no phrase crosses."""
    tokens = text.tokens("folded")
    first = tokens[-1].position + 2 if tokens else 0
    return tokens + [token._replace(position=token.position + first) for token in title.tokens("folded")]
