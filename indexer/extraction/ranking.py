"""How likely a candidate is a model: features of its mentions, weighed by indexer/data/model_weights.toml.

The weights were fitted by logistic regression on labelled documents (benchmarks/model_weights.py); reading
them needs no library, and each may be reviewed and changed by hand.
"""

import math
from collections.abc import Iterator, Sequence

from indexer.extraction.activities import Activity, Anchor
from indexer.extraction.candidates import Candidate
from indexer.extraction.cues import cue
from indexer.extraction.numbers import Quantity
from indexer.extraction.scenes import Scene
from indexer.extraction.weights import probability
from kb.document import Document, Kind

__all__ = ["candidate_features", "weigh"]


def candidate_features(
    document: Document,
    scenes: Sequence[Scene],
    candidates: Sequence[Candidate],
    quantities: Sequence[Quantity],
) -> list[dict[str, float]]:
    """The features of every candidate, in order; a feature that is absent is 0."""
    if not candidates:
        return []
    common = dict(_document_features(document))
    return [
        {
            **common,
            **dict(_activity_features(document.text, scenes, candidate)),
            **dict(_scene_features(document.text, scenes, candidate, quantities)),
            **dict(_rival_features(candidates, index)),
        }
        for index, candidate in enumerate(candidates)
    ]


def _document_features(document: Document) -> Iterator[tuple[str, float]]:
    yield "poverty", min(3, _count("poverty", f"{document.title} {document.text}")) / 3
    yield "countryside", min(3, _count("countryside", document.text)) / 3
    yield "rural", min(1.0, _count_of("gate", "sure", document.text) / (1 + len(document.text) / 400))
    yield "other_news", min(6, _count("other_news", document.text)) / 6
    yield "loss", min(6, _count_of("sentences", "loss", document.text)) / 6
    yield "gain", min(4, _count("gain", document.text)) / 4
    yield "title_gain", float(cue("ranking", "title_gain").search(document.title) is not None)
    yield "title_loss", float(cue("sentences", "loss").search(document.title) is not None)
    yield "plan", float(document.kind is Kind.PLAN)
    yield "report", float(document.kind is Kind.REPORT)


def _activity_features(
    text: str, scenes: Sequence[Scene], candidate: Candidate
) -> Iterator[tuple[str, float]]:
    """How the text speaks of the activity itself."""
    activities = candidate.activities
    told = [activity for activity in activities if not activity.is_passing]
    anchors = {activity.anchor for activity in told}
    yield "title", float(candidate.is_in_title)
    for anchor in Anchor:
        yield anchor.name.lower(), float(anchor in anchors)
    yield "only_bare", float(anchors <= {Anchor.BARE})
    yield "mentions", math.log2(1 + len(told))
    yield "staple", float(bool(activities) and all(activity.is_staple for activity in activities))
    yield "described", float(any(activity.is_described for activity in activities))
    yield "organisation", float(candidate.organisation is not None)
    yield "nameless", float(not activities)
    for name in ("former", "feed"):
        behind = [_is_behind(name, text, activity) for activity in activities]
        yield name, float(bool(behind) and all(behind))
    listed = [len(scenes[mention.scene].activities) > 3 for mention in candidate.mentions]
    yield "listed", float(all(listed))
    kinds = {activity.kind for activity in activities}
    for kind in ("service", "craft", "tourism", "migration"):
        yield kind, float(kind in kinds)


def _scene_features(
    text: str, scenes: Sequence[Scene], candidate: Candidate, quantities: Sequence[Quantity]
) -> Iterator[tuple[str, float]]:
    """What stands in the sentences of the candidate: people, places, numbers, gains."""
    own = [scenes[at] for at in sorted({mention.scene for mention in candidate.mentions})]
    near = [quantity for scene in own for quantity in quantities if scene.span.overlaps(quantity.span)]
    yield "own_person", float(any(_has_people(scene) for scene in own))
    yield "commune", float(bool(candidate.place.communes))
    yield "district", float(candidate.place.district is not None)
    yield "nowhere", float(candidate.place.province is None)
    yield "own_place", float(any(scene.mentions for scene in own))
    yield "households", float(any(quantity.unit == "hộ" for quantity in near))
    yield "money", float(any(quantity.unit == "đồng" for quantity in near))
    yield "counted", float(any(quantity.unit in _COUNTED for quantity in near))
    yield "benefit", min(4, _count("benefit", " ".join(scene.span.cut(text) for scene in own))) / 4
    yield "intended", float(all(cue("ranking", "intended").search(scene.span.cut(text)) for scene in own))
    yield "late", own[0].span.start / max(1, len(text))


_COUNTED = frozenset(["con", "ha", "cây", "gốc", "lồng", "đàn", "m2", "thùng", "lao động"])


def _rival_features(candidates: Sequence[Candidate], index: int) -> Iterator[tuple[str, float]]:
    """How the candidate stands among those of the same place or sentences."""
    own = _strength(candidates[index])
    stronger = [
        other
        for at, other in enumerate(candidates)
        if at != index and _share_scene(other, candidates[index]) and _strength(other) > own
    ]
    yield "behind_one", float(bool(stronger))
    yield "behind_two", float(len(stronger) > 1)
    yield "behind_title", float(any(other.is_in_title for other in stronger))


def _strength(candidate: Candidate) -> float:
    """A rough order among candidates of one place."""
    anchors = sum(activity.anchor / 4 for activity in candidate.activities)
    staple = all(activity.is_staple for activity in candidate.activities)
    return 4 * candidate.is_in_title + anchors + bool(candidate.organisation) - 2 * staple


def _share_scene(one: Candidate, other: Candidate) -> bool:
    return one.place == other.place or bool(
        {mention.scene for mention in one.mentions} & {mention.scene for mention in other.mentions}
    )


def _count(name: str, text: str) -> int:
    return _count_of("ranking", name, text)


def _count_of(table: str, name: str, text: str) -> int:
    return len(cue(table, name).findall(text))


def _is_behind(name: str, text: str, activity: Activity) -> bool:
    """Whether a word of the list stands in the clause before the activity."""
    start = activity.span.start
    return bool(cue("ranking", name, behind=r"[^.;:]{0,40}$").search(text, max(0, start - 60), start))


def _has_people(scene: Scene) -> bool:
    return any(not person.is_official for person in scene.people)


def weigh(
    document: Document,
    scenes: Sequence[Scene],
    candidates: Sequence[Candidate],
    quantities: Sequence[Quantity],
) -> None:
    """Sets the chance of every candidate."""
    features = candidate_features(document, scenes, candidates, quantities)
    for candidate, found in zip(candidates, features, strict=True):
        candidate.chance = probability("model_weights", found)
