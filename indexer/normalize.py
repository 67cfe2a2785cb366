"""How Vietnamese is written, made one: pure text functions for the index and for queries alike.

Originals stay as received. Each function changes one thing, and doing it twice changes nothing more.
`normalize_syllable` puts them in their one order, for `indexer.analysis` at index and query time alike.
"""

import re
import unicodedata

__all__ = [
    "fold_diacritics",
    "normalize_compound",
    "normalize_number",
    "normalize_syllable",
    "place_tone",
    "replace_lookalikes",
    "unify_final_k",
    "unify_i_y",
]

_LOOKALIKES = str.maketrans("ÐðƉɖƢƣ", "ĐđĐđƯư")
_CYRILLIC = str.maketrans("АВЕКМНОРСТУХІЅЈаеорсухіѕј", "ABEKMHOPCTYXISJaeopcyxisj")
_DROPPED = dict.fromkeys(map(ord, "'’‘ʼʻ \u00a0_\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""Apostrophes as in Ea H’leo, and what is not to be seen."""

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
    if syllable.isascii():
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


_FINAL_K = re.compile(r"([bcdđghklmnprstv]{1,3})[aăáắạặ]k")


def unify_final_k(syllable: str) -> str:
    """A lower-case syllable with -ak, as in names of the Central Highlands, in its one spelling -ắc.

    >>> [unify_final_k(syllable) for syllable in ("đắk", "đăk", "đak", "lăk", "lak", "pắk", "mđrăk", "park")]
    ['đắc', 'đắc', 'đắc', 'lắc', 'lắc', 'pắc', 'mđrắc', 'park']
    """
    match = _FINAL_K.fullmatch(syllable)
    return f"{match[1]}ắc" if match else syllable


_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")


def normalize_number(number: str) -> str:
    """A number without the dots between its thousands and the zero of "03 năm"; decimals keep their comma.

    >>> [normalize_number(number) for number in ("1.000", "1.350.000.000", "2,75", "4.0", "03")]
    ['1000', '1350000000', '2,75', '4.0', '3']
    """
    if _THOUSANDS.fullmatch(number):
        return number.replace(".", "")
    return number[1:] if len(number) == 2 and number[0] == "0" else number


_DATE = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")


def normalize_compound(compound: str) -> str:
    """The index form of a document number, date or compound short form as a whole.

    What holds no digit is written together, so that LĐ-TB&XH, LĐTB&XH and LĐTBXH are one.

    >>> [normalize_compound(compound) for compound in ("265/KH-UBND", "30-04-1975", "LĐ-TB&XH", "TP.HCM")]
    ['265/kh-ubnd', '30/4/1975', 'lđtbxh', 'tphcm']
    """
    compound = replace_lookalikes(compound).lower().replace("–", "-")
    if not any(map(str.isdigit, compound)):
        return re.sub("[-./&]", "", compound)
    if date := _DATE.fullmatch(compound):
        compound = "/".join(date.groups())
    return re.sub(r"(?<!\d)0(?=\d(?!\d))", "", compound)


def normalize_syllable(syllable: str) -> str:
    """The index form of one syllable or number, as it stands in a text, in whatever spelling.

    >>> [normalize_syllable(syllable) for syllable in ("Hòa", "KỸ", "H’leo", "Ðắk", "1.000")]
    ['hoà', 'kĩ', 'hleo', 'đắc', '1000']
    """
    compatible = replace_lookalikes(unicodedata.normalize("NFKC", syllable))
    form = unicodedata.normalize("NFKC", compatible.lower()).translate(_DROPPED)
    if form[:1].isdecimal():
        return normalize_number(form)
    return unify_final_k(unify_i_y(place_tone(form)))
