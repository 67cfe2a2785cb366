"""Candidate models: mentions of one activity in one place, gathered over a document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from indexer.extraction.activities import Activity, find_activities
from indexer.extraction.cues import cue
from indexer.extraction.numbers import Quantity
from indexer.extraction.people import Organisation
from indexer.extraction.scenes import Scene, places_of
from indexer.extraction.whereabouts import Place
from kb.document import Document, Span

__all__ = ["Candidate", "Mention", "gather_candidates", "join_stories"]


@dataclass(frozen=True, slots=True)
class Mention:
    """An activity, or an organisation known by name, as the scene with index `scene` speaks of it."""

    scene: int
    place: Place
    activity: Activity | None = None
    organisation: Organisation | None = None


@dataclass(slots=True, eq=False)
class Candidate:
    """What may be a model; `mentions` are in text order and never empty.

    `titled` is the activity as the title has it. `chance` is how likely it is a model, from 0 to 1; 0 before
    it was weighed. `also` are other candidates that belong to it, the likeliest first.
    """

    place: Place
    heads: set[str]
    mentions: list[Mention] = field(default_factory=list)
    titled: Activity | None = None
    chance: float = 0.0
    also: list["Candidate"] = field(default_factory=list)

    def add(self, mention: Mention) -> None:
        self.mentions.append(mention)
        self.place = self.place.merged(mention.place)
        if mention.activity:
            self.heads.update(mention.activity.heads)

    @property
    def activities(self) -> list[Activity]:
        return [mention.activity for mention in self.mentions if mention.activity]

    @property
    def is_in_title(self) -> bool:
        return self.titled is not None

    @property
    def kinds(self) -> set[str]:
        return {activity.kind for activity in self.activities}

    @property
    def organisation(self) -> Organisation | None:
        return next((mention.organisation for mention in self.mentions if mention.organisation), None)


def gather_candidates(
    document: Document, scenes: Sequence[Scene], quantities: Sequence[Quantity]
) -> list[Candidate]:
    """The candidates of a document in the order of their first mention."""
    counted = _counted(document.text, scenes, quantities)
    candidates: list[Candidate] = []
    titles = find_activities(document.title)
    titled = frozenset(head for activity in titles for head in activity.heads)
    for mention in _mentions(document.text, scenes, titled):
        candidate = _existing(candidates, mention, counted)
        if candidate is None:
            candidate = Candidate(mention.place, set())
            candidates.append(candidate)
        candidate.add(mention)
    candidates = _with_organisations(_without_umbrellas(candidates), scenes)
    for candidate in candidates:
        named = (activity for activity in titles if candidate.heads.intersection(activity.heads))
        candidate.titled = next(named, None)
    return candidates


def join_stories(candidates: Sequence[Candidate], scenes: Sequence[Scene]) -> list[Candidate]:
    """The candidates, those that one family runs together in one place joined to the likeliest of them."""
    joined: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda one: -one.chance):
        main = next((one for one in joined if _is_same_family(one, candidate, scenes)), None)
        if main is None:
            joined.append(candidate)
        else:
            main.also.append(candidate)
            main.mentions = sorted(main.mentions + candidate.mentions, key=lambda mention: mention.scene)
    return sorted(joined, key=lambda one: one.mentions[0].scene)


def _is_same_family(one: Candidate, other: Candidate, scenes: Sequence[Scene]) -> bool:
    families = [
        {scenes[mention.scene].person for mention in candidate.mentions} for candidate in (one, other)
    ]
    is_told = None not in families[0] and None not in families[1]
    return is_told and one.place == other.place and bool(families[0] & families[1])


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


def _mentions(text: str, scenes: Sequence[Scene], titled: frozenset[str]) -> Iterator[Mention]:
    last: Activity | None = None
    for index, scene in enumerate(scenes):
        if again := _again(text, scene):
            yield from [Mention(index, scene.place, replace(last, span=again))] if last else []
        told = [one for one in scene.activities if not titled or titled.intersection(one.heads)]
        last = told[-1] if told else last
        for activity in scene.activities:
            for place in places_of(scene, activity, text):
                yield Mention(index, place, activity, _around(scene, activity))
        for organisation in scene.organisations:
            if not any(_around(scene, activity) is organisation for activity in scene.activities):
                yield Mention(index, scene.place, organisation=organisation)


def _again(text: str, scene: Scene) -> Span | None:
    """Where a sentence about someone in another commune takes up an activity: "anh Quốc theo nghề"."""
    if scene.activities or not scene.people or not any(place.level == "commune" for place in scene.mentions):
        return None
    found = cue("scenes", "again").search(text, scene.span.start, scene.span.end)
    return Span(*found.span()) if found else None


def _around(scene: Scene, activity: Activity) -> Organisation | None:
    """The organisation whose name holds the activity: "HTX Dệt thổ cẩm Chăm Mỹ Nghiệp"."""
    inside = (one for one in scene.organisations if one.span.overlaps(activity.span))
    return next(inside, None)


def _existing(candidates: Sequence[Candidate], mention: Mention, counted: frozenset[int]) -> Candidate | None:
    """The latest candidate of the same activity whose place agrees."""
    for candidate in reversed(candidates):
        if candidate.place.agrees(mention.place) and _is_same(candidate, mention):
            return None if _is_wider(candidate, mention, counted) else candidate
    return None


def _is_wider(candidate: Candidate, mention: Mention, counted: frozenset[int]) -> bool:
    """Whether the candidate is of a whole district, with its households counted, and the mention of one
    commune with its own."""
    if candidate.place.communes or not mention.place.communes or mention.scene not in counted:
        return False
    return any(known.scene in counted and known.scene != mention.scene for known in candidate.mentions)


def _counted(text: str, scenes: Sequence[Scene], quantities: Sequence[Quantity]) -> frozenset[int]:
    """The scenes that count households and are no statistic of the poor."""
    households = [quantity for quantity in quantities if quantity.unit == "hộ"]
    return frozenset(
        at
        for at, scene in enumerate(scenes)
        if any(scene.span.overlaps(quantity.span) for quantity in households)
        and not cue("households", "statistic").search(scene.span.cut(text))
    )


def _is_same(candidate: Candidate, mention: Mention) -> bool:
    if mention.activity:
        return bool(candidate.heads & set(mention.activity.heads))
    known = candidate.organisation
    return known is not None and mention.organisation is not None and known.name == mention.organisation.name
