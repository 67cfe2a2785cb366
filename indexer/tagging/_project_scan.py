"""Where a text names programmes and projects: numbers ("Tiểu dự án 1 thuộc Dự án 3") and phrases.

Phrases come from indexer/data/project_phrases.toml. All text here is folded by `kb.places.fold_place`, which
keeps every position.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any

from indexer.patterns import whole_words
from kb.document import Span
from kb.places import fold_place

__all__ = ["Mention", "Strength", "find_numbers", "find_phrases", "find_programmes"]


class Strength(IntEnum):
    """What a mention is, by how much it says on its own, weakest first."""

    LISTED = 0
    THEME = 1
    CONTENT = 2
    TITLE = 3
    NUMBER = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """A project named in a text. `code` is bare ("DA3.1"): which programme's it is, the setting tells."""

    span: Span
    code: str
    strength: Strength
    is_beside_parent: bool = False


@dataclass(frozen=True, slots=True)
class _Phrase:
    pattern: re.Pattern[str]
    code: str
    strength: Strength
    is_beside_parent: bool


@cache
def _data() -> dict[str, list[dict[str, Any]]]:
    path = Path(__file__).parents[1] / "data" / "project_phrases.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _programmes() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (_pattern(words), entry["key"]) for entry in _data()["programme"] for words in entry["patterns"]
    )


@cache
def _phrases() -> tuple[_Phrase, ...]:
    return tuple(
        _Phrase(_pattern(words), entry["project"], strength, entry.get("beside_parent", False))
        for strength in Strength
        for entry in _data().get(strength.name.lower(), ())
        for words in entry["patterns"]
    )


def _pattern(words: str) -> re.Pattern[str]:
    """A pattern of the data file; " … " spans up to 60 characters without an end of clause."""
    gap = r"\b(?:[^.;\n]|\.(?=\d)){0,60}?\b"
    pattern = fold_place(words).replace(" … ", gap)
    is_plain = pattern[0].isalpha() and "|" not in re.sub(r"\([^()]*\)", "", pattern)
    return re.compile(whole_words([pattern]) if is_plain else rf"(?<!\w)(?:{pattern})(?!\w)")


def find_programmes(folded: str) -> list[tuple[Span, str]]:
    """Programmes named in `folded`, in order; of two that overlap the longer one."""
    found = [
        (Span(match.start(), match.end()), key)
        for pattern, key in _programmes()
        for match in pattern.finditer(folded)
    ]
    return sorted(
        (span, key)
        for span, key in found
        if not any(span.overlaps(other) and _length(span) < _length(other) for other, _ in found)
    )


def find_phrases(folded: str) -> list[Mention]:
    """Projects named or described in words; none inside a longer mention at least as strong."""
    found = [
        Mention(Span(match.start(), match.end()), phrase.code, phrase.strength, phrase.is_beside_parent)
        for phrase in _phrases()
        for match in phrase.pattern.finditer(folded)
    ]
    return [one for one in found if not any(_hides(other, one) for other in found)]


def _hides(other: Mention, one: Mention) -> bool:
    return (
        other.strength >= max(one.strength, Strength.CONTENT)
        and other.span.start <= one.span.start
        and one.span.end <= other.span.end
        and (_length(other.span) > _length(one.span) or other.strength >= Strength.TITLE > one.strength)
    )


def _length(span: Span) -> int:
    return span.end - span.start


_COUNTED = (
    "nam|thang|ngay|trieu|ty|ti|nghin|ngan|dong|ha|m2|km|con|ho|xa|thon|ban|ap|huyen|tinh|nguoi|lao dong|lop"
    "|mo hinh|cong trinh|hang muc|hop phan|nhom|du an|lan|%"
)
_NUMBERS = rf"0?\d{{1,2}}(?:(?:, | va |, va |,)0?\d{{1,2}})*(?!\d|[.,/]\d| ?(?:{_COUNTED})\b)"
_NUMBERED = re.compile(
    rf"\b(?:(?P<sub>tieu du an|tda) ?(?:so )?(?P<sub_numbers>{_NUMBERS})"
    rf"|(?:du an|da) ?(?:thanh phan )?(?:so )?(?P<numbers>{_NUMBERS}))"
)
_ALL = re.compile(
    r"\b(?:(?:ca|du|tron|toan bo|dong bo|day du|dong thoi) (?:0?7|bay)|7/7) du an\b"
    r"|(?<!/)\b(?:0?7|bay) du an (?:deu|giam ngheo|cua chuong trinh)\b"
)
_OF = re.compile(r"^(?:[^.;\n]{0,60}\b(?:thuoc|cua|trong) (?:cac )?|[\s,(/–-]{1,3})$")
_NEAR = 600
"""Characters within which "Tiểu dự án 1" still belongs to the project numbered before it."""


def find_numbers(text: str, folded: str) -> list[Mention]:
    """Projects named by number, in order; "cả 7 dự án" names all seven.

    A sub-project belongs to the project named right behind it ("Tiểu dự án 1 thuộc Dự án 3"), else to the
    last one before. The abbreviations DA and TDA count in capitals only.
    """
    matches = [match for match in _NUMBERED.finditer(folded) if _is_written(text, match)]
    return sorted(
        [*_numbered(matches, folded), *_all_seven(folded)], key=lambda mention: (mention.span, mention.code)
    )


def _is_written(text: str, match: re.Match[str]) -> bool:
    """Whether the words are "dự án" in full, or an abbreviation and not "đã 2"."""
    is_abbreviated = match.group().startswith(("da", "tda"))
    return not is_abbreviated or text.startswith(("DA", "TDA"), match.start())


def _numbered(matches: list[re.Match[str]], folded: str) -> Iterator[Mention]:
    taken: re.Match[str] | None = None
    for index, match in enumerate(matches):
        following = matches[index + 1] if index + 1 < len(matches) else None
        if match["sub"]:
            taken = following if _is_owner(following, match, folded) else None
            owner = taken or _project_before(matches[:index], match)
            prefixes = [f"DA{_integers(owner['numbers'])[0 if taken else -1]}."] if owner else []
            numbers = match["sub_numbers"]
        else:
            prefixes, numbers = [] if match is taken else ["DA"], match["numbers"]
        for prefix in prefixes:
            for number in _integers(numbers):
                yield Mention(Span(match.start(), match.end()), f"{prefix}{number}", Strength.NUMBER)


def _is_owner(following: re.Match[str] | None, match: re.Match[str], folded: str) -> bool:
    """Whether the next number is the project that the sub-project of `match` belongs to."""
    return bool(following and not following["sub"] and _OF.search(folded[match.end() : following.start()]))


def _project_before(matches: list[re.Match[str]], match: re.Match[str]) -> re.Match[str] | None:
    projects = [one for one in matches if not one["sub"] and match.start() - one.end() < _NEAR]
    return projects[-1] if projects else None


def _integers(numbers: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", numbers)]


def _all_seven(folded: str) -> Iterator[Mention]:
    for match in _ALL.finditer(folded):
        for number in range(1, 8):
            yield Mention(Span(match.start(), match.end()), f"DA{number}", Strength.NUMBER)
