"""Candidate models: mentions of one activity in one place, gathered over a document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from indexer.extraction.activities import Activity, find_activities
from indexer.extraction.people import Organisation
from indexer.extraction.scenes import Place, Scene, places_of
from kb.document import Document

__all__ = ["Candidate", "Mention", "gather_candidates"]


@dataclass(frozen=True, slots=True)
class Mention:
    """An activity, or an organisation known by name, as the scene with index `scene` speaks of it."""

    scene: int
    place: Place
    activity: Activity | None = None
    organisation: Organisation | None = None


@dataclass(slots=True)
class Candidate:
    """What may be a model; `mentions` are in text order and never empty.

    `chance` is how likely it is one, from 0 to 1; 0 before it was weighed.
    """

    place: Place
    heads: set[str]
    mentions: list[Mention] = field(default_factory=list)
    is_in_title: bool = False
    chance: float = 0.0

    def add(self, mention: Mention) -> None:
        self.mentions.append(mention)
        self.place = self.place.merged(mention.place)
        if mention.activity:
            self.heads.update(mention.activity.heads)

    @property
    def activities(self) -> list[Activity]:
        return [mention.activity for mention in self.mentions if mention.activity]

    @property
    def kinds(self) -> set[str]:
        return {activity.kind for activity in self.activities}

    @property
    def organisation(self) -> Organisation | None:
        return next((mention.organisation for mention in self.mentions if mention.organisation), None)


def gather_candidates(document: Document, scenes: Sequence[Scene]) -> list[Candidate]:
    """The candidates of a document in the order of their first mention."""
    candidates: list[Candidate] = []
    for mention in _mentions(document.text, scenes):
        candidate = _existing(candidates, mention)
        if candidate is None:
            candidate = Candidate(mention.place, set())
            candidates.append(candidate)
        candidate.add(mention)
    candidates = _with_organisations(_without_umbrellas(candidates), scenes)
    titled = {head for activity in find_activities(document.title) for head in activity.heads}
    for candidate in candidates:
        candidate.is_in_title = bool(titled & candidate.heads)
    return candidates


def _without_umbrellas(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, those of a whole kind ("thủy sản") joined to one of that kind in the same place."""
    kept = [one for one in candidates if not _is_umbrella(one)]
    for umbrella in (one for one in candidates if _is_umbrella(one)):
        kind = umbrella.activities[0].kind
        home = next((one for one in kept if kind in one.kinds and one.place.agrees(umbrella.place)), None)
        if home is None:
            kept.append(umbrella)
            continue
        home.mentions = sorted(home.mentions + umbrella.mentions, key=lambda mention: mention.scene)
    return sorted(kept, key=lambda one: one.mentions[0].scene)


def _with_organisations(candidates: Sequence[Candidate], scenes: Sequence[Scene]) -> list[Candidate]:
    """The candidates, an organisation joined to the activity that its own paragraph tells of."""
    kept = [one for one in candidates if one.activities]
    for nameless in (one for one in candidates if not one.activities):
        home = _home(kept, nameless, scenes)
        if home is None:
            kept.append(nameless)
        else:
            home.mentions = sorted(home.mentions + nameless.mentions, key=lambda mention: mention.scene)
    return sorted(kept, key=lambda one: one.mentions[0].scene)


def _home(kept: Sequence[Candidate], nameless: Candidate, scenes: Sequence[Scene]) -> Candidate | None:
    """The candidate without an organisation whose mention is nearest in the same paragraph and place."""
    at = nameless.mentions[0].scene
    near = [
        (abs(mention.scene - at), mention.scene > at, index)
        for index, one in enumerate(kept)
        if one.organisation is None and one.place.agrees(nameless.place)
        for mention in one.mentions
        if scenes[mention.scene].paragraph == scenes[at].paragraph and mention.activity
        if not mention.activity.is_passing
    ]
    return kept[min(near)[2]] if near else None


def _is_umbrella(candidate: Candidate) -> bool:
    return bool(candidate.activities) and all(activity.is_umbrella for activity in candidate.activities)


def _mentions(text: str, scenes: Sequence[Scene]) -> Iterator[Mention]:
    for index, scene in enumerate(scenes):
        for activity in scene.activities:
            for place in places_of(scene, activity, text):
                yield Mention(index, place, activity, _around(scene, activity))
        for organisation in scene.organisations:
            if not any(_around(scene, activity) is organisation for activity in scene.activities):
                yield Mention(index, scene.place, organisation=organisation)


def _around(scene: Scene, activity: Activity) -> Organisation | None:
    """The organisation whose name holds the activity: "HTX Dệt thổ cẩm Chăm Mỹ Nghiệp"."""
    inside = (one for one in scene.organisations if one.span.overlaps(activity.span))
    return next(inside, None)


def _existing(candidates: Sequence[Candidate], mention: Mention) -> Candidate | None:
    """The latest candidate of the same activity whose place agrees."""
    for candidate in reversed(candidates):
        if candidate.place.agrees(mention.place) and _is_same(candidate, mention):
            return candidate
    return None


def _is_same(candidate: Candidate, mention: Mention) -> bool:
    if mention.activity:
        return bool(candidate.heads & set(mention.activity.heads))
    known = candidate.organisation
    return known is not None and mention.organisation is not None and known.name == mention.organisation.name
