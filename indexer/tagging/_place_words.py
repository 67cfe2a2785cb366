"""The syllables of a text and what those before a name say about it."""

import re
import tomllib
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from indexer.remembered import Remembered
from indexer.tagging._gazetteer import Level
from kb.places import place_key

__all__ = ["ABBREVIATIONS", "LEVELS", "NO_PLACES", "WITH_LEVEL_WORD", "Governor", "Words"]

_DATA = tomllib.loads(
    (Path(__file__).parent.parent / "data" / "place_words.toml").read_text(encoding="utf-8")
)

LEVELS: dict[str, list[Level]] = _DATA["levels"]
ABBREVIATIONS: dict[str, str] = _DATA["abbreviations"]
WITH_LEVEL_WORD = frozenset(map(place_key, _DATA["names"]["with_level_word"]))
NO_PLACES = frozenset(map(place_key, _DATA["names"]["no_places"]))
_VENUES = frozenset(map(place_key, _DATA["names"]["venues"]))
_PAIRS = {tuple(kind.split()) for kind in LEVELS if " " in kind}
_BETWEEN, _SEVERAL, _NOT_COMMUNE, _HAMLETS, _SURNAMES, _TITLES, _OPENERS = (
    frozenset(_DATA["words"][name].split())
    for name in ("between", "several", "not_commune", "hamlets", "surnames", "titles", "openers")
)
_PERSON_MARKS = _SURNAMES | {"văn", "thị"}


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
_DELEGATE = re.compile(r"(?<!\w)(?:đại biểu|đb|đbqh)\s[^.;:]{0,40}\((?:đoàn\s)?$", re.IGNORECASE)
_CREDIT = re.compile(r"(?<!\w)(?:ảnh|nguồn|clip|video)\s?:\s[^.\n]{0,15}$", re.IGNORECASE)
_APPEAL = re.compile(
    r"(?:Mọi|hảo tâm)[^\n]{0,120}gửi (?:về|qua).{0,300}?(?:Ủng hộ qua|Hoặc|[Cc]huyển khoản|[Tt]ài khoản)",
    re.DOTALL,
)
"""An appeal for gifts gives the family's address, then the newspaper's and its bank's: after the match."""

_LOOK_BACK = 48
"""Characters before a name that are looked at: room for an institution's head and four more words."""


class Syllable(NamedTuple):
    """A syllable or number: in lower case, and its part of a name's key if it may open one."""

    lower: str
    key: str
    is_capital: bool
    is_upper: bool


class Governor(NamedTuple):
    """The level word that stands before a name: its full form, its first word, whether it counts several."""

    kind: str
    at: int
    is_plural: bool


_WORD = re.compile(r"([^\W_]+(?:['’ʼ`‘][^\W_]+)*)")
_SPACE = frozenset((" ", "\u00a0"))


def _syllable(written: str) -> Syllable:
    is_capital = written[0].isupper()
    key = place_key(written) if is_capital or written.isdigit() else ""
    return Syllable(written.lower(), key, is_capital, len(written) > 1 and written.isupper())


_syllables = Remembered(_syllable, most=50_000)


class Words:
    """A text as syllables, each known by its index: `starts` and `ends` are where they stand in `text`.

    From the character `appeal` on, the text gives the addresses of the newspaper that printed it.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.appeal = match.end() if (match := _APPEAL.search(text)) else len(text)
        pieces = _WORD.split(text)
        edges = list(accumulate(map(len, pieces)))
        self.starts, self.ends = edges[:-1:2], edges[1::2]
        self.syllables = list(map(_syllables.__getitem__, pieces[1::2]))

    def gap(self, at: int) -> str:
        """What stands between syllable `at` and the next."""
        return self.text[self.ends[at] : self.starts[at + 1]]

    def governor(self, first: int) -> Governor | None:
        """The level word of the name that starts at `first`: "huyện" for Ý Yên in "huyện nghèo Ý Yên".

        >>> Words("các xã biên giới Tam Hợp").governor(4)
        Governor(kind='xã', at=1, is_plural=True)
        """
        for at in range(first - 1, max(first - 8, -1), -1):
            gap, word = self.gap(at), self.syllables[at]
            if len(gap) > 3 or set(gap) & set("\n;)(!?") or ("." in gap and word.lower not in ABBREVIATIONS):
                return None
            if kind := self._level_word(at, gap, is_next=at == first - 1):
                start = at - kind.count(" ") * (word.lower not in ABBREVIATIONS)
                return Governor(kind, start, self._counts_several(start - 1))
            if word.lower not in _BETWEEN or (word.is_capital and word.lower not in {"ủy", "uỷ"}):
                return None
        return None

    def _level_word(self, at: int, gap: str, is_next: bool) -> str | None:
        """The level word that ends with syllable `at`, if one does."""
        word = self.syllables[at]
        if at and (self.syllables[at - 1].lower, word.lower) in _PAIRS:
            return f"{self.syllables[at - 1].lower} {word.lower}"
        if word.lower in LEVELS and "," not in gap:
            return None if at and self.syllables[at - 1].lower in _NOT_COMMUNE else word.lower
        if is_next and word.lower in ABBREVIATIONS and (word.is_capital or gap.startswith(".")):
            return ABBREVIATIONS[word.lower]
        return None

    def _counts_several(self, at: int) -> bool:
        return at >= 0 and (self.syllables[at].lower in _SEVERAL or self.syllables[at].lower.isdigit())

    def is_hamlet(self, first: int) -> bool:
        """Whether the name at `first` is a hamlet's: "thôn Hòa Bình"."""
        return first > 0 and self.syllables[first - 1].lower in _HAMLETS and self.gap(first - 1) in _SPACE

    def ends_person(self, first: int, floor: int) -> bool:
        """Whether the name at `first` is part of a person's; syllables before `floor` belong to other names.

        >>> Words("ông Võ Kiên Giang").ends_person(2, 0)
        True
        """
        at = first
        while at > floor and self.syllables[at - 1].is_capital and self.gap(at - 1) in _SPACE:
            at -= 1
        run = [word.lower for word in self.syllables[at:first]]
        if run and (run[0] in _TITLES or not _PERSON_MARKS.isdisjoint(run[-3:])):
            return True
        return at > 0 and self.syllables[at - 1].lower in _TITLES and self.gap(at - 1) in _SPACE

    def is_tail(self, first: int) -> bool:
        """Whether the name at `first` is the end of a longer one: "Đá Ba Cái", but not "Ở Phú Mỹ"."""
        if first == 0 or self.gap(first - 1) not in _SPACE:
            return False
        before = self.syllables[first - 1]
        return before.is_capital and before.lower not in _OPENERS

    def goes_on(self, last: int) -> bool:
        """Whether a capital follows `last` with nothing but a space between."""
        return (
            last + 1 < len(self.syllables)
            and self.gap(last) in _SPACE
            and self.syllables[last + 1].is_capital
        )

    def runs_on(self, last: int) -> bool:
        """Whether a longer name goes on after `last`: "Sài Gòn Giải Phóng", not "Hà Nội Nguyễn Đức Chung"."""
        if not self.goes_on(last):
            return False
        following = self.syllables[last + 1]
        if following.is_upper or self.syllables[last].is_upper:
            return False
        return following.lower not in _SURNAMES | LEVELS.keys() | ABBREVIATIONS.keys() | {
            "thành",
            "thị",
            "đặc",
        }

    def weight(self, start: int, name: str, is_governed: bool) -> float:
        """How far a name at character `start` speaks of its place: 1 plainly, 0 as part of another name."""
        before = self.text[max(0, start - _LOOK_BACK) : start]
        if (
            start >= self.appeal
            or _CREDIT.search(before)
            or (not is_governed and _INSIDE.search(_NOT_INSIDE.sub("·", before)))
        ):
            return 0.0
        if place_key(name) in _VENUES and _VENUE.search(before):
            return 0.25
        if _PASSING.search(before) or _DELEGATE.search(before):
            return 0.25
        if not is_governed and _PRODUCT.search(before):
            return 0.25
        return 1.0
