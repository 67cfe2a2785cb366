"""The records that extraction fills and pages compare: models, their figures, and indicators."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kb.document import Span

__all__ = [
    "BASES",
    "FIGURES",
    "LIVELIHOODS",
    "ORGANISERS",
    "QUESTIONS",
    "Answer",
    "Evidence",
    "Figure",
    "FigureKind",
    "Indicator",
    "PovertyModel",
    "Question",
]


@dataclass(frozen=True, slots=True)
class FigureKind:
    """What a figure key means: its unit, and whether it is money (and so needs a basis)."""

    key: str
    unit: str
    is_money: bool = False


FIGURES: Mapping[str, FigureKind] = MappingProxyType(
    {
        kind.key: kind
        for kind in (
            FigureKind("start_year", "năm"),
            FigureKind("households", "hộ"),
            FigureKind("poor_households", "hộ"),
            FigureKind("escaped_poverty", "hộ"),
            FigureKind("jobs", "lao động"),
            FigureKind("area_ha", "ha"),
            FigureKind("capital_vnd", "đồng", is_money=True),
            FigureKind("loan_vnd", "đồng", is_money=True),
            FigureKind("support_vnd", "đồng", is_money=True),
            FigureKind("revenue_vnd_per_year", "đồng", is_money=True),
            FigureKind("profit_vnd_per_year", "đồng", is_money=True),
        )
    }
)
"""Every figure a model can have, in the order pages show them."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something a person asks who wants to copy a model; one of `figures` answers it, or a passage."""

    key: str
    figures: tuple[str, ...] = ()


QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {
        question.key: question
        for question in (
            Question("land", ("area_ha",)),
            Question("skills"),
            Question("start_cost", ("capital_vnd",)),
            Question("running_cost"),
            Question("support", ("support_vnd", "loan_vnd")),
            Question("market"),
            Question("results", ("escaped_poverty", "jobs", "revenue_vnd_per_year", "profit_vnd_per_year")),
            Question("spread"),
            Question("difficulties"),
        )
    }
)
"""The nine things a replicator asks, in the order pages show them: what good-practice databases record of a
practice (WOCAT, PANORAMA, UN DESA). The words that answer them are in indexer/data/answer_cues.toml."""

BASES = ("model", "household", "hectare", "person", "animal", "month", "crop", "unit")
"""What a money figure is counted for. "crop" is one harvest (vụ, lứa); "unit" any other single thing."""

LIVELIHOODS = (
    "trong-trot",
    "chan-nuoi",
    "thuy-san",
    "lam-nghiep",
    "tieu-thu-cong",
    "cong-nghiep",
    "dich-vu",
    "du-lich",
    "khac",
)

ORGANISERS = ("ho-gia-dinh", "to-hop-tac", "hop-tac-xa", "doanh-nghiep", "cong-dong")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exact words of the document that a value came from: `quote == document.text[start:end]`."""

    span: Span
    quote: str

    @classmethod
    def cut(cls, text: str, start: int, end: int) -> "Evidence":
        """Evidence for `text[start:end]`."""
        span = Span(start, end)
        return cls(span, span.cut(text))


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a model. Money is whole đồng; `basis` says what it is counted for (see BASES)."""

    key: str
    value: int | float
    evidence: Evidence
    basis: str = "model"

    def __post_init__(self) -> None:
        if self.key not in FIGURES:
            raise ValueError(f"unknown figure {self.key!r}")
        if self.basis not in BASES:
            raise ValueError(f"unknown basis {self.basis!r}")


@dataclass(frozen=True, slots=True)
class Answer:
    """A passage of the source, as it stands there, that answers one of QUESTIONS."""

    question: str
    evidence: Evidence

    def __post_init__(self) -> None:
        if self.question not in QUESTIONS:
            raise ValueError(f"unknown question {self.question!r}")


@dataclass(frozen=True, slots=True)
class PovertyModel:
    """A poverty-reduction model (mô hình giảm nghèo): a named activity in a place, with people.

    `evidence` is the sentence that introduces the model. Places are bare names ("Thới Lai", not
    "huyện Thới Lai"), the province as one of the 63; None where the source does not say. `answers` are in the
    order of QUESTIONS, the best first within each.
    """

    model_id: str
    doc_id: str
    name: str
    evidence: Evidence
    province: str | None = None
    district: str | None = None
    commune: str | None = None
    livelihood: str = "khac"
    organiser: str | None = None
    figures: Mapping[str, Figure] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()

    def __post_init__(self) -> None:
        if self.livelihood not in LIVELIHOODS:
            raise ValueError(f"unknown livelihood {self.livelihood!r}")
        if self.organiser is not None and self.organiser not in ORGANISERS:
            raise ValueError(f"unknown organiser {self.organiser!r}")


@dataclass(frozen=True, slots=True)
class Indicator:
    """A statistic of the programme in a place and year: poverty rate, households, budget, target.

    `unit` is as the field writes it: "%", "điểm %", "điểm %/năm", "hộ", "đồng", "người", "mô hình" ...
    """

    doc_id: str
    name: str
    value: int | float
    unit: str
    evidence: Evidence
    place: str | None = None
    year: int | None = None
    is_target: bool = False
