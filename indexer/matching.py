"""A query's terms by stream, and the same terms found again in any text; no engine is involved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.analysis import Token, analyze, terms
from indexer.normalize import fold_diacritics
from indexer.schema import QUESTION_WEIGHT, QUESTION_WORDS, stream_weights
from kb.document import Span
from kb.query import AnyOf, Phrase, Query, Words

__all__ = ["AnalyzedQuery", "QueryMatcher", "TermSequence", "analyze_query"]


@dataclass(frozen=True, slots=True)
class TermSequence:
    """Terms of one stream that must follow each other."""

    stream: str
    terms: tuple[str, ...]

    @property
    def folded(self) -> tuple[str, ...]:
        """The same sequence without marks."""
        return tuple(map(fold_diacritics, self.terms))


@dataclass(frozen=True, slots=True)
class AnalyzedQuery:
    """What an engine needs to know of a query.

    `ranked`: what to rank by, (stream, term) → weight. `required`: for each syllable of the plain words the
    (stream, term) pairs of which one must be found. `phrases` must all be found, of each of `any_of` at
    least one, of `excluded` none.
    """

    ranked: Mapping[tuple[str, str], float]
    required: tuple[tuple[tuple[str, str], ...], ...]
    phrases: tuple[TermSequence, ...]
    any_of: tuple[tuple[TermSequence, ...], ...]
    excluded: tuple[TermSequence, ...]

    def terms(self, stream: str) -> list[str]:
        """The ranked terms of one stream."""
        return [term for found, term in self.ranked if found == stream]


def analyze_query(query: Query) -> AnalyzedQuery:
    """The query's clauses as terms, by the chain that indexed the documents."""
    plain = [clause.text for clause in query.clauses if isinstance(clause, Words)]
    return AnalyzedQuery(
        ranked=_ranked([*_positive_texts(query)]),
        required=tuple(dict.fromkeys(_forms(term) for text in plain for term in _terms(text, "syllables"))),
        phrases=_sequences(clause for clause in query.clauses if isinstance(clause, Phrase)),
        any_of=tuple(
            _sequences(clause.alternatives) for clause in query.clauses if isinstance(clause, AnyOf)
        ),
        excluded=_sequences(query.excluded),
    )


def _ranked(texts: Sequence[str]) -> dict[tuple[str, str], float]:
    """Each term once, with the weight of its stream; question words say less about what is asked."""
    syllables = [term for text in texts for term in _terms(text, "syllables")]
    weights = stream_weights(_unmarked_share(syllables))
    return {
        (stream, term): weights[stream] * (QUESTION_WEIGHT if term in QUESTION_WORDS else 1.0)
        for text in texts
        for stream, found in terms(text, weights).items()
        for term in found
    }


def _forms(syllable: str) -> tuple[tuple[str, str], ...]:
    """How a document may have a typed syllable: so or without marks; one typed without, in any marking."""
    folded = fold_diacritics(syllable)
    if syllable == folded:
        return (("folded", folded),)
    return ("syllables", syllable), ("syllables", folded)


def _unmarked_share(syllables: Sequence[str]) -> float:
    return sum(term == fold_diacritics(term) for term in syllables) / max(len(syllables), 1)


def _positive_texts(query: Query) -> Iterable[str]:
    for clause in query.clauses:
        if isinstance(clause, AnyOf):
            yield from (alternative.text for alternative in clause.alternatives)
        else:
            yield clause.text


def _sequences(clauses: Iterable[Words | Phrase]) -> tuple[TermSequence, ...]:
    found = (_sequence(clause.text) for clause in clauses)
    return tuple(sequence for sequence in found if sequence.terms)


def _sequence(text: str) -> TermSequence:
    """Marked text is looked up as marked, text typed without any marks as unmarked."""
    marked = _in_sequence(text, "syllables")
    is_marked = any(term != fold_diacritics(term) for term in marked)
    return (
        TermSequence("syllables", marked)
        if is_marked
        else TermSequence("folded", _in_sequence(text, "folded"))
    )


def _in_sequence(text: str, stream: str) -> tuple[str, ...]:
    """One term a position: the parts of a document number, not the whole that shares their place."""
    return tuple({token.position: token.term for token in analyze(text, (stream,))[stream]}.values())


def _terms(text: str, stream: str) -> list[str]:
    return terms(text, (stream,))[stream]


class QueryMatcher:
    """Finds the terms of a query in text, marked terms as marked, unmarked ones in any marking.

    `weights` maps unmarked terms to their worth; terms without one are not looked for.
    """

    def __init__(self, analyzed: AnalyzedQuery, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._marked: dict[str, set[str]] = {}
        for term in analyzed.terms("syllables") or analyzed.terms("folded"):
            self._marked.setdefault(fold_diacritics(term), set()).add(term)

    def find(self, text: str) -> Sequence[tuple[Span, str]]:
        """Matched stretches in text order, each with its term as unmarked syllable."""
        streams = analyze(text, ("syllables", "folded"))
        return [
            (Span(token.start, token.end), folded.term)
            for token, folded in zip(streams["syllables"], streams["folded"], strict=True)
            if self._is_match(token, folded.term)
        ]

    def weight(self, term: str) -> float:
        """How much a found term says: rare terms more than common ones."""
        return self._weights.get(term, 0.0)

    def _is_match(self, token: Token, folded: str) -> bool:
        if folded not in self._weights:
            return False
        wanted = self._marked.get(folded, set())
        return folded in wanted or token.term in wanted or (bool(wanted) and token.term == folded)
