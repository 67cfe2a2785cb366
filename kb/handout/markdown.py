"""Comparisons and handouts as Markdown (CommonMark with tables), for wikis, notes and pandoc."""

import re
from collections.abc import Iterator, Sequence

from kb.answers import Cell, Row, Source
from kb.comparison import Comparison
from kb.formatting import format_long_date, start_large
from kb.handout.content import Handout, Item, ModelItem, PassageItem
from kb.handout.references import Reference, References
from kb.language import _

__all__ = ["write"]


def write(handout: Handout) -> bytes:
    """UTF-8. Texts are escaped: nothing in a title or a note turns into markup."""
    references = References(handout)
    blocks = [
        f"# {_escaped(handout.title)}",
        *([f"*{_escaped(handout.subtitle)}*"] if handout.subtitle else []),
        start_large(format_long_date(handout.made_on)),
        *(block for number, item in enumerate(handout.items, 1) for block in _item(number, item, references)),
        *(_comparison(handout.comparison, references) if handout.comparison else ()),
        "## " + _("Nguồn và trích dẫn"),
        *(block for reference in references for block in _reference(reference)),
    ]
    return ("\n\n".join(blocks) + "\n").encode()


def _item(number: int, item: Item, references: References) -> Iterator[str]:
    if isinstance(item, ModelItem):
        yield f"## {number}. {_escaped(item.compared.model.name)}"
        yield from _model(item, references)
    else:
        yield f"## {number}. {_escaped(item.title)}"
        yield from _passage(item, references)
    if item.note:
        yield "**" + _("Ghi chú.") + f"** {_paragraphs(item.note)}"


def _model(item: ModelItem, references: References) -> Iterator[str]:
    quote = references.quote(item.source, item.compared.model.evidence)
    yield f"> “{_escaped(quote.text)}” \\[{quote.mark}\\]"
    lines = [[_("Mục"), _("Nguồn nêu")]]
    lines += [[_label(row), _cell(item.source, row, row.cells[0], references)] for row in item.answered()]
    yield _table(lines)
    if item.unanswered():
        labels = "; ".join(row.label.lower() for row in item.unanswered())
        yield _("Nguồn không nêu") + f": {labels}."


def _passage(item: PassageItem, references: References) -> Iterator[str]:
    quoted = [f"> {_escaped(line)}" if line.strip() else ">" for line in item.text.strip().split("\n")]
    reference = references.of(item.source)
    yield "\n".join([*quoted, ">", f"> — {_escaped(reference.citation)} \\[{reference.number}\\]"])


def _comparison(comparison: Comparison, references: References) -> Iterator[str]:
    sources = [each.source for each in comparison.models]
    lines = [[_("Mục"), *map(_escaped, comparison.titles)]]
    for row in comparison.answered():
        cells = zip(sources, row.cells, strict=True)
        lines.append([_label(row), *(_cell(source, row, cell, references) for source, cell in cells)])
    yield "## " + _("Bảng so sánh")
    yield _table(lines)
    labels = [row.label.lower() for row in comparison.unanswered()]
    if labels:
        yield _("Không nguồn nào nêu:") + f" {'; '.join(labels)}."


def _label(row: Row) -> str:
    return "<br>".join([f"**{row.label}**", *(f"*{remark}*" for remark in row.remarks)])


def _cell(source: Source, row: Row, cell: Cell, references: References) -> str:
    text = _escaped(cell.full_text)
    if cell.formula:
        text += f"<br>= {_escaped(cell.formula)}"
    marks = (
        [str(references.of(source).number)] if row.key == "source" else references.marks(source, row, cell)
    )
    return f"{text} \\[{', '.join(marks)}\\]" if marks else text


def _table(lines: Sequence[Sequence[str]]) -> str:
    head, *body = (f"| {' | '.join(line)} |" for line in lines)
    return "\n".join([head, "|---" * len(lines[0]) + "|", *body])


def _reference(reference: Reference) -> Iterator[str]:
    address = reference.source.web_address
    link = f" <{address}>" if address else ""
    yield f"\\[{reference.number}\\] {_escaped(reference.citation)}.{link}"
    quotes = [f"- {quote.mark}: “{_marked(quote.parts)}”" for quote in reference.quotes]
    if quotes:
        yield "\n".join(quotes)


def _marked(parts: Sequence[tuple[str, bool]]) -> str:
    return "".join(f"**{_escaped(piece)}**" if is_value else _escaped(piece) for piece, is_value in parts)


_MARKUP = re.compile(r"([\\`*_\[\]<>|#~&])")
_LINE_MARKUP = re.compile(r"^(\s*(?:\d+(?=[.)])|(?=[-+=])))(.)")


def _escaped(text: str) -> str:
    """The text as one line that Markdown shows as it is.

    >>> _escaped("1. vốn *tự có* | vay")
    '1\\\\. vốn \\\\*tự có\\\\* \\\\| vay'
    """
    return re.sub(r"\s+", " ", _LINE_MARKUP.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", text)))


def _paragraphs(text: str) -> str:
    return "\n\n".join(_escaped(paragraph) for paragraph in text.strip().splitlines() if paragraph.strip())
