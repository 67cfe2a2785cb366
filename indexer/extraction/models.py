"""Poverty-reduction models of a document: a named activity in a place, with people, and its figures."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from indexer.extraction.activities import Activity, Anchor
from indexer.extraction.answers import read_answers
from indexer.extraction.candidates import Candidate, gather_candidates, join_stories
from indexer.extraction.cues import cue, cue_lists, sign
from indexer.extraction.figures import read_figures
from indexer.extraction.numbers import Quantity, find_quantities
from indexer.extraction.ranking import weigh
from indexer.extraction.scenes import Scene, read_scenes
from indexer.tagging.livelihoods import livelihood_of
from indexer.tagging.places import PlaceReading
from kb.document import Document, Passage
from kb.model import Evidence, Figure, PovertyModel

__all__ = ["THRESHOLD", "choose", "extract_models", "find_models", "may_hold_models", "model_name"]

THRESHOLD = 0.4
"""The chance from which a candidate is a model. On documents that the weights were not fitted on, F1 is the
same within 0.01 from 0.3 to 0.42."""

RIVAL = 0.25
"""The chance from which a candidate, model or not, keeps its figures from the models around it."""


def extract_models(
    document: Document, passages: Sequence[Passage], places: PlaceReading
) -> list[PovertyModel]:
    """The models of a document in text order; none where it describes no concrete one."""
    if not may_hold_models(document):
        return []
    scenes = read_scenes(document, places)
    quantities = find_quantities(document.text)
    models, others = find_models(document, scenes, quantities)
    if not models:
        return []
    figures = read_figures(document.text, scenes, models, others, quantities)
    answers = read_answers(document.text, scenes, [*models, *others])
    ids = _ids(document.doc_id, [_with_others(candidate) for candidate in models])
    return [
        replace(_record(document, scenes, candidate, found, model_id), answers=told)
        for candidate, found, told, model_id in zip(models, figures, answers, ids, strict=False)
    ]


def find_models(
    document: Document, scenes: Sequence[Scene], quantities: Sequence[Quantity]
) -> tuple[list[Candidate], list[Candidate]]:
    """The models of a document in text order, and the candidates that keep their figures from them."""
    candidates = gather_candidates(document, scenes, quantities)
    weigh(document, scenes, candidates, quantities)
    chosen = choose(candidates)
    others = [one for one in candidates if one.chance >= RIVAL and one not in chosen]
    return join_stories(chosen, scenes), others


def _record(
    document: Document,
    scenes: Sequence[Scene],
    candidate: Candidate,
    figures: Mapping[str, Figure],
    model_id: str,
) -> PovertyModel:
    name = _with_others(candidate)
    return PovertyModel(
        model_id=model_id,
        doc_id=document.doc_id,
        name=name,
        evidence=_introduction(document.text, scenes, candidate),
        province=candidate.place.province,
        district=candidate.place.district,
        commune=candidate.place.commune,
        livelihood=livelihood_of(name) or _livelihood(candidate),
        organiser=_organiser(document.text, scenes, candidate),
        figures=figures,
    )


def choose(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those of the weighed candidates that are models."""
    return [candidate for candidate in candidates if candidate.chance >= THRESHOLD]


def may_hold_models(document: Document) -> bool:
    """Whether the text has signs of life in the countryside; most news has none."""
    text = f"{document.title}\n{document.text}".lower()
    if sign("gate", "sure").search(text):
        return True
    weak: set[str] = set()
    for found in sign("gate", "weak").finditer(text):
        weak.add(found[0])
        if len(weak) > 1:
            return True
    return False


def model_name(candidate: Candidate) -> str:
    """A short name: the activity as described best, with the co-operative's name where it has one."""
    organisation = candidate.organisation
    own = [activity for activity in candidate.activities if candidate.heads.issuperset(activity.heads)]
    if not own:
        return organisation.name if organisation else ""
    if organisation and organisation.organiser is None:
        return organisation.name[0].upper() + organisation.name[1:]
    if candidate.titled and candidate.heads.issuperset(candidate.titled.heads):
        own.append(candidate.titled)
    best = max(own, key=_describes)
    if organisation and best.objects[0].lower() not in organisation.name.lower():
        return f"{best.name} ({organisation.name})"
    return organisation.name if organisation else best.name


def _describes(activity: Activity) -> tuple[bool, bool, int, int]:
    """How well a mention names a model: what people do before what is only named, one thing before several,
    a few words before one."""
    words = len(activity.name.split())
    return (
        activity.anchor > Anchor.CLASSIFIER,
        activity.is_described,
        -len(activity.heads),
        words if words <= 7 else 0,
    )


def _with_others(candidate: Candidate) -> str:
    """The model's name with at most two other activities of its family: "Trồng dưa kết hợp nuôi bò"."""
    names = [model_name(other) for other in candidate.also[:2]]
    others = ", ".join(f"{name[0].lower()}{name[1:]}" for name in names)
    return f"{model_name(candidate)} kết hợp {others}" if others else model_name(candidate)


def _livelihood(candidate: Candidate) -> str:
    """The livelihood that most of its mentions are of."""
    kinds = Counter(activity.livelihood for activity in candidate.activities)
    return kinds.most_common(1)[0][0] if kinds else "khac"


def _introduction(text: str, scenes: Sequence[Scene], candidate: Candidate) -> Evidence:
    """The sentence that says most of the model: the first with its place, else its first."""
    own = [scenes[mention.scene] for mention in candidate.mentions]
    best = next((scene for scene in own if scene.mentions or scene.people), own[0])
    return Evidence.cut(text, best.span.start, best.span.end)


def _organiser(text: str, scenes: Sequence[Scene], candidate: Candidate) -> str | None:
    """Who runs the model: as its own sentences say, else families that its paragraphs speak of."""
    if candidate.organisation and candidate.organisation.organiser:
        return candidate.organisation.organiser
    told = sorted({mention.scene for mention in candidate.mentions})
    own = " ".join(scenes[at].span.cut(text) for at in told)
    found = next((name for name in cue_lists("organisers") if cue("organisers", name).search(own)), None)
    if found:
        return found
    paragraphs = {scenes[at].paragraph for at in told}
    around = " ".join(scene.span.cut(text) for scene in scenes if scene.paragraph in paragraphs)
    return "ho-gia-dinh" if cue("organisers", "ho-gia-dinh").search(around) else None


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
