"""Activities a text speaks of: what people raise, grow, make or offer ("nuôi bò sinh sản", "dệt zèng").

The words are in indexer/data/activities.toml; this module knows only how they combine: a verb with its
objects ("trồng hồi, quế"), a classifier with an object ("đàn dê", "3 con bò giống"), a whole phrase ("du
lịch cộng đồng"), and the words that describe the object ("lai sinh sản", "Ngọc Linh").
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import Any

from kb.document import Span

__all__ = ["Activity", "Anchor", "find_activities"]


class Anchor(IntEnum):
    """What shows that the object is an activity, weakest first."""

    BARE = 0
    CLASSIFIER = 1
    PHRASE = 2
    VERB = 3
    FRAME = 4


@dataclass(frozen=True, slots=True)
class Activity:
    """One mention of an activity.

    `heads` are the things in their comparable form ("lợn" for "heo đen"), the main one first; `objects` as
    the text writes them; `verb` likewise, None where the text has none, empty where it needs none ("xưởng
    may"). `is_staple` says that the thing is grown or raised nearly everywhere, so that it rarely is the
    model itself; `is_described`, that more than one word names it ("bò lai", not "bò").
    """

    span: Span
    kind: str
    heads: tuple[str, ...]
    objects: tuple[str, ...]
    verb: str | None
    anchor: Anchor
    is_staple: bool
    is_described: bool

    @property
    def is_passing(self) -> bool:
        """Whether the text only names a thing in one word: no sign that anyone does anything with it."""
        return self.anchor is Anchor.BARE and not self.is_described

    @property
    def is_umbrella(self) -> bool:
        """Whether it names a whole kind of things: "nuôi trồng thủy sản"."""
        return _lexicon().umbrellas.issuperset(self.heads)

    @property
    def livelihood(self) -> str:
        return str(_lexicon().kinds[self.kind]["livelihood"])

    @property
    def name(self) -> str:
        """The activity as an editor would name the model.

        >>> [found.name for found in find_activities("huyện trao 3 con dê giống sinh sản")]
        ['Nuôi dê giống sinh sản']
        """
        table = _lexicon().kinds[self.kind]
        if "head" in table:
            return str(table["head"])
        words = ", ".join(self.objects)
        verb = str(table["verb"]) if self.verb is None else self.verb
        name = f"{verb} {words}".strip()
        return name[0].upper() + name[1:]


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """A word sequence of the lexicon: the kinds of activity it can stand for and its comparable form."""

    kinds: tuple[str, ...]
    head: str


class _Words:
    """Word sequences, matched longest first at a token."""

    def __init__(self, entries: Mapping[str, _Entry]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], _Entry]]] = {}
        for text, entry in entries.items():
            words = tuple(token.word for token in _tokens(text))
            self._by_first.setdefault(words[0], []).append((words, entry))
        for candidates in self._by_first.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))

    def match(self, tokens: list[_Token], at: int) -> tuple[int, _Entry] | None:
        """The longest sequence that starts at token `at`: the token behind it and its entry."""
        if at < len(tokens):
            for words, entry in self._by_first.get(tokens[at].word, ()):
                if all(at + i < len(tokens) and tokens[at + i].word == word for i, word in enumerate(words)):
                    return at + len(words), entry
        return None


@dataclass(frozen=True, slots=True)
class _Lexicon:
    kinds: Mapping[str, Mapping[str, Any]]
    verbs: _Words
    objects: _Words
    phrases: _Words
    modifiers: _Words
    joiners: _Words
    fillers: frozenset[str]
    classifiers: _Words
    frames: _Words
    compounds: _Words
    umbrellas: frozenset[str]
    ambiguous: frozenset[str]
    loose_verbs: frozenset[str]


_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\d?|\d+(?:[.,]\d+)*|[^\w\s]")


def _tokens(text: str) -> list[_Token]:
    return [_Token(m.group().lower(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


@cache
def _lexicon() -> _Lexicon:
    data = tomllib.loads(files("indexer").joinpath("data/activities.toml").read_text(encoding="utf-8"))
    kinds = {name: table for name, table in data.items() if isinstance(table, dict)}
    heads = _heads(data["same"], kinds)
    return _Lexicon(
        kinds=kinds,
        verbs=_Words(_entries(kinds, "verbs", {})),
        objects=_Words(_entries(kinds, "objects", heads)),
        phrases=_Words(_entries(kinds, "phrases", heads)),
        modifiers=_plain(data["modifiers"]),
        joiners=_plain(data["joiners"]),
        fillers=frozenset(data["fillers"]),
        classifiers=_plain(data["classifiers"]),
        frames=_plain(data["frames"]),
        compounds=_plain(data["compounds"]),
        umbrellas=frozenset(data["umbrellas"]),
        ambiguous=frozenset(data["ambiguous"]),
        loose_verbs=frozenset(data["loose_verbs"]),
    )


def _plain(texts: Iterable[str]) -> _Words:
    return _Words({text: _Entry((), text) for text in texts})


def _entries(kinds: Mapping[str, Mapping[str, Any]], key: str, heads: Mapping[str, str]) -> dict[str, _Entry]:
    """The words under `key` of every kind; one word may stand under several kinds."""
    entries: dict[str, _Entry] = {}
    for kind, table in kinds.items():
        for text in table[key]:
            known = entries[text].kinds if text in entries else ()
            entries[text] = _Entry((*known, kind), heads.get(text, text))
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


def find_activities(text: str, known: frozenset[str] = frozenset()) -> tuple[Activity, ...]:
    """The activities mentioned in `text`, in text order, without overlaps.

    The bare name of a thing ("bò") counts where the text elsewhere does something with it, or its head is
    `known`.

    >>> [(found.name, found.heads) for found in find_activities("nuôi thêm 6 con trâu, trồng hồi, quế")]
    [('Nuôi trâu', ('trâu',)), ('Trồng hồi, quế', ('hồi', 'quế'))]
    """
    found = _with_repeated_verbs(text, _Scanner(text).scan())
    told = known.union(*(activity.heads for activity in found if not activity.is_passing))
    return tuple(activity for activity in found if not activity.is_passing or told.issuperset(activity.heads))


_AND = re.compile(r"\s*(?:,|và|hay|hoặc|,\s*và)\s*")


def _with_repeated_verbs(text: str, activities: Iterable[Activity]) -> list[Activity]:
    """The activities, "nuôi lợn, nuôi dê" taken for one as "nuôi lợn, dê" is."""
    joined: list[Activity] = []
    for activity in activities:
        last = joined[-1] if joined else None
        if last and _is_repeated(text, last, activity):
            joined[-1] = replace(
                last,
                span=Span(last.span.start, activity.span.end),
                heads=tuple(dict.fromkeys((*last.heads, *activity.heads))),
                objects=(*last.objects, *activity.objects),
                is_staple=last.is_staple and activity.is_staple,
            )
        else:
            joined.append(activity)
    return joined


def _is_repeated(text: str, one: Activity, other: Activity) -> bool:
    is_bare = not one.is_described and not other.is_described
    is_alike = one.kind == other.kind and bool(one.verb) and one.verb == other.verb
    return is_alike and is_bare and _AND.fullmatch(text, one.span.end, other.span.start) is not None


@dataclass(frozen=True, slots=True)
class _Object:
    """One thing with the words that describe it."""

    entry: _Entry
    base: str
    text: str
    first: int
    end: int
    is_described: bool


class _Scanner:
    """One pass over the tokens of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)
        self._lexicon = _lexicon()

    def scan(self) -> Iterator[Activity]:
        at = 0
        while at < len(self._tokens):
            if compound := self._lexicon.compounds.match(self._tokens, at):
                at = compound[0]
                continue
            found = self._phrase(at) or self._with_verb(at) or self._without_verb(at)
            if found:
                activities, at = found
                yield from activities
            else:
                at += 1

    def _phrase(self, at: int) -> tuple[list[Activity], int] | None:
        match = self._lexicon.phrases.match(self._tokens, at)
        if not match:
            return None
        end, entry = match
        end = self._described(end)
        text = self._words(at, end)
        activity = Activity(
            Span(self._tokens[at].start, self._tokens[end - 1].end),
            entry.kinds[0],
            (entry.head,),
            (text,),
            "",
            Anchor.FRAME if self._is_framed(at) else Anchor.PHRASE,
            self._words(at, match[0]).lower() in self._lexicon.kinds[entry.kinds[0]]["staples"],
            True,
        )
        return [activity], end

    def _with_verb(self, at: int) -> tuple[list[Activity], int] | None:
        match = self._lexicon.verbs.match(self._tokens, at)
        if not match:
            return None
        verb_end, verb = match
        start = self._skip_fillers(verb_end)
        objects = self._coordinated(start, verb.kinds)
        if not objects or (verb.head in self._lexicon.loose_verbs and self._is_ambiguous(objects[0])):
            return None
        anchor = Anchor.FRAME if self._is_framed(at) else Anchor.VERB
        return self._activities(at, self._words(at, verb_end), objects, verb.kinds, anchor)

    def _without_verb(self, at: int) -> tuple[list[Activity], int] | None:
        objects = self._coordinated(at, None)
        if not objects:
            return None
        if self._is_framed(at):
            anchor = Anchor.FRAME
        elif self._lexicon.verbs.match(self._tokens, objects[-1].end) and len(objects) == 1:
            anchor = Anchor.VERB
        elif self._is_classified(at):
            anchor = Anchor.CLASSIFIER
        else:
            anchor, objects = Anchor.BARE, objects[:1]
        return self._activities(at, None, objects, objects[0].entry.kinds, anchor)

    def _activities(
        self, at: int, verb: str | None, objects: list[_Object], kinds: tuple[str, ...], anchor: Anchor
    ) -> tuple[list[Activity], int]:
        """One activity for each described object; bare ones go with the next ("trâu, bò vỗ béo")."""
        activities, group, start = [], [], at
        for thing in objects:
            group.append(thing)
            if thing.is_described or thing is objects[-1]:
                activities.append(self._activity(start, verb, group, kinds, anchor))
                group, start = [], thing.first
        return activities, objects[-1].end

    def _activity(
        self, at: int, verb: str | None, group: list[_Object], kinds: tuple[str, ...], anchor: Anchor
    ) -> Activity:
        first = group[0]
        start = at if verb else first.first
        kind = next(kind for kind in first.entry.kinds if kind in kinds)
        return Activity(
            Span(self._tokens[start].start, self._tokens[group[-1].end - 1].end),
            kind,
            tuple(dict.fromkeys(thing.entry.head for thing in group)),
            tuple(thing.text for thing in group),
            verb,
            anchor,
            all(thing.text.lower() in self._lexicon.kinds[kind]["staples"] for thing in group),
            any(thing.is_described for thing in group),
        )

    def _coordinated(self, at: int, kinds: tuple[str, ...] | None) -> list[_Object]:
        """The objects from token `at` on, joined by commas and "và", all of kinds the verb takes."""
        objects: list[_Object] = []
        while (thing := self._object(at, kinds)) is not None:
            objects.append(thing)
            kinds = kinds or thing.entry.kinds
            at = thing.end
            if not (at < len(self._tokens) and self._tokens[at].word in _CONJUNCTIONS):
                break
            at += 1
            if at < len(self._tokens) and self._tokens[at].word in ("con", "cây", "đàn"):
                at += 1
        return objects

    def _object(self, at: int, kinds: tuple[str, ...] | None) -> _Object | None:
        match = self._lexicon.objects.match(self._tokens, at)
        if not match or (kinds is not None and not set(match[1].kinds) & set(kinds)):
            return None
        if self._lexicon.compounds.match(self._tokens, at) or self._is_part_of_name(at, match[0]):
            return None
        base_end, entry = match
        end = self._described(base_end)
        is_described = base_end - at > 1 or (end > base_end and not self._is_capitalized(base_end))
        base = self._words(at, base_end).lower()
        return _Object(entry, base, self._words(at, end), at, end, is_described)

    def _is_ambiguous(self, thing: _Object) -> bool:
        """Whether the words may well mean something else: "điều", "Hành", not "điều ghép"."""
        return thing.base in self._lexicon.ambiguous and not thing.is_described

    def _is_part_of_name(self, at: int, end: int) -> bool:
        """Whether the words are of a proper name: "Hành Sơn" of "Ngũ Hành Sơn", "Trà Lãnh"."""
        if not self._is_capitalized(at):
            return False
        opens = (
            at == 0
            or (not self._is_capitalized(at - 1) and self._gap(at))
            or self._tokens[at - 1].word in _OPENERS
        )
        follows = end < len(self._tokens) and self._is_capitalized(end) and end - at == 1
        return not opens or follows

    def _gap(self, at: int) -> bool:
        """Whether a line break stands before token `at`."""
        return "\n" in self._text[self._tokens[at - 1].end : self._tokens[at].start]

    def _described(self, at: int) -> int:
        """The token behind the modifiers, names and joined objects that follow an object."""
        while True:
            if match := self._lexicon.modifiers.match(self._tokens, at):
                at = match[0]
            elif (joined := self._joined(at)) or (joined := self._named(at)):
                at = joined
            else:
                return at

    def _joined(self, at: int) -> int | None:
        """ "xen cà phê", "ghép sò huyết"."""
        match = self._lexicon.joiners.match(self._tokens, at)
        thing = self._lexicon.objects.match(self._tokens, match[0]) if match else None
        return thing[0] if thing else None

    def _named(self, at: int) -> int | None:
        """A name right behind the object: "Idol", "Ngọc Linh"; not one that opens a new phrase."""
        end = at
        while end < len(self._tokens) and end - at < 3 and self._is_capitalized(end) and not self._gap(end):
            end += 1
        return end if end > at else None

    def _is_capitalized(self, at: int) -> bool:
        original = self._text[self._tokens[at].start : self._tokens[at].end]
        return original[0].isupper() and (len(original) == 1 or not original.isupper())

    def _skip_fillers(self, at: int) -> int:
        end = at
        while end < len(self._tokens) and end - at < 6 and self._is_filler(end):
            end += 1
        return end

    def _is_filler(self, at: int) -> bool:
        word = self._tokens[at].word
        return (word in self._lexicon.fillers or word[0].isdigit()) and not self._lexicon.objects.match(
            self._tokens, at
        )

    def _is_framed(self, at: int) -> bool:
        return self._has_before(at, self._lexicon.frames)

    def _is_classified(self, at: int) -> bool:
        return self._has_before(at, self._lexicon.classifiers)

    def _has_before(self, at: int, words: _Words) -> bool:
        """Whether one of `words` ends right before token `at`, quotes and fillers aside."""
        end = at
        while not self._ends_before(end, words):
            if end == 0 or at - end == 4 or self._tokens[end - 1].word not in _SKIPPED:
                return False
            end -= 1
        return True

    def _ends_before(self, end: int, words: _Words) -> bool:
        return any(
            (match := words.match(self._tokens, end - n)) and match[0] >= end
            for n in range(1, min(3, end) + 1)
        )

    def _words(self, start: int, end: int) -> str:
        """The text of the tokens, lower case except names."""
        return self._text[self._tokens[start].start : self._tokens[end - 1].end]


_CONJUNCTIONS = frozenset([",", "và", "với", "cùng", "hoặc", "-", "–", "/", "lẫn"])
_OPENERS = frozenset([".", "!", "?", ":", ";", "“", '"', "-", "–", "•", "+", "*", "(", "…"])
_SKIPPED = frozenset(["“", '"', "”", ":", "con", "cây", "về", "kinh", "tế", "sản", "xuất", "các", "là"])
