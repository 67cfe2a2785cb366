"""Models side by side: one column a model, one row a question."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.answers import ComparedModel, Row, rows_of
from kb.errors import ComparisonSizeInvalid
from kb.formatting import money_unit, unit_name
from kb.model import PovertyModel

__all__ = ["MAX_MODELS", "MIN_MODELS", "Comparison", "SharedFigure", "compare"]

MIN_MODELS, MAX_MODELS = 2, 6
"""Six columns are what an A4 page across still shows at a readable size."""


@dataclass(frozen=True, slots=True)
class SharedFigure:
    """A figure that several models give on one basis, ready to be drawn.

    `points` are (column, value in `unit`) pairs in column order, at least two; `unit` is as people read it.
    """

    key: str
    label: str
    unit: str
    basis_label: str | None
    points: tuple[tuple[int, float], ...]
    is_money: bool = False

    @property
    def title(self) -> str:
        """The label with the basis, where it does not name it: «Tổng vốn, mỗi hộ», «Vốn mỗi hộ»."""
        is_named = self.basis_label is None or self.basis_label in self.label
        return self.label if is_named else f"{self.label}, {self.basis_label}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two to six models and the rows that answer for them. `titles` head the columns; no two are alike."""

    models: tuple[ComparedModel, ...]
    titles: tuple[str, ...]
    rows: tuple[Row, ...]

    def row(self, key: str) -> Row:
        return next(row for row in self.rows if row.key == key)

    def answered(self) -> tuple[Row, ...]:
        """The rows that at least one source answers."""
        return tuple(row for row in self.rows if not row.is_empty)

    def unanswered(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.is_empty)

    def shared_figures(self) -> tuple[SharedFigure, ...]:
        """What can honestly be drawn side by side: amounts and counts on one basis, in row order."""
        found = (_shared_figure(row) for row in self.rows if row.unit and row.key != "start_year")
        return tuple(figure for figure in found if figure)


def compare(models: Sequence[ComparedModel]) -> Comparison:
    """The models in the order given. Raises ComparisonSizeInvalid unless there are two to six."""
    if not MIN_MODELS <= len(models) <= MAX_MODELS:
        raise ComparisonSizeInvalid(count=len(models), low=MIN_MODELS, high=MAX_MODELS)
    return Comparison(tuple(models), _titles(models), rows_of(models))


def _titles(models: Sequence[ComparedModel]) -> tuple[str, ...]:
    """The names; where two are alike, the place after them, and a number where that is alike too."""
    names = [each.model.name for each in models]
    titles = [
        f"{each.model.name} ({place})"
        if names.count(each.model.name) > 1 and (place := _smallest_place(each.model))
        else each.model.name
        for each in models
    ]
    return tuple(
        f"{title} [{titles[:index].count(title) + 1}]" if titles.count(title) > 1 else title
        for index, title in enumerate(titles)
    )


def _smallest_place(model: PovertyModel) -> str | None:
    return model.commune or model.district or model.province


def _shared_figure(row: Row) -> SharedFigure | None:
    bases = Counter(cell.basis_label for cell in row.cells if not cell.is_silent)
    if not bases or row.unit is None:
        return None
    basis_label, count = bases.most_common(1)[0]
    if count < 2:
        return None
    amounts = {
        index: cell.value
        for index, cell in enumerate(row.cells)
        if cell.basis_label == basis_label and isinstance(cell.value, int | float)
    }
    unit = money_unit(list(amounts.values())) if row.unit == "đồng" else None
    points = tuple((index, amount / (unit.size if unit else 1)) for index, amount in amounts.items())
    return SharedFigure(
        row.key, row.label, unit_name(unit.name if unit else row.unit), basis_label, points, bool(unit)
    )
