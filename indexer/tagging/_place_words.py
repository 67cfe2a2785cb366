"""The syllables of a text and what those before a name say about it."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from indexer.tagging._gazetteer import Level
from kb.places import fold_place, place_key

__all__ = ["ABBREVIATIONS", "LEVELS", "WITH_LEVEL_WORD", "Governor", "Word", "Words"]

_DATA = tomllib.loads(
    (Path(__file__).parent.parent / "data" / "place_words.toml").read_text(encoding="utf-8")
)

LEVELS: dict[str, list[Level]] = _DATA["levels"]
ABBREVIATIONS: dict[str, str] = _DATA["abbreviations"]
WITH_LEVEL_WORD = frozenset(map(place_key, _DATA["names"]["with_level_word"]))
_VENUES = frozenset(_DATA["names"]["venues"])
_PAIRS = {tuple(kind.split()) for kind in LEVELS if " " in kind}
_BETWEEN, _SEVERAL, _NOT_COMMUNE, _HAMLETS, _SURNAMES, _TITLES = (
    frozenset(_DATA["words"][name].split())
    for name in ("between", "several", "not_commune", "hamlets", "surnames", "titles")
)


def _any(phrases: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True)) + ")"


_INSIDE = re.compile(
    rf"(?<!\w)(?:{_any(_DATA['inside']['institutions'])}(?:\s(?!(?:ở|tại|từ|của|và|về|đến|cho|trên|là)\s)[\w&-]+){{0,4}}"
    rf"|{_any(_DATA['inside']['features'])})\s[“\"]?$",
    re.IGNORECASE,
)
_NOT_INSIDE = re.compile(rf"(?<!\w){_any(_DATA['inside']['except'])}(?!\w)", re.IGNORECASE)
_PASSING = re.compile(rf"(?<!\w){_any(_DATA['passing']['before'])}\s(?:(?:các|tận)\s)?$", re.IGNORECASE)
_PRODUCT = re.compile(rf"(?<!\w){_any(_DATA['passing']['products'])}\s[“\"]?$", re.IGNORECASE)
_VENUE = re.compile(r"(?<!\w)(?:tại|ở|thủ đô|từ)\s(?:thủ đô\s)?$", re.IGNORECASE)
_CREDIT = re.compile(r"(?<!\w)(?:ảnh|nguồn|clip|video)\s?:\s[^.\n]{0,15}$", re.IGNORECASE)

_LOOK_BACK = 48
"""Characters before a name that are looked at: the longest institution's name in the news sample has 45."""


class Word(NamedTuple):
    """A syllable or number: where it stands, its lower-case form, its part of a name's key."""

    start: int
    end: int
    lower: str
    key: str
    is_capital: bool
    is_upper: bool


class Governor(NamedTuple):
    """The level word that stands before a name: its full form, its first word, whether it counts several."""

    kind: str
    at: int
    is_plural: bool


_WORD = re.compile(r"[^\W_]+(?:['’ʼ`‘][^\W_]+)*")
_SPACE = frozenset((" ", "\u00a0"))


class Words:
    """A text as syllables; the questions take the index of a syllable."""

    def __init__(self, text: str) -> None:
        folded = fold_place(text)
        self.text = text
        self.words = [
            Word(
                match.start(),
                match.end(),
                (part := match.group()).lower(),
                folded[match.start() : match.end()],
                part[0].isupper(),
                part.isupper() and len(part) > 1,
            )
            for match in _WORD.finditer(text)
        ]

    def gap(self, at: int) -> str:
        """What stands between syllable `at` and the next."""
        return self.text[self.words[at].end : self.words[at + 1].start]

    def governor(self, first: int) -> Governor | None:
        """The level word of the name that starts at `first`: "huyện" for Ý Yên in "huyện nghèo Ý Yên".

        >>> Words("các xã biên giới Tam Hợp").governor(4)
        Governor(kind='xã', at=1, is_plural=True)
        """
        for at in range(first - 1, max(first - 8, -1), -1):
            gap, word = self.gap(at), self.words[at]
            if len(gap) > 3 or set(gap) & set("\n;)("):
                return None
            if kind := self._level_word(at, gap, is_next=at == first - 1):
                start = at - kind.count(" ") * (word.lower not in ABBREVIATIONS)
                return Governor(kind, start, self._counts_several(start - 1))
            if word.lower not in _BETWEEN or (word.is_capital and word.lower not in {"ủy", "uỷ"}):
                return None
        return None

    def _level_word(self, at: int, gap: str, is_next: bool) -> str | None:
        """The level word that ends with syllable `at`, if one does."""
        word = self.words[at]
        if at and (self.words[at - 1].lower, word.lower) in _PAIRS:
            return f"{self.words[at - 1].lower} {word.lower}"
        if word.lower in LEVELS and "," not in gap:
            return None if at and self.words[at - 1].lower in _NOT_COMMUNE else word.lower
        if is_next and word.lower in ABBREVIATIONS and (word.is_capital or gap.startswith(".")):
            return ABBREVIATIONS[word.lower]
        return None

    def _counts_several(self, at: int) -> bool:
        return at >= 0 and (self.words[at].lower in _SEVERAL or self.words[at].lower.isdigit())

    def is_hamlet(self, first: int) -> bool:
        """Whether the name at `first` is a hamlet's: "thôn Hòa Bình"."""
        return first > 0 and self.words[first - 1].lower in _HAMLETS and self.gap(first - 1) in _SPACE

    def ends_person(self, first: int, floor: int) -> bool:
        """Whether the name at `first` is part of a person's; syllables before `floor` belong to other names.

        >>> Words("ông Võ Kiên Giang").ends_person(2, 0)
        True
        """
        at = first
        while at > floor and self.words[at - 1].is_capital and self.gap(at - 1) in _SPACE:
            at -= 1
        run = [word.lower for word in self.words[at:first]]
        if run and (run[0] in _SURNAMES | _TITLES or run[-1] in {"văn", "thị"}):
            return True
        return at > 0 and self.words[at - 1].lower in _TITLES and self.gap(at - 1) in _SPACE

    def runs_on(self, last: int) -> bool:
        """Whether a longer name goes on after `last`: "Sài Gòn Giải Phóng", but not "Hà Nội Nguyễn Đức Chung"."""
        if last + 1 >= len(self.words) or self.gap(last) not in _SPACE:
            return False
        following = self.words[last + 1]
        if not following.is_capital or following.is_upper or self.words[last].is_upper:
            return False
        return following.lower not in _SURNAMES | LEVELS.keys() | ABBREVIATIONS.keys() | {
            "thành",
            "thị",
            "đặc",
        }

    def weight(self, start: int, name: str, is_governed: bool) -> float:
        """How far a name at character `start` speaks of its place: 1 plainly, less in passing, 0 not at all."""
        before = self.text[max(0, start - _LOOK_BACK) : start]
        if _CREDIT.search(before) or (not is_governed and _INSIDE.search(_NOT_INSIDE.sub("·", before))):
            return 0.0
        if name in _VENUES and _VENUE.search(before):
            return 0.25
        if _PASSING.search(before) or (not is_governed and _PRODUCT.search(before)):
            return 0.25
        return 1.0
