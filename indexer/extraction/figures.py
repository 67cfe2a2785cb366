"""Figures of models: which number of the text is whose."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.extraction.candidates import Candidate
from indexer.extraction.numbers import Quantity, find_years
from indexer.extraction.roles import NumberContext, Role, read_roles, year_strength
from indexer.extraction.scenes import Scene
from kb.document import Span
from kb.model import FIGURES, Evidence, Figure

__all__ = ["read_figures"]

_RIGHT_BEHIND = 12
"""Code points between a number and the activity it counts: "287 hộ nuôi bò"."""


def read_figures(
    text: str, scenes: Sequence[Scene], models: Sequence[Candidate], quantities: Sequence[Quantity]
) -> list[Mapping[str, Figure]]:
    """The figures of every model, in the order of `models`; each model's in the order of kb.model.FIGURES."""
    owners = _owners(scenes, models)
    best: list[dict[str, _Claim]] = [{} for _ in models]
    for claim in [
        *_claims(text, scenes, models, quantities, owners),
        *_start_years(text, scenes, models, owners),
    ]:
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


def _owners(scenes: Sequence[Scene], models: Sequence[Candidate]) -> list[list[int]]:
    """For every scene the models it tells of: those it mentions, else those around it."""
    own: list[list[int]] = [[] for _ in scenes]
    for index, model in enumerate(models):
        for at in {mention.scene for mention in model.mentions}:
            own[at].append(index)
    owners: list[list[int]] = []
    for at in range(len(scenes)):
        around = own[at] or _around(scenes, models, own, owners, at)
        owners.append([index for index in around if own[at] or models[index].place.agrees(scenes[at].place)])
    return owners


def _around(
    scenes: Sequence[Scene],
    models: Sequence[Candidate],
    own: Sequence[list[int]],
    owners: Sequence[list[int]],
    at: int,
) -> list[int]:
    """The models before in the paragraph, else behind in it, else the only one of the document or title."""
    paragraph = scenes[at].paragraph
    if at and owners[at - 1] and (len(models) == 1 or scenes[at - 1].paragraph == paragraph):
        return owners[at - 1]
    behind = (own[later] for later in range(at + 1, len(scenes)) if scenes[later].paragraph == paragraph)
    titled = [index for index, model in enumerate(models) if model.is_in_title]
    return next((found for found in behind if found), titled if len(titled) == 1 and paragraph == 0 else [])


def _claims(
    text: str,
    scenes: Sequence[Scene],
    models: Sequence[Candidate],
    quantities: Sequence[Quantity],
    owners: Sequence[list[int]],
) -> Iterator[_Claim]:
    for at, scene in enumerate(scenes):
        inside = (
            [quantity for quantity in quantities if scene.span.overlaps(quantity.span)] if owners[at] else []
        )
        for quantity in inside:
            alike = [other.span for other in inside if other.unit == quantity.unit]
            context = NumberContext.read(text, scene.span, quantity.span, alike)
            for role in read_roles(context, quantity, is_household=scene.person is not None):
                owner = _owner(scenes, at, models, owners, role)
                if owner is not None and _may_have(models[owner], at, role):
                    yield _Claim(owner, role, _strength(models[owner], at, role, scene, context))


def _may_have(model: Candidate, at: int, role: Role) -> bool:
    """Whether the figure fits the model: only what grows on land or in water has an area, and a number that
    is not sure counts only in a sentence with the activity."""
    if role.key == "area_ha" and not model.kinds & {"crop", "forest", "fishery"}:
        return False
    return role.is_sure or _closeness(model, at, role.span) > 0


def _strength(model: Candidate, at: int, role: Role, scene: Scene, context: NumberContext) -> int:
    """Money of the whole before money of one family; else the nearer to the activity and the later."""
    if FIGURES[role.key].is_money:
        return int(scene.person is None)
    return _closeness(model, at, role.span) + 3 * context.is_latest - 5 * (not role.is_sure)


def _closeness(model: Candidate, at: int, span: Span) -> int:
    """2 where the number counts the activity right behind it, 1 in a sentence with the activity, else 0."""
    starts = [m.activity.span.start for m in model.mentions if m.scene == at and m.activity]
    if any(0 <= start - span.end <= _RIGHT_BEHIND for start in starts):
        return 2
    return 1 if starts else 0


def _owner(
    scenes: Sequence[Scene], at: int, models: Sequence[Candidate], owners: Sequence[list[int]], role: Role
) -> int | None:
    """Whose number it is: the model mentioned right behind it; for the money and work of a person, the
    likeliest model of their story; else the one mentioned last before it, or first behind."""
    if len(owners[at]) == 1 and not scenes[at].person:
        return owners[at][0]
    mentions = sorted(
        (mention.activity.span.start, index)
        for index in owners[at]
        for mention in models[index].mentions
        if mention.scene == at and mention.activity
    )
    right_behind = [index for start, index in mentions if 0 <= start - role.span.end <= _RIGHT_BEHIND]
    if right_behind:
        return right_behind[0]
    if scenes[at].person and (FIGURES[role.key].is_money or role.key == "jobs"):
        return max(_story(scenes, at, owners), key=lambda index: models[index].chance)
    before = [index for start, index in reversed(mentions) if start < role.span.start]
    behind = [index for start, index in mentions if start >= role.span.end]
    likeliest = sorted(owners[at], key=lambda index: -models[index].chance)
    if not scenes[at].person:
        likeliest = [
            index for index in likeliest[:1] if models[index].organisation or models[index].is_in_title
        ]
    return next(iter([*before, *behind, *likeliest, *(owners[at] if len(owners[at]) == 1 else [])]), None)


def _story(scenes: Sequence[Scene], at: int, owners: Sequence[list[int]]) -> set[int]:
    """The models of all scenes around `at` that tell of the same person in the same place."""
    story = set(owners[at])
    for step in (-1, 1):
        other = at + step
        while 0 <= other < len(scenes) and _is_same_story(scenes[other], scenes[at]):
            story.update(owners[other])
            other += step
    return story


def _is_same_story(one: Scene, other: Scene) -> bool:
    return one.person == other.person and one.place.agrees(other.place)


def _start_years(
    text: str, scenes: Sequence[Scene], models: Sequence[Candidate], owners: Sequence[list[int]]
) -> Iterator[_Claim]:
    years = find_years(text)
    spans = [year.span for year in years]
    for at, scene in enumerate(scenes):
        for year in years:
            if owners[at] and scene.span.overlaps(year.span):
                context = NumberContext.read(text, scene.span, year.span, spans)
                strength = year_strength(context, year)
                for index in owners[at] if strength else []:
                    closeness = min(1, _closeness(models[index], at, year.span))
                    yield _Claim(index, Role("start_year", year.first, year.span), strength + 2 * closeness)
