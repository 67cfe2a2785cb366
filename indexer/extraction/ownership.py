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

_OF_A_PROVINCE = frozenset(
    ["households", "poor_households", "escaped_poverty", "area_ha", "support_vnd", "capital_vnd"]
)
"""Figures that a sentence about a whole province gives for all of it."""


class Ownership:
    """The models of a document, told apart sentence by sentence; models are given by their index."""

    def __init__(self, text: str, scenes: Sequence[Scene], models: Sequence[Candidate]) -> None:
        self._text = text
        self._scenes = scenes
        self._models = models
        self._own = self._mentioned()
        self._owners: list[list[int]] = []
        for at in range(len(scenes)):
            self._owners.append(self._own[at] or self._agreeing(self._around(at), at))

    def of_scene(self, at: int) -> list[int]:
        """The models that the scene with index `at` tells of: those it mentions, else those around it."""
        return self._owners[at]

    def of_role(self, at: int, role: Role) -> int | None:
        """Whose number it is, None when that is open or the number does not fit the model."""
        owner = self._owner(at, role)
        return owner if owner is not None and self._fits(owner, at, role) else None

    def closeness(self, owner: int, at: int, span: Span) -> int:
        """2 where the number counts the activity right behind it, 1 in a sentence with it, else 0."""
        starts = [start for start, index in self._mentions(at) if index == owner]
        if any(0 <= start - span.end <= _RIGHT_BEHIND for start in starts):
            return 2
        return 1 if starts else 0

    def _mentioned(self) -> list[list[int]]:
        own: list[list[int]] = [[] for _ in self._scenes]
        for index, model in enumerate(self._models):
            for at in {mention.scene for mention in model.mentions}:
                own[at].append(index)
        return own

    def _agreeing(self, owners: Sequence[int], at: int) -> list[int]:
        return [index for index in owners if self._models[index].place.agrees(self._scenes[at].place)]

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
        """The model of a paragraph that mentions none: the title's in the first one, in others the likeliest
        before it where the text says "anh", "HTX", "mô hình"."""
        if self._scenes[at].paragraph == 0:
            titled = [index for index, model in enumerate(self._models) if model.is_in_title]
            return titled if len(titled) == 1 else []
        goes_on = cue("scenes", "goes_on").search(self._scenes[at].span.cut(self._text))
        return [max(before, key=self._chance)] if before and goes_on else []

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
        if person and (FIGURES[role.key].is_money or role.key == "jobs"):
            return max(self._story(at), key=self._chance, default=None)
        before = [index for start, index in reversed(mentions) if start < role.span.start]
        behind = [index for start, index in mentions if start >= role.span.end]
        return next(iter([*before, *behind, *self._likeliest(at)]), None)

    def _likeliest(self, at: int) -> list[int]:
        """The likeliest model of a scene that mentions none, where it stands out from the others."""
        owners = sorted(self._owners[at], key=self._chance, reverse=True)
        if self._scenes[at].person or len(owners) == 1:
            return owners
        return [one for one in owners[:1] if self._models[one].organisation or self._models[one].is_in_title]

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
        """Whether the figure can be the model's: only what grows on land or in water has an area, a number
        that is not sure needs the activity in its sentence, and a province's numbers are no commune's."""
        model, place = self._models[owner], self._scenes[at].place
        if role.key == "area_ha" and not model.kinds & {"crop", "forest", "fishery"}:
            return False
        if role.key in _OF_A_PROVINCE and model.place.district and place.province and not place.district:
            return False
        return role.is_sure or self.closeness(owner, at, role.span) > 0
