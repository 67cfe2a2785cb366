"""What a number may say of a model: a count of households, a loan, a yearly profit ... with the words for and
against it.

The words are in indexer/data/model_cues.toml. Whose number it is, and whether to believe it, is decided in
indexer/extraction/claims.py and figures.py.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.extraction.cues import cue, cue_lists
from indexer.extraction.numbers import Quantity, YearMention
from kb.document import Span

__all__ = ["NumberContext", "Role", "read_roles", "year_role"]

_REACH = 120
_CLAUSE_END = re.compile(r"[;:!?\n]|,(?!\d)|\(|\)")
_COMMA = re.compile(r"[,;:(]\s")
_PART_END = re.compile(r"[;!?\n]")
_ASIDE = re.compile(r"\([^()]*\)")
_LEAST_MONEY = 500_000
"""Less is a price, no sum that a model costs or brings in."""
_LEAST_HECTARES = 0.03
_NEAR_WORDS = 5
_NEAR = rf"(?:\s+\w+){{0,{_NEAR_WORDS}}}\s*$"
"""A front cue may stand a few words before the number: "hỗ trợ ước khoảng 490 triệu"."""
_RIGHT = (
    r"(?:\s+(?:trên|hơn|gần|khoảng|chừng|được|cho|các|tổng số|tổng cộng|là|đã|ước|tới|đến|có|từ|tiền"
    r"|số tiền)){0,3}\s*$"
)
"""What may stand between a sure cue and the number."""
_WORKERS = frozenset(["lao động", "người", "phụ nữ", "công nhân", "chị em", "nông dân"])
_MEMBERS = frozenset(["thành viên", "hội viên", "xã viên"])

Signs = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Role:
    """One thing a number may say: the figure's key, its value, for whom money is counted, and the signs in
    the words around it, between 0 and 1 each."""

    key: str
    value: int | float
    span: Span
    signs: Signs
    basis: str = "model"


@dataclass(frozen=True, slots=True)
class NumberContext:
    """The words around a number within its sentence.

    `words` are the number's own; `sentence` is all of it, `before` what stands before the number; `front`
    reaches back only to the number before of the same unit; `back` to the one behind or the end of the
    part, without what stands in brackets; `own_clause` are the words of `front` behind its last comma,
    `clause` those of `back` up to the next one. `is_part` says that a list of
    like numbers goes on before or behind it, `is_added` that "và" adds it to another.
    """

    words: str
    sentence: str
    before: str
    front: str
    own_clause: str
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
        front, words = text[start : span.start], span.cut(text)
        raw = f" vốn{raw}" if words.endswith(" vốn") else raw
        back = _first_part(_PART_END, _ASIDE.sub(" ", raw))
        return cls(
            words,
            sentence.cut(text),
            text[sentence.start : span.start],
            front,
            _COMMA.split(front)[-1],
            back,
            _first_part(_CLAUSE_END, raw),
            _is_link(text[last : span.start] if last else None) or _is_link(raw if following else None),
            _is_sum(text[last : span.start] if last else None) or _is_sum(raw if following else None),
        )

    @property
    def is_latest(self) -> bool:
        """Whether the text gives the number as the one of today."""
        return bool(cue("households", "latest", behind=_NEAR).search(self.own_clause))


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
    """The roles that one quantity may have; `is_household` says that the text tells of one family."""
    if quantity.unit == "hộ":
        yield from _household_roles(context, quantity)
    elif quantity.unit in _WORKERS or quantity.unit in _MEMBERS:
        signs = _signs(context, "jobs", context.back)
        if quantity.unit in _MEMBERS:
            signs["members"] = 1
        if {"front", "back", "sure_front", "sure_back", "members"} & signs.keys():
            yield Role("jobs", quantity.value, quantity.span, signs)
    elif quantity.unit in ("ha", "m2"):
        area = quantity.value if quantity.unit == "ha" else quantity.value / 10_000
        if area >= _LEAST_HECTARES and not _is_per_unit(context, quantity):
            each = {"each": 1.0} if _is_for_each(context) else {}
            yield Role("area_ha", area, quantity.span, {**_signs(context, "area_ha", context.back), **each})
    elif quantity.unit == "đồng":
        yield from _money_roles(context, quantity, _basis(context, is_household))


def _signs(context: NumberContext, key: str, behind: str) -> dict[str, float]:
    """How near the words stand that speak for `key`, and whether some speak against it."""
    lists = cue_lists(key)
    signs: dict[str, float] = {}
    if "front" in lists and (found := cue(key, "front", behind=_NEAR).search(context.front)):
        words = len(context.front[_last_end(key, context.front, found.start()) :].split())
        signs["front"] = 1 - words / (_NEAR_WORDS + 2)
    if "back" in lists and (found := cue(key, "back").search(behind)):
        signs["back"] = 1 / (1 + len(behind[: found.start()].split()) / 3)
    if "loose_front" in lists and cue(key, "loose_front", behind=_NEAR).search(context.front):
        signs["loose_front"] = 1
    if "never_front" in lists and cue(key, "never_front").search(context.own_clause):
        signs["never_front"] = 1
    if "never_back" in lists and cue(key, "never_back").search(context.clause):
        signs["never_back"] = 1
    if "sure_front" in lists and cue(key, "sure_front", behind=_RIGHT).search(context.own_clause):
        signs["sure_front"] = 1
    if "sure_back" in lists and cue(key, "sure_back", before=r"^\s*").match(behind):
        signs["sure_back"] = 1
    if not {"never_front", "never_back"} & signs.keys():
        if {"front", "back"} & signs.keys():
            signs["said"] = 1
        if {"sure_front", "sure_back"} & signs.keys():
            signs["surely_said"] = 1
    return signs


def _last_end(key: str, front: str, start: int) -> int:
    """Where the last front cue from `start` on ends."""
    return max(found.end() for found in cue(key, "front").finditer(front, start))


_POOR = re.compile(
    r"\s*(?:dân |hội viên |thuộc diện )?nghèo\b(?!\s*(?:,|và|hoặc)\s*(?:hộ\s+)?(?:cận nghèo|mới thoát))"
)


def _household_roles(context: NumberContext, quantity: Quantity) -> Iterator[Role]:
    counted = _signs(context, "households", context.back)
    if _is_statistic(context):
        counted["statistic"] = 1
    signs = dict(counted)
    if context.is_part and cue("households", "category").match(context.back.lstrip()):
        signs["part"] = 1
        signs.pop("said", None)
    yield Role("households", quantity.value, quantity.span, signs)
    if _POOR.match(context.back):
        is_told = context.is_part and "statistic" not in counted
        poor = {**counted, "said": 1.0, "surely_said": 1.0} if is_told else counted
        yield Role("poor_households", quantity.value, quantity.span, poor)
    if quantity.value > 1 and cue("escaped_poverty", "back").search(context.clause):
        yield Role("escaped_poverty", quantity.value, quantity.span, _escape_signs(context))


def _escape_signs(context: NumberContext) -> dict[str, float]:
    signs = _signs(context, "escaped_poverty", context.clause)
    if context.is_part:
        signs["part"] = 1
    if _is_statistic(context) and "trong số" not in context.sentence:
        signs["statistic"] = 1
    return signs


def _is_statistic(context: NumberContext) -> bool:
    return bool(cue("households", "statistic").search(context.sentence)) or "%" in context.sentence


def _basis(context: NumberContext, is_household: bool) -> str:
    """For whom money is counted: who is named last before it, else as the story goes."""
    named = {
        name: max((found.end() for found in cue("basis", name).finditer(context.before)), default=-1)
        for name in cue_lists("basis")
    }
    latest = max(named, key=lambda name: named[name])
    if named[latest] >= 0:
        return latest
    return "household" if is_household else "model"


def _money_roles(context: NumberContext, quantity: Quantity, basis: str) -> Iterator[Role]:
    """What money may be: something borrowed, given, invested, and a year's takings or gain."""
    if quantity.value < _LEAST_MONEY or _is_per_unit(context, quantity):
        return
    each = {"each": 1.0} if _is_for_each(context) else {}
    year = {"yearly": 1.0} if "năm" in quantity.per else {}
    roles = [
        Role(key, quantity.value, quantity.span, {**signs, **each, **year}, _plausible(basis, key, quantity))
        for key in ("loan_vnd", "support_vnd", "capital_vnd")
        if {"front", "back", "loose_front", "sure_front"}
        & (signs := _signs(context, key, context.clause)).keys()
    ]
    if (yearly := _yearly_role(context, quantity)) is not None:
        key, signs = yearly
        roles.append(Role(key, quantity.value, quantity.span, {**signs, **each, **year}, basis))
    nearest = max((_nearness(role.signs) for role in roles), default=0.0)
    yield from (
        replace(role, signs={**role.signs, "outdone": 1.0}) if _nearness(role.signs) < nearest else role
        for role in roles
    )


def _nearness(signs: Signs) -> float:
    """How near the nearest word stands that speaks for a role."""
    return max(signs.get("front", 0.0), signs.get("back", 0.0))


_MOST_GIVEN, _MOST_OF_A_FAMILY = 200_000_000, 20_000_000_000
"""No single family is given more, or puts in more."""


def _plausible(basis: str, key: str, quantity: Quantity) -> str:
    most = _MOST_GIVEN if key == "support_vnd" else _MOST_OF_A_FAMILY
    return "model" if quantity.value > most else basis


_SOME = re.compile(
    r"(?<!\w)(?:(?:có |nhiều |mọi )(?:nhà|hộ)|(?:nhà|hộ|vườn|ao) nào|ai nấy)(?!\w)", re.IGNORECASE
)
_EACH = re.compile(
    r"(?<!\w)(?:mỗi|một|từng|cứ|1)\s+(?:hộ|người|lồng|ha|con|ngày|tháng|vụ|lứa|sào|công|cây|đợt|chuyến|mẻ|tổ|kg|ký|nhà"
    r"|gia đình)(?!\w)",
    re.IGNORECASE,
)


def _is_per_unit(context: NumberContext, quantity: Quantity) -> bool:
    """Whether the number is written as counted for one of many things or for less than a year.

    `quantity.per` also holds what stands far before the number; only what is written with it decides.
    """
    written = [unit for unit in quantity.per if unit in context.words.lower()]
    return any(unit != "năm" for unit in written) or context.clause.lstrip().startswith("/")


def _is_for_each(context: NumberContext) -> bool:
    return bool(_EACH.search(context.own_clause) or _SOME.search(context.front[-80:]))


def _yearly_role(context: NumberContext, quantity: Quantity) -> tuple[str, dict[str, float]] | None:
    """The key of a year's money, revenue where costs are still in it, else profit; None for other money."""
    if "năm" not in quantity.per and not cue("yearly", "year").search(context.before):
        return None
    key = _yearly_key(context, quantity)
    if key is None:
        return None
    signs = {name: 1.0 for name in ("front", "back") if _speaks(name, context, key)}
    if cue("yearly", "never_front").search(context.own_clause):
        signs["never_front"] = 1
    elif signs.keys() & {"front", "back"} and not _is_for_each(context):
        signs["said"] = 1
    if _is_net(context.before):
        signs["net"] = 1
    return key, signs


def _speaks(side: str, context: NumberContext, key: str) -> bool:
    if side == "back":
        return "back" in cue_lists(key) and bool(cue(key, "back", before=r"^\s*").match(context.back))
    return bool(cue(key, "front", behind=_NEAR).search(context.front))


def _yearly_key(context: NumberContext, quantity: Quantity) -> str | None:
    if cue("yearly", "gross").search(context.back):
        return "revenue_vnd_per_year"
    if _speaks("back", context, "profit_vnd_per_year") or _speaks("front", context, "profit_vnd_per_year"):
        return "profit_vnd_per_year"
    lists = ("front", "loose_front") if "năm" in quantity.per else ("front",)
    if any(cue("revenue_vnd_per_year", name, behind=_NEAR).search(context.front) for name in lists):
        return "profit_vnd_per_year" if _is_net(context.before) else "revenue_vnd_per_year"
    return None


def _is_net(before: str) -> bool:
    return bool(cue("yearly", "net").search(before)) and not cue("yearly", "gross").search(before)


_YEAR_NEAR = r"(?:\s+\w+){0,6}[\s\d/.-]*$"
_LONGEST_START = 3
"""Years that a period may last which says when something began."""


def year_role(context: NumberContext, year: YearMention) -> Role | None:
    """The year as one in which a model may have begun; None for a long period."""
    if year.last - year.first > _LONGEST_START:
        return None
    clause, signs = context.own_clause, {}
    if cue("start_year", "sure_front", behind=_YEAR_NEAR).search(clause):
        signs["sure_front"] = 1.0
    if cue("start_year", "sure_back").search(context.clause):
        signs["sure_back"] = 1.0
    if cue("start_year", "front", behind=_YEAR_NEAR).search(clause):
        signs["front"] = 1.0
    if found := cue("start_year", "back").search(context.back):
        signs["back"] = 1 / (1 + len(context.back[: found.start()].split()) / 3)
    if cue("start_year", "never_front").search(clause):
        signs["never_front"] = 1.0
    if cue("start_year", "never_back").search(context.clause):
        signs["never_back"] = 1.0
    if cue("start_year", "never_later").search(context.back):
        signs["never_later"] = 1.0
    if year.last > year.first:
        signs["period"] = 1.0
    if {"sure_front", "sure_back"} & signs.keys() and "never_back" not in signs:
        signs["surely_said"] = 1.0
    if {"front", "back"} & signs.keys() and not {"never_front", "never_back", "never_later"} & signs.keys():
        signs["said"] = 1.0
    return Role("start_year", year.first, year.span, signs)
