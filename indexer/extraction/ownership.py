"""Which model a sentence, and a number in it, is about."""

from collections.abc import Iterator, Sequence

from indexer.extraction.candidates import Candidate
from indexer.extraction.cues import cue
from indexer.extraction.roles import Role
from indexer.extraction.scenes import Scene
from kb.document import Span
from kb.model import FIGURES

__all__ = ["Ownership"]

_RIGHT_BEHIND = 12
"""Code points between a number and the activity it counts: "287 hộ nuôi bò"."""

_ON_LAND = frozenset(["crop", "forest", "fishery"])
_OF_A_PROVINCE = frozenset(
    ["households", "poor_households", "escaped_poverty", "area_ha", "support_vnd", "capital_vnd"]
)
"""Figures that a sentence about a whole province gives for all of it."""


def _gap(start: int, span: Span) -> int:
    return span.start - start if start < span.start else start - span.end


class Ownership:
    """The models of a document, told apart sentence by sentence; models are given by their index."""

    def __init__(self, text: str, scenes: Sequence[Scene], models: Sequence[Candidate]) -> None:
        self._text = text
        self._scenes = scenes
        self._models = models
        self._own = self._mentioned()
        self._owners: list[list[int]] = []
        for at in range(len(scenes)):
            self._owners.append(self._own[at] or self._near(at))

    def of_scene(self, at: int) -> list[int]:
        """The models that the scene with index `at` tells of: those it mentions, else those around it."""
        return self._owners[at]

    def of_role(self, at: int, role: Role) -> list[int]:
        """The models whose number it may be: for a year all of the scene, else one at most."""
        if role.key == "start_year":
            return self._owners[at]
        owner = self._owner(at, role)
        return [owner] if owner is not None and self._fits(owner, at, role) else []

    def signs(self, owner: int, at: int, span: Span) -> Iterator[tuple[str, float]]:
        """How closely the number at `span` hangs together with the model."""
        model, scene = self._models[owner], self._scenes[at]
        told = [mention.scene for mention in model.mentions]
        starts = [start for start, index in self._mentions(at) if index == owner]
        yield "own", float(bool(starts))
        yield "right_behind", float(any(0 <= start - span.end <= _RIGHT_BEHIND for start in starts))
        yield "activity_before", float(any(start < span.start for start in starts))
        yield "distance", min(5, *(abs(other - at) for other in told)) / 5
        yield "told_before", float(min(told) <= at)
        yield "same_paragraph", float(any(self._scenes[one].paragraph == scene.paragraph for one in told))
        goes_on = cue("scenes", "goes_on").search(scene.span.cut(self._text))
        yield "goes_on", float(not starts and goes_on is not None)
        yield "alone", float(len(self._owners[at]) == 1)
        yield "rival", float(any(not model.heads.intersection(one.heads) for one in scene.activities))
        nearest = min(self._mentions(at), key=lambda one: _gap(one[0], span), default=None)
        yield "nearest_own", float(nearest is not None and nearest[1] == owner)
        yield "nearest_other", float(nearest is not None and nearest[1] != owner)
        yield "chance", model.chance
        yield "titled", float(model.is_in_title)
        yield "organisation", float(model.organisation is not None)
        yield "mentions", min(4, len(told)) / 4
        yield "elsewhere", float(not model.place.agrees(scene.place))
        yield "in_province", float(bool(model.place.district) and not scene.place.district)
        yield "in_district", float(bool(model.place.communes) and not scene.place.communes)
        people = {self._scenes[one].person for one in told} - {None}
        yield "same_person", float(scene.person in people)
        yield "other_person", float(scene.person is not None and scene.person not in people)
        yield "of_family", float(bool(people))

    def _mentioned(self) -> list[list[int]]:
        own: list[list[int]] = [[] for _ in self._scenes]
        for index, model in enumerate(self._models):
            for at in {mention.scene for mention in model.mentions}:
                own[at].append(index)
        return own

    def _near(self, at: int) -> list[int]:
        """The models around a scene that mentions none; one of another place only where there is no other."""
        around = self._around(at)
        place = self._scenes[at].place
        return [index for index in around if self._models[index].place.agrees(place)] or around[:1]

    def _around(self, at: int) -> list[int]:
        """The models before in the paragraph, else behind in it, else those it goes on about."""
        before = self._owners[at - 1] if at else []
        paragraph = self._scenes[at].paragraph
        if before and (len(self._models) == 1 or self._scenes[at - 1].paragraph == paragraph):
            return before
        later = range(at + 1, len(self._scenes))
        behind = (self._own[other] for other in later if self._scenes[other].paragraph == paragraph)
        return next((found for found in behind if found), []) or self._carried_over(at, before)

    def _carried_over(self, at: int, before: Sequence[int]) -> list[int]:
        """The model of a paragraph that mentions none: the likeliest before it, in the first one the title's,
        else the first one behind it."""
        if before:
            return [max(before, key=self._chance)]
        titled = [index for index, model in enumerate(self._models) if model.is_in_title]
        return titled or next((found for found in self._own[at:] if found), [])

    def _chance(self, index: int) -> float:
        return self._models[index].chance

    def _mentions(self, at: int) -> Iterator[tuple[int, int]]:
        """Where the activities of the scene begin, and whose they are, in text order."""
        yield from sorted(
            (mention.activity.span.start, index)
            for index in self._own[at]
            for mention in self._models[index].mentions
            if mention.scene == at and mention.activity
        )

    def _owner(self, at: int, role: Role) -> int | None:
        """The model mentioned right behind the number; for the money and work of a person, the likeliest of
        their story; else the one mentioned last before it, or first behind it, or the likeliest."""
        owners, person = self._owners[at], self._scenes[at].person
        if len(owners) <= 1 and not person:
            return owners[0] if owners else None
        mentions = list(self._mentions(at))
        for start, index in mentions:
            if 0 <= start - role.span.end <= _RIGHT_BEHIND:
                return index
        if person and not mentions and (FIGURES[role.key].is_money or role.key == "jobs"):
            return max(self._story(at), key=self._chance, default=None)
        before = [index for start, index in reversed(mentions) if start < role.span.start]
        behind = [index for start, index in mentions if start >= role.span.end]
        return next(iter([*before, *behind, *sorted(owners, key=self._chance, reverse=True)]), None)

    def _story(self, at: int) -> set[int]:
        """The models of all scenes around `at` that tell of the same person in the same place."""
        story = set(self._owners[at])
        for step in (-1, 1):
            other = at + step
            while 0 <= other < len(self._scenes) and self._is_same_story(other, at):
                story.update(self._owners[other])
                other += step
        return story

    def _is_same_story(self, one: int, other: int) -> bool:
        first, second = self._scenes[one], self._scenes[other]
        return first.person == second.person and first.place.agrees(second.place)

    def _fits(self, owner: int, at: int, role: Role) -> bool:
        """Whether the model can have such a figure: only what grows on land or in water has an area, and a
        province's numbers are no commune's."""
        model, place = self._models[owner], self._scenes[at].place
        if role.key == "area_ha" and model.kinds and not model.kinds & _ON_LAND:
            return False
        is_of_province = place.province is not None and place.district is None
        return not (role.key in _OF_A_PROVINCE and model.place.district and is_of_province)
