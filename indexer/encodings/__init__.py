"""Bytes and strings as they come → Vietnamese text in Unicode, NFC; or a refusal, never rubbish."""

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator

from indexer.encodings.legacy import latin_of
from indexer.encodings.lookalikes import replace_lookalikes
from indexer.encodings.reading import UnknownEncodingError, read_legacy
from indexer.encodings.twice_converted import undo_second_conversion

__all__ = ["UnknownEncodingError", "decode", "repair", "repair_all"]

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


def decode(content: bytes) -> str:
    """The text of a file's bytes, NFC, lines ended by "\\n". Raises UnknownEncodingError rather than guess.

    Reads UTF-8 and UTF-16 with and without a mark, windows-1258, TCVN3 (ABC) and VNI for Windows; and Western
    Windows where its letters are few, as in English with curly quotes.

    >>> decode("Giảm nghèo".encode("utf-16")), decode("Gi¶m nghÌo bÒn v÷ng".encode("latin-1"))
    ('Giảm nghèo', 'Giảm nghèo bền vững')
    """
    text = read_legacy(_unicode_of(content) or latin_of(content))
    if len(_CONTROL.findall(text)) > 0.02 * len(text):
        raise UnknownEncodingError("not text")
    return unicodedata.normalize("NFC", re.sub("\r\n?", "\n", text))


def _unicode_of(content: bytes) -> str | None:
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _encodings(content: bytes) -> Iterator[str]:
    """The forms of Unicode that `content` may be in, the surest first."""
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            yield encoding
    even, odd = content[0:4000:2].count(0), content[1:4000:2].count(0)
    if even + odd > 0.2 * len(content[:4000]):  # the upper halves of the plain letters
        yield "utf-16-le" if odd > even else "utf-16-be"
    yield "utf-8"


def repair(text: str) -> str:
    """`text` in NFC, rid of old character sets and look-alike letters; line breaks stay in place.

    Text that is right already comes back unchanged, and so does text of other languages.

    >>> repair("Xo¸ ®ãi gi¶m nghÌo ë Ðắk Lắk"), repair("Hoài Ân, Müller, café")
    ('Xoá đói giảm nghèo ở Đắk Lắk', 'Hoài Ân, Müller, café')
    """
    text = unicodedata.normalize("NFC", text)
    return undo_second_conversion(replace_lookalikes(read_legacy(text)))


def repair_all(parts: Iterable[str]) -> list[str]:
    """`repair` of texts that belong together (a title, its paragraphs): short ones follow long ones."""
    parts = list(parts)
    lines = iter(repair("\n".join(parts)).split("\n"))
    return ["\n".join(next(lines) for _ in range(part.count("\n") + 1)) for part in parts]
