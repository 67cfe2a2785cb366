"""How Vietnamese is written, made one: pure text functions for the index and for queries alike.

Originals stay as received. Each function changes one thing, and doing it twice changes nothing more.
`normalize_syllable` puts them in their one order; `indexer.analysis` is its only caller at index and query time.
"""

import re
import unicodedata

__all__ = [
    "fold_diacritics",
    "normalize_number",
    "normalize_syllable",
    "place_tone",
    "replace_lookalikes",
    "unify_final_k",
    "unify_i_y",
]

_LOOKALIKES = str.maketrans("ÐðƉɖƢƣ", "ĐđĐđƯư")
_CYRILLIC = str.maketrans("АВЕКМНОРСТУХІЅЈаеорсухіѕј", "ABEKMHOPCTYXISJaeopcyxisj")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ`´′"))

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE = re.compile(f"[{_TONES}]")
_ONSET = r"(?:ngh|ng|nh|ch|gh|gi(?=[aăâeêoôơuư])|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
_SYLLABLE = re.compile(
    rf"(?P<onset>{_ONSET})(?P<vowels>[aăâeêioôơuưy]{{1,3}})(?P<coda>ch|ng|nh|[cmnpt])?",
)
_MARKED_VOWEL = re.compile("[ăâêôơư]")


def replace_lookalikes(text: str) -> str:
    """`text` with letters that only look Vietnamese replaced by the real ones; length is kept.

    Cyrillic letters are read as Latin only where the text has Latin letters too.

    >>> replace_lookalikes("Ðồng bào nghèo ở Mƣờng Tè")
    'Đồng bào nghèo ở Mường Tè'
    """
    text = text.translate(_LOOKALIKES)
    if text.isascii() or not re.search("[a-zA-Z]", text):
        return text
    return text.translate(_CYRILLIC)


def fold_diacritics(text: str) -> str:
    """`text` without tone and vowel marks, đ as d: what is typed on a keyboard without Vietnamese.

    >>> fold_diacritics("Đắk Lắk nuôi ong lấy mật")
    'Dak Lak nuoi ong lay mat'
    """
    if text.isascii():
        return text
    bare = "".join(
        letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)
    )
    return unicodedata.normalize("NFC", bare.replace("đ", "d").replace("Đ", "D"))


def place_tone(syllable: str) -> str:
    """A lower-case syllable with its tone mark on the vowel where dictionaries put it (hoà, thuý, của, giá).

    Both placements in use, and slips such as "tóan", give one form. What is no Vietnamese syllable is kept.

    >>> [place_tone(syllable) for syllable in ("hòa", "hoà", "thúy", "khỏe", "tóan", "cuả", "qúy", "gía")]
    ['hoà', 'hoà', 'thuý', 'khoẻ', 'toán', 'của', 'quý', 'giá']
    """
    if len(syllable) < 3 or syllable.isascii():
        return syllable
    decomposed = unicodedata.normalize("NFD", syllable)
    tones = _TONE.findall(decomposed)
    bare = unicodedata.normalize("NFC", _TONE.sub("", decomposed))
    match = _SYLLABLE.fullmatch(bare)
    if len(tones) != 1 or not match:
        return syllable
    at = match.start("vowels") + _tone_vowel(match["vowels"], has_coda=bool(match["coda"])) + 1
    return unicodedata.normalize("NFC", bare[:at] + tones[0] + bare[at:])


def _tone_vowel(vowels: str, *, has_coda: bool) -> int:
    """Index of the vowel that carries the tone (Decision 240/QĐ, 1984, for oa, oe, uy)."""
    marked = list(_MARKED_VOWEL.finditer(vowels))
    if marked:
        return marked[-1].start()
    if len(vowels) == 3 or has_coda or vowels in ("oa", "oe", "uy"):
        return min(1, len(vowels) - 1)
    return 0


_I_AFTER = re.compile(r"(?<=^[hklmstv])[yỳýỷỹỵ]$")
_Y_AFTER_QU = re.compile(r"(?<=^qu)[iìíỉĩị](?=$|t$|nh$|ch$|p$)")
_TO_I = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")
_TO_Y = str.maketrans("iìíỉĩị", "yỳýỷỹỵ")


def unify_i_y(syllable: str) -> str:
    """A lower-case syllable with i or y where both are in use: i after h, k, l, m, s, t, v; y after qu.

    Only i/y that is the whole rhyme is touched, so thúy and thúi, tay and tai stay apart.

    >>> [unify_i_y(syllable) for syllable in ("kỹ", "mĩ", "lý", "công", "ty", "quí", "quít", "thúi", "thúy")]
    ['kĩ', 'mĩ', 'lí', 'công', 'ti', 'quý', 'quýt', 'thúi', 'thúy']
    """
    syllable = _I_AFTER.sub(lambda match: match[0].translate(_TO_I), syllable)
    return _Y_AFTER_QU.sub(lambda match: match[0].translate(_TO_Y), syllable)


_FINAL_K = re.compile(rf"(?P<onset>(?!$){_ONSET}(?<=\w)r?)[aăáắạặ]k")


def unify_final_k(syllable: str) -> str:
    """A lower-case syllable with -ak, as in names of the Central Highlands, in its one spelling -ắc.

    >>> [unify_final_k(syllable) for syllable in ("đắk", "đăk", "đak", "lắk", "lăk", "lak", "pắk", "đrăk")]
    ['đắc', 'đắc', 'đắc', 'lắc', 'lắc', 'lắc', 'pắc', 'đrắc']
    """
    match = _FINAL_K.fullmatch(syllable)
    return f"{match['onset']}ắc" if match else syllable


_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")


def normalize_number(number: str) -> str:
    """A number without the dots between its thousands; decimals keep their comma.

    >>> [normalize_number(number) for number in ("1.000", "1.350.000.000", "2,75", "4.0")]
    ['1000', '1350000000', '2,75', '4.0']
    """
    return number.replace(".", "") if _THOUSANDS.fullmatch(number) else number


def normalize_syllable(syllable: str) -> str:
    """The index form of one syllable or number, as it stands in a text, in whatever spelling.

    >>> [normalize_syllable(syllable) for syllable in ("Hòa", "KỸ", "H’leo", "Ðắk", "1.000")]
    ['hoà', 'kĩ', 'hleo', 'đắc', '1000']
    """
    if syllable[0].isdigit():
        return normalize_number(syllable).lower()
    plain = syllable.translate(_INVISIBLE).translate(_APOSTROPHES)
    lower = unicodedata.normalize("NFKC", replace_lookalikes(unicodedata.normalize("NFKC", plain)).lower())
    return unify_final_k(unify_i_y(place_tone(lower)))
