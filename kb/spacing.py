"""Words that documents write together or apart, unlike what was typed: Đa Krông, Đakrông; homestay."""

import re
from collections.abc import Iterator
from itertools import pairwise

from kb.query import Addition, Query, Words
from kb.search import Lexicon

__all__ = ["find_respaced"]

_WEIGHT = 0.9
_MOST_WORDS = 20
"""A longer text is a question in whole sentences."""

_WORD = re.compile(r"[^\W\d_]+")


def find_respaced(query: Query, lexicon: Lexicon) -> tuple[Addition, ...]:
    """What the plain words of `query` are in documents, where these write them together or apart."""
    plain = (clause.text for clause in query.clauses if isinstance(clause, Words))
    return tuple(dict.fromkeys(addition for text in plain for addition in _respaced(text, lexicon)))


def _respaced(text: str, lexicon: Lexicon) -> Iterator[Addition]:
    words = list(_WORD.finditer(text))
    if len(words) > _MOST_WORDS:
        return
    for word in words:
        if apart := lexicon.apart(word[0]):
            yield Addition(word[0], apart, _WEIGHT)
    for first, second in pairwise(words):
        between = text[first.end() : second.start()]
        if between == " " and (together := lexicon.together(first[0], second[0])):
            yield Addition(text[first.start() : second.end()], together, _WEIGHT)
