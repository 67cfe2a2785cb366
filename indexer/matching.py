"""A query's terms by stream, with the weights to rank by; no engine is involved."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from indexer.analysis import analyze, terms
from indexer.normalize import fold_diacritics, normalize_syllable
from indexer.schema import (
    ASKING_WORDS,
    QUESTION_SHARPNESS,
    QUESTION_WEIGHT,
    QUESTION_WORDS,
    UNMARKED_ASKING_WORDS,
    stream_weights,
)
from kb.query import Addition, AnyOf, Phrase, Query, Words

__all__ = [
    "AnalyzedQuery",
    "OtherName",
    "Term",
    "TermSequence",
    "TypedSyllable",
    "Word",
    "analyze_query",
    "held_terms",
]

Term = tuple[str, str]
"""A stream and a term of it."""

_SINGLE = ("syllables", "folded", "words")
"""The streams in which a syllable counts by itself."""


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
class OtherName:
    """Words that stand in for typed ones, as `kb.query.Addition` says, for a share `weight` of their score.

    `typed` and `syllables` are the two as syllables, `typed` without marks. A document has the name when it
    has all of `held`. `gained` is what to rank by instead of `lost`.
    """

    typed: tuple[str, ...]
    syllables: tuple[str, ...]
    held: tuple[Term, ...]
    gained: Mapping[Term, float]
    lost: Mapping[Term, float]
    weight: float


class TypedSyllable(NamedTuple):
    """A typed syllable as it is indexed. "Dak" is unmarked, though indexed as dắc."""

    term: str
    is_unmarked: bool

    @classmethod
    def read(cls, typed: str) -> "TypedSyllable":
        return cls(normalize_syllable(typed), _is_unmarked(typed))

    @property
    def folded(self) -> str:
        return fold_diacritics(self.term)

    @property
    def forms(self) -> tuple[Term, ...]:
        """How a document may have it: so or without marks; one typed without, in any marking."""
        if self.is_unmarked:
            return (("folded", self.folded),)
        return ("syllables", self.term), ("syllables", self.folded)


@dataclass(frozen=True, slots=True)
class Word:
    """A typed syllable: a document has it in one of `forms`, or with all terms of one of `names`."""

    forms: tuple[Term, ...]
    names: tuple[tuple[Term, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class AnalyzedQuery:
    """What an engine needs to know of a query.

    `typed`: the syllables of what is looked for. `ranked`: what to rank by, (stream, term) → weight;
    `sharpness`: the power to raise rarity to. `names`: for each stretch of plain words the other names of it.
    `required`: the syllables of the plain words. `phrases` must all be found, of each of `any_of` one at
    least, of `excluded` none.
    """

    typed: tuple[TypedSyllable, ...]
    ranked: Mapping[Term, float]
    sharpness: float
    names: tuple[tuple[OtherName, ...], ...]
    required: tuple[Word, ...]
    phrases: tuple[TermSequence, ...]
    any_of: tuple[tuple[TermSequence, ...], ...]
    excluded: tuple[TermSequence, ...]


def analyze_query(query: Query) -> AnalyzedQuery:
    """The query's clauses as terms, by the chain that indexed the documents."""
    plain = [clause.text for clause in query.clauses if isinstance(clause, Words)]
    texts = [*_positive_texts(query)]
    typed = tuple(syllable for text in texts for syllable in _syllables(text))
    weights = stream_weights(_unmarked_share(typed))
    names = _other_names(query.additions, plain, weights)
    return AnalyzedQuery(
        typed=typed,
        ranked=_ranked(texts, weights),
        sharpness=QUESTION_SHARPNESS if _is_question(plain) else 1.0,
        names=names,
        required=_required(plain, names),
        phrases=_sequences(clause for clause in query.clauses if isinstance(clause, Phrase)),
        any_of=tuple(
            _sequences(clause.alternatives) for clause in query.clauses if isinstance(clause, AnyOf)
        ),
        excluded=_sequences(query.excluded),
    )


def _is_question(texts: Sequence[str]) -> bool:
    """Whether the plain words ask something: "Nuôi ếch có lợi gì", "nuoi ech the nao", "... không?"."""
    asked = {term for text in texts for term in _terms(text, "syllables")}
    asking = UNMARKED_ASKING_WORDS if all(map(str.isascii, asked)) else ASKING_WORDS
    return bool(asked & asking) or any(text.rstrip().endswith("?") for text in texts)


def _ranked(texts: Iterable[str], weights: Mapping[str, float]) -> dict[Term, float]:
    """Each term once, with the weight of its stream; question words say less about what is asked."""
    return {
        (stream, term): weights[stream] * (QUESTION_WEIGHT if term in QUESTION_WORDS else 1.0)
        for text in texts
        for stream, found in terms(text, weights).items()
        for term in found
    }


def _required(plain: Iterable[str], names: Iterable[Iterable[OtherName]]) -> tuple[Word, ...]:
    held = defaultdict(list)
    for name in (name for others in names for name in others):
        for term in name.typed:
            held[term].append(name.held)
    syllables = dict.fromkeys(typed for text in plain for typed in _syllables(text))
    return tuple(Word(typed.forms, tuple(held[typed.folded])) for typed in syllables)


def _other_names(
    additions: Iterable[Addition], plain: Sequence[str], weights: Mapping[str, float]
) -> tuple[tuple[OtherName, ...], ...]:
    by_typed = defaultdict(list)
    for addition in additions:
        by_typed[addition.typed].append(_other_name(addition, plain, weights))
    return tuple(map(tuple, by_typed.values()))


def _other_name(addition: Addition, plain: Sequence[str], weights: Mapping[str, float]) -> OtherName:
    """Named otherwise, words have other neighbours too: what is lost and gained are terms of whole texts."""
    typed = re.compile(rf"(?<!\w){re.escape(addition.typed)}(?!\w)")
    before = _ranked(plain, weights)
    after = _ranked((typed.sub(addition.added, text) for text in plain), weights)
    syllables = _name_terms(addition.added)
    return OtherName(
        typed=tuple(_terms(addition.typed, "folded")),
        syllables=syllables,
        held=held_terms(addition.added),
        gained=dict(_gained(before, after, syllables, weights)),
        lost={term: weight for term, weight in before.items() if term not in after},
        weight=addition.weight,
    )


def _gained(
    before: Mapping[Term, float],
    after: Mapping[Term, float],
    syllables: Sequence[str],
    weights: Mapping[str, float],
) -> Iterator[tuple[Term, float]]:
    """What is added ranks by what holds it together; a lone syllable by itself, and only with its marks."""
    if len(syllables) == 1:
        yield ("syllables", syllables[0]), sum(weights.get(stream, 0.0) for stream in _SINGLE)
    for (stream, term), weight in after.items():
        if (stream, term) not in before and (stream in ("pairs", "folded_pairs") or "_" in term):
            yield (stream, term), weight


def _syllables(text: str) -> list[TypedSyllable]:
    tokens = analyze(text, ("syllables",))["syllables"]
    return [TypedSyllable(token.term, _is_unmarked(text[token.start : token.end])) for token in tokens]


def _is_unmarked(text: str) -> bool:
    return fold_diacritics(text) == text


def _unmarked_share(syllables: Sequence[TypedSyllable]) -> float:
    return sum(typed.is_unmarked for typed in syllables) / max(len(syllables), 1)


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
    stream = "folded" if _is_unmarked(text) else "syllables"
    return TermSequence(stream, _in_sequence(text, stream))


def _in_sequence(text: str, stream: str) -> tuple[str, ...]:
    """One term a position: the parts of a document number, not the whole that shares their place."""
    return tuple({token.position: token.term for token in analyze(text, (stream,))[stream]}.values())


def held_terms(text: str) -> tuple[Term, ...]:
    """What a document has that has the words of `text` side by side: their pairs, or the one word.

    >>> held_terms("hợp tác xã"), held_terms("HTX")
    ((('pairs', 'hợp_tác'), ('pairs', 'tác_xã')), (('syllables', 'htx'),))
    """
    syllables = _name_terms(text)
    pairs = tuple(("pairs", f"{first}_{second}") for first, second in pairwise(syllables))
    return pairs or tuple(("syllables", syllable) for syllable in syllables)


def _name_terms(text: str) -> tuple[str, ...]:
    """One term a position; LĐ-TB&XH is one as a whole."""
    tokens = analyze(text, ("syllables",))["syllables"]
    whole = tuple(token.term for token in tokens if (token.start, token.end) == (0, len(text)))
    return whole or _in_sequence(text, "syllables")


def _terms(text: str, stream: str) -> list[str]:
    return terms(text, (stream,))[stream]
