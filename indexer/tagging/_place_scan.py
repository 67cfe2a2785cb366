"""Every stretch of a text that may name a place, with the units it may mean."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.tagging._gazetteer import MOST_SYLLABLES, Level, Unit, agrees, units_by_key
from indexer.tagging._place_words import LEVELS, NO_PLACES, WITH_LEVEL_WORD, Governor, Words
from kb.places import place_key

__all__ = ["Candidate", "scan"]


@dataclass(slots=True, eq=False)
class Candidate:
    """A possible place name: where it stands, as written, and the units it may mean.

    `level` is the level that its level word or its list gives, None without; `is_governed`: it has a level
    word of its own. `is_plural`: that word counts several ("các huyện", "hai xã"), so the names that follow
    are its like. `is_hamlet`: it names a hamlet, kept only to tell the rest of its list. `is_person`: it
    ends a person's name. `is_former`: "cũ" follows. `weight` is how far it speaks of the place: 1 plainly,
    less in passing, 0 as part of another name. `holder` is the candidate that is said to hold it ("xã A,
    huyện B"), `is_holder` marks that one.
    """

    start: int
    end: int
    name: str
    units: list[Unit]
    level: Level | None = None
    is_governed: bool = False
    is_plural: bool = False
    is_hamlet: bool = False
    is_person: bool = False
    is_former: bool = False
    weight: float = 1.0
    holder: "Candidate | None" = None
    is_holder: bool = False


_JOINT = re.compile(r"[ \u00a0]|[ \u00a0]?[-–][ \u00a0]?")
_SPACE = re.compile(r"[ \u00a0]")
_NUMERAL = re.compile(r"[IVX]+")
_FORMER = re.compile(r"\s*\(?(?:cũ|trước đây)\b")


def scan(text: str) -> list[Candidate]:
    """Candidates in text order, not yet decided.

    >>> [(one.name, one.level) for one in scan("Chị Hà Giang ở thôn Hòa Bình, xã Đông Hà, huyện Quản Bạ")]
    [('Hòa Bình', None), ('Đông Hà', 'commune'), ('Quản Bạ', 'district')]
    """
    words = Words(text)
    found: list[Candidate] = []
    free = 0
    for first, syllable in enumerate(words.syllables):
        if first < free or not syllable.key:
            continue
        for last, units in _matches(words, first):
            candidate = _candidate(words, first, last, units, free) if units else None
            if candidate:
                found.append(candidate)
            if candidate or not units:
                free = last + 1
                break
    return _without_persons(found)


def _without_persons(candidates: list[Candidate]) -> list[Candidate]:
    """Drops the names of persons, and where they are called by less than their full name."""
    persons = {one.name for one in candidates if one.is_person}
    return [
        one
        for one in candidates
        if not one.is_person
        and (one.is_governed or one.units[0].level == "province" or one.name not in persons)
    ]


def _matches(words: Words, first: int) -> Iterator[tuple[int, Sequence[Unit]]]:
    """The names in the gazetteer that start at a syllable, longest first: last syllable and units.

    A longer name that is known to be no place has no units.
    """
    keys = [words.syllables[first].key]
    while (last := first + len(keys)) < len(words.syllables) and len(keys) < MOST_SYLLABLES:
        joint = _JOINT if words.syllables[last].is_capital else _SPACE
        if keys[0].isdigit() or not words.syllables[last].key or not joint.fullmatch(words.gap(last - 1)):
            break
        keys.append(words.syllables[last].key)
    for count in range(len(keys), 0, -1):
        key = "".join(keys[:count])
        if key in NO_PLACES:
            yield first + count - 1, ()
        elif units := units_by_key().get(key):
            yield first + count - 1, units


def _candidate(words: Words, first: int, last: int, units: Sequence[Unit], floor: int) -> Candidate | None:
    start, end = words.starts[first], words.ends[last]
    name = words.text[start:end]
    governor = words.governor(first)
    if governor:
        units = [] if first == last and words.goes_on(last) else _governed(name, units, governor)
    elif _is_no_place(words, first, last):
        return None
    else:
        units = _ungoverned(name, units, words.is_tail(first))
    if not units:
        return None
    opening = words.starts[governor.at] if governor else start
    return Candidate(
        start,
        end,
        name,
        units,
        level=units[0].level if governor else None,
        is_governed=governor is not None,
        is_plural=governor is not None and governor.is_plural,
        is_hamlet=governor is None and words.is_hamlet(first),
        is_person=governor is None and words.ends_person(first, floor),
        is_former=_FORMER.match(words.text, end) is not None,
        weight=words.weight(opening, name, governor is not None),
    )


def _governed(name: str, units: Sequence[Unit], governor: Governor) -> list[Unit]:
    """The units that a level word allows: "thành phố" a city, "quận" and "huyện" any district.

    Marks count only where they tell units apart: "huyện Pắc Nặm" is Pác Nặm.
    """
    allowed = [unit for unit in units if unit.level in LEVELS[governor.kind]]
    if name.isdigit():
        return allowed if governor.kind == "quận" else []
    if _NUMERAL.fullmatch(name):
        return []
    if governor.kind == "thành phố":
        allowed = [u for u in allowed if u.level == "district" or u.kind == "thành phố"]
        allowed = [u for u in allowed if u.kind == "thành phố"] or allowed
        allowed = [u for u in allowed if u.level == allowed[0].level]
    exact = [unit for unit in allowed if agrees(name, unit)]
    return exact or (allowed if " " in name else [])


def _ungoverned(name: str, units: Sequence[Unit], is_tail: bool) -> list[Unit]:
    """The units that a name without a level word may mean; the tail of a longer name is no commune."""
    return [unit for unit in units if agrees(name, unit) and not (is_tail and unit.level == "commune")]


def _is_no_place(words: Words, first: int, last: int) -> bool:
    """Whether a name without a level word is a number, part of a longer name or one that needs the word."""
    name = words.text[words.starts[first] : words.ends[last]]
    return name.isdigit() or place_key(name) in WITH_LEVEL_WORD or words.runs_on(last)
