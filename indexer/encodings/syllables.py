"""Which letter strings Vietnamese orthography allows as a syllable.

The rules are those of the school grammar: an initial, a rime and one of six tones; rimes that end in a stop
(c, ch, p, t) take only the acute or the dot; c/g/ng stand before back vowels, k/gh/ngh before front ones.
Words borrowed from other languages (Đắk, Krông) fall outside on purpose.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache

__all__ = ["is_syllable"]


def _words(*lines: str) -> list[str]:
    return " ".join(lines).split()


_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_STOP_TONES = ("\u0301", "\u0323")
_BACK_INITIALS = ("c", "g", "ng")
_FRONT_INITIALS = ("k", "gh", "ngh")
_OTHER_INITIALS = (
    *("", "b", "ch", "d", "đ", "h", "kh", "l", "m", "n", "nh"),
    *("p", "ph", "r", "s", "t", "th", "tr", "v", "x"),
)
_BACK_RIMES = _words(
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây",
    "o oc oi om on ong op ot oong ooc ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt",
    "u uc ui um un ung up ut ua uôc uôi uôm uôn uông uôt",
    "ư ưc ưi ưm ưn ưng ưt ưu ưa ươc ươi ươm ươn ương ươp ươt ươu",
    "oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oem oen oeo oet",
    "uân uâng uât uây uê uêch uên uênh uêu uơ uy uya uych uynh uyn uyp uyt uyu uyên uyêt",
)
_FRONT_RIMES = _words(
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu",
    "i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu y",
)
_AFTER_QU = [
    rime
    for rime in (*_BACK_RIMES, *_FRONT_RIMES, "ych", "ynh", "yt", "yên", "yêt")
    if rime[0] in "aăâeêiyơ" or rime == "ôc"
]
_AFTER_GI = [rime for rime in _BACK_RIMES if rime[:2] not in ("oa", "oă", "oe")] + _words("e eo êng êt êc")
_ALONE = ("yêm", "yên", "yêng", "yêt", "yêu")
_TWO_HABITS = ("oa", "oe", "uy")  # hòa and hoà, khỏe and khoẻ, thúy and thuý
_VOWELS = "aăâeêioôơuưy"


def is_syllable(word: str) -> bool:
    """Whether `word` (NFC, any case) is spelt as a Vietnamese syllable may be.

    >>> [word for word in ("Nghèo", "hoà", "hòa", "ViÖt", "thuaät", "cát", "càt") if is_syllable(word)]
    ['Nghèo', 'hoà', 'hòa', 'cát']
    """
    return word.lower() in _syllables()


@cache
def _syllables() -> frozenset[str]:
    return frozenset(
        initial + toned for initial, rimes in _combinations() for rime in rimes for toned in _with_tones(rime)
    )


def _combinations() -> Iterator[tuple[str, list[str]]]:
    for initial in _BACK_INITIALS:
        yield initial, _BACK_RIMES
    for initial in _FRONT_INITIALS:
        yield initial, _FRONT_RIMES
    for initial in _OTHER_INITIALS:
        yield initial, [*_BACK_RIMES, *_FRONT_RIMES]
    yield "g", [rime for rime in _FRONT_RIMES if rime[0] == "i"]
    yield "gi", _AFTER_GI
    yield "qu", _AFTER_QU
    yield "", list(_ALONE)


def _with_tones(rime: str) -> Iterator[str]:
    tones = _STOP_TONES if rime.endswith(("c", "ch", "p", "t")) else _TONES
    for place in _tone_places(rime):
        for tone in tones:
            yield unicodedata.normalize("NFC", rime[: place + 1] + tone + rime[place + 1 :])


def _tone_places(rime: str) -> tuple[int, ...]:
    """Indices of the letter that carries the tone: the marked vowel if there is one, else by position."""
    marked = [place for place, letter in enumerate(rime) if letter in "ăâêôơư"]
    if marked:
        return (marked[-1],)
    if rime in _TWO_HABITS:
        return (0, 1)
    vowels = sum(letter in _VOWELS for letter in rime)
    return (0 if vowels == 1 or (vowels == 2 and rime[-1] in _VOWELS) else 1,)
