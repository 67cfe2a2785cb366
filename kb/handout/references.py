"""Numbered sources of a handout, under each the sentences its figures were taken from: 1, 1a, 1b, 2, 2a."""

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_lowercase

from kb.answers import Cell, ComparedModel, Row, Source
from kb.document import Span
from kb.formatting import format_date
from kb.handout.content import Handout, ModelItem
from kb.handout.quotes import quote_parts, sentence_of
from kb.labels import KIND_LABELS
from kb.language import _
from kb.model import FIGURES, Evidence

__all__ = ["Quote", "Reference", "References"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a source. `parts` are its pieces in order, each with whether a value was read from it."""

    mark: str
    parts: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        return "".join(piece for piece, _ in self.parts)


@dataclass(frozen=True, slots=True)
class Reference:
    """A source with its number, from 1 in order of first use, and the sentences quoted from it."""

    number: int
    source: Source
    quotes: tuple[Quote, ...]

    @property
    def citation(self) -> str:
        """«Báo Dân Sinh, “Tổ hợp tác nhãn Idol”, 18/09/2023 (tin, bài báo)», the address apart."""
        source = self.source
        day = format_date(source.published) if source.published else _("không ghi ngày")
        names = [source.publisher] if source.publisher else []
        return f"{', '.join([*names, f'“{source.title}”', day])} ({KIND_LABELS[source.kind].lower()})"


class References:
    """The references of a handout in order, and the marks to print beside its values."""

    def __init__(self, handout: Handout) -> None:
        cited: dict[str, tuple[Source, dict[Span, list[Evidence]]]] = {}
        for source, evidences in _citations(handout):
            sentences = cited.setdefault(source.doc_id, (source, {}))[1]
            for evidence in evidences:
                sentences.setdefault(sentence_of(source, evidence), []).append(evidence)
        self._quotes: dict[tuple[str, Span], Quote] = {}
        self._references = {
            doc_id: self._reference(number, source, sentences)
            for number, (doc_id, (source, sentences)) in enumerate(cited.items(), 1)
        }

    def __iter__(self) -> Iterator[Reference]:
        return iter(self._references.values())

    def of(self, source: Source) -> Reference:
        return self._references[source.doc_id]

    def quote(self, source: Source, evidence: Evidence) -> Quote:
        """The sentence a piece of evidence stands in."""
        return self._quotes[source.doc_id, evidence.span]

    def marks(self, source: Source, row: Row, cell: Cell) -> tuple[str, ...]:
        """The marks of the sentences that a figure rests on, each once; none for a row that is no figure."""
        return tuple(dict.fromkeys(self.quote(source, each).mark for each in cell.evidences if row.unit))

    def _reference(self, number: int, source: Source, sentences: dict[Span, list[Evidence]]) -> Reference:
        quotes = []
        for index, (sentence, evidences) in enumerate(sentences.items()):
            mark = f"{number}{_letters(index)}"
            quote = Quote(mark, quote_parts(source, sentence, evidences))
            self._quotes.update({(source.doc_id, each.span): quote for each in evidences})
            quotes.append(quote)
        return Reference(number, source, tuple(quotes))


def _citations(handout: Handout) -> Iterator[tuple[Source, list[Evidence]]]:
    """Every source with what is cited from it, in the order of the handout."""
    for item in handout.items:
        yield item.source, _evidence_of(item.compared) if isinstance(item, ModelItem) else []
    for compared in handout.comparison.models if handout.comparison else ():
        yield compared.source, _evidence_of(compared)


def _evidence_of(compared: ComparedModel) -> list[Evidence]:
    figures = compared.model.figures
    return [compared.model.evidence, *(figures[key].evidence for key in FIGURES if key in figures)]


def _letters(index: int) -> str:
    """Letters that count: a to z, then aa.

    >>> [_letters(index) for index in (0, 25, 26)]
    ['a', 'z', 'aa']
    """
    tens, ones = divmod(index, len(ascii_lowercase))
    return (_letters(tens - 1) if tens else "") + ascii_lowercase[ones]
