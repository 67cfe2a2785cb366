"""Letters that look right and are not: other alphabets' twins, invisible characters, marks out of order."""

import re
import unicodedata

from indexer.encodings.syllables import is_syllable

__all__ = ["is_word", "replace_lookalikes"]

_HIDDEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f"
    "\u202a-\u202e\u2028\u2029\u2060-\u206f\ufeff\ufff9-\ufffb"
)
_COMPATIBLE = "\uff01-\uff5e\u3000\ufb00-\ufb06\U0001d400-\U0001d7ff"
_LATIN_TWINS = "ÐðƉɖƢƣǎǍ"
_FOREIGN_TWINS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеорсухіѕјԁһΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTYXaeopcyxisjdhABEZHIKMNOPTYXo",
)
_STROKED = str.maketrans("ÐðƉɖƢƣ", "ĐđĐđƯư")
_TWIN_READINGS = [str.maketrans(_LATIN_TWINS, letters) for letters in ("ĐđĐđƯưăĂ", "ĐđĐđƠơăĂ")]
_ABBREVIATED = frozenset("ABCDĐEGHIKLMNOÔƠPQRSTUƯVXY")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VIETNAMESE = frozenset(
    "abcdefghijklmnopqrstuvwxyzđ"
    + unicodedata.normalize(
        "NFC", "".join(vowel + tone for vowel in "aăâeêioôơuưy" for tone in ("", *_TONES))
    )
)
_TO_MEND = re.compile(
    f"[{_HIDDEN}{_COMPATIBLE}{_LATIN_TWINS}\u0300-\u036f\u0370-\u04ff\u0500-\u052f\ud800-\udfff]"
)
_HIDDEN_CHARACTER = re.compile(f"[{_HIDDEN}]")
_COMPATIBLE_RUN = re.compile(f"[{_COMPATIBLE}]+")
_LETTER_RUN = re.compile(r"[^\W\d_]+")
_LOOSE_MARKS = re.compile(r"[^\W\d_][\u0300-\u036f]+")
_BREAKS = dict.fromkeys(map(ord, "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\r"), " ")


def replace_lookalikes(text: str) -> str:
    """`text` (NFC) in the letters it means; other alphabets' own words stay, and so does every line break.

    >>> replace_lookalikes("QÐ-TTg, phƣơng án, Ðắk Lắk, Нà Nội, giảm\\u00ad ngh\\u200bèo, ２０２４")
    'QĐ-TTg, phương án, Đắk Lắk, Hà Nội, giảm nghèo, 2024'
    >>> replace_lookalikes("Москва, Ðæ, β-caroten")
    'Москва, Ðæ, β-caroten'
    """
    if not _TO_MEND.search(text):
        return text
    text = _HIDDEN_CHARACTER.sub("", text.replace("\r\n", "\n").translate(_BREAKS))
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = _COMPATIBLE_RUN.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
    text = _LOOSE_MARKS.sub(_in_order, text)
    return unicodedata.normalize("NFC", _LETTER_RUN.sub(_respelt, text))


def is_word(letters: str) -> bool:
    """Whether a run of letters may stand in Vietnamese: a syllable, or an abbreviation such as HĐND.

    >>> [is_word(run) for run in ("xã", "HĐND", "đ", "QÐ", "thuaät")]
    [True, True, True, False, False]
    """
    return is_syllable(letters) or (letters.isupper() and set(letters) <= _ABBREVIATED) or letters == "đ"


def _in_order(match: re.Match[str]) -> str:
    """A letter with its hat before its tone, the only order that composes."""
    return unicodedata.normalize("NFC", "".join(sorted(unicodedata.normalize("NFD", match[0]), key=_is_tone)))


def _is_tone(mark: str) -> bool:
    return mark in _TONES


def _respelt(match: re.Match[str]) -> str:
    run = match[0]
    if run.isascii():
        return run
    return _in_latin_letters(_with_vietnamese_letters(run))


def _in_latin_letters(run: str) -> str:
    """A run that mixes Latin letters with twins from Cyrillic or Greek becomes Latin; a pure one stays."""
    latin = run.translate(_FOREIGN_TWINS)
    changed = sum(old != new for old, new in zip(run, latin, strict=True))
    if not changed or changed == len(run) or any("\u0370" <= letter <= "\u052f" for letter in latin):
        return run
    return latin


def _with_vietnamese_letters(run: str) -> str:
    """Ð, Ɖ, ƣ and ǎ replaced where that makes a Vietnamese word, or leaves no letter of another language."""
    if not any(twin in run for twin in _LATIN_TWINS) or (len(run) == 1 and run in "ðɖ"):
        return run
    for twins in _TWIN_READINGS:
        if is_word(word := run.translate(twins)):
            return word
    stroked = run.translate(_STROKED)
    return stroked if _VIETNAMESE.issuperset(stroked.lower()) else run
