"""How likely a candidate is a model: features of its mentions, weighed by indexer/data/model_weights.toml.

The weights were fitted by logistic regression on labelled documents (benchmarks/model_weights.py); reading
them needs no library, and each may be reviewed and changed by hand.
"""

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from indexer.extraction.activities import Activity, Anchor
from indexer.extraction.candidates import Candidate
from indexer.extraction.cues import cue
from indexer.extraction.numbers import Quantity
from indexer.extraction.scenes import Scene
from kb.document import Document, Kind

__all__ = ["candidate_features", "weigh"]


def candidate_features(
    document: Document,
    scenes: Sequence[Scene],
    candidates: Sequence[Candidate],
    quantities: Sequence[Quantity],
) -> list[dict[str, float]]:
    """The features of every candidate, in order; a feature that is absent is 0."""
    text = document.text
    poverty = min(3, _count("poverty", f"{document.title} {text}"))
    countryside = min(3, _count("countryside", text))
    strengths = [_strength(candidate) for candidate in candidates]
    features = []
    for index, candidate in enumerate(candidates):
        found = dict(_own_features(text, scenes, candidate, quantities))
        found["poverty"] = poverty / 3
        found["countryside"] = countryside / 3
        found["plan"] = float(document.kind is Kind.PLAN)
        found["report"] = float(document.kind is Kind.REPORT)
        rivals = [
            strengths[other]
            for other in range(len(candidates))
            if other != index and _share_scene(candidates[other], candidate)
        ]
        found["behind_rival"] = float(any(strength > strengths[index] for strength in rivals))
        found["behind_two"] = float(sum(strength > strengths[index] for strength in rivals) > 1)
        found["first"] = float(index == 0)
        found["only"] = float(len(candidates) == 1)
        found["many"] = math.log2(len(candidates))
        features.append(found)
    return features


def _strength(candidate: Candidate) -> float:
    """A rough order among candidates of one place."""
    anchors = sum(activity.anchor / 4 for activity in candidate.activities)
    staple = all(activity.is_staple for activity in candidate.activities)
    return 4 * candidate.is_in_title + anchors + bool(candidate.organisation) - 2 * staple


def _share_scene(one: Candidate, other: Candidate) -> bool:
    return one.place == other.place or bool(
        {mention.scene for mention in one.mentions} & {mention.scene for mention in other.mentions}
    )


def _own_features(
    text: str, scenes: Sequence[Scene], candidate: Candidate, quantities: Sequence[Quantity]
) -> Iterator[tuple[str, float]]:
    activities = candidate.activities
    own = [scenes[mention.scene] for mention in candidate.mentions]
    anchors = {activity.anchor for activity in activities}
    yield "title", float(candidate.is_in_title)
    yield "frame", float(Anchor.FRAME in anchors)
    yield "verb", float(Anchor.VERB in anchors)
    yield "classifier", float(Anchor.CLASSIFIER in anchors)
    yield "phrase", float(Anchor.PHRASE in anchors)
    yield "bare", float(anchors == {Anchor.BARE})
    yield "mentions", math.log2(len(candidate.mentions))
    yield "staple", float(bool(activities) and all(activity.is_staple for activity in activities))
    yield "organisation", float(candidate.organisation is not None)
    yield "nameless", float(not activities)
    yield "described", float(any(" " in thing for activity in activities for thing in activity.objects))
    yield "person", float(any(scene.person for scene in own))
    yield "own_person", float(any(_has_people(scene) for scene in own))
    yield "commune", float(candidate.place.commune is not None)
    yield "district", float(candidate.place.district is not None)
    yield "own_place", float(any(scene.mentions for scene in own))
    near = [q for scene in own for q in quantities if scene.span.overlaps(q.span)]
    yield "households", float(any(q.unit == "hộ" for q in near))
    yield "money", float(any(q.unit == "đồng" for q in near))
    yield "counted", float(any(q.unit in ("con", "ha", "cây", "gốc", "lồng", "đàn") for q in near))
    former = [_is_behind("former", text, activity) for activity in activities]
    yield "former", float(bool(former) and all(former))
    feed = [_is_behind("feed", text, activity) for activity in activities]
    yield "feed", float(bool(feed) and all(feed))
    intended = [bool(cue("ranking", "intended").search(scene.span.cut(text))) for scene in own]
    yield "intended", float(all(intended))
    yield "listed", float(all(len(scene.activities) > 3 for scene in own))
    yield "late", own[0].span.start / max(1, len(text))
    for kind in ("service", "craft", "tourism", "migration", "community"):
        yield kind, float(any(activity.kind == kind for activity in activities))


def _count(name: str, text: str) -> int:
    return len(cue("ranking", name).findall(text))


def _is_behind(name: str, text: str, activity: Activity) -> bool:
    """Whether a word of the list stands in the clause before the activity."""
    start = activity.span.start
    return bool(cue("ranking", name, behind=r"[^.;:]{0,40}$").search(text, max(0, start - 60), start))


def _has_people(scene: Scene) -> bool:
    return any(not person.is_official for person in scene.people)


@cache
def _weights() -> Mapping[str, float]:
    source = files("indexer").joinpath("data/model_weights.toml").read_text(encoding="utf-8")
    return {name: float(weight) for name, weight in tomllib.loads(source)["weights"].items()}


def weigh(
    document: Document,
    scenes: Sequence[Scene],
    candidates: Sequence[Candidate],
    quantities: Sequence[Quantity],
) -> None:
    """Sets the chance of every candidate."""
    features = candidate_features(document, scenes, candidates, quantities)
    for candidate, found in zip(candidates, features, strict=True):
        candidate.chance = _probability(found)


def _probability(features: Mapping[str, float]) -> float:
    """How likely a candidate with these features is a model, between 0 and 1."""
    weights = _weights()
    score = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-score))
