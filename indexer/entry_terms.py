"""What every engine indexes of a document: its terms by stream, the title weighted, and their order."""

from collections import Counter
from collections.abc import Sequence

from indexer.analysis import STREAMS, Reading, Token
from kb.search import IndexEntry

__all__ = ["MAX_FREQUENCY", "TITLE_WEIGHT", "EntryTerms", "own_title"]

TITLE_WEIGHT = 2
"""A word of the title counts as if it stood twice in the text: BM25F with weighted term frequencies, as in
Robertson, Zaragoza & Taylor, Simple BM25 Extension to Multiple Weighted Fields (2004)."""

MAX_FREQUENCY = 255
"""More occurrences than this change a BM25 score by less than half a percent."""


class EntryTerms:
    """A document read once; each part is made when asked for."""

    def __init__(self, entry: IndexEntry) -> None:
        self.title, self.text = Reading(own_title(entry.title, entry.text)), Reading(entry.text)

    @property
    def title_position(self) -> int:
        """The position of the title behind the text, with a gap that no phrase crosses."""
        return self.text.positions[-1] + 2 if self.text.positions else 0

    def counts(self) -> dict[str, Counter[str]]:
        """How often each stream's terms stand in title and text, the title weighted."""
        return {stream: self.stream_counts(stream) for stream in STREAMS}

    def stream_counts(self, stream: str) -> Counter[str]:
        """How often the terms of one stream stand in it. Those of "syllables" add up to its length."""
        return Counter(self.title.terms(stream) * TITLE_WEIGHT + self.text.terms(stream))

    def sequence(self) -> list[Token]:
        """Text and title as one row of unmarked syllables, with a gap that no phrase crosses."""
        behind = self.title_position
        title = self.title.tokens("folded")
        return self.text.tokens("folded") + [
            token._replace(position=token.position + behind) for token in title
        ]

    def written(self) -> Sequence[str]:
        """The words of title and text as they stand."""
        return [*self.title.written, *self.text.written]


def own_title(title: str, text: str) -> str:
    """The title, unless it only repeats how the text begins: then nobody chose it.

    >>> own_title("Nuôi dê…", "Nuôi dê ở Châu Thành A."), own_title("Thoát nghèo", "Nuôi dê ở Châu Thành A.")
    ('', 'Thoát nghèo')
    """
    return "" if text.startswith(title.rstrip("… ")) else title
