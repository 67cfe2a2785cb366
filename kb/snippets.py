"""The passage of a document that answers a query best, and the pieces of it worth showing."""

import re
from collections.abc import Sequence
from itertools import pairwise

from kb.document import Passage, Span
from kb.search import Fragment, TextMatcher

__all__ = ["FRAGMENT_LENGTH", "best_passage", "fragments", "merge_adjacent"]

FRAGMENT_LENGTH = 240
"""Code points of one fragment: about two lines on a laptop, four on a phone."""

_FRAGMENT_COUNT = 2
_PREFERENCE = 1.5
"""A passage tagged with what the results are filtered by beats one that is only a little closer."""

_NEIGHBOUR_BONUS = 0.5
"""Two terms side by side, as in the query's own words, say more than the two apart."""

Match = tuple[Span, str]


def best_passage(
    text: str, passages: Sequence[Passage], matcher: TextMatcher, preferred: frozenset[int] = frozenset()
) -> tuple[Passage | None, list[Match]]:
    """The passage with the most of the query in it, and its matches as offsets into `text`.

    Passages whose ordinal is in `preferred` win over slightly better ones. Without any match the first
    preferred passage, or else the first, is returned. None only for a document without passages.
    """
    best, best_matches, best_score = None, [], -1.0
    for passage in passages:
        matches = _matches_in(text, passage.span, matcher)
        score = _score(matches, matcher) * (_PREFERENCE if passage.ordinal in preferred else 1.0)
        if not matches and passage.ordinal in preferred:
            score = 1e-9
        if score > best_score:
            best, best_matches, best_score = passage, matches, score
    return best, best_matches


def fragments(
    text: str, passage: Passage, matches: Sequence[Match], matcher: TextMatcher
) -> tuple[Fragment, ...]:
    """Up to two pieces of the passage with most of the query, in text order; without matches its start."""
    windows = _windows(text, passage.span)
    found: list[tuple[float, Span, list[Match]]] = []
    for window in windows:
        inside = [match for match in matches if window.start <= match[0].start and match[0].end <= window.end]
        found.append((_score(inside, matcher), window, inside))
    chosen = sorted(
        sorted(found, key=lambda item: -item[0])[:_FRAGMENT_COUNT], key=lambda item: item[1].start
    )
    shown = [item for item in chosen if item[0] > 0] or found[:1]
    return tuple(
        Fragment(window, window.cut(text), merge_adjacent(text, [span for span, _ in inside]))
        for _, window, inside in shown
    )


def merge_adjacent(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans joined where only spaces lie between them, so that a phrase is marked as one piece.

    >>> merge_adjacent("nuôi bò sữa", [Span(0, 4), Span(5, 7)])
    (Span(start=0, end=7),)
    """
    merged: list[Span] = []
    for span in spans:
        if merged and not text[merged[-1].end : span.start].strip(" "):
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return tuple(merged)


def _matches_in(text: str, span: Span, matcher: TextMatcher) -> list[Match]:
    return [
        (Span(span.start + found.start, span.start + found.end), term)
        for found, term in matcher.find(span.cut(text))
    ]


def _score(matches: Sequence[Match], matcher: TextMatcher) -> float:
    """The weight of the distinct terms found, more for terms side by side."""
    terms = {term for _, term in matches}
    neighbours = {
        (first, second)
        for (span, first), (next_span, second) in pairwise(matches)
        if first != second and next_span.start - span.end <= 1
    }
    return sum(map(matcher.weight, terms)) + _NEIGHBOUR_BONUS * sum(
        min(matcher.weight(first), matcher.weight(second)) for first, second in neighbours
    )


_SENTENCE = re.compile(r"[^\n]+?(?:[.!?…;](?=\s)|\n|$)", re.MULTILINE)


def _windows(text: str, passage: Span) -> list[Span]:
    """Whole sentences joined up to a fragment's length; a longer sentence is cut between words."""
    windows: list[Span] = []
    for sentence in _SENTENCE.finditer(text, passage.start, passage.end):
        for piece in _cut_long(text, sentence.start(), sentence.end()):
            can_join = windows and piece.end - windows[-1].start <= FRAGMENT_LENGTH
            if can_join and "\n" not in text[windows[-1].end : piece.start]:
                windows[-1] = Span(windows[-1].start, piece.end)
            else:
                windows.append(piece)
    return windows


def _cut_long(text: str, start: int, end: int) -> list[Span]:
    pieces = []
    while start < end and text[start].isspace():
        start += 1
    while end - start > FRAGMENT_LENGTH:
        space = text.rfind(" ", start, start + FRAGMENT_LENGTH)
        cut = space if space > start else start + FRAGMENT_LENGTH
        pieces.append(Span(start, cut))
        start = cut + 1 if cut == space else cut
    while end > start and text[end - 1].isspace():
        end -= 1
    return [*pieces, Span(start, end)] if start < end else pieces
