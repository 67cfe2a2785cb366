"""The words of an index: which there are, and which stand side by side."""

from indexer.matching import held_terms
from indexer.scoring import Scorer

__all__ = ["Lexicon"]


class Lexicon:
    """The words of one index, for as long as it is open."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer

    def has(self, text: str) -> bool:
        """Whether the words of `text`, marks and all, stand side by side in any document."""
        return bool(self._scorer.idf(held_terms(text)).all())
