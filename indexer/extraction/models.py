"""Poverty-reduction models of a document: a named activity in a place, with people, and its figures."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from indexer.extraction.candidates import Candidate, gather_candidates, join_stories
from indexer.extraction.cues import cue, cue_lists
from indexer.extraction.figures import read_figures
from indexer.extraction.numbers import find_quantities
from indexer.extraction.ranking import weigh
from indexer.extraction.scenes import Scene, read_scenes
from indexer.tagging.places import PlaceReading
from kb.document import Document, Passage
from kb.model import Evidence, PovertyModel

__all__ = ["THRESHOLD", "extract_models"]

THRESHOLD = 0.38
"""The probability from which a candidate is a model; the F1 on the labels is flat from 0.35 to 0.5."""

RIVAL = 0.15
"""The probability from which a candidate, model or not, keeps its figures from the models around it."""


def extract_models(
    document: Document, passages: Sequence[Passage], places: PlaceReading
) -> list[PovertyModel]:
    """The models of a document in text order; none where it describes no concrete one."""
    if not _may_hold_models(document):
        return []
    scenes = read_scenes(document, places)
    quantities = find_quantities(document.text)
    candidates = gather_candidates(document, scenes, quantities)
    if not candidates:
        return []
    weigh(document, scenes, candidates, quantities)
    likely = [candidate for candidate in candidates if candidate.chance >= THRESHOLD]
    others = [candidate for candidate in candidates if RIVAL <= candidate.chance < THRESHOLD]
    rivals = join_stories(likely, scenes) + others
    figures = read_figures(document.text, scenes, rivals, quantities)
    found = [pair for pair in zip(rivals, figures, strict=True) if pair[0].chance >= THRESHOLD]
    names = [_with_others(candidate) for candidate, _ in found]
    ids = _ids(document.doc_id, names)
    return [
        PovertyModel(
            model_id=model_id,
            doc_id=document.doc_id,
            name=name,
            evidence=_introduction(document.text, scenes, candidate),
            province=candidate.place.province,
            district=candidate.place.district,
            commune=candidate.place.commune,
            livelihood=_livelihood(candidate),
            organiser=_organiser(document.text, scenes, candidate),
            figures=its_figures,
        )
        for (candidate, its_figures), name, model_id in zip(found, names, ids, strict=True)
    ]


def _may_hold_models(document: Document) -> bool:
    """Whether the text has signs of life in the countryside; most news has none."""
    text = f"{document.title}\n{document.text}"
    if cue("gate", "sure").search(text):
        return True
    weak: set[str] = set()
    for found in cue("gate", "weak").finditer(text):
        weak.add(found[0].lower())
        if len(weak) > 1:
            return True
    return False


def model_name(candidate: Candidate) -> str:
    """A short name: the activity as described best, with the co-operative's name where it has one."""
    organisation = candidate.organisation
    activities = [activity for activity in candidate.activities if candidate.heads.issuperset(activity.heads)]
    if not activities:
        return organisation.name if organisation else ""
    if organisation and organisation.organiser is None:
        return organisation.name[0].upper() + organisation.name[1:]
    best = max(activities, key=lambda activity: (min(4, len(activity.name.split())), activity.anchor))
    if organisation and best.objects[0].lower() not in organisation.name.lower():
        return f"{best.name} ({organisation.name})"
    return organisation.name if organisation else best.name


def _with_others(candidate: Candidate) -> str:
    """The model's name with at most two other activities of its family: "Trồng dưa kết hợp nuôi bò"."""
    others = [model_name(other) for other in candidate.also[:2]]
    return " kết hợp ".join([model_name(candidate), *(f"{name[0].lower()}{name[1:]}" for name in others)])


def _livelihood(candidate: Candidate) -> str:
    kinds = Counter(activity.livelihood for activity in candidate.activities)
    return kinds.most_common(1)[0][0] if kinds else "khac"


def _introduction(text: str, scenes: Sequence[Scene], candidate: Candidate) -> Evidence:
    """The sentence that says most of the model: the first with its place, else its first."""
    own = [scenes[mention.scene] for mention in candidate.mentions]
    best = next((scene for scene in own if scene.mentions or scene.people), own[0])
    return Evidence.cut(text, best.span.start, best.span.end)


def _organiser(text: str, scenes: Sequence[Scene], candidate: Candidate) -> str | None:
    if candidate.organisation and candidate.organisation.organiser:
        return candidate.organisation.organiser
    own = " ".join(scenes[mention.scene].span.cut(text) for mention in candidate.mentions)
    return next((name for name in cue_lists("organisers") if cue("organisers", name).search(own)), None)


_FOLDED = str.maketrans("đĐ", "dD")


def _slug(name: str) -> str:
    """A name in ASCII for addresses: "Nuôi heo đen" is "nuoi-heo-den"."""
    letters = unicodedata.normalize("NFD", name.translate(_FOLDED).lower())
    return re.sub(r"[^a-z0-9]+", "-", letters.encode("ascii", "ignore").decode()).strip("-")


def _ids(doc_id: str, names: Sequence[str]) -> list[str]:
    """An id for every model; a number tells those of one name apart, in text order."""
    seen: Counter[str] = Counter()
    ids = []
    for name in names:
        slug = _slug(name) or "mo-hinh"
        seen[slug] += 1
        ids.append(f"{doc_id}--{slug}" + (f"-{seen[slug]}" if seen[slug] > 1 else ""))
    return ids
