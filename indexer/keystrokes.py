"""What was meant where the keys of Telex or VNI were not turned into letters: "nuooi bof", "nuo6i bo2"."""

import re
import unicodedata

from indexer.encodings.syllables import is_syllable
from indexer.normalize import place_tone, unify_final_k

__all__ = ["decode_keystrokes"]

_TELEX_TONES = dict(zip("fsrxj", "\u0300\u0301\u0309\u0303\u0323", strict=True))
_VNI_TONES = dict(zip("21345", "\u0300\u0301\u0309\u0303\u0323", strict=True))
_VNI_LETTERS = {"6": ("aeo", "âêô"), "7": ("ou", "ơư"), "8": ("a", "ă"), "9": ("d", "đ")}
_TELEX_W = ("aou", "ăơư")
_VOWEL = re.compile("[aeiouyăâêôơư]")


def decode_keystrokes(word: str) -> str | None:
    """The syllable that the keys of Telex or VNI in `word` spell, in lower case; None where they spell none.

    The keys of tones and marks may stand behind their letter or at the end of the syllable.

    >>> [decode_keystrokes(word) for word in ("nuooi", "bof", "hooj", "ngheof", "luwongj", "viejte")]
    ['nuôi', 'bò', 'hộ', 'nghèo', 'lượng', 'việt']
    >>> [decode_keystrokes(word) for word in ("nuo6i", "bo2", "d9u7o7ng2", "Ha2", "ddawks", "XKLDD")]
    ['nuôi', 'bò', 'đường', 'hà', 'đắk', 'xklđ']
    >>> [decode_keystrokes(word) for word in ("nuoi", "bò", "homestay", "2023", "box4s")]
    [None, None, None, None, None]
    """
    typed = word.lower()
    if not typed.isascii() or not typed.isalnum() or not typed[:1].isalpha():
        return None
    letters, tones = _vni(typed) if any(map(str.isdigit, typed)) else _telex(typed)
    if letters is None or len(tones) > 1:
        return None
    syllable = place_tone(unicodedata.normalize("NFC", _with_tone(letters, tones)))
    is_short_form = "đ" in letters and not _VOWEL.search(letters)
    is_written = is_short_form or is_syllable(unify_final_k(syllable))
    return syllable if is_written and syllable != typed else None


def _telex(typed: str) -> tuple[str | None, str]:
    """Letters with their marks, and the tones."""
    letters, tones = "", ""
    for key in typed:
        has_vowel = bool(_VOWEL.search(letters))
        if key in _TELEX_TONES and has_vowel:
            tones += _TELEX_TONES[key]
        elif key == "w":
            letters = _marked(letters, *_TELEX_W) or letters + "ư"
        elif key in "aeo" and key in letters:
            letters = _marked(letters, key, {"a": "â", "e": "ê", "o": "ô"}[key]) or letters + key
        elif key == "d" and (letters.startswith("d") or letters.endswith("d")):
            letters = _marked(letters, "d", "đ") or letters
        else:
            letters += key
    return letters, tones


def _vni(typed: str) -> tuple[str | None, str]:
    letters: str | None = ""
    tones = ""
    for key in typed:
        if letters is None:
            break
        if key in _VNI_TONES:
            tones += _VNI_TONES[key]
        elif key in _VNI_LETTERS:
            letters = _marked(letters, *_VNI_LETTERS[key])
        else:
            letters += key
    return letters, tones


def _marked(letters: str, plain: str, marked: str) -> str | None:
    """`letters` with the last of the `plain` ones marked, "uo" as a whole; None where there is none."""
    if "ơ" in marked and "uo" in letters:
        return letters.replace("uo", "ươ")
    for place in range(len(letters) - 1, -1, -1):
        if letters[place] in plain:
            return letters[:place] + marked[plain.index(letters[place])] + letters[place + 1 :]
    return None


def _with_tone(letters: str, tones: str) -> str:
    """The tone on the first vowel, from where `place_tone` moves it; ư and o side by side are ươ."""
    letters = letters.replace("ưo", "ươ")
    vowel = _VOWEL.search(letters)
    return letters[: vowel.end()] + tones + letters[vowel.end() :] if vowel else letters
