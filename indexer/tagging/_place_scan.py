"""Every stretch of a text that may name a place, with the units it may mean and what its surroundings say."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from indexer.tagging._gazetteer import Level, Unit, longest_name, units_by_key
from kb.places import fold_place, place_key

__all__ = ["Candidate", "scan"]


class Word(NamedTuple):
    """A syllable or number: where it stands, its lower-case form, its part of a name key, its capital."""

    start: int
    end: int
    lower: str
    key: str
    is_capital: bool
    is_upper: bool


@dataclass(slots=True, eq=False)
class Candidate:
    """A possible place name: where it stands and the units it may mean.

    `kind` is the level word before it ("huyện"), `level` the level that word or its list gives; None without.
    `is_plural`: the level word counts several ("các huyện", "hai xã"), so names that follow are its like.
    `weight` is how far it speaks of the place: 1 plainly, less in passing, 0 as part of another name.
    `holder` is the candidate said to hold it ("xã A, huyện B"); `is_holder` marks that one.
    """

    start: int
    end: int
    name: str
    units: list[Unit]
    kind: str | None = None
    level: Level | None = None
    is_plural: bool = False
    weight: float = 1.0
    holder: "Candidate | None" = None
    is_holder: bool = False
    is_new_name: bool = False


_WORD = re.compile(r"[^\W_]+(?:['’ʼ`‘][^\W_]+)*")
_JOINT = re.compile(r"[ \u00a0]|[ \u00a0]?[-–][ \u00a0]?")
_LISTS = tomllib.loads((Path(__file__).parent / "places_words.toml").read_text(encoding="utf-8"))
_KINDS: dict[str, list[Level]] = _LISTS["levels"]
_SHORT: dict[str, str] = _LISTS["abbreviations"]
_PAIRS = {tuple(kind.split()) for kind in _KINDS if " " in kind}
_BETWEEN, _SEVERAL, _SURNAMES, _TITLES = (
    frozenset(_LISTS["words"][name].split()) for name in ("between", "several", "surnames", "titles")
)


def _words(text: str) -> list[Word]:
    folded = fold_place(text)
    words = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        part = match.group()
        words.append(
            Word(
                start,
                end,
                part.lower(),
                folded[start:end],
                part[0].isupper(),
                part.isupper() and end - start > 1,
            )
        )
    return words


def _key(words: list[Word]) -> str:
    return place_key("".join(word.key for word in words))


_TONES = str.maketrans(
    {
        letter: base + tone
        for base, row in {
            "a": "àáảãạ", "ă": "ằắẳẵặ", "â": "ầấẩẫậ", "e": "èéẻẽẹ", "ê": "ềếểễệ", "i": "ìíỉĩị",
            "o": "òóỏõọ", "ô": "ồốổỗộ", "ơ": "ờớởỡợ", "u": "ùúủũụ", "ư": "ừứửữự", "y": "ỳýỷỹỵ",
        }.items()
        for letter, tone in zip(row, "12345", strict=True)
    }
)  # fmt: skip
_DIGITS = re.compile(r"[1-5]")


def spelling(name: str) -> tuple[tuple[str, str], ...]:
    """The syllables of a name as (letters, tone), whatever vowel carries the tone mark.

    >>> spelling("Khánh Hoà") == spelling("Khánh Hòa")
    True
    """
    parts = (part.translate(_TONES) for part in re.findall(r"[^\W_]+", name.lower().replace("ð", "đ")))
    return tuple((_DIGITS.sub("", part).replace("y", "i"), "".join(_DIGITS.findall(part))) for part in parts)


def _agrees(written: str, unit: Unit, is_named: bool) -> bool:
    """Whether the marks of a name as written allow this unit; `is_named`: a level word stands before it."""
    if unit.name is None:
        return is_named
    if is_named or written == unit.name or written.isascii():
        return True
    ours, theirs = spelling(written), spelling(unit.name)
    return ours == theirs or (_is_highland(unit) and len(ours) == len(theirs))


def _is_highland(unit: Unit) -> bool:
    return unit.province in {"Kon Tum", "Gia Lai", "Đắk Lắk", "Đắk Nông", "Lâm Đồng"}


def _level_word(text: str, words: list[Word], first: int) -> tuple[str, int] | None:
    """The level word that governs the name starting at word `first`, and its own first word."""
    at = first - 1
    while at >= 0 and first - at <= 7:
        gap = text[words[at].end : words[at + 1].start]
        if "\n" in gap or len(gap) > 3 or ";" in gap or ")" in gap:
            return None
        word = words[at].lower
        if at and (words[at - 1].lower, word) in _PAIRS:
            return f"{words[at - 1].lower} {word}", at - 1
        if word in _KINDS and "," not in gap:
            return word, at
        if word in _SHORT and (words[at].is_capital or gap.startswith(".")) and at == first - 1:
            return _SHORT[word], at
        if word not in _BETWEEN or (words[at].is_capital and word not in {"ủy", "uỷ"}):
            return None
        at -= 1
    return None


def _is_plural(words: list[Word], at: int) -> bool:
    return at > 0 and (words[at - 1].lower in _SEVERAL or words[at - 1].lower.isdigit())


def _match(text: str, words: list[Word], first: int) -> tuple[int, list[Unit]] | None:
    """The longest name in the gazetteer that starts at word `first`: its last word and its units."""
    index = units_by_key()
    last = first
    while last + 1 < len(words) and last - first + 1 < longest_name:
        following = words[last + 1]
        if not (following.is_capital and _JOINT.fullmatch(text, words[last].end, following.start)):
            break
        last += 1
    for end in range(last, first - 1, -1):
        if found := index.get(_key(words[first : end + 1])):
            return end, list(found)
    return None


def _person_before(text: str, words: list[Word], first: int) -> bool:
    """Whether the name is the end of a person's: "ông Võ Kiên Giang", "chị Hà Giang"."""
    at = first - 1
    while at >= 0 and words[at].is_capital and text[words[at].end : words[at + 1].start] in {" ", "\u00a0"}:
        at -= 1
    run = words[at + 1 : first]
    if run and (run[0].lower in _SURNAMES or run[-1].lower in {"văn", "thị"}):
        return True
    return at >= 0 and words[at].lower in _TITLES and text[words[at].end : words[at + 1].start] == " "


def _runs_on(text: str, words: list[Word], last: int) -> bool:
    """Whether a longer name goes on after the match: "Sài Gòn Giải Phóng", "Bình Định Vương"."""
    if last + 1 >= len(words):
        return False
    following = words[last + 1]
    joined = text[words[last].end : following.start] in {" ", "\u00a0"}
    if not (joined and following.is_capital) or (following.is_upper and not words[last].is_upper):
        return False
    return not words[last].is_upper and following.lower not in {*_KINDS, *_SHORT, "thành", "thị", "đặc"}


_INSIDE = re.compile(
    r"(?:đại học|cao đẳng|trường|học viện|bệnh viện|báo|đài|tạp chí|đường|phố|đại lộ|sông|hồ|cầu|thủy điện|"
    r"thuỷ điện|quốc lộ|clb|câu lạc bộ|đội bóng|công ty|tập đoàn|khách sạn|nhà máy|thương hiệu|ngân hàng tmcp|"
    r"đèo|núi|cảng|ga|sân bay|chùa|đền|macadamia)(?:\s[\w&.]+){0,3}\s$",
    re.IGNORECASE,
)
_PASSING = re.compile(
    r"(?:quê|quê ở|quê gốc|từ|bán ra|bán sang|bán cho|bán đi|thị trường|vào|ra|sang|lên|xuống|về|giáp|đến)\s"
    r"(?:(?:các|tỉnh|thành phố|tp|tp\.|huyện|xã)\s)*$",
    re.IGNORECASE,
)
_PRODUCT = re.compile(
    r"(?:ngao|bưởi|chè|cam|gà|lợn|heo|bò|vịt|na|vải|nhãn|tôm|cá|mắm|phở|bún|bánh|mắc ca|quế|sâm|dê|cừu|tỏi|"
    r"cà phê|mì|nem|rượu|giống)\s$",
    re.IGNORECASE,
)


def _weight(text: str, start: int) -> float:
    before = text[max(0, start - 40) : start]
    if _INSIDE.search(before):
        return 0.0
    if _PASSING.search(before):
        return 0.25
    return 0.25 if _PRODUCT.search(before) else 1.0


def scan(text: str) -> list[Candidate]:
    """Candidates in text order, not yet decided."""
    words = _words(text)
    found: list[Candidate] = []
    at = 0
    while at < len(words):
        candidate, at = _candidate(text, words, at)
        if candidate:
            found.append(candidate)
    return found


def _candidate(text: str, words: list[Word], first: int) -> tuple[Candidate | None, int]:
    """The candidate that starts at word `first`, if any, and the word to go on from."""
    word = words[first]
    if not word.is_capital and not word.lower.isdigit():
        return None, first + 1
    match = _match(text, words, first)
    if match is None:
        return None, first + 1
    last, units = match
    governed = _level_word(text, words, first)
    if governed is None and (word.lower.isdigit() or _person_before(text, words, first)):
        return None, last + 1
    if _runs_on(text, words, last):
        return None, last + 1
    written = text[word.start : words[last].end]
    level_word, level_at = governed or (None, first)
    if level_word:
        units = [unit for unit in units if unit.level in _KINDS[level_word]]
    units = [unit for unit in units if _agrees(written, unit, level_word is not None)]
    if not units or (word.lower.isdigit() and level_word != "quận"):
        return None, last + 1
    candidate = Candidate(word.start, words[last].end, written, units, level_word)
    if level_word:
        candidate.is_plural = _is_plural(words, level_at)
        candidate.level = _KINDS[level_word][-1]
    elif place_key(written) in {"hochiminh", "hcm"}:
        return None, last + 1
    candidate.weight = _weight(text, words[level_at].start) if governed else _weight(text, word.start)
    return candidate, last + 1
