"""Comparisons and handouts as files: one module a format, each with `write(handout) -> bytes`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from types import MappingProxyType

from kb.comparison import Comparison
from kb.errors import ArgumentInvalid
from kb.handout.content import Handout, Item, ModelItem, PassageItem, comparison_handout, printable
from kb.language import marked

__all__ = ["BINARY_FORMATS", "FORMATS", "Format", "Handout", "Item", "ModelItem", "PassageItem", "export"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file; `suffix` comes without its point, `media_type` without a charset (texts are UTF-8).

    `label` is to be translated. `holds_items`: whether it shows models, passages and notes, or a
    comparison alone.
    """

    key: str
    label: str
    suffix: str
    media_type: str
    module: str
    holds_items: bool = True


_OFFICE = "application/vnd.openxmlformats-officedocument."

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.key: each
        for each in (
            Format("text", marked("Văn bản thuần"), "txt", "text/plain", "text", holds_items=False),
            Format("md", "Markdown", "md", "text/markdown", "markdown"),
            Format("csv", marked("Bảng CSV"), "csv", "text/csv", "csv", holds_items=False),
            Format("json", "JSON", "json", "application/json", "json"),
            Format("docx", "Word", "docx", f"{_OFFICE}wordprocessingml.document", "docx"),
            Format("xlsx", "Excel", "xlsx", f"{_OFFICE}spreadsheetml.sheet", "xlsx"),
            Format("pptx", "PowerPoint", "pptx", f"{_OFFICE}presentationml.presentation", "pptx"),
        )
    }
)
"""Every export format by the name it is asked for."""

BINARY_FORMATS = frozenset({"docx", "xlsx", "pptx"})
"""Those that mean nothing on a terminal."""


def export(content: Comparison | Handout, format_key: str, made_on: date | None = None) -> bytes:
    """The file. A bare comparison shows `made_on` as its date, by default today; a handout has its own.

    Raises ArgumentInvalid for an unknown format, and for a handout in a format that holds a table alone.
    """
    if isinstance(content, Handout):
        handout, choices = content, [key for key, each in FORMATS.items() if each.holds_items]
    else:
        handout, choices = comparison_handout(content, made_on or date.today()), list(FORMATS)
    if format_key not in choices:
        raise ArgumentInvalid(name="format", value=format_key, choices=choices)
    # Office libraries take up to half a second to import; only the format asked for is loaded.
    written: bytes = import_module(f"kb.handout.{FORMATS[format_key].module}").write(printable(handout))
    return written
