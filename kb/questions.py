"""What someone asks who wants to copy a model: nine questions, and which of them a source answers.

They are what good-practice databases record of a practice (WOCAT, PANORAMA, UN DESA). A question is answered
by a figure of the model or by a passage of its source; nothing is ever summarised.
"""

from dataclasses import dataclass

from kb.model import QUESTIONS, PovertyModel, Question

__all__ = ["Completeness", "completeness"]


@dataclass(frozen=True, slots=True)
class Completeness:
    """The questions a source answers of a model and those it leaves open, in the order of QUESTIONS."""

    answered: tuple[Question, ...]
    open: tuple[Question, ...]

    @property
    def total(self) -> int:
        return len(self.answered) + len(self.open)


def completeness(model: PovertyModel) -> Completeness:
    """Which questions the model's source answers.

    >>> from kb.model import Evidence
    >>> bare = PovertyModel("a--nuoi-bo", "a", "Nuôi bò", Evidence.cut("Nuôi bò.", 0, 8))
    >>> len(completeness(bare).open)
    9
    """
    told = {answer.question for answer in model.answers}
    answered = tuple(
        each
        for each in QUESTIONS.values()
        if each.key in told or any(key in model.figures for key in each.figures)
    )
    return Completeness(answered, tuple(each for each in QUESTIONS.values() if each not in answered))
