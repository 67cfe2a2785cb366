"""The old Vietnamese character sets, undone: text read as Latin letters → the letters that were meant.

A TCVN3 or VNI document is met in two forms: as bytes, and as a Unicode file whose letters are the Latin-1
ones of those bytes ("ViÖt Nam" in a .docx with a .VnTime font). Here both are in the second form.
Tables: TCVN 5712:1993 (VN3), VNI for Windows, Microsoft code page 1258.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping

__all__ = ["LATIN_READINGS", "latin_of", "tcvn3", "utf8_misread", "vni", "windows_1258"]

_WORD = re.compile(r"[^ \t\n]+")
_TCVN3_CODES = "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ"
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3 = str.maketrans(
    _TCVN3_CODES + "\u03bc", _TCVN3_LETTERS + "à"
)  # programs fold the micro sign into Greek mu

_VNI_MARKS = dict(
    zip(
        "øùûõïâàáåãäêèéúüë",
        (
            *("\u0300", "\u0301", "\u0309", "\u0303", "\u0323"),
            *("\u0302", "\u0302\u0300", "\u0302\u0301", "\u0302\u0309", "\u0302\u0303", "\u0302\u0323"),
            *("\u0306", "\u0306\u0300", "\u0306\u0301", "\u0306\u0309", "\u0306\u0303", "\u0306\u0323"),
        ),
        strict=True,
    )
)
_VNI_LETTERS = str.maketrans("ñôöæóòîÑÔÖÆÓÒÎ", "đơưỉĩịỵĐƠƯỈĨỊỴ")
_VNI_PAIR = re.compile(
    "[aA][øùûõïâàáåãäêèéúüëØÙÛÕÏÂÀÁÅÃÄÊÈÉÚÜË]|[eEoO][øùûõïâàáåãäØÙÛÕÏÂÀÁÅÃÄ]"
    "|[uUyYôÔöÖ][øùûõïØÙÛÕÏ]|[ñôöæóòîÑÔÖÆÓÒÎ]"
)

_WINDOWS_1258 = str.maketrans("ÃÌÐÒÕÝÞãìðòõýþ", "Ă\u0300Đ\u0309ƠƯ\u0303ă\u0301đ\u0323ơư₫")
_C1_AS_WINDOWS = {
    code: bytes([code]).decode("cp1252", errors="ignore") or chr(code) for code in range(0x80, 0xA0)
}
_WINDOWS_AS_C1 = {ord(letter): chr(code) for code, letter in _C1_AS_WINDOWS.items()}


def latin_of(content: bytes) -> str:
    """`content` read as Windows Latin, where every byte is a letter: nothing is lost, much may be wrong.

    >>> latin_of("Việt Nam".encode())
    'Viá»‡t Nam'
    """
    return content.decode("latin-1").translate(_C1_AS_WINDOWS)


def tcvn3(latin: str) -> str:
    """What TCVN3 (ABC) meant. Its capital fonts hold small letters; the plain capitals around them tell.

    >>> tcvn3("Xo¸ ®ãi gi¶m nghÌo"), tcvn3("H§ND x· Hµ NéI"), tcvn3("Hµ NéI")
    ('Xoá đói giảm nghèo', 'HĐND xã Hà NỘI', 'HÀ NỘI')
    """
    return _tcvn3_in_capitals(latin) if _in_capitals(latin) else _WORD.sub(_tcvn3_word, latin)


def _tcvn3_word(match: re.Match[str]) -> str:
    word = match[0]
    return _tcvn3_in_capitals(word) if _in_capitals(word) else word.translate(_TCVN3)


def _tcvn3_in_capitals(latin: str) -> str:
    return latin.translate(_TCVN3).upper()


def _in_capitals(latin: str) -> bool:
    capitals = len(re.findall("[A-Z]", latin))
    return capitals > 1 and 8 * len(re.findall("[a-z]", latin)) <= capitals


def vni(latin: str) -> str:
    """What VNI for Windows meant: a plain letter followed by a letter that stands for its marks.

    >>> vni("Xoùa ñoùi giaûm ngheøo ôû huyeän Thôùi Lai")
    'Xóa đói giảm nghèo ở huyện Thới Lai'
    """
    return _VNI_PAIR.sub(_vni_letter, latin)


def _vni_letter(match: re.Match[str]) -> str:
    letter, mark = match[0][0].translate(_VNI_LETTERS), match[0][1:].lower()
    return unicodedata.normalize("NFC", letter + _VNI_MARKS[mark]) if mark else letter


def windows_1258(latin: str) -> str:
    """What code page 1258 meant when it was read as Western Windows.

    >>> windows_1258("Xóa ðói giaÒm nghèo")
    'Xóa đói giảm nghèo'
    """
    return unicodedata.normalize("NFC", latin.translate(_WINDOWS_1258))


def utf8_misread(latin: str) -> str:
    """What UTF-8 meant when it was read as Western Windows; a word that cannot be that stays as it is.

    >>> utf8_misread("Giáº£m nghÃ¨o"), utf8_misread("Müller")
    ('Giảm nghèo', 'Müller')
    """
    return _WORD.sub(_utf8_word, latin)


def _utf8_word(match: re.Match[str]) -> str:
    try:
        return unicodedata.normalize("NFC", match[0].translate(_WINDOWS_AS_C1).encode("latin-1").decode())
    except UnicodeError:
        return match[0]


LATIN_READINGS: Mapping[str, Callable[[str], str]] = {
    "tcvn3": tcvn3,
    "vni": vni,
    "windows-1258": windows_1258,
    "utf-8": utf8_misread,
}
