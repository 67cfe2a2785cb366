"""Every stretch of a text that may name a place, with the units it may mean."""

import re
from dataclasses import dataclass

from indexer.tagging._gazetteer import MOST_SYLLABLES, Level, Unit, agrees, units_by_key
from indexer.tagging._place_words import LEVELS, WITH_LEVEL_WORD, Governor, Words
from kb.places import place_key

__all__ = ["Candidate", "scan"]


@dataclass(slots=True, eq=False)
class Candidate:
    """A possible place name: where it stands, as written, and the units it may mean.

    `level` is the level that its level word or its list gives, None without; `is_governed`: it has a level
    word of its own. `is_plural`: that word counts several ("các huyện", "hai xã"), so the names that follow
    are its like. `is_hamlet`: it names a hamlet, kept only to tell the rest of its list. `is_former`: "cũ"
    follows. `weight` is how far it speaks of the place: 1 plainly, less in passing, 0 as part of another
    name. `holder` is the candidate that is said to hold it ("xã A, huyện B"), `is_holder` marks that one.
    """

    start: int
    end: int
    name: str
    units: list[Unit]
    level: Level | None = None
    is_governed: bool = False
    is_plural: bool = False
    is_hamlet: bool = False
    is_former: bool = False
    weight: float = 1.0
    holder: "Candidate | None" = None
    is_holder: bool = False


_JOINT = re.compile(r"[ \u00a0]|[ \u00a0]?[-–][ \u00a0]?")
_FORMER = re.compile(r"\s*\(?(?:cũ|trước đây)\b")


def scan(text: str) -> list[Candidate]:
    """Candidates in text order, not yet decided.

    >>> [(one.name, one.level) for one in scan("Chị Hà Giang ở thôn Hòa Bình, xã Đông Hà, huyện Quản Bạ")]
    [('Hòa Bình', None), ('Đông Hà', 'commune'), ('Quản Bạ', 'district')]
    """
    words = Words(text)
    found: list[Candidate] = []
    at = floor = 0
    while at < len(words.words):
        match = _longest_match(words, at)
        if match is None:
            at += 1
            continue
        last, units = match
        if candidate := _candidate(words, at, last, units, floor):
            found.append(candidate)
            floor = last + 1
        at = last + 1
    return found


def _longest_match(words: Words, first: int) -> tuple[int, list[Unit]] | None:
    """The longest name in the gazetteer that starts at a capital or a number: its last syllable, its units."""
    head = words.words[first]
    if not (head.is_capital or head.lower.isdigit()):
        return None
    last = first
    while last + 1 < len(words.words) and last - first + 1 < MOST_SYLLABLES:
        if not (words.words[last + 1].is_capital and _JOINT.fullmatch(words.gap(last))):
            break
        last += 1
    index = units_by_key()
    for end in range(last, first - 1, -1):
        key = place_key("".join(word.key for word in words.words[first : end + 1]))
        if found := index.get(key):
            return end, list(found)
    return None


def _candidate(words: Words, first: int, last: int, units: list[Unit], floor: int) -> Candidate | None:
    start, end = words.words[first].start, words.words[last].end
    name = words.text[start:end]
    governor = words.governor(first)
    if governor:
        units = _governed(name, units, governor)
    elif _is_no_place(words, first, last, floor):
        return None
    else:
        units = [unit for unit in units if agrees(name, unit)]
    if not units or (words.runs_on(last) and units[0].level == "commune"):
        return None
    opening = words.words[governor.at].start if governor else start
    return Candidate(
        start,
        end,
        name,
        units,
        level=units[0].level if governor else None,
        is_governed=governor is not None,
        is_plural=governor is not None and governor.is_plural,
        is_hamlet=governor is None and words.is_hamlet(first),
        is_former=_FORMER.match(words.text, end) is not None,
        weight=words.weight(opening, units[0].province, governor is not None),
    )


def _governed(name: str, units: list[Unit], governor: Governor) -> list[Unit]:
    """The units that a level word allows: "thành phố" a city, "quận" and "huyện" any district.

    Marks count only where they tell units apart: "huyện Pắc Nặm" is Pác Nặm.
    """
    allowed = [unit for unit in units if unit.level in LEVELS[governor.kind]]
    if name.isdigit():
        return allowed if governor.kind == "quận" else []
    if governor.kind == "thành phố":
        allowed = [u for u in allowed if u.level == "district" or u.kind == "thành phố"]
        allowed = [u for u in allowed if u.kind == "thành phố"] or allowed
        allowed = [u for u in allowed if u.level == allowed[0].level]
    return [unit for unit in allowed if agrees(name, unit)] or allowed


def _is_no_place(words: Words, first: int, last: int, floor: int) -> bool:
    """Whether a name without a level word is a number, a person, a longer name or one that needs the word."""
    head = words.words[first]
    name = words.text[head.start : words.words[last].end]
    if name.isdigit() or place_key(name) in WITH_LEVEL_WORD:
        return True
    return words.ends_person(first, floor) or words.runs_on(last)
