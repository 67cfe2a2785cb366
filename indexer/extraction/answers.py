"""Passages that answer what someone asks who wants to copy a model: its own sentences, as they stand."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from indexer.extraction.candidates import Candidate
from indexer.extraction.cues import cue
from indexer.extraction.ownership import Ownership
from indexer.extraction.scenes import Scene
from kb.document import Span
from kb.model import QUESTIONS, Answer, Evidence

__all__ = ["read_answers"]

_KEPT = 3
"""Passages of one question that a model keeps."""

_NEAR = 6
"""Sentences since the text last named the model; what comes later is mostly of something else."""

_SHORTEST, _LONGEST = 25, 400
"""Code points of a sentence that can be read on its own, and of one that is still a passage."""


def read_answers(text: str, scenes: Sequence[Scene], models: Sequence[Candidate]) -> list[tuple[Answer, ...]]:
    """The answers of every model, in the order of `models`; each as in `PovertyModel.answers`."""
    tellers = _Tellers(text, scenes, models)
    found: list[dict[str, list[tuple[float, Span]]]] = [defaultdict(list) for _ in models]
    for at, scene in enumerate(scenes):
        tellers.move_to(at)
        for span in _clauses(text, scene.span):
            for question, weight in _questions_of(span.cut(text)):
                owner = tellers.copied() if question == "spread" else tellers.told_of()
                if owner is not None:
                    found[owner][question].append((weight - 0.3 * tellers.distance(owner), span))
    return [tuple(_best(text, each)) for each in found]


def _clauses(text: str, sentence: Span) -> Iterator[Span]:
    """The stretches of a sentence that can be read on their own: what semicolons part, if all are long."""
    stops = [sentence.start + found.end() for found in _PART.finditer(sentence.cut(text))]
    parts = [_trimmed(text, *pair) for pair in pairwise([sentence.start, *stops, sentence.end])]
    if any(part.end - part.start < _SHORTEST for part in parts):
        parts = [sentence]
    yield from (part for part in parts if _SHORTEST <= part.end - part.start <= _LONGEST)


_PART = re.compile(r";(?=\s)")


def _trimmed(text: str, start: int, end: int) -> Span:
    """The stretch without white space around it and the semicolon behind it."""
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip(" \t\r\n;")))


class _Tellers:
    """Which model the sentence at hand tells of, moving through the text."""

    def __init__(self, text: str, scenes: Sequence[Scene], models: Sequence[Candidate]) -> None:
        self._text = text
        self._scenes = scenes
        self._models = models
        self._ownership = Ownership(text, scenes, models)
        self._named: dict[int, int] = {}
        self._at = 0

    def move_to(self, at: int) -> None:
        """The next sentence."""
        self._at = at
        for index, model in enumerate(self._models):
            if any(mention.scene == at for mention in model.mentions):
                self._named[index] = at

    def distance(self, model: int) -> int:
        """How many sentences ago the text named the model."""
        return self._at - self._named.get(model, -len(self._scenes))

    def told_of(self) -> int | None:
        """The one model that the sentence tells of, None where it may be of several or of something else."""
        owners = self._ownership.of_scene(self._at)
        scene = self._scenes[self._at]
        if len(owners) != 1 or not scene.place.agrees(self._models[owners[0]].place):
            return None
        distance = self.distance(owners[0])
        return owners[0] if distance <= 1 or (distance <= _NEAR and self._goes_on(owners[0])) else None

    def copied(self) -> int | None:
        """The model that a sentence about copying is of: named before, though the copies are elsewhere."""
        heads = {head for activity in self._scenes[self._at].activities for head in activity.heads}
        near = [
            (self._named[index], -index)
            for index, model in enumerate(self._models)
            if index in self._named and self.distance(index) <= _NEAR
            if not heads or heads & model.heads
        ]
        before = [each for each in near if each[0] < self._at]
        return -max(before or near)[1] if near else None

    def _goes_on(self, model: int) -> bool:
        """Whether a sentence that does not name the model speaks of its people, or of what it makes."""
        sentence = self._scenes[self._at].span.cut(self._text)
        things = {word.lower() for activity in self._models[model].activities for word in activity.objects}
        lowered = sentence.lower()
        return any(thing in lowered for thing in things) or bool(cue("scenes", "goes_on").search(sentence))


def _best(text: str, found: Mapping[str, list[tuple[float, Span]]]) -> Iterator[Answer]:
    for question in QUESTIONS:
        ranked = sorted(found.get(question, ()), key=lambda each: (-each[0], each[1].start))
        for _, span in ranked[:_KEPT]:
            yield Answer(question, Evidence.cut(text, span.start, span.end))


@dataclass(frozen=True, slots=True)
class _Cues:
    """The words that tell whether a sentence answers one question."""

    sure: re.Pattern[str]
    weak: re.Pattern[str] | None
    never: re.Pattern[str]
    needs: re.Pattern[str] | None

    def weight(self, sentence: str) -> float:
        """How well the sentence answers, 0 when it does not."""
        sure = {found[0].lower() for found in self.sure.finditer(sentence)}
        weak = {found[0].lower() for found in self.weak.finditer(sentence)} if self.weak else set()
        if not sure and len(weak) < 2:
            return 0
        if self.never.search(sentence) or (self.needs and not self.needs.search(sentence)):
            return 0
        return 2 * len(sure) + len(weak) + bool(_NUMBER.search(sentence))


_NUMBER = re.compile(r"\d")


def _questions_of(sentence: str) -> Iterator[tuple[str, float]]:
    """The questions that a sentence answers, and how well."""
    never, questions = _cues()
    if never.search(sentence):
        return
    for question, cues in questions.items():
        if weight := cues.weight(sentence):
            yield question, weight


@cache
def _cues() -> tuple[re.Pattern[str], Mapping[str, _Cues]]:
    tables = tomllib.loads(files("indexer").joinpath("data/answer_cues.toml").read_text(encoding="utf-8"))
    everywhere = tables.pop("everywhere")
    questions = {
        question: _Cues(
            _any_of(table["sure"]),
            _any_of(table["weak"]) if table["weak"] else None,
            _any_of(table["never"]),
            _any_of(everywhere[table["needs"]]) if "needs" in table else None,
        )
        for question, table in tables.items()
    }
    return _any_of(everywhere["never"]), questions


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
