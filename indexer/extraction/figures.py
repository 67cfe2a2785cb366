"""Figures of models: what the numbers of the text say, each given to the model it is of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.extraction.candidates import Candidate
from indexer.extraction.numbers import Quantity, find_years
from indexer.extraction.ownership import Ownership
from indexer.extraction.roles import NumberContext, Role, read_roles, year_strength
from indexer.extraction.scenes import Scene
from kb.model import FIGURES, Evidence, Figure

__all__ = ["read_figures"]


def read_figures(
    text: str, scenes: Sequence[Scene], models: Sequence[Candidate], quantities: Sequence[Quantity]
) -> list[Mapping[str, Figure]]:
    """The figures of every model, in the order of `models`; each model's in the order of kb.model.FIGURES."""
    ownership = Ownership(text, scenes, models)
    best: list[dict[str, _Claim]] = [{} for _ in models]
    for claim in [*_claims(text, scenes, quantities, ownership), *_start_years(text, scenes, ownership)]:
        known = best[claim.model].get(claim.role.key)
        if known is None or claim.strength > known.strength:
            best[claim.model][claim.role.key] = claim
    return [{key: _figure(text, claims[key].role) for key in FIGURES if key in claims} for claims in best]


def _figure(text: str, role: Role) -> Figure:
    return Figure(role.key, role.value, Evidence.cut(text, role.span.start, role.span.end), role.basis)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A number that says something of a model; the strongest of a kind is the figure, else the first."""

    model: int
    role: Role
    strength: int


def _claims(
    text: str, scenes: Sequence[Scene], quantities: Sequence[Quantity], ownership: Ownership
) -> Iterator[_Claim]:
    for at, scene in enumerate(scenes):
        if not ownership.of_scene(at):
            continue
        inside = [quantity for quantity in quantities if scene.span.overlaps(quantity.span)]
        for quantity in inside:
            alike = [other.span for other in inside if other.unit == quantity.unit]
            context = NumberContext.read(text, scene.span, quantity.span, alike)
            for role in read_roles(context, quantity, is_household=scene.person is not None):
                owner = ownership.of_role(at, role)
                if owner is not None:
                    closeness = ownership.closeness(owner, at, role.span)
                    yield _Claim(owner, role, _strength(role, scene, context, closeness))


def _strength(role: Role, scene: Scene, context: NumberContext, closeness: int) -> int:
    """Money of the whole before money of one family; else the nearer to the activity and the later."""
    if FIGURES[role.key].is_money:
        return int(scene.person is None)
    return closeness + 3 * context.is_latest - 5 * (not role.is_sure)


def _start_years(text: str, scenes: Sequence[Scene], ownership: Ownership) -> Iterator[_Claim]:
    """When models began; a year in a sentence with the activity before one in a sentence near it."""
    years = find_years(text)
    spans = [year.span for year in years]
    for at, scene in enumerate(scenes):
        for year in years:
            if not ownership.of_scene(at) or not scene.span.overlaps(year.span):
                continue
            strength = year_strength(NumberContext.read(text, scene.span, year.span, spans), year)
            for index in ownership.of_scene(at) if strength else []:
                is_close = ownership.closeness(index, at, year.span) > 0
                yield _Claim(index, Role("start_year", year.first, year.span), strength + 2 * is_close)
