"""Whether a figure counts the poor of a place, those who left poverty, or those picked out for help."""

import re

from indexer.extraction._indicator_cues import Cue, words_behind
from indexer.extraction._leaning import APPOSITION, COORDINATION, Memory, Statement, is_listed
from indexer.extraction._reading import Reading

__all__ = ["counts_poor", "escape_of", "is_compared", "is_supported"]

_OF_POOR = re.compile(r"\s*(?:(?:tổng )?số )?hộ (?:cận )?nghèo", re.IGNORECASE)
_OF_ALL_POOR = re.compile(r"\s*(?:trong )?(?:tổng )?số hộ (?:cận )?nghèo", re.IGNORECASE)
_OF_ALL = re.compile(
    r"\s*(?:trong |trên )?(?:tổng )?(?:số )?(?:hộ|dân cư)(?: dân| gia đình)?(?!\w)", re.IGNORECASE
)
_OF_PEOPLE = re.compile(r"\s*(?:là|thuộc)(?!\w)", re.IGNORECASE)
_JOINED = re.compile(
    r"(?<!\w)(?:tham gia|nhận|thụ hưởng|hưởng lợi|vào (?:mô hình|dự án|htx))(?!\w)[^,.;:()\d]{0,25}"
    r"(?<!\w)(?:có|gồm|là)(?:\s+(?:khoảng|gần|hơn|trên))?\s+$",
    re.IGNORECASE,
)
"""Before those who take part: "Tham gia có 29 hộ nghèo"."""
_SHARE_BEHIND = re.compile(
    r"(?:\s|nghèo|cận nghèo|dtts|đa chiều|,|và)*(?:\(|,?\s*(?:chiếm|bằng|tương|tức))", re.IGNORECASE
)
_BOUND = re.compile(r"^\s*trở (?:lên|xuống)", re.IGNORECASE)
_TURN = re.compile(r"[,:;]|(?<!\w)là(?!\w)")


def is_compared(reading: Reading) -> bool:
    """Whether another figure is measured against this one ("vượt 10%", "hơn đầu năm 137 hộ"), or it is of a
    sample ("cứ 100 hộ thì có 15 hộ nghèo")."""
    figure = reading.quantity.span.start
    if any(cue.kind == "sample" and cue.span.end <= figure for cue in reading.sentence.cues):
        return True
    if not reading.before or reading.before[-1].kind != "compare":
        return False
    return _TURN.search(reading.text, reading.before[-1].span.end, figure) is None


def escape_of(reading: Reading) -> Cue | None:
    """The cue that says the counted households left poverty."""
    if reading.unit not in ("hộ", "lượt hộ"):
        return None
    for cue in reading.sentence.cues:
        if cue.kind == "escape" and cue.span.start >= reading.quantity.span.end:
            gap = reading.text[reading.quantity.span.end : cue.span.start]
            return cue if len(gap) <= 45 and not re.search(r"[,.;:()\d]|để|nhằm", gap) else None
    return None


def counts_poor(reading: Reading, last: Statement | None) -> bool:
    """Whether the figure counts poor households or their share, not a share of them or of others."""
    behind = _BOUND.sub("", reading.behind, count=1)
    is_named = bool(reading.subject or reading.group or words_behind("ends").match(behind))
    if reading.unit == "hộ":
        return is_named
    if reading.unit is None:
        return isinstance(reading.quantity.value, int) and bool(words_behind("ends").match(behind))
    is_given = (
        bool(reading.before)
        and reading.before[-1].kind == "giver"
        and reading.before[-1].span.start >= reading.clause_start
    )
    if reading.quantity.value >= 100 or is_given or _OF_PEOPLE.match(behind) or _is_criterion(reading):
        return False
    if _OF_ALL_POOR.match(behind) and "down" not in reading.kinds:
        return False
    leans = last is not None and last.quantity.unit == "hộ" and APPOSITION.match(reading.link)
    is_whole = is_named or _is_of_all(behind) or not words_behind("others").match(behind)
    return is_whole and not (leans and _OF_POOR.match(behind))


def _is_criterion(reading: Reading) -> bool:
    """Whether the share only picks places out: "xã còn từ 40% hộ nghèo trở lên"."""
    is_bound = any(
        cue.kind == "bound" and cue.span.start >= reading.quantity.span.end for cue in reading.sentence.cues
    )
    return is_bound and "from" in reading.kinds and not reading.kinds & {"down", "reduction"}


def _is_of_all(behind: str) -> bool:
    """Whether a share is one of all households: "6,07% số hộ", "5,65% tổng số hộ"."""
    found = _OF_ALL.match(behind)
    return found is not None and words_behind("ends").match(behind, found.end()) is not None


def is_supported(reading: Reading, subject: str, memory: Memory) -> bool:
    """Whether the households were picked out, for help or by a lack, and are not all the poor of a place."""
    is_helped = any(
        cue.kind == "recipient" and reading.quantity.span.end <= cue.span.start < reading.behind_clause.end
        for cue in reading.sentence.cues
    )
    figure = reading.quantity.span.start
    if (
        is_helped
        or _JOINED.search(reading.text, max(reading.sentence.span.start, figure - 60), figure)
        or subject == "hộ mới thoát nghèo"
        or (reading.before and reading.before[-1].kind == "giver")
    ):
        return True
    if "again" in reading.kinds:
        return not memory.is_newest and not _is_part_of_all(reading)
    if memory.last and memory.is_newest and COORDINATION.fullmatch(reading.link):
        return memory.last.is_supported
    own = {cue.kind for cue in reading.before if cue.span.start >= reading.clause_start}
    if (
        own & {"level", "weak_level"}
        or reading.kinds & {"subject", "same"}
        or is_listed(reading, memory.last)
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
