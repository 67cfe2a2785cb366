"""What the figures of a text say about poverty: whose, as a level or a change, among whom."""

import re
from collections.abc import Iterator, Sequence

from indexer.extraction._counted import counts_poor, escape_of, is_compared, is_supported
from indexer.extraction._indicator_cues import Cue
from indexer.extraction._leaning import (
    APPOSITION,
    Memory,
    Statement,
    is_linked_to,
    last_of,
    repeats,
    repeats_nothing,
)
from indexer.extraction._reading import CAPITALS, Reading, Sentence

__all__ = ["Statement", "read_statements"]

_UNITS = ("%", "điểm %", "hộ", "lượt hộ", None)
_ASIDE = frozenset(
    {"xã", "huyện", "tỉnh", "thôn", "bản", "phường", "khu phố", "năm", "tháng", "lần", "dân tộc"}
)
"""Units whose figures stand in the middle of a statement: "tỷ lệ hộ nghèo ở 5 xã biên giới còn 12%"."""

_GIVEN = re.compile(r"(?:cho|giúp|hỗ trợ|đến với|từng|của)\s+(?:các\s+|những\s+)?$", re.IGNORECASE)
_OTHER_PLACE = re.compile(
    rf"[;:.][^\d]|[{CAPITALS}]|(?<!\w)(?:toàn|cả|chung|trong đó|riêng|còn lại|tỉnh|huyện|xã)(?!\w)"
)
_RATE = re.compile(r"(?<!\w)(?:tỷ|tỉ) lệ\s+(?:hộ|nghèo|cận nghèo)(?!\w)", re.IGNORECASE)
_TOPIC_REACH = 300
"""Code points over which a rate that was named stays what bare figures are of."""
_OTHER_HOUSEHOLDS = re.compile(r"\s*,\s*hộ(?!\w)", re.IGNORECASE)
_CHANGE_BEHIND = re.compile(r"\s*\((?:đã\s+)?(?:giảm|tăng|bớt)(?!\w)", re.IGNORECASE)
"""Behind a level that is told with its change: "Bắc Hà 28,13% (giảm 5,67%)"."""
_YEARLY = re.compile(r"\s*/\s*năm|\s+(?:mỗi|hằng|hàng) năm", re.IGNORECASE)


def read_statements(text: str, sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, Statement]]:
    """The statements about poor households and poverty rates with their sentences, in text order."""
    memory = Memory()
    for sentence in sentences:
        memory.is_in_sentence = False
        memory.topic = _topic(text, sentence) or memory.topic
        start = sentence.span.start
        for quantity in sentence.quantities:
            if quantity.unit in _ASIDE:
                continue
            reading = Reading(text, sentence, quantity, start)
            statement = _state(reading, memory)
            memory.keep(reading.link, statement)
            start = statement.end if statement else quantity.span.end
            if statement:
                yield sentence, statement


def _topic(text: str, sentence: Sentence) -> Cue | None:
    """The last rate that a sentence names: "tỷ lệ hộ nghèo"."""
    rates = [
        cue
        for cue in sentence.cues
        if cue.kind == "subject" and _RATE.search(text, max(0, cue.span.start - 8), cue.span.end)
    ]
    return rates[-1] if rates else None


def _state(reading: Reading, memory: Memory) -> Statement | None:
    """What the figure states about poverty, None when it states nothing of the kind."""
    if reading.unit not in _UNITS or is_compared(reading):
        return None
    escape = escape_of(reading)
    if escape:
        is_part = memory.is_newest and memory.last is not None and memory.last.is_supported
        return Statement(reading.quantity, "hộ", escape.span.end, escape=escape.name, is_supported=is_part)
    if reading.unit == "lượt hộ" or repeats_nothing(reading, memory):
        return None
    last = last_of(reading, memory)
    is_linked = is_linked_to(reading, memory, last)
    subject = _subject(reading, last, is_linked) or _topic_of(reading, memory.topic)
    if subject is None or not counts_poor(reading, last):
        return None
    change = _change(reading, last if is_linked else None)
    return Statement(
        reading.quantity,
        subject,
        reading.end,
        _group(reading, last),
        change,
        is_yearly=_is_yearly(reading, change, last),
        is_supported=change is None
        and reading.unit in ("hộ", None)
        and is_supported(reading, subject, memory),
    )


def _subject(reading: Reading, last: Statement | None, is_linked: bool) -> str | None:
    """Whose poverty: said directly behind the figure, before it, or by the statement it leans on."""
    if reading.subject:
        return reading.subject.name
    own = [cue for cue in reading.before if cue.kind in ("subject", "reduction")]
    if own:
        front = reading.text[max(0, own[-1].span.start - 20) : own[-1].span.start]
        is_own = not _GIVEN.search(front) and reading.is_connected(own[-1].span.end, 2)
        return _respective(reading, own[-1].name) if is_own else None
    if last is None or not (is_linked or reading.is_connected(reading.start, 1)):
        return None
    if reading.unit != "%" and _OTHER_HOUSEHOLDS.match(reading.link):
        return "hộ dân tộc thiểu số" if "group" in reading.kinds else None
    is_of_group = reading.group or (
        "group" in reading.kinds
        and (reading.kinds & {"down", "level", "weak_level"} or reading.is_connected(reading.start, 0))
    )
    if is_linked or is_of_group or "again" in reading.kinds:
        return _respective(reading, last.subject)
    return None


def _topic_of(reading: Reading, topic: Cue | None) -> str | None:
    """The rate named a little above, for a bare figure of a place, a year or a verb: "Xã Tà Rụt còn 12%"."""
    if topic is None or reading.unit != "%" or reading.kinds & {"subject", "reduction"}:
        return None
    is_near = 0 <= reading.quantity.span.start - topic.span.end <= _TOPIC_REACH
    is_told = reading.kinds & {"down", "level"} or reading.has_name()
    return topic.name if is_near and is_told and reading.is_connected(reading.clause_start, 0) else None


def _respective(reading: Reading, subject: str) -> str:
    """The subject's share of "hộ nghèo, cận nghèo lần lượt là 3,1% và 4,2%"."""
    front = reading.text[reading.sentence.span.start : reading.quantity.span.start].lower()
    if "lần lượt" not in front or subject not in ("hộ nghèo, cận nghèo", "hộ nghèo"):
        return subject
    return "hộ nghèo" if "lần lượt" in reading.link.lower() else "hộ cận nghèo"


def _change(reading: Reading, last: Statement | None) -> str | None:
    """The change that the nearest verb tells, or the statement that this one repeats or goes on with."""
    if _CHANGE_BEHIND.match(reading.text, reading.quantity.span.end):
        return None
    verbs = [cue for cue in reading.before if cue.kind in ("reduction", "down", "up", "level", "from")]
    if verbs and verbs[-1].kind == "from":
        if _starts_fall(reading, verbs[-1]):
            return None
        verbs = verbs[:-1]
    if verbs:
        is_over = verbs[-1].kind == "down" and _turns_to_level(reading, verbs[-1])
        return None if is_over else {"reduction": "giảm", "down": "giảm", "up": "tăng"}.get(verbs[-1].kind)
    if reading.unit == "%" and "năm" in reading.quantity.per:
        return "giảm"
    return last.change if last and repeats(reading, last) else None


def _turns_to_level(reading: Reading, verb: Cue) -> bool:
    """Whether a new clause leaves the fall and tells the level: "giảm dần: 2022 còn 5%, 2023 là 4%"."""
    is_noun = verb.span.cut(reading.text).lower().startswith(("mức", "tốc độ", "tỷ lệ", "tỉ lệ"))
    if is_noun or reading.clause_start <= verb.span.end:
        return False
    is_told = any(
        cue.kind == "weak_level" and cue.span.start >= reading.clause_start for cue in reading.before
    )
    is_dated = any(
        reading.clause_start <= name.start < reading.quantity.span.start for name in reading.sentence.names
    )
    return is_told or is_dated or reading.text[reading.clause_start - 1] in ":;"


def _starts_fall(reading: Reading, cue: Cue) -> bool:
    """Whether "từ" opens "từ 6,77% còn 4,99%" and is no lower bound."""
    if reading.quantity.high is not None or not reading.is_connected(cue.span.end, 0):
        return False
    later = [
        one.span.start
        for one in reading.sentence.quantities
        if one.span.start > reading.quantity.span.start and one.unit == reading.unit
    ]
    for other in reading.sentence.cues:
        if other.span.start >= reading.quantity.span.end and other.kind in ("bound", "level"):
            return other.kind == "level" and any(other.span.end <= start for start in later)
    return False


def _group(reading: Reading, last: Statement | None) -> str | None:
    if reading.group:
        return reading.group.name
    own = [cue for cue in reading.before if cue.kind == "group"]
    if own:
        return own[-1].name
    if last is None or reading.subject or "subject" in reading.kinds:
        return None
    is_same_sentence = reading.start > reading.sentence.span.start
    goes_on = is_same_sentence and not _OTHER_PLACE.search(reading.link)
    return last.group if goes_on or APPOSITION.match(reading.link) else None


def _is_yearly(reading: Reading, change: str | None, last: Statement | None) -> bool:
    if "năm" in reading.quantity.per or _YEARLY.match(reading.text, reading.end):
        return True
    leans = last is not None and last.is_yearly and last.quantity.unit == reading.unit
    return change is not None and leans and bool(reading.kinds & {"again", "group"})
