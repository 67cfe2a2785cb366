"""What a number says of a model: a count of households, a loan, a yearly profit ... or nothing.

The words that decide are in indexer/data/model_cues.toml; whose number it is, indexer/extraction/figures.py
decides.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.extraction.cues import cue, cue_lists
from indexer.extraction.numbers import Quantity, YearMention
from kb.document import Span

__all__ = ["NumberContext", "Role", "read_roles", "year_strength"]

_REACH = 120
_CLAUSE_END = re.compile(r"[;:!?\n]|,(?!\d)|\(|\)")
_PART_END = re.compile(r"[;!?\n]")
_ASIDE = re.compile(r"\([^()]*\)")
_LEAST_MONEY = 500_000
"""Less is a price, no sum that a model costs or brings in."""
_NEAR = r"(?:\s+\w+){0,5}\s*$"
"""A front cue may stand a few words before the number: "hỗ trợ ước khoảng 490 triệu"."""


@dataclass(frozen=True, slots=True)
class Role:
    """One thing a number says: the figure's key, its value, and for whom money is counted.

    `is_sure`: words around the number say so; else only the sentence, of the model itself, suggests it.
    """

    key: str
    value: int | float
    span: Span
    basis: str = "model"
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class NumberContext:
    """The words around a number within its sentence.

    `words` are the number's own; `sentence` is all of it, `before` what stands before the number; `front`
    reaches back only to the number before of the same unit; `back` to the one behind or the end of the
    part, without what stands in brackets; `clause` only to the next comma. `is_part` says that a list of
    like numbers goes on before or behind it, `is_added` that "và" adds it to another.
    """

    words: str
    sentence: str
    before: str
    front: str
    back: str
    clause: str
    is_part: bool
    is_added: bool

    @classmethod
    def read(cls, text: str, sentence: Span, span: Span, alike: Sequence[Span]) -> "NumberContext":
        """The context of `span`; `alike` are the numbers of the same unit."""
        last = max((other.end for other in alike if sentence.start <= other.end <= span.start), default=None)
        following = min(
            (other.start for other in alike if span.end <= other.start < sentence.end), default=None
        )
        start = max(sentence.start, last or 0, span.start - _REACH)
        end = min(sentence.end, following or len(text), span.end + _REACH)
        raw = text[span.end : end]
        words = span.cut(text)
        raw = f" vốn{raw}" if words.endswith(" vốn") else raw
        back = _first_part(_PART_END, _ASIDE.sub(" ", raw))
        return cls(
            words,
            sentence.cut(text),
            text[sentence.start : span.start],
            text[start : span.start],
            back,
            _first_part(_CLAUSE_END, raw),
            _is_link(text[last : span.start] if last else None) or _is_link(raw if following else None),
            _is_sum(text[last : span.start] if last else None) or _is_sum(raw if following else None),
        )

    @property
    def is_latest(self) -> bool:
        """Whether the text gives the number as the one of today."""
        return bool(cue("households", "latest", behind=_NEAR).search(self.own_clause))

    @property
    def own_clause(self) -> str:
        """The words of `front` behind its last comma."""
        return re.split(r"[,;:(]\s", self.front)[-1]


def _first_part(end: re.Pattern[str], text: str) -> str:
    found = end.search(text)
    return text[: found.start()] if found else text


def _is_link(between: str | None) -> bool:
    """Whether the words between two counts of households only say who they are: "cận nghèo và"."""
    if between is None or len(between) > 70:
        return False
    link = r"\s*(?:\([^()]*\))?\s*(?:,|;|và|cùng)?(?:\s*\w+){0,4}\s*$"
    return bool(cue("households", "category", before=r"^\s*", behind=link).match(between))


def _is_sum(between: str | None) -> bool:
    """Whether the words between two numbers add them up: "13 ha mía và 20 ha rừng"."""
    return between is not None and len(between) < 40 and bool(re.search(r"(?:^|\s)(?:và|cùng)\s", between))


def read_roles(context: NumberContext, quantity: Quantity, is_household: bool) -> Iterator[Role]:
    """The roles of one quantity; `is_household` says that the text tells of one family."""
    if quantity.unit == "hộ":
        yield from _household_roles(context, quantity)
    elif quantity.unit in ("lao động", "người", "phụ nữ", "công nhân", "chị em", "nông dân"):
        if _says(context, "jobs", context.back):
            yield Role("jobs", quantity.value, quantity.span)
    elif quantity.unit in ("ha", "m2"):
        area = quantity.value if quantity.unit == "ha" else quantity.value / 10_000
        if area >= 0.03 and not _is_never(context, "area_ha") and not context.is_added:
            yield Role("area_ha", area, quantity.span)
    elif quantity.unit == "đồng":
        yield from _money_roles(context, quantity, "household" if is_household else "model")


_POOR = re.compile(
    r"\s*(?:dân |hội viên |thuộc diện )?nghèo\b(?!\s*(?:,|và|hoặc)\s*(?:hộ\s+)?(?:cận nghèo|mới thoát))"
)


def _household_roles(context: NumberContext, quantity: Quantity) -> Iterator[Role]:
    is_total = not context.is_part or not cue("households", "category").match(context.back.lstrip())
    is_counted = is_total and _says(context, "households", context.back)
    if is_counted:
        yield Role("households", quantity.value, quantity.span)
    elif is_total and not _is_never(context, "households") and not _is_statistic(context):
        yield Role("households", quantity.value, quantity.span, is_sure=False)
    if _POOR.match(context.back) and (is_counted or (context.is_part and not _is_statistic(context))):
        yield Role("poor_households", quantity.value, quantity.span)
    leaves = cue("escaped_poverty", "back").search(context.clause)
    is_told = not _is_statistic(context) or "trong số" in context.sentence
    if leaves and is_told and not context.is_part and not _is_never(context, "escaped_poverty"):
        yield Role("escaped_poverty", quantity.value, quantity.span)


def _is_statistic(context: NumberContext) -> bool:
    return bool(cue("households", "statistic").search(context.sentence)) or "%" in context.sentence


def _says(context: NumberContext, key: str, behind: str) -> bool:
    """Whether the words before the number or `behind` it speak for `key`, and none against it."""
    return _distance(context, key, behind) is not None


def _distance(context: NumberContext, key: str, behind: str) -> int | None:
    """How many words stand between the number and the nearest word that speaks for `key`; None for none."""
    if _is_never(context, key):
        return None
    lists = cue_lists(key)
    distances = []
    if "front" in lists and (found := cue(key, "front", behind=_NEAR).search(context.front)):
        distances.append(len(context.front[_last_end(key, context.front, found.start()) :].split()))
    if "back" in lists and (found := cue(key, "back").search(behind)):
        distances.append(len(behind[: found.start()].split()))
    return min(distances, default=None)


def _last_end(key: str, front: str, start: int) -> int:
    """Where the last front cue from `start` on ends."""
    return max(found.end() for found in cue(key, "front").finditer(front, start))


def _is_never(context: NumberContext, key: str) -> bool:
    lists = cue_lists(key)
    if "never_front" in lists and cue(key, "never_front").search(context.own_clause):
        return True
    return "never_back" in lists and bool(cue(key, "never_back").search(context.clause))


def _money_roles(context: NumberContext, quantity: Quantity, basis: str) -> Iterator[Role]:
    if quantity.value < _LEAST_MONEY or _is_per_unit(context, quantity):
        return
    distances = [
        (distance, order, key)
        for order, key in enumerate(("loan_vnd", "support_vnd", "capital_vnd"))
        if (distance := _distance(context, key, context.clause)) is not None
    ]
    yearly = _yearly_key(context, quantity)
    is_yearly = yearly is not None and "năm" in quantity.per
    key = min(distances)[2] if distances and not is_yearly else yearly
    if key:
        yield Role(key, quantity.value, quantity.span, basis)


_SOME = re.compile(r"(?<!\w)(?:(?:có |nhiều |mọi )(?:nhà|hộ)|(?:nhà|hộ) nào|ai nấy)(?!\w)", re.IGNORECASE)
_EACH = re.compile(
    r"(?<!\w)(?:mỗi|một|từng)\s+(?:hộ|người|lồng|ha|con|ngày|tháng|vụ|lứa|sào|công|cây|đợt|chuyến|mẻ|tổ|kg|ký|nhà"
    r"|gia đình)(?!\w)",
    re.IGNORECASE,
)


def _is_per_unit(context: NumberContext, quantity: Quantity) -> bool:
    """Whether the money is counted for each of many things or for less than a year.

    `quantity.per` also holds what stands far before the number; only what is written with it decides.
    """
    written = [unit for unit in quantity.per if unit in context.words.lower()]
    if any(unit != "năm" for unit in written) or context.clause.lstrip().startswith("/"):
        return True
    return bool(_EACH.search(context.own_clause) or _SOME.search(context.front[-80:]))


def _yearly_key(context: NumberContext, quantity: Quantity) -> str | None:
    """The key of a year's money: revenue where costs are still in it, else profit; None for other money."""
    if "năm" not in quantity.per and not cue("yearly", "year").search(context.before):
        return None
    if cue("yearly", "never_front").search(context.own_clause):
        return None
    if cue("yearly", "gross").search(context.back):
        return "revenue_vnd_per_year"
    is_profit = cue("profit_vnd_per_year", "back", before=r"^\s*").match(context.back)
    if is_profit or cue("profit_vnd_per_year", "front", behind=_NEAR).search(context.front):
        return "profit_vnd_per_year"
    lists = ("front", "loose_front") if "năm" in quantity.per else ("front",)
    if any(cue("revenue_vnd_per_year", name, behind=_NEAR).search(context.front) for name in lists):
        return "profit_vnd_per_year" if _is_net(context.before) else "revenue_vnd_per_year"
    return None


def _is_net(before: str) -> bool:
    return bool(cue("yearly", "net").search(before)) and not cue("yearly", "gross").search(before)


_YEAR_NEAR = r"(?:\s+\w+){0,6}[\s\d/.-]*$"


def year_strength(context: NumberContext, year: YearMention) -> int:
    """How strongly a year says when a model began: 0 not at all, 1 by the verb, 2 by "từ", 3 by "ra đời"."""
    if year.last - year.first > 3:
        return 0
    clause = context.own_clause
    if cue("start_year", "sure_front", behind=_YEAR_NEAR).search(clause) or cue(
        "start_year", "sure_back"
    ).search(context.clause):
        return 3
    if _is_never(context, "start_year") or cue("start_year", "never_later").search(context.back):
        return 0
    if cue("start_year", "front", behind=_YEAR_NEAR).search(clause):
        return 2
    return 1 if cue("start_year", "back").search(context.back) else 0
