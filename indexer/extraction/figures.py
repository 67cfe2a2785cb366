"""Figures of models: of all that numbers claim of a model, what can be believed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from indexer.extraction.candidates import Candidate
from indexer.extraction.claims import Claim, gather_claims
from indexer.extraction.numbers import Quantity
from indexer.extraction.roles import Role
from indexer.extraction.scenes import Scene
from indexer.extraction.weights import probability
from kb.model import FIGURES, Evidence, Figure

__all__ = ["THRESHOLD", "choose_figures", "read_figures"]

THRESHOLD = 0.5
"""The chance from which a claim is a figure. benchmarks/figure_weights.py shows what others would give."""

Chosen = dict[str, Claim]


def read_figures(
    text: str,
    scenes: Sequence[Scene],
    models: Sequence[Candidate],
    others: Sequence[Candidate],
    quantities: Sequence[Quantity],
) -> list[Mapping[str, Figure]]:
    """The figures of every model, in the order of `models`; each model's in the order of kb.model.FIGURES.
    `others` are candidates that keep theirs from them."""
    claims = gather_claims(text, scenes, [*models, *others], quantities, len(models))
    for claim in claims:
        claim.chance = probability("figure_weights", claim.signs)
    chosen = choose_figures(claims)
    return [
        {key: _figure(text, own[key].role) for key in FIGURES if key in own}
        for own in (chosen.get(index, {}) for index in range(len(models)))
    ]


def _figure(text: str, role: Role) -> Figure:
    return Figure(role.key, role.value, Evidence.cut(text, role.span.start, role.span.end), role.basis)


def choose_figures(claims: Iterable[Claim], threshold: float = THRESHOLD) -> dict[int, Chosen]:
    """The likeliest claim of each key for each model, by the model's index; none that contradicts a likelier
    one."""
    chosen: dict[int, Chosen] = {}
    for claim in _up_to_date(list(_without_rivals(claims))):
        own = chosen.setdefault(claim.model, {})
        known = own.get(claim.role.key)
        if claim.chance >= threshold and (known is None or claim.chance > known.chance):
            own[claim.role.key] = claim
    return {model: _consistent(own) for model, own in chosen.items()}


def _without_rivals(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims, of those that give the same money several meanings the likeliest alone."""
    for _, alike in groupby(claims, key=_number):
        yield max(alike, key=lambda claim: claim.chance)


_SOON = 120
"""Code points within which a text goes on from an earlier count to the one of today."""


def _up_to_date(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims, a count that today's follows giving way, and its chance, to it: "khởi đầu với 17 hộ, nay có
    gần 50 hộ"."""
    for index, claim in enumerate(claims):
        later = next((other for other in claims[index + 1 :] if _updates(other, claim)), None)
        if later is None:
            yield claim
        else:
            later.chance = max(later.chance, claim.chance)


def _updates(later: Claim, earlier: Claim) -> bool:
    is_same = (later.model, later.role.key) == (earlier.model, earlier.role.key)
    is_soon = later.role.span.start - earlier.role.span.end <= _SOON
    return is_same and is_soon and later.signs.get("latest", 0) > earlier.signs.get("latest", 0)


def _number(claim: Claim) -> tuple[object, ...]:
    role = claim.role
    return (claim.model, role.span, None if FIGURES[role.key].is_money else role.key)


_AT_MOST = (
    ("poor_households", "households", 1),
    ("escaped_poverty", "households", 1),
    ("profit_vnd_per_year", "revenue_vnd_per_year", 1),
    ("loan_vnd", "capital_vnd", 1),
    ("support_vnd", "capital_vnd", 1),
    ("profit_vnd_per_year", "capital_vnd", 100),
)
"""No figure can be more than so many times the other; where it is, one of them is of something else."""


def _consistent(own: Chosen) -> Chosen:
    """The claims without the less likely one of two that contradict each other."""
    for small, large, times in _AT_MOST:
        if small in own and large in own and own[small].role.value > times * own[large].role.value:
            own.pop(min(small, large, key=lambda key: own[key].chance))
    return own
