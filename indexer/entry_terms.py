"""What every engine indexes of a document: its terms by stream, the title weighted, and their order."""

from collections import Counter
from collections.abc import Sequence

from indexer.analysis import STREAMS, Reading, Token
from kb.search import IndexEntry

__all__ = ["EntryTerms"]

_TITLE_WEIGHT = 2
"""A word of the title counts as if it stood twice in the text: BM25F with weighted term frequencies, as in
Robertson, Zaragoza & Taylor, Simple BM25 Extension to Multiple Weighted Fields (2004)."""


class EntryTerms:
    """A document read once; each part is made when asked for."""

    def __init__(self, entry: IndexEntry) -> None:
        self._title, self._text = Reading(_own_title(entry)), Reading(entry.text)

    def counts(self) -> dict[str, Counter[str]]:
        """How often each stream's terms stand in title and text, the title weighted."""
        return {stream: self.stream_counts(stream) for stream in STREAMS}

    def stream_counts(self, stream: str) -> Counter[str]:
        """How often the terms of one stream stand in it. Those of "syllables" add up to its length."""
        return Counter(self._title.terms(stream) * _TITLE_WEIGHT + self._text.terms(stream))

    def sequence(self) -> list[Token]:
        """Text and title as one row of unmarked syllables, with a gap that no phrase crosses."""
        tokens = self._text.tokens("folded")
        first = tokens[-1].position + 2 if tokens else 0
        title = self._title.tokens("folded")
        return tokens + [token._replace(position=token.position + first) for token in title]

    def written(self) -> Sequence[str]:
        """The words of title and text as they stand."""
        return [*self._title.written, *self._text.written]


def _own_title(entry: IndexEntry) -> str:
    """The title, unless it only repeats how the text begins: then nobody chose it."""
    return "" if entry.text.startswith(entry.title.rstrip("… ")) else entry.title
