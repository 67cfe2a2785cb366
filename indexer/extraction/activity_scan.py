"""Reading activities off the tokens of a text: verbs, classifiers, objects and what describes them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from indexer.extraction.activity import Activity, Anchor
from indexer.extraction.lexicon import Entry, Words, lexicon, read_tokens
from kb.document import Span

__all__ = ["scan_activities"]

_CONJUNCTIONS = frozenset([",", "và", "với", "cùng", "hoặc", "-", "–", "/", "lẫn"])
_OPENERS = frozenset([".", "!", "?", ":", ";", "“", '"', "-", "–", "•", "+", "*", "(", "…"])
_SKIPPED = frozenset(["“", '"', "”", ":", "con", "cây", "về", "kinh", "tế", "sản", "xuất", "các", "là"])


@lru_cache(maxsize=4)  # livelihoods and models are read off the same texts, one document after another
def scan_activities(text: str) -> tuple[Activity, ...]:
    """Every mention in text order, things that are only named among them."""
    return tuple(_Scanner(text).scan())


@dataclass(frozen=True, slots=True)
class _Object:
    """One thing with the words that describe it."""

    entry: Entry
    base: str
    text: str
    first: int
    end: int
    is_described: bool


class _Scanner:
    """One pass over the tokens of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = read_tokens(text)
        self._lexicon = lexicon()

    def scan(self) -> Iterator[Activity]:
        at = 0
        while at < len(self._tokens):
            if self._tokens[at].word not in self._lexicon.openers:
                at += 1
                continue
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
        while end < len(self._tokens) and end - at < 3 and self._is_name(end):
            end += 1
        return end if end > at else None

    def _is_name(self, at: int) -> bool:
        return (
            self._is_capitalized(at)
            and not self._gap(at)
            and self._tokens[at].word not in self._lexicon.not_names
        )

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

    def _has_before(self, at: int, words: Words) -> bool:
        """Whether one of `words` ends right before token `at`, quotes and fillers aside."""
        end = at
        while not self._ends_before(end, words):
            if end == 0 or at - end == 4 or self._tokens[end - 1].word not in _SKIPPED:
                return False
            end -= 1
        return True

    def _ends_before(self, end: int, words: Words) -> bool:
        return any(
            (match := words.match(self._tokens, end - n)) and match[0] >= end
            for n in range(1, min(3, end) + 1)
        )

    def _words(self, start: int, end: int) -> str:
        """The text of the tokens, lower case except names."""
        return self._text[self._tokens[start].start : self._tokens[end - 1].end]
