"""The words of activities: indexer/data/activities.toml, made ready for matching against tokens."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from itertools import accumulate
from typing import Any, NamedTuple

__all__ = ["Entry", "Lexicon", "Token", "Words", "lexicon", "read_tokens"]


class Token(NamedTuple):
    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A word sequence of the lexicon: the kinds of activity it can stand for and its comparable form."""

    kinds: tuple[str, ...]
    head: str


class Words:
    """Word sequences, matched longest first at a token."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._by_first: dict[str, list[tuple[list[str], Entry]]] = {}
        for text, entry in entries.items():
            words = [token.word for token in read_tokens(text)]
            self._by_first.setdefault(words[0], []).append((words, entry))
        for candidates in self._by_first.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))

    def match(self, tokens: list[Token], at: int) -> tuple[int, Entry] | None:
        """The longest sequence that starts at token `at`: the token behind it and its entry."""
        if at < len(tokens):
            for words, entry in self._by_first.get(tokens[at].word, ()):
                end = at + len(words)
                if len(words) == 1 or [token.word for token in tokens[at:end]] == words:
                    return end, entry
        return None


@dataclass(frozen=True, slots=True)
class Lexicon:
    kinds: Mapping[str, Mapping[str, Any]]
    verbs: Words
    objects: Words
    phrases: Words
    modifiers: Words
    joiners: Words
    fillers: frozenset[str]
    classifiers: Words
    frames: Words
    compounds: Words
    umbrellas: frozenset[str]
    ambiguous: frozenset[str]
    loose_verbs: frozenset[str]
    name_verbs: frozenset[str]
    not_names: frozenset[str]
    openers: frozenset[str]


_TOKEN = re.compile(r"([^\W\d_]+(?:['’-][^\W\d_]+)*\d?|\d+(?:[.,]\d+)*|[^\w\s])")

_new_token: Callable[[tuple[str, int, int]], Token] = partial(tuple.__new__, Token)
"""Token(*values) in a third of the time."""


def read_tokens(text: str) -> list[Token]:
    """The words, numbers and signs of `text` in order, words in small letters."""
    pieces = _TOKEN.split(text)
    edges = list(accumulate(map(len, pieces)))
    words = map(str.lower, pieces[1::2])
    return list(map(_new_token, zip(words, edges[::2], edges[1::2], strict=False)))


@cache
def lexicon() -> Lexicon:
    data = tomllib.loads(files("indexer").joinpath("data/activities.toml").read_text(encoding="utf-8"))
    kinds = {name: table for name, table in data.items() if isinstance(table, dict)}
    heads = _heads(data["same"], kinds)
    return Lexicon(
        kinds=kinds,
        verbs=Words(_entries(kinds, "verbs", {})),
        objects=Words(_entries(kinds, "objects", heads)),
        phrases=Words(_entries(kinds, "phrases", heads)),
        modifiers=_plain(data["modifiers"]),
        joiners=_plain(data["joiners"]),
        fillers=frozenset(data["fillers"]),
        classifiers=_plain(data["classifiers"]),
        frames=_plain(data["frames"]),
        compounds=_plain(data["compounds"]),
        umbrellas=frozenset(data["umbrellas"]),
        ambiguous=frozenset(data["ambiguous"]),
        loose_verbs=frozenset(data["loose_verbs"]),
        name_verbs=frozenset(data["name_verbs"]),
        not_names=frozenset(data["not_names"]),
        openers=frozenset(words.split()[0] for words in _openers(data["compounds"], kinds)),
    )


def _openers(compounds: list[str], kinds: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """All that a mention, or a compound that is none, can begin with."""
    yield from compounds
    for table in kinds.values():
        for key in ("verbs", "objects", "phrases"):
            yield from table[key]


def _plain(texts: Iterable[str]) -> Words:
    return Words({text: Entry((), text) for text in texts})


def _entries(kinds: Mapping[str, Mapping[str, Any]], key: str, heads: Mapping[str, str]) -> dict[str, Entry]:
    """The words under `key` of every kind; one word may stand under several kinds."""
    entries: dict[str, Entry] = {}
    for kind, table in kinds.items():
        for text in table[key]:
            known = entries[text].kinds if text in entries else ()
            entries[text] = Entry((*known, kind), heads.get(text, text))
    return entries


def _heads(same: list[list[str]], kinds: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Each object and phrase with its comparable form: "heo đen" → "heo" → "lợn"."""
    canonical = {word: group[0] for group in same for word in group}
    heads = dict(canonical)
    for table in kinds.values():
        heads.update((text, table["head"]) for text in table["phrases"] if "head" in table)
        bases = set(table["objects"])
        for text in table["objects"]:
            if text not in heads:
                base = _base(text, bases)
                heads[text] = canonical.get(base, base)
    return heads


def _base(text: str, bases: set[str]) -> str:
    """The shortest object that `text` starts with: "bò" of "bò lai"."""
    words = text.split()
    prefixes = (" ".join(words[:n]) for n in range(1, len(words)))
    return next((prefix for prefix in prefixes if prefix in bases), text)
