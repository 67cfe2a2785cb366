"""Values to rows and back: the only place that knows how a record is laid out in columns."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row

from kb.document import Document, Heading, Kind, Passage, Span, Tag
from kb.model import Answer, Evidence, Figure, Indicator, PovertyModel

__all__ = [
    "answer_row",
    "document_of",
    "document_row",
    "figure_row",
    "indicator_of",
    "indicator_row",
    "model_of",
    "model_row",
    "passage_of",
    "passage_row",
    "tag_of",
    "tag_row",
]

Values = dict[str, Any]


def document_row(document: Document) -> Values:
    return {
        "doc_id": document.doc_id,
        "title": document.title,
        "text": document.text,
        "kind": document.kind.value,
        "source": document.source,
        "url": document.url,
        "published": document.published,
        "headings": [[h.span.start, h.span.end, h.level] for h in document.headings],
    }


def document_of(row: Row[Any]) -> Document:
    return Document(
        doc_id=row.doc_id,
        title=row.title,
        text=row.text,
        kind=Kind(row.kind),
        source=row.source,
        url=row.url,
        published=row.published,
        headings=tuple(Heading(Span(start, end), level) for start, end, level in row.headings),
    )


def passage_row(doc_id: str, passage: Passage) -> Values:
    return {
        "doc_id": doc_id,
        "ordinal": passage.ordinal,
        "start": passage.span.start,
        "end": passage.span.end,
        "heading": passage.heading,
    }


def passage_of(row: Row[Any]) -> Passage:
    return Passage(row.ordinal, Span(row.start, row.end), row.heading)


def tag_row(doc_id: str, tag: Tag) -> Values:
    return {
        "doc_id": doc_id,
        "passage": tag.passage,
        "facet": tag.facet,
        "value": tag.value,
        "mentions": [[span.start, span.end] for span in tag.mentions],
    }


def tag_of(row: Row[Any]) -> Tag:
    return Tag(row.facet, row.value, tuple(Span(*pair) for pair in row.mentions), row.passage)


def model_row(ordinal: int, model: PovertyModel) -> Values:
    return {
        "model_id": model.model_id,
        "doc_id": model.doc_id,
        "ordinal": ordinal,
        "name": model.name,
        "province": model.province,
        "district": model.district,
        "commune": model.commune,
        "livelihood": model.livelihood,
        "organiser": model.organiser,
        **_evidence_columns(model.evidence),
    }


def model_of(row: Row[Any], figure_rows: Iterable[Row[Any]], answer_rows: Iterable[Row[Any]]) -> PovertyModel:
    """`answer_rows` by their ordinal."""
    return PovertyModel(
        model_id=row.model_id,
        doc_id=row.doc_id,
        name=row.name,
        evidence=_evidence_of(row),
        province=row.province,
        district=row.district,
        commune=row.commune,
        livelihood=row.livelihood,
        organiser=row.organiser,
        figures=_figures_of(figure_rows),
        answers=tuple(Answer(each.question, _evidence_of(each)) for each in answer_rows),
    )


def figure_row(model_id: str, figure: Figure) -> Values:
    return {
        "model_id": model_id,
        "key": figure.key,
        "value": figure.value,
        "basis": figure.basis,
        **_evidence_columns(figure.evidence),
    }


def answer_row(model_id: str, ordinal: int, answer: Answer) -> Values:
    return {
        "model_id": model_id,
        "ordinal": ordinal,
        "question": answer.question,
        **_evidence_columns(answer.evidence),
    }


def indicator_row(indicator: Indicator) -> Values:
    return {
        "doc_id": indicator.doc_id,
        "name": indicator.name,
        "place": indicator.place,
        "year": indicator.year,
        "value": indicator.value,
        "unit": indicator.unit,
        "is_target": indicator.is_target,
        **_evidence_columns(indicator.evidence),
    }


def indicator_of(row: Row[Any]) -> Indicator:
    return Indicator(
        doc_id=row.doc_id,
        name=row.name,
        value=_number(row.value),
        unit=row.unit,
        evidence=_evidence_of(row),
        place=row.place,
        year=row.year,
        is_target=row.is_target,
    )


def _figures_of(rows: Iterable[Row[Any]]) -> Mapping[str, Figure]:
    return {row.key: Figure(row.key, _number(row.value), _evidence_of(row), row.basis) for row in rows}


def _evidence_columns(evidence: Evidence) -> Values:
    return {"start": evidence.span.start, "end": evidence.span.end, "quote": evidence.quote}


def _evidence_of(row: Row[Any]) -> Evidence:
    return Evidence(Span(row.start, row.end), row.quote)


def _number(value: float) -> int | float:
    """Whole numbers come back whole: 15.0 households are 15."""
    return int(value) if float(value).is_integer() else float(value)
