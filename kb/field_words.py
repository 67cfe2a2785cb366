"""Words of the field that mean the same: what a query may add to the words typed, as hợp tác xã to HTX.

Data and its rules: kb/data/field_words.toml.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

from kb.query import Addition, Query, Words
from kb.words import fold_key, word_key

__all__ = ["field_words", "find_additions", "function_words"]

_DATA = Path(__file__).parent / "data" / "field_words.toml"

_WORD = re.compile(r"[^\W_]+(?:[-–/.&][^\W_]+)*")
_SEPARATORS = re.compile(r"[-–/.&]")


def find_additions(query: Query) -> tuple[Addition, ...]:
    """What the plain words of `query` may also be called; a phrase in quotation marks is left alone.

    >>> from kb.query import parse_query
    >>> [(each.typed, each.added) for each in find_additions(parse_query("HTX nuoi lon"))]
    [('HTX', 'hợp tác xã'), ('lon', 'heo')]
    >>> find_additions(parse_query('"HTX" lớn'))
    ()
    """
    plain = (clause.text for clause in query.clauses if isinstance(clause, Words))
    return tuple(dict.fromkeys(addition for text in plain for addition in _additions(text)))


def field_words() -> tuple[str, ...]:
    """The names that mean something by themselves, and abbreviations.

    >>> [name in field_words() for name in ("hợp tác xã", "khoai mì", "XKLĐ", "mì")]
    [True, True, True, False]
    """
    data = _read()
    names = [name for record in data["abbreviation"] for name in (*record["full"], *record["short"])]
    names += [
        name
        for record in data["same"] + data["regional"]
        for name in record["words"]
        if name not in record.get("only_framed", ())
    ]
    return tuple(dict.fromkeys(names))


def function_words() -> frozenset[str]:
    """Words that no phrase of the field begins or ends with."""
    return frozenset(_read()["function_words"])


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of a text: its place, and the one key of all its spellings."""

    start: int
    end: int
    text: str
    key: str

    @property
    def folded(self) -> str:
        return fold_key(self.key)


@dataclass(frozen=True, slots=True)
class _Rule:
    """Where `pattern` is typed, the words from `start` to `end` of it may also be called `added`."""

    pattern: tuple[str, ...]
    start: int
    end: int
    added: str
    weight: float
    is_short: bool = False
    needs_capitals: bool = False

    @property
    def says_the_same(self) -> bool:
        """Whether who finds one finds the other: "nuôi tằm" stands in "trồng dâu nuôi tằm"."""
        typed = f" {' '.join(self.pattern[self.start : self.end])} "
        added = f" {' '.join(map(word_key, self.added.split()))} "
        return typed in added or added in typed

    def matches(self, tokens: Sequence[_Token]) -> bool:
        """Whether `tokens` are the pattern; its marks may be left out where it still is unmistakable."""
        may_lack_marks = self.is_short or len(self.pattern) > 1
        return len(tokens) == len(self.pattern) and all(
            (key == token.key or (may_lack_marks and token.key == fold_key(key)))
            and (not self.needs_capitals or token.text.isupper())
            for key, token in zip(self.pattern, tokens, strict=True)
        )


def _additions(text: str) -> Iterator[Addition]:
    """From left to right; of rules that meet on the same words the one with the longest stretch counts."""
    tokens = list(_tokens(text, _rules().compounds))
    taken = 0
    for place, token in enumerate(tokens):
        rules = [
            rule
            for rule in _rules().by_first.get(token.folded, ())
            if place + rule.start >= taken and rule.matches(tokens[place : place + len(rule.pattern)])
        ]
        if rules:
            first, last = max(((rule.start, rule.end) for rule in rules), key=lambda slot: slot[1] - slot[0])
            typed = text[tokens[place + first].start : tokens[place + last - 1].end]
            chosen = [rule for rule in rules if (rule.start, rule.end) == (first, last)]
            yield from (Addition(typed, rule.added, rule.weight) for rule in chosen)
            taken = place + last


def _tokens(text: str, compounds: frozenset[str]) -> Iterator[_Token]:
    """The words of a text. LĐ-TB&XH is one, 36/KH-UBND is one that no rule knows, "hộ/năm" are two."""
    for match in _WORD.finditer(text):
        whole = word_key(_SEPARATORS.sub("", match[0]))
        if whole in compounds or any(map(str.isdigit, match[0])):
            yield _Token(*match.span(), match[0], whole)
        else:
            for part in re.finditer(r"[^\W_]+", match[0]):
                start = match.start() + part.start()
                yield _Token(start, start + len(part[0]), part[0], word_key(part[0]))


@dataclass(frozen=True, slots=True)
class _Rules:
    """All rules by the unmarked first word of their pattern, and the short forms that stand as one word."""

    by_first: Mapping[str, Sequence[_Rule]]
    compounds: frozenset[str]


@cache
def _rules() -> _Rules:
    data = _read()
    rules = [rule for record in data["abbreviation"] for rule in _of_abbreviation(record)]
    rules += [rule for record in data["same"] + data["regional"] for rule in _of_names(record)]
    rules += [
        _rule(typed, added, record["weight"])
        for record in data["toward"]
        for typed in record["typed"]
        for added in record["added"]
    ]
    by_first = defaultdict(list)
    for rule in rules:
        if not rule.says_the_same:
            by_first[fold_key(rule.pattern[0])].append(rule)
    shorts = (short for record in data["abbreviation"] for short in record["short"])
    compounds = {word_key(_SEPARATORS.sub("", short)) for short in shorts if " " not in short}
    return _Rules(by_first, frozenset(compounds | set(map(fold_key, compounds))))


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


def _of_abbreviation(record: Mapping[str, Any]) -> Iterator[_Rule]:
    """Every form of it adds the others."""
    shorts, weight = record["short"], record["weight"]
    for typed, added in permutations((*shorts, *record["full"]), 2):
        if typed in shorts:
            rule = _rule(typed, added, weight)
            yield replace(rule, is_short=True, needs_capitals=record.get("capitals", False))
        else:
            yield _rule(typed, added, record.get("back", weight))


def _of_names(record: Mapping[str, Any]) -> Iterator[_Rule]:
    """Each name adds the others; in a frame, the frame with another name where that alone says too little."""
    only_framed, weight = record.get("only_framed", ()), record["weight"]
    for typed, added in permutations(record["words"], 2):
        if typed not in only_framed and added not in only_framed:
            yield _rule(typed, added, weight)
        for frame in record.get("frames", ()):
            whole = frame.format(added)
            rule = _rule(frame.format(typed), whole if added in only_framed else added, weight)
            if added in only_framed:
                yield rule
            else:
                first = len(frame.partition("{}")[0].split())
                yield replace(rule, start=first, end=first + len(typed.split()))


def _rule(typed: str, added: str, weight: float) -> _Rule:
    pattern = tuple(token.key for token in _tokens(typed, frozenset({word_key(_SEPARATORS.sub("", typed))})))
    return _Rule(pattern, 0, len(pattern), added, weight)
