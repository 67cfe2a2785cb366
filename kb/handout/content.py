"""What a handout is made of: chosen models and passages in an order, with the user's own notes."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, TypeVar

from kb.answers import ComparedModel, Row, Source, rows_of
from kb.comparison import Comparison
from kb.formatting import counted

__all__ = ["Handout", "Item", "ModelItem", "PassageItem", "comparison_handout", "printable"]


@dataclass(frozen=True, slots=True)
class ModelItem:
    """A chosen model and what the user wrote about it."""

    compared: ComparedModel
    note: str = ""

    @property
    def source(self) -> Source:
        return self.compared.source

    def answered(self) -> tuple[Row, ...]:
        """The questions its source answers, one cell a row."""
        return tuple(row for row in rows_of([self.compared]) if not row.is_empty)

    def unanswered(self) -> tuple[Row, ...]:
        return tuple(row for row in rows_of([self.compared]) if row.is_empty)


@dataclass(frozen=True, slots=True)
class PassageItem:
    """A chosen passage of a document and what the user wrote about it; `ordinal` counts from 0."""

    source: Source
    ordinal: int
    text: str
    heading: str | None = None
    note: str = ""

    @property
    def title(self) -> str:
        return self.heading or self.source.title


Item = ModelItem | PassageItem


@dataclass(frozen=True, slots=True)
class Handout:
    """Conference material: items in the user's order, and a comparison where one was asked for.

    `made_on` is the date it shows and the only time its files carry: the same handout is the same bytes.
    """

    title: str
    made_on: date
    items: tuple[Item, ...] = ()
    subtitle: str = ""
    comparison: Comparison | None = None

    def models(self) -> tuple[ComparedModel, ...]:
        """Every model in it once: those of the items, then those only compared."""
        chosen = [item.compared for item in self.items if isinstance(item, ModelItem)]
        compared = self.comparison.models if self.comparison else ()
        return tuple({each.model.model_id: each for each in (*chosen, *compared)}.values())


def comparison_handout(comparison: Comparison, made_on: date) -> Handout:
    """A handout that holds a comparison and nothing else."""
    title = counted("So sánh %(n)s mô hình giảm nghèo", len(comparison.models))
    return Handout(title, made_on, comparison=comparison)


_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML forbids, and control characters no reader sees. Newline and tab stay."""

T = TypeVar("T")


def printable(value: T) -> T:
    """`value` with every text in it NFC and free of characters that a file format or a printer refuses.

    Each such character becomes a space, so that offsets into texts that were NFC before still hold.

    >>> printable(("mo\\u0302 hi\\u0300nh\\x0b", 3))
    ('mô hình ', 3)
    """
    return _printable(value)  # type: ignore[no-any-return]


def _printable(value: Any) -> Any:
    if type(value) is str:
        return unicodedata.normalize("NFC", _UNPRINTABLE.sub(" ", value))
    if isinstance(value, tuple):
        return tuple(_printable(each) for each in value)
    if isinstance(value, Mapping):
        return {key: _printable(each) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{field.name: _printable(getattr(value, field.name)) for field in fields(value)}
        )
    return value
