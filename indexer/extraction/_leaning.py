"""What a figure says about poverty, and how a later figure leans on what was said."""

import re
from dataclasses import dataclass

from indexer.extraction._indicator_cues import Cue
from indexer.extraction._reading import Reading
from indexer.extraction.numbers import Quantity

__all__ = [
    "APPOSITION",
    "COORDINATION",
    "Memory",
    "Statement",
    "is_linked_to",
    "is_listed",
    "last_of",
    "repeats",
    "repeats_nothing",
]

COORDINATION = re.compile(r"\s*(?:,|và|,\s*và|cùng|;)\s*")
APPOSITION = re.compile(r"\s*(?:\(|,?\s*(?:tức|bằng|chiếm|tương|ứng|tỷ lệ|tỉ lệ|giảm)(?!\w))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure with its meaning; `end` is where the words end that give it.

    `change` is "giảm" or "tăng", None for a level. `escape` is "thoát nghèo" or a like when the figure counts
    households that left poverty; `is_supported` when it counts households picked out for help.
    """

    quantity: Quantity
    subject: str
    end: int
    group: str | None = None
    change: str | None = None
    escape: str | None = None
    is_yearly: bool = False
    is_supported: bool = False


@dataclass(slots=True)
class Memory:
    """What a later figure may leave unsaid: the last statement, and `outer`, the one before an open bracket.

    `is_newest`: the figure read last made a statement; `is_in_sentence`: so did one of this sentence. `topic`
    is the last rate that the text named, with or without a figure.
    """

    topic: Cue | None = None
    last: Statement | None = None
    outer: Statement | None = None
    is_in_sentence: bool = False
    is_newest: bool = False

    def keep(self, link: str, statement: Statement | None) -> None:
        opened = link.count("(") - link.count(")")
        if opened:
            self.outer = self.last if opened > 0 else None
        self.is_newest = statement is not None
        if statement:
            self.last = statement
            self.is_in_sentence = True


def repeats_nothing(reading: Reading, memory: Memory) -> bool:
    """Whether the figure only repeats one that was no statement: "hơn đầu năm 137 hộ (0,04%)"."""
    is_repeat = reading.link.strip().startswith("(") or "same" in reading.kinds
    return is_repeat and reading.start > reading.sentence.span.start and not memory.is_newest


def last_of(reading: Reading, memory: Memory) -> Statement | None:
    """The statement this one may lean on; behind a closed bracket that is the one before it."""
    if memory.outer and reading.link.count(")") > reading.link.count("("):
        return memory.outer
    return memory.last


def is_linked_to(reading: Reading, memory: Memory, last: Statement | None) -> bool:
    if last is None:
        return False
    if memory.is_in_sentence and reading.is_connected(reading.start, 1):
        return True
    return is_listed(reading, last) or _continues(reading, memory, last)


def is_listed(reading: Reading, last: Statement | None) -> bool:
    """Whether the figure goes on with a list: a name before it, and the unit of the figure before."""
    is_alike = last is not None and last.quantity.unit == reading.unit
    return is_alike and reading.has_name() and reading.is_connected(reading.start, 1)


def _continues(reading: Reading, memory: Memory, last: Statement) -> bool:
    """Whether a new sentence goes on with the rate of the one before: "Năm 2024 phải giảm thêm 1,2%"."""
    if not memory.is_newest or last.quantity.unit != "%" or reading.unit != "%":
        return False
    has_verb = any(
        cue.kind in ("down", "level") and reading.clause_start <= cue.span.start for cue in reading.before
    )
    gap = reading.text[last.end : reading.sentence.span.start]
    return has_verb and "\n" not in gap and reading.is_connected(reading.clause_start, 0)


def repeats(reading: Reading, last: Statement) -> bool:
    """Whether the figure says the last statement again, or stands in a row with it."""
    if "same" in reading.kinds or reading.link.strip().startswith("("):
        return True
    if last.quantity.unit != reading.unit:
        return False
    if COORDINATION.fullmatch(reading.link) or reading.link.rstrip().endswith("gồm"):
        return True
    return not reading.subject and "subject" not in reading.kinds and is_listed(reading, last)
