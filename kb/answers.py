"""What models answer to the questions of someone who wants to copy them: a row a question, a cell a model."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from kb.document import Document, Kind
from kb.formatting import format_approximate_money, format_date, format_money_row, format_quantity
from kb.labels import (
    BASIS_LABELS,
    FIGURE_LABELS,
    LIVELIHOOD_LABELS,
    ORGANISER_LABELS,
    QUESTION_LABELS,
)
from kb.language import _, marked
from kb.model import FIGURES, QUESTIONS, Evidence, Figure, FigureKind, PovertyModel, Question
from kb.questions import completeness
from kb.strength import STRENGTH_LABELS, strength_of

__all__ = [
    "MIXED_BASES",
    "NOT_COMPUTABLE",
    "NOT_STATED",
    "Cell",
    "ComparedModel",
    "Row",
    "Source",
    "per_household",
    "rows_of",
]

NOT_STATED = marked("nguồn không nêu")
NOT_COMPUTABLE = marked("không đủ số liệu để tính")
MIXED_BASES = marked("cơ sở tính khác nhau, không so sánh trực tiếp được")

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}")
"""Excel gives up on a link of more than 2,079 characters."""


@dataclass(frozen=True, slots=True)
class Source:
    """The document a value came from.

    `kind` says how strong it is; `text` lets a quote be read in its sentence. It may be left
    empty where the quotes alone will do.
    """

    doc_id: str
    title: str
    kind: Kind
    publisher: str | None = None
    url: str | None = None
    published: date | None = None
    text: str = ""

    @classmethod
    def of(cls, document: Document) -> Self:
        return cls(
            document.doc_id,
            document.title,
            document.kind,
            document.source,
            document.url,
            document.published,
            document.text,
        )

    @property
    def strength(self) -> str:
        """What it can carry, a key of STRENGTH_LABELS."""
        return strength_of(self.kind, self.publisher, self.url)

    @property
    def web_address(self) -> str | None:
        """The address when it is one that can safely be made a link."""
        return self.url if self.url and _WEB_ADDRESS.fullmatch(self.url) else None


@dataclass(frozen=True, slots=True)
class ComparedModel:
    """A model with its source.

    `province_2025` is the province its place belongs to since 1 July 2025; `also` are other documents that
    tell the source's story.
    """

    model: PovertyModel
    source: Source
    province_2025: str | None = None
    also: tuple[Source, ...] = ()

    @property
    def place(self) -> str | None:
        """From small to large, the new province only where the name changed.

        A model of Yên Minh in the former Hà Giang: «Yên Minh, Hà Giang (từ 01/07/2025: Tuyên Quang)».
        """
        model = self.model
        names = [name for name in (model.commune, model.district, model.province) if name]
        if names and self.province_2025 not in (None, model.province):
            names[-1] += " " + _("(từ 01/07/2025: %(province)s)", province=self.province_2025)
        return ", ".join(names) or None


@dataclass(frozen=True, slots=True)
class Cell:
    """The answer of one model. A silent source gives `value` None and the text NOT_STATED.

    `value` is the raw number (money in whole đồng) or code. For money `basis` is a key of BASES and
    `basis_label` says the same to people. `evidence` holds the words it rests on; for place, livelihood
    and organiser the sentence introducing the model. A computed value has its `formula` in numbers and in
    `parts` the evidence of each number. A passage `is_quoted` as it stands, the others of its question are in
    `parts`, the best first. Places and publishers are told by a name that `is_name` in no other language.
    """

    text: str = field(default_factory=lambda: _(NOT_STATED))
    value: int | float | str | None = None
    basis: str | None = None
    basis_label: str | None = None
    evidence: Evidence | None = None
    formula: str | None = None
    parts: tuple[Evidence, ...] = ()
    is_quoted: bool = False
    is_name: bool = False

    @property
    def is_silent(self) -> bool:
        return self.value is None

    @property
    def evidences(self) -> tuple[Evidence, ...]:
        """Every piece of evidence the value rests on, in the order of its formula."""
        return self.parts or ((self.evidence,) if self.evidence else ())

    @property
    def details(self) -> tuple[str, ...]:
        """What it is counted for and how it was computed: («mỗi hộ», «= 1,47 tỷ đồng ÷ 14 hộ»)."""
        basis = (self.basis_label,) if self.basis_label else ()
        return (*basis, f"= {self.formula}") if self.formula else basis

    @property
    def full_text(self) -> str:
        """The text with what it is counted for: «147 triệu đồng, mỗi hộ»."""
        return f"{self.text}, {self.basis_label}" if self.basis_label else self.text


@dataclass(frozen=True, slots=True)
class Row:
    """One question, a cell for each model in order.

    `unit` is set for figures; `formula` for rows computed from other rows, in words.
    """

    key: str
    label: str
    cells: tuple[Cell, ...]
    unit: str | None = None
    formula: str | None = None

    @property
    def is_derived(self) -> bool:
        return self.formula is not None

    @property
    def is_empty(self) -> bool:
        return all(cell.is_silent for cell in self.cells)

    @property
    def has_mixed_bases(self) -> bool:
        """Whether its amounts are counted for different things and so must not be compared."""
        return len({cell.basis_label for cell in self.cells if cell.basis_label}) > 1

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader must know before comparing the cells, as short phrases."""
        mixed = (_(MIXED_BASES),) if self.has_mixed_bases else ()
        return (*mixed, _("phép tính: %(formula)s", formula=self.formula)) if self.formula else mixed

    @property
    def differs(self) -> bool:
        """Whether two sources say different things; silence is no difference."""
        return len({(cell.value, cell.basis_label) for cell in self.cells if not cell.is_silent}) > 1


def rows_of(models: Sequence[ComparedModel]) -> tuple[Row, ...]:
    """Every question in order, answered or not; computed rows only where at least one could be computed.

    After the figures come the questions of a replicator that a passage answers, or nothing does.
    """
    figures = [_figure_row(kind, models) for kind in FIGURES.values()]
    ratios = [row for row in (_ratio_row(ratio, models) for ratio in _RATIOS) if row]
    return (
        Row("place", _("Địa điểm"), tuple(_place_cell(each) for each in models)),
        _coded_row("livelihood", _("Sinh kế"), models, LIVELIHOOD_LABELS),
        _coded_row("organiser", _("Hình thức tổ chức"), models, ORGANISER_LABELS),
        *figures,
        *ratios,
        *(row for row in (_question_row(question, models) for question in QUESTIONS.values()) if row),
        Row("completeness", _("Nguồn trả lời được"), tuple(map(_completeness_cell, models))),
        Row("source", _("Nguồn"), tuple(_source_cell(each.source) for each in models)),
    )


def _question_row(question: Question, models: Sequence[ComparedModel]) -> Row | None:
    """Passages, and figures where a source has no passage; None where figures say it all."""
    cells = tuple(_question_cell(question, each.model) for each in models)
    has_passage = any(cell.is_quoted for cell in cells)
    is_silent = all(cell.is_silent for cell in cells)
    return Row(question.key, QUESTION_LABELS[question.key], cells) if has_passage or is_silent else None


def _question_cell(question: Question, model: PovertyModel) -> Cell:
    passages = tuple(each.evidence for each in model.answers if each.question == question.key)
    if passages:
        return Cell(
            f"“{passages[0].quote}”", passages[0].quote, evidence=passages[0], parts=passages, is_quoted=True
        )
    figures = [model.figures[key] for key in question.figures if key in model.figures]
    if not figures:
        return Cell()
    said = "; ".join(f"{FIGURE_LABELS[each.key]}: {_figure_cell(model, each).full_text}" for each in figures)
    return Cell(said, said, evidence=figures[0].evidence, parts=tuple(each.evidence for each in figures))


def _place_cell(each: ComparedModel) -> Cell:
    if not each.place:
        return Cell()
    return Cell(each.place, each.place, evidence=each.model.evidence, is_name=True)


def _coded_row(key: str, label: str, models: Sequence[ComparedModel], names: Mapping[str, str]) -> Row:
    cells = []
    for each in models:
        code = getattr(each.model, key)
        cells.append(Cell(names[code], code, evidence=each.model.evidence) if code else Cell())
    return Row(key, label, tuple(cells))


def _completeness_cell(each: ComparedModel) -> Cell:
    told = completeness(each.model)
    text = _("%(answered)s trong %(all)s điều", answered=len(told.answered), all=told.total)
    return Cell(text, len(told.answered))


def _source_cell(source: Source) -> Cell:
    """Publisher, strength and date: «Báo Dân Sinh (tin báo chí), 18/09/2023»."""
    name = f"{source.publisher or source.title} ({STRENGTH_LABELS[source.strength]})"
    text = f"{name}, {format_date(source.published)}" if source.published else name
    return Cell(text, source.url or source.doc_id, is_name=True)


def _figure_row(kind: FigureKind, models: Sequence[ComparedModel]) -> Row:
    cells = tuple(_figure_cell(each.model, each.model.figures.get(kind.key)) for each in models)
    return Row(kind.key, FIGURE_LABELS[kind.key], _in_one_unit(cells) if kind.is_money else cells, kind.unit)


def _figure_cell(model: PovertyModel, figure: Figure | None) -> Cell:
    if figure is None:
        return Cell()
    kind = FIGURES[figure.key]
    text = str(figure.value) if figure.key == "start_year" else format_quantity(figure.value, kind.unit)
    cell = Cell(text, figure.value, evidence=figure.evidence)
    if kind.is_money:
        return replace(cell, basis=figure.basis, basis_label=_basis_label(model, figure.basis))
    return cell


def _basis_label(model: PovertyModel, basis: str) -> str:
    """What an amount is counted for; a whole model is a household here, a cooperative there, so say which."""
    label = BASIS_LABELS[basis]
    if basis == "model" and model.organiser:
        return f"{label} ({ORGANISER_LABELS[model.organiser].lower()})"
    return label


def _in_one_unit(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Money cells with one unit for all that share a basis; others must not look comparable."""
    texts: dict[int, str] = {}
    for label in {cell.basis_label for cell in cells}:
        amounts = [_amount(cell) if cell.basis_label == label else None for cell in cells]
        row = format_money_row(amounts)
        texts.update((index, text) for index, text in enumerate(row) if text is not None)
    return tuple(replace(cell, text=texts.get(index, cell.text)) for index, cell in enumerate(cells))


def _amount(cell: Cell) -> int | float | None:
    return cell.value if isinstance(cell.value, int | float) else None


@dataclass(frozen=True, slots=True)
class _Ratio:
    """Money of a whole model over a count of households; its texts are to be translated."""

    key: str
    label: str
    money: str
    count: str
    formula: str
    basis_label: str = BASIS_LABELS.vietnamese["household"]

    def cell(self, model: PovertyModel) -> Cell:
        if self.count == "households":
            return per_household(model, self.money)
        return _quotient(model, self.money, self.count, _(self.basis_label))


def per_household(model: PovertyModel, key: str) -> Cell:
    """A money figure for one household: as the source gives it, else the whole model's over its households.

    The text is NOT_COMPUTABLE when the source gives neither.
    """
    figure = model.figures.get(key)
    if figure and figure.basis == "household":
        return _figure_cell(model, figure)
    return _quotient(model, key, "households", BASIS_LABELS["household"])


def _quotient(model: PovertyModel, money_key: str, count_key: str, basis_label: str) -> Cell:
    money, count = model.figures.get(money_key), model.figures.get(count_key)
    if money is None or money.basis != "model" or count is None or count.value <= 0:
        return Cell(_(NOT_COMPUTABLE))
    value = round(money.value / count.value)
    return Cell(
        format_approximate_money(value),
        value,
        basis_label=basis_label,
        formula=f"{format_quantity(money.value, 'đồng')} ÷ {format_quantity(count.value, 'hộ')}",
        parts=(money.evidence, count.evidence),
    )


_RATIOS = (
    _Ratio(
        "profit_per_household",
        marked("Lợi nhuận mỗi hộ mỗi năm"),
        "profit_vnd_per_year",
        "households",
        marked("lợi nhuận cả mô hình ÷ số hộ tham gia"),
    ),
    _Ratio(
        "capital_per_household",
        marked("Vốn mỗi hộ"),
        "capital_vnd",
        "households",
        marked("tổng vốn cả mô hình ÷ số hộ tham gia"),
    ),
    _Ratio(
        "capital_per_escaped_household",
        marked("Vốn trên một hộ thoát nghèo"),
        "capital_vnd",
        "escaped_poverty",
        marked("tổng vốn cả mô hình ÷ số hộ thoát nghèo"),
        marked("mỗi hộ thoát nghèo"),
    ),
)


def _ratio_row(ratio: _Ratio, models: Sequence[ComparedModel]) -> Row | None:
    cells = tuple(ratio.cell(each.model) for each in models)
    if not any(cell.formula for cell in cells):
        return None
    return Row(ratio.key, _(ratio.label), cells, "đồng", _(ratio.formula))
