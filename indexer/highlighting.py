"""A query's terms found again in any text, by the chain that indexed it."""

from collections.abc import Iterator, Mapping, Sequence

from indexer.analysis import Token, analyze
from indexer.matching import AnalyzedQuery, OtherName
from indexer.normalize import fold_diacritics
from kb.document import Span

__all__ = ["QueryMatcher"]


class QueryMatcher:
    """Finds the terms of a query in text, marked terms as marked, unmarked ones in any marking.

    `weights` maps unmarked terms to their worth; terms without one are not looked for. Another name for
    typed words is found where it stands in one piece, and counts as the words it stands for.
    """

    def __init__(self, analyzed: AnalyzedQuery, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._marked: dict[str, set[str]] = {}
        for typed in analyzed.typed:
            self._marked.setdefault(typed.folded, set()).add(
                typed.folded if typed.is_unmarked else typed.term
            )
        self._names: dict[str, list[OtherName]] = {}
        for name in (name for others in analyzed.names for name in others):
            self._names.setdefault(name.syllables[0], []).append(name)

    def find(self, text: str) -> Sequence[tuple[Span, str]]:
        """Matched stretches in text order, each with its term as unmarked syllable."""
        return list(self._matches(analyze(text, ("syllables",))["syllables"]))

    def weight(self, term: str) -> float:
        """How much a found term says: rare terms more than common ones."""
        return self._weights.get(term, 0.0)

    def _matches(self, tokens: Sequence[Token]) -> Iterator[tuple[Span, str]]:
        named_until = 0
        for place, token in enumerate(tokens):
            if name := self._name_at(tokens, place):
                named_until = place + len(name.syllables)
                yield from _as_typed(name, tokens[place:named_until])
            elif place >= named_until and self._is_match(token.term, folded := fold_diacritics(token.term)):
                yield Span(token.start, token.end), folded

    def _name_at(self, tokens: Sequence[Token], place: int) -> OtherName | None:
        for name in self._names.get(tokens[place].term, ()):
            stretch = tokens[place : place + len(name.syllables)]
            is_in_one_piece = stretch[-1].position - stretch[0].position == len(name.syllables) - 1
            if is_in_one_piece and tuple(token.term for token in stretch) == name.syllables:
                return name
        return None

    def _is_match(self, term: str, folded: str) -> bool:
        if folded not in self._weights:
            return False
        wanted = self._marked.get(folded, set())
        return folded in wanted or term in wanted or (bool(wanted) and term == folded)


def _as_typed(name: OtherName, stretch: Sequence[Token]) -> Iterator[tuple[Span, str]]:
    """The stretch token by token, with the typed words it stands for shared out among them."""
    for number in range(max(len(stretch), len(name.typed))):
        token = stretch[min(number, len(stretch) - 1)]
        yield Span(token.start, token.end), name.typed[min(number, len(name.typed) - 1)]
