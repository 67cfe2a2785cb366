"""What numbers claim of models: a role of each number, the model it would be of, signs for and against it.

indexer/data/figure_weights.toml says what each sign weighs; benchmarks/figure_weights.py fits the weights.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from indexer.extraction.candidates import Candidate
from indexer.extraction.cues import cue, cue_lists
from indexer.extraction.numbers import Quantity, YearMention, find_years
from indexer.extraction.ownership import Ownership
from indexer.extraction.roles import NumberContext, Role, read_roles, year_role
from indexer.extraction.scenes import Scene
from kb.model import FIGURES

__all__ = ["Claim", "gather_claims"]


@dataclass(slots=True, eq=False)
class Claim:
    """A number that may say something of the model with index `model`.

    `signs` are features between 0 and 1; one that is not there is 0. `chance` is how likely the claim is
    right, 0 before it was weighed.
    """

    model: int
    role: Role
    signs: dict[str, float]
    chance: float = 0.0


def gather_claims(
    text: str,
    scenes: Sequence[Scene],
    candidates: Sequence[Candidate],
    quantities: Sequence[Quantity],
    most: int,
) -> list[Claim]:
    """All that the numbers and years of the text may say of the first `most` candidates, in text order; the
    others keep theirs from them."""
    ownership = Ownership(text, scenes, candidates)
    years = find_years(text)
    common = dict(_document_signs(text, candidates))
    latest = max((year.last for year in years), default=0)
    claims = []
    for at, scene in enumerate(scenes):
        if not any(owner < most for owner in ownership.of_scene(at)):
            continue
        roles = [*_number_roles(text, scene, quantities), *_year_roles(text, scene, years)]
        shared = {**common, **dict(_scene_signs(text, scene))} if roles else {}
        for context, role in roles:
            own = {
                **shared,
                **role.signs,
                **dict(_context_signs(context)),
                **dict(_value_signs(role, latest)),
            }
            for owner in (one for one in ownership.of_role(at, role) if one < most):
                signs = {**own, **dict(ownership.signs(owner, at, role.span))}
                signs = {name: value for name, value in signs.items() if value}
                signs.update(_joint_signs(signs))
                claims.append(Claim(owner, role, signs))
    _compare(claims)
    for claim in claims:
        claim.signs.update(_signs_of_kind(claim))
    return claims


def _number_roles(
    text: str, scene: Scene, quantities: Sequence[Quantity]
) -> Iterator[tuple[NumberContext, Role]]:
    inside = [quantity for quantity in quantities if scene.span.overlaps(quantity.span)]
    for quantity in inside:
        alike = [other.span for other in inside if other.unit == quantity.unit]
        context = NumberContext.read(text, scene.span, quantity.span, alike)
        for role in read_roles(context, quantity, is_household=scene.person is not None):
            yield context, role


def _year_roles(
    text: str, scene: Scene, years: Sequence[YearMention]
) -> Iterator[tuple[NumberContext, Role]]:
    inside = [year for year in years if scene.span.overlaps(year.span)]
    for year in inside:
        context = NumberContext.read(text, scene.span, year.span, [other.span for other in inside])
        if role := year_role(context, year):
            yield context, role


def _document_signs(text: str, models: Sequence[Candidate]) -> Iterator[tuple[str, float]]:
    yield "poverty", min(4, len(cue("ranking", "poverty").findall(text))) / 4
    yield "other_news", min(6, len(cue("ranking", "other_news").findall(text))) / 6
    yield "models", min(1.0, math.log2(max(1, len(models))) / 3)


def _scene_signs(text: str, scene: Scene) -> Iterator[tuple[str, float]]:
    sentence = scene.span.cut(text)
    for name in cue_lists("sentences"):
        if cue("sentences", name).search(sentence):
            yield name, 1.0
    yield "person", float(scene.person is not None)
    yield "lead", float(scene.paragraph == 0)
    yield "crowded", min(3, max(0, len(scene.activities) - 1)) / 3
    yield "long", min(1.0, len(sentence) / 400)
    for level in {mention.level for mention in scene.mentions}:
        yield f"names_{level}", 1.0


_DIGIT = re.compile(r"\d")


def _context_signs(context: NumberContext) -> Iterator[tuple[str, float]]:
    yield "latest", float(context.is_latest)
    yield "added", float(context.is_added)
    yield "first_number", float(_DIGIT.search(context.before) is None)
    for name in ("whole_place", "former", "hypothetical"):
        if cue("sentences", name).search(context.own_clause):
            yield f"near_{name}", 1.0
    yield "inhabitants", float(_INHABITANTS.match(context.back) is not None)
    before = list(_subjects().finditer(context.own_clause))
    if before:
        yield f"subject_{before[-1].lastgroup}", 1.0
    elif found := _subjects().search(context.back[:60]):
        yield f"then_{found.lastgroup}", 1.0
    if cue("sentences", "sum").search(context.own_clause[-30:]):
        yield "sum", 1.0


_INHABITANTS = re.compile(
    r"\s*(?:dân|gia đình)?\s*,?\s*(?:với|có|gồm|và|-|–|/|\()?\s*"
    r"(?:[\d.]+ (?:(?:nhân )?khẩu|người|nhân)|đều là|trong đó|nằm|sinh sống|sống)(?!\w)"
)
"""Behind households that only live somewhere: "120 hộ với 493 nhân khẩu"."""


@cache
def _subjects() -> re.Pattern[str]:
    groups = (f"(?P<{name}>{'|'.join(words)})" for name, words in cue_lists("subjects").items())
    return re.compile(rf"(?<!\w)(?:{'|'.join(groups)})(?!\w)", re.IGNORECASE)


_SIZES: Mapping[str, tuple[str, Sequence[float]]] = {
    "hộ": ("households", (2, 10, 100, 1_000)),
    "lao động": ("workers", (2, 10, 100, 1_000)),
    "ha": ("hectares", (0.1, 1, 10, 100, 1_000)),
    "đồng": ("money", (5e6, 2e7, 1e8, 5e8, 2e9, 1e10, 1e11)),
    "năm": ("age", (1, 2, 5, 15)),
}
"""Where the sizes of a figure begin, by its unit; of a year, how long before the latest one in the text."""


def _value_signs(role: Role, latest: int) -> Iterator[tuple[str, float]]:
    name, starts = _SIZES[FIGURES[role.key].unit]
    value = latest - role.value if role.key == "start_year" else role.value
    yield f"is_{role.key}", 1.0
    yield f"{name}_{sum(value >= start for start in starts)}", 1.0


_JOINT = (
    ("said", "own"),
    ("said", "same_person"),
    ("said", "same_paragraph"),
    ("said", "rival"),
    ("surely_said", "own"),
    ("surely_said", "same_person"),
    ("surely_said", "rival"),
    ("first_number", "own"),
)
"""Signs that weigh more, or less, together than each alone."""


def _joint_signs(signs: Mapping[str, float]) -> dict[str, float]:
    return {f"{one}+{other}": 1.0 for one, other in _JOINT if one in signs and other in signs}


_KINDS = {
    **dict.fromkeys(("capital_vnd", "loan_vnd", "support_vnd"), "invested"),
    **dict.fromkeys(("revenue_vnd_per_year", "profit_vnd_per_year"), "yearly"),
}
_OF_A_KIND = frozenset(
    {"never_front", "never_back", "never_later", "said", "surely_said", "own", "distance", "rival", "outdone"}
    | {"whole_place", "statistic", "helped", "latest", "first", "others"}
)
"""Signs that weigh differently in figures of different kinds."""


def _signs_of_kind(claim: Claim) -> dict[str, float]:
    kind = _KINDS.get(claim.role.key, claim.role.key)
    return {f"{kind}.{name}": value for name, value in claim.signs.items() if name in _OF_A_KIND and value}


def _compare(claims: Sequence[Claim]) -> None:
    """Adds the signs of how a claim stands among those of the same model and key."""
    groups: defaultdict[tuple[int, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.model, claim.role.key].append(claim)
    for group in groups.values():
        for index, claim in enumerate(group):
            others = [other for other in group if other is not claim]
            same = sum(other.role.value == claim.role.value for other in others)
            claim.signs["again"] = float(same > 0)
            claim.signs["others"] = min(4, len(others) - same) / 4
            claim.signs["first"] = float(index == 0)
            claim.signs["last"] = float(index == len(group) - 1)
