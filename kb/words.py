"""Spellings of one word, in whatever way it is typed."""

import re
import unicodedata

from kb.places import fold_place

__all__ = ["fold_key", "is_spelling", "strip_tones", "word_key"]

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_I_OR_Y = re.compile(r"(?<=[hklmstvu])y$")
_WORD = re.compile(r"[^\W_]+")

_HIGHLAND = frozenset({"dak", "dac", "lak", "lac"})
"""Đắk, Đăk, Đak, Đắc; Lắk, Lăk, Lak, Lắc."""


def word_key(word: str) -> str:
    """One key for the spellings of a word: hòa and hoà, kỹ and kĩ, HTX and htx.

    >>> len({word_key(word) for word in ("hòa", "Hoà", "HOÀ")}), len({word_key("hào"), word_key("hòa")})
    (1, 2)
    """
    decomposed = unicodedata.normalize("NFD", word.lower())
    bare = _I_OR_Y.sub("i", _TONES.sub("", decomposed))
    return unicodedata.normalize("NFC", bare) + "".join(_TONES.findall(decomposed))


def strip_tones(text: str) -> str:
    """`text` without the marks of tones; those of vowels and đ stay.

    >>> strip_tones("trồng đậu ở Đắk Lắk")
    'trông đâu ơ Đăk Lăk'
    """
    bare: str = _TONES.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", bare)


def fold_key(key: str) -> str:
    """The key of the same word typed without marks."""
    return fold_place(_TONES.sub("", key))


def is_spelling(typed: str, name: str) -> bool:
    """Whether `typed` is `name` word by word, each with its marks or without any.

    >>> [is_spelling(typed, "Hòa Bình") for typed in ("hoà bình", "hoa binh", "Hoa Bình", "hoa bính")]
    [True, True, True, False]
    >>> is_spelling("Đăk Lak", "Đắk Lắk"), is_spelling("huệ", "Huế")
    (True, False)
    """
    words, wanted = (list(map(word_key, _WORD.findall(text))) for text in (typed, name))
    return len(words) == len(wanted) and all(map(_is_one, words, wanted))


def _is_one(typed: str, wanted: str) -> bool:
    if {fold_key(typed), fold_key(wanted)} <= _HIGHLAND:
        return fold_key(typed)[0] == fold_key(wanted)[0]
    return typed in (wanted, fold_key(wanted))
