"""What the figures of a text say about poverty: whose, as a level or a change, among whom."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.extraction._indicator_cues import Cue
from indexer.extraction._reading import Reading, Sentence
from indexer.extraction.numbers import Quantity

__all__ = ["Statement", "read_statements"]

_UNITS = ("%", "điểm %", "hộ", "lượt hộ", None)
_ASIDE = frozenset(
    {"xã", "huyện", "tỉnh", "thôn", "bản", "phường", "khu phố", "năm", "tháng", "lần", "dân tộc"}
)
"""Units whose figures stand in the middle of a statement: "tỷ lệ hộ nghèo ở 5 xã biên giới còn 12%"."""

_OF_POOR = re.compile(r"\s*(?:(?:tổng )?số )?hộ (?:cận )?nghèo", re.IGNORECASE)
_OF_ALL_POOR = re.compile(r"\s*(?:trong )?(?:tổng )?số hộ (?:cận )?nghèo", re.IGNORECASE)
_OF_ALL = re.compile(r"\s*(?:trong )?(?:tổng )?(?:số )?hộ(?: dân| gia đình)?(?!\w)", re.IGNORECASE)
_OF_PEOPLE = re.compile(r"\s*(?:là|thuộc)(?!\w)", re.IGNORECASE)
_ENDS = re.compile(
    r"\s*(?:$|[.,;:()–-]|(?:và|ứng|tức|tương|bằng|chiếm|so|vào|trong|của|ở|tại|trở|đạt|theo|để|còn|xuống|mỗi|hồi"
    r"|sau|với|lúc|cuối|đầu|năm|mới|là|thì|mà|đã|nhờ|do|khi|nay|giảm|tăng|hơn|thấp|cao|nhưng|song|thay|thành|lên"
    r"|về)(?!\w))",
    re.IGNORECASE,
)
_GIVEN = re.compile(r"(?:cho|giúp|hỗ trợ|đến với|từng|của)\s+(?:các\s+|những\s+)?$", re.IGNORECASE)
_COORDINATION = re.compile(r"\s*(?:,|và|,\s*và|cùng|;)\s*")
_APPOSITION = re.compile(r"\s*(?:\(|,?\s*(?:tức|bằng|chiếm|tương|ứng|tỷ lệ|tỉ lệ|giảm)(?!\w))", re.IGNORECASE)
_OTHER_HOUSEHOLDS = re.compile(r"\s*,\s*hộ(?!\w)", re.IGNORECASE)
_YEARLY = re.compile(r"\s*/\s*năm|\s+(?:mỗi|hằng|hàng) năm", re.IGNORECASE)
_SHARE_BEHIND = re.compile(
    r"(?:\s|nghèo|cận nghèo|dtts|đa chiều|,|và)*(?:\(|,?\s*(?:chiếm|bằng|tương|tức))", re.IGNORECASE
)
_TURN = re.compile(r"[,:;]|(?<!\w)là(?!\w)")


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
class _Memory:
    """What a later figure may leave unsaid: the last statement, and `outer`, the one before an open bracket.

    `is_newest`: the figure read last made a statement; `is_in_sentence`: so did one of this sentence.
    """

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


def read_statements(text: str, sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, Statement]]:
    """The statements about poor households and poverty rates with their sentences, in text order."""
    memory = _Memory()
    for sentence in sentences:
        memory.is_in_sentence = False
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


def _state(reading: Reading, memory: _Memory) -> Statement | None:
    """What the figure states about poverty, None when it states nothing of the kind."""
    if reading.unit not in _UNITS or _is_compared(reading):
        return None
    escape = _escape(reading)
    if escape:
        is_part = memory.is_newest and memory.last is not None and memory.last.is_supported
        return Statement(reading.quantity, "hộ", escape.span.end, escape=escape.name, is_supported=is_part)
    if reading.unit == "lượt hộ" or _repeats_nothing(reading, memory):
        return None
    last = _last(reading, memory)
    is_linked = _is_linked(reading, memory, last)
    subject = _subject(reading, last, is_linked)
    if subject is None or not _counts_poor(reading, last):
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
        and _is_supported(reading, subject, memory),
    )


def _is_compared(reading: Reading) -> bool:
    """Whether another figure is measured against this one: "vượt 10%", "hơn đầu năm 137 hộ"."""
    if not reading.before or reading.before[-1].kind != "compare":
        return False
    return _TURN.search(reading.text, reading.before[-1].span.end, reading.quantity.span.start) is None


def _escape(reading: Reading) -> Cue | None:
    """The cue that says the counted households left poverty."""
    if reading.unit not in ("hộ", "lượt hộ"):
        return None
    for cue in reading.sentence.cues:
        if cue.kind == "escape" and cue.span.start >= reading.quantity.span.end:
            gap = reading.text[reading.quantity.span.end : cue.span.start]
            return cue if len(gap) <= 45 and not re.search(r"[,.;:()\d]|để|nhằm", gap) else None
    return None


def _repeats_nothing(reading: Reading, memory: _Memory) -> bool:
    """Whether the figure only repeats one that was no statement: "hơn đầu năm 137 hộ (0,04%)"."""
    is_repeat = reading.link.strip().startswith("(") or "same" in reading.kinds
    return is_repeat and reading.start > reading.sentence.span.start and not memory.is_newest


def _last(reading: Reading, memory: _Memory) -> Statement | None:
    """The statement this one may lean on; behind a closed bracket that is the one before it."""
    if memory.outer and reading.link.count(")") > reading.link.count("("):
        return memory.outer
    return memory.last


def _is_linked(reading: Reading, memory: _Memory, last: Statement | None) -> bool:
    if last is None:
        return False
    if memory.is_in_sentence and reading.is_connected(reading.start, 1):
        return True
    return _is_listed(reading, last) or _continues(reading, memory, last)


def _is_listed(reading: Reading, last: Statement | None) -> bool:
    """Whether the figure goes on with a list: a name before it, and the unit of the figure before."""
    is_alike = last is not None and last.quantity.unit == reading.unit
    return is_alike and reading.has_name() and reading.is_connected(reading.start, 1)


def _continues(reading: Reading, memory: _Memory, last: Statement) -> bool:
    """Whether a new sentence goes on with the rate of the one before: "Năm 2024 phải giảm thêm 1,2%"."""
    if not memory.is_newest or last.quantity.unit != "%" or reading.unit != "%":
        return False
    has_verb = any(
        cue.kind in ("down", "level") and reading.clause_start <= cue.span.start for cue in reading.before
    )
    gap = reading.text[last.end : reading.sentence.span.start]
    return has_verb and "\n" not in gap and reading.is_connected(reading.clause_start, 0)


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
        "group" in reading.kinds and reading.kinds & {"down", "level", "weak_level"}
    )
    if is_linked or is_of_group or "again" in reading.kinds:
        return _respective(reading, last.subject)
    return None


def _respective(reading: Reading, subject: str) -> str:
    """The subject's share of "hộ nghèo, cận nghèo lần lượt là 3,1% và 4,2%"."""
    front = reading.text[reading.sentence.span.start : reading.quantity.span.start].lower()
    if "lần lượt" not in front or subject not in ("hộ nghèo, cận nghèo", "hộ nghèo"):
        return subject
    return "hộ nghèo" if "lần lượt" in reading.link.lower() else "hộ cận nghèo"


def _counts_poor(reading: Reading, last: Statement | None) -> bool:
    """Whether the figure counts poor households or their share, not a share of them or of others."""
    behind = reading.behind
    is_named = bool(reading.subject or reading.group or _ENDS.match(behind))
    if reading.unit == "hộ":
        return is_named
    if reading.unit is None:
        return isinstance(reading.quantity.value, int) and bool(_ENDS.match(behind))
    if reading.quantity.value >= 100 or _OF_PEOPLE.match(behind) or _is_criterion(reading):
        return False
    if _OF_ALL_POOR.match(behind) and "down" not in reading.kinds:
        return False
    leans = last is not None and last.quantity.unit == "hộ" and _APPOSITION.match(reading.link)
    return (is_named or _is_of_all(behind)) and not (leans and _OF_POOR.match(behind))


def _is_criterion(reading: Reading) -> bool:
    """Whether the share only picks places out: "xã còn từ 40% hộ nghèo trở lên"."""
    is_bound = any(
        cue.kind == "bound" and cue.span.start >= reading.quantity.span.end for cue in reading.sentence.cues
    )
    return is_bound and "from" in reading.kinds and not reading.kinds & {"down", "reduction"}


def _is_of_all(behind: str) -> bool:
    """Whether a share is one of all households: "6,07% số hộ", "5,65% tổng số hộ"."""
    found = _OF_ALL.match(behind)
    return found is not None and _ENDS.match(behind, found.end()) is not None


def _change(reading: Reading, last: Statement | None) -> str | None:
    """The change that the nearest verb tells, or the statement that this one repeats or goes on with."""
    verbs = [cue for cue in reading.before if cue.kind in ("reduction", "down", "up", "level", "from")]
    if verbs and verbs[-1].kind == "from":
        if _starts_fall(reading, verbs[-1]):
            return None
        verbs = verbs[:-1]
    if verbs:
        return {"reduction": "giảm", "down": "giảm", "up": "tăng"}.get(verbs[-1].kind)
    if reading.unit == "%" and "năm" in reading.quantity.per:
        return "giảm"
    return last.change if last and _repeats(reading, last) else None


def _repeats(reading: Reading, last: Statement) -> bool:
    """Whether the figure says the last statement again, or stands in a row with it."""
    if "same" in reading.kinds or reading.link.strip().startswith("("):
        return True
    if last.quantity.unit != reading.unit:
        return False
    if _COORDINATION.fullmatch(reading.link) or reading.link.rstrip().endswith("gồm"):
        return True
    return not reading.subject and "subject" not in reading.kinds and _is_listed(reading, last)


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
    is_same_clause = reading.start > reading.sentence.span.start and not re.search("[,;:.]", reading.link)
    return last.group if is_same_clause or _APPOSITION.match(reading.link) else None


def _is_yearly(reading: Reading, change: str | None, last: Statement | None) -> bool:
    if "năm" in reading.quantity.per or _YEARLY.match(reading.text, reading.end):
        return True
    leans = last is not None and last.is_yearly and last.quantity.unit == reading.unit
    return change is not None and leans and bool(reading.kinds & {"again", "group"})


def _is_supported(reading: Reading, subject: str, memory: _Memory) -> bool:
    """Whether the households were picked out, for help or by a lack, and are not all the poor of a place."""
    is_helped = any(
        cue.kind == "recipient" and reading.quantity.span.end <= cue.span.start < reading.behind_clause.end
        for cue in reading.sentence.cues
    )
    if (
        is_helped
        or subject == "hộ mới thoát nghèo"
        or (reading.before and reading.before[-1].kind == "giver")
    ):
        return True
    if "again" in reading.kinds:
        return not memory.is_newest and not _is_part_of_all(reading)
    if memory.last and memory.is_newest and _COORDINATION.fullmatch(reading.link):
        return memory.last.is_supported
    own = {cue.kind for cue in reading.before if cue.span.start >= reading.clause_start}
    if (
        own & {"level", "weak_level"}
        or reading.kinds & {"subject", "same"}
        or _is_listed(reading, memory.last)
    ):
        return False
    return _SHARE_BEHIND.match(reading.behind) is None


def _is_part_of_all(reading: Reading) -> bool:
    """Whether the figure before counts all households: "xã có 333 hộ, trong đó 302 hộ nghèo"."""
    figure = reading.quantity.span.start
    earlier = [one for one in reading.sentence.quantities if one.span.start < figure]
    is_helped = any(
        cue.kind in ("recipient", "giver") and cue.span.end <= figure for cue in reading.sentence.cues
    )
    return bool(earlier) and earlier[-1].unit in ("hộ", "nhân khẩu", "người") and not is_helped
