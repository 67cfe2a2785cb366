"""Programme statistics: poverty rates, households, budgets, targets, with place, year and evidence."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from indexer.extraction._indicator_cues import find_cues
from indexer.extraction._programme import Finding, is_model_scene, read_programme
from indexer.extraction._reading import Sentence
from indexer.extraction._scope import Scope
from indexer.extraction._statements import Statement, read_statements
from indexer.extraction.numbers import find_quantities, find_years
from indexer.extraction.people import find_people
from indexer.extraction.sentences import split_sentences
from indexer.tagging.places import PlaceReading
from kb.document import Document, Passage, Span
from kb.model import Evidence, Indicator

__all__ = ["extract_indicators"]

_T = TypeVar("_T")

_FEW_HOUSEHOLDS = 100
"""Fewer households that left poverty, told beside a model at work, are the model's own figure."""
_LONGEST_EVIDENCE = 160
_CLAUSE = re.compile(r"[,;:.]\s+|[()\n]\s*(?:và\s+)?")


def extract_indicators(
    document: Document, passages: Sequence[Passage], places: PlaceReading, taken: Sequence[Span] = ()
) -> list[Indicator]:
    """The document's statistics of poverty and of the programme against it, in text order.

    A rate has the unit "%", a change of a rate "điểm %" or "điểm %/năm", money "đồng"; a range counts by its
    lower end. `place` names the smallest unit first ("Vân Canh, Bình Định"). Figures of a single household or
    model are none; `taken` are the numbers that are figures of models.
    """
    if "nghèo" not in document.text:
        return []
    sentences = _sentences(document, places)
    scope = Scope(
        document,
        places,
        [sentence.span for sentence in sentences],
        [cue for sentence in sentences for cue in sentence.cues if cue.kind == "target"],
    )
    findings = sorted(_findings(document, passages, sentences), key=lambda finding: finding.quantity.span)
    return _without_repeats(
        _indicator(document, scope, finding)
        for finding in findings
        if not any(finding.quantity.span.overlaps(span) for span in taken)
    )


def _without_repeats(indicators: Iterable[Indicator]) -> list[Indicator]:
    """The first of those that say the same in the same words: photo captions repeat the text."""
    first: dict[tuple[object, ...], Indicator] = {}
    for one in indicators:
        first.setdefault((one.name, one.place, one.value, one.unit, one.evidence.quote), one)
    return list(first.values())


def _sentences(document: Document, places: PlaceReading) -> list[Sentence]:
    text = document.text
    people = [person.span for person in find_people(text) if not person.is_official]
    names = sorted([*(year.span for year in find_years(text)), *(place.span for place in places.mentions)])
    quantities, cues = find_quantities(text), find_cues(text)
    return [
        Sentence(
            span,
            tuple(_inside(span, quantities, lambda quantity: quantity.span.start)),
            tuple(_inside(span, cues, lambda cue: cue.span.start)),
            tuple(_inside(span, names, lambda name: name.start)),
            is_model_scene(text, span, people),
        )
        for span in split_sentences(text)
    ]


def _inside(span: Span, items: Sequence[_T], start: Callable[[_T], int]) -> Sequence[_T]:
    """The items, ordered by their start, that begin inside `span`."""
    return items[bisect_left(items, span.start, key=start) : bisect_left(items, span.end, key=start)]


def _findings(
    document: Document, passages: Sequence[Passage], sentences: Sequence[Sentence]
) -> Iterator[Finding]:
    taken = set()
    for sentence, statement in read_statements(document.text, sentences):
        if not statement.is_supported:
            taken.add(statement.quantity.span)
            if _is_indicator(sentence, statement):
                yield _finding(statement)
    yield from read_programme(document, passages, sentences, taken)


def _is_indicator(sentence: Sentence, statement: Statement) -> bool:
    is_few = statement.quantity.value < _FEW_HOUSEHOLDS
    if statement.escape and statement.quantity.value == 1:
        return False  # "mỗi chi bộ giúp 1 hộ thoát nghèo"
    return statement.change != "tăng" and not (statement.escape and sentence.is_model_scene and is_few)


def _finding(statement: Statement) -> Finding:
    """The statement under the name an editor would give it.

    >>> from indexer.extraction.numbers import Quantity
    >>> rate = Statement(Quantity(Span(0, 4), 2.5, "%"), "hộ nghèo", 4, change="giảm", is_yearly=True)
    >>> _finding(rate).name, _finding(rate).unit
    ('mức giảm tỷ lệ hộ nghèo mỗi năm', 'điểm %/năm')
    """
    subject, quantity = statement.subject, statement.quantity
    if statement.group and statement.group not in subject:
        subject = f"{subject} {statement.group}"
    yearly = " mỗi năm" if statement.change and statement.is_yearly else ""
    if quantity.unit in ("%", "điểm %"):
        name = f"mức giảm tỷ lệ {subject}{yearly}" if statement.change else f"tỷ lệ {subject}"
        points = "điểm %/năm" if yearly else "điểm %"
        return Finding(quantity, name, points if statement.change else "%", statement.end)
    households = subject if subject.startswith("hộ") else f"hộ {subject}"
    if statement.escape:
        households = f"hộ {statement.escape}"
    name = f"số {households} giảm{yearly}" if statement.change else f"số {households}"
    return Finding(quantity, name, quantity.unit or "hộ", statement.end)


def _indicator(document: Document, scope: Scope, finding: Finding) -> Indicator:
    figure = finding.quantity.span
    is_target = scope.is_target(figure)
    return Indicator(
        document.doc_id,
        finding.name,
        finding.quantity.value,
        finding.unit,
        Evidence.cut(document.text, _clause_start(document.text, figure.start), finding.end),
        place=scope.place(figure),
        year=scope.year(figure, is_of_period=is_target or finding.unit == "đồng"),
        is_target=is_target,
    )


def _clause_start(text: str, figure: int) -> int:
    """Where the clause in front of a figure begins; a long one is cut at a space."""
    start = max(0, figure - _LONGEST_EVIDENCE)
    ends = [found.end() for found in _CLAUSE.finditer(text, start, figure)]
    if ends:
        return ends[-1]
    return start if start == 0 else text.index(" ", start) + 1
