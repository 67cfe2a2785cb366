"""Headings and titles of documents whose format does not mark them, by how Vietnamese papers are laid out.

Decree 30/2020/NĐ-CP, annex I, fixes the order of an official paper: issuer and motto, number, place and date,
then its sort in capitals ("KẾ HOẠCH") with what it is about below; parts are numbered I, 1, a.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from indexer.extract.draft import Block

__all__ = ["guess_level", "official_title", "proper_title", "without_lists"]

_LONGEST_HEADING = 120
_LEVELS = (
    (1, re.compile(r"(?:phần|chương|mục|phụ lục)\s+(?:thứ\s+\w+|[IVXLC]+|\d+)\b", re.IGNORECASE)),
    (2, re.compile(r"[IVX]+\s?[.)/-]\s?[^\W\d_]")),
    (3, re.compile(r"\d{1,2}[.)/]\s?[^\W\d_]")),
    (4, re.compile(r"\d{1,2}\.\d{1,2}[.)]?\s?[^\W\d_]")),
)
_SORTS = (
    "KẾ HOẠCH|BÁO CÁO|QUYẾT ĐỊNH|NGHỊ QUYẾT|CHƯƠNG TRÌNH|ĐỀ ÁN|PHƯƠNG ÁN|TỜ TRÌNH|CHỈ THỊ|HƯỚNG DẪN|THÔNG BÁO"
    "|NGHỊ ĐỊNH|THÔNG TƯ"
)
_SORT = re.compile(rf"({_SORTS})\b[\s:]*(.*)", re.DOTALL)
_BASIS = re.compile(
    r"căn cứ|kính gửi|xét|theo đề nghị|điều 1|[IVX]+\s?[./]|\W+$|.{200}|.*:\s*$", re.IGNORECASE
)
_OPENING_WORDS = re.compile(r"thực hiện|nhằm|để|ngày|ủy ban|trong|năm \d{4},", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"microsoft |untitled|document\d*$|powerpoint|slide|cộng h[oò][àa] xã hội|[uủ][ỷy] ban|ubnd|số:|mẫu"
    r"|\S+$|.*\.(?:docx?|pdf|indd|cdr|rtf)$",
    re.IGNORECASE,
)
_OPENING_BLOCKS = 25
_SUBJECT_LINES = 4


def guess_level(line: str) -> int | None:
    """The level of a line that is numbered like a heading and short enough for one.

    >>> guess_level("II. MỤC TIÊU"), guess_level("1. Tỉnh Hà Giang"), guess_level("1. Nuôi bò có lãi.")
    (2, 3, None)
    """
    line = line.strip()
    if len(line) > _LONGEST_HEADING or "\n" in line or line.endswith((".", ";", ",")):
        return None
    return next((level for level, form in _LEVELS if form.match(line)), None)


def without_lists(blocks: Sequence[Block]) -> list[Block]:
    """`blocks` in which guessed headings of one level that stand together are items of a list again.

    A heading has text below it; the last block cannot be one.
    """
    levels = [None, *(block.level for block in blocks), None]
    return [
        Block(block.text, level if level not in (before, after) and number < len(blocks) else None)
        for number, (block, before, level, after) in enumerate(
            zip(blocks, levels, levels[1:], levels[2:], strict=False), start=1
        )
    ]


def official_title(blocks: Sequence[Block]) -> str | None:
    """What an official paper is called, from its opening; None for other documents.

    >>> official_title([Block("UBND TỈNH HÀ GIANG"), Block("KẾ HOẠCH"), Block("Giảm nghèo năm 2024")])
    'Kế hoạch Giảm nghèo năm 2024'
    """
    lines = [line for block in blocks[:_OPENING_BLOCKS] for line in block.text.split("\n") if line.strip()]
    for number, line in enumerate(lines, start=1):
        if sort := _SORT.fullmatch(line.strip()):
            subject = _subject([sort[2], *lines[number:]] if sort[2] else lines[number:])
            return " ".join([sort[1].capitalize(), *subject])
    return None


def _subject(lines: Sequence[str]) -> list[str]:
    """What a paper is about: the line under its sort and those that carry it on."""
    first = [line for line in lines[:1] if not _BASIS.match(line)]
    more = takewhile(
        lambda line: not (_BASIS.match(line) or _OPENING_WORDS.match(line)), lines[1:_SUBJECT_LINES]
    )
    return [" ".join(line.split()) for line in (*first, *(more if first else ()))]


def proper_title(title: str | None) -> str | None:
    """The title a word processor wrote into a file, unless it is a file name, a letterhead or nothing at all.

    >>> proper_title("Microsoft Word - KH 36.doc"), proper_title("Kế hoạch giảm nghèo năm 2024")
    (None, 'Kế hoạch giảm nghèo năm 2024')
    """
    words = " ".join((title or "").split())
    return words if len(words) > 8 and not _PLACEHOLDER.match(words) else None
