"""A query's terms found again in any text, by the chain that indexed it."""

from collections.abc import Iterator, Mapping, Sequence

from indexer.analysis import Token, analyze, folded_forms
from indexer.matching import AnalyzedQuery, OtherName
from kb.document import Span

__all__ = ["QueryMatcher"]


class QueryMatcher:
    """Finds the terms of a query in text, marked terms as marked, unmarked ones in any marking.

    `weights` maps unmarked terms to their worth; terms without one are not looked for. Another name for
    typed words is found where it stands in one piece, and counts as the words it stands for.
    """

    def __init__(self, analyzed: AnalyzedQuery, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._satisfied = _Satisfied(analyzed, weights)
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
            if token.term in self._names and (name := self._name_at(tokens, place)):
                named_until = place + len(name.syllables)
                yield from _as_typed(name, tokens[place:named_until])
            elif (folded := self._satisfied[token.term]) and place >= named_until:
                yield Span(token.start, token.end), folded

    def _name_at(self, tokens: Sequence[Token], place: int) -> OtherName | None:
        for name in self._names[tokens[place].term]:
            stretch = tokens[place : place + len(name.syllables)]
            is_in_one_piece = stretch[-1].position - stretch[0].position == len(name.syllables) - 1
            if is_in_one_piece and tuple(token.term for token in stretch) == name.syllables:
                return name
        return None


class _Satisfied(dict[str, str]):
    """For a term of a text the unmarked syllable of the query that it satisfies, else nothing."""

    def __init__(self, analyzed: AnalyzedQuery, weights: Mapping[str, float]) -> None:
        self._wanted: dict[str, set[str]] = {}
        for typed in analyzed.typed:
            if typed.folded in weights:
                term = typed.folded if typed.is_unmarked else typed.term
                self._wanted.setdefault(typed.folded, set()).add(term)

    def __missing__(self, term: str) -> str:
        folded = folded_forms[term]
        wanted = self._wanted.get(folded, ())
        is_wanted = folded in wanted or term in wanted or (bool(wanted) and term == folded)
        satisfied = self[term] = folded if is_wanted else ""
        return satisfied


def _as_typed(name: OtherName, stretch: Sequence[Token]) -> Iterator[tuple[Span, str]]:
    """The stretch token by token, with the typed words it stands for shared out among them."""
    for number in range(max(len(stretch), len(name.typed))):
        token = stretch[min(number, len(stretch) - 1)]
        yield Span(token.start, token.end), name.typed[min(number, len(name.typed) - 1)]
