"""Records as plain JSON values, in the shapes of the contract: the same for command line and API."""

from typing import Any

from kb.answers import ComparedModel, Source
from kb.model import FIGURES, Indicator, PovertyModel
from kb.questions import completeness
from kb.record import Record
from kb.search import FACETS, Fragment, SearchHit, SearchPage
from kb.statements import Statement

__all__ = [
    "compared_model_value",
    "indicator_value",
    "linked_indicator_value",
    "model_value",
    "page_value",
    "record_value",
    "source_value",
]

Value = dict[str, Any]


def record_value(record: Record) -> Value:
    """A document as `kb dump` writes it."""
    document = record.document
    return {
        "id": document.doc_id,
        "title": document.title,
        "kind": document.kind.value,
        "source": document.source,
        "url": document.url,
        "published": document.published.isoformat() if document.published else None,
        "provinces": list(record.values("province")),
        "provinces_2025": list(record.values("province_2025")),
        "projects": list(record.values("project")),
        "livelihoods": list(record.values("livelihood")),
        "models": [model_value(model) for model in record.models],
        "indicators": [indicator_value(indicator) for indicator in record.indicators],
        "text": document.text,
    }


def model_value(model: PovertyModel) -> Value:
    """A model: every figure of the contract (None where the source does not say), its basis and evidence;
    and the passages that answer a replicator's questions, best first."""
    figures = model.figures
    return {
        "id": model.model_id,
        "name": model.name,
        "province": model.province,
        "district": model.district,
        "commune": model.commune,
        "livelihood": model.livelihood,
        "organiser": model.organiser,
        **{key: figures[key].value if key in figures else None for key in FIGURES},
        "basis": {key: figure.basis for key, figure in figures.items() if FIGURES[key].is_money},
        "evidence": {key: figure.evidence.quote for key, figure in figures.items()},
        "answers": {
            question: [each.evidence.quote for each in model.answers if each.question == question]
            for question in dict.fromkeys(each.question for each in model.answers)
        },
    }


def compared_model_value(model: ComparedModel) -> Value:
    """A model with the document it came from."""
    told = completeness(model.model)
    return {
        **model_value(model.model),
        "province_2025": model.province_2025,
        "completeness": {
            "answered": [question.key for question in told.answered],
            "open": [question.key for question in told.open],
        },
        "document": source_value(model.source),
        "also_in": [source_value(source) for source in model.also],
    }


def source_value(source: Source) -> Value:
    """A document as the source of something."""
    return {
        "id": source.doc_id,
        "title": source.title,
        "kind": source.kind.value,
        "strength": source.strength,
        "source": source.publisher,
        "url": source.url,
        "published": source.published.isoformat() if source.published else None,
    }


def indicator_value(indicator: Indicator) -> Value:
    return {
        "name": indicator.name,
        "place": indicator.place,
        "year": indicator.year,
        "value": indicator.value,
        "unit": indicator.unit,
        "target": indicator.is_target,
        "evidence": indicator.evidence.quote,
    }


def linked_indicator_value(indicator: Indicator, statement: Statement | None) -> Value:
    """An indicator with the documents that state the same, and what others state instead."""
    values = statement.values if statement else ()
    same = [value for value in values if value.value == indicator.value]
    return {
        **indicator_value(indicator),
        "same_in": [
            source.doc_id for value in same for source in value.sources if source.doc_id != indicator.doc_id
        ],
        "differs_in": [
            {"document": source.doc_id, "value": value.value, "evidence": source.evidence.quote}
            for value in values
            if value not in same
            for source in value.sources
        ],
    }


def page_value(page: SearchPage) -> Value:
    """A page of search results with its facets; ranks count from 1 over all pages."""
    first = (page.request.page - 1) * page.request.page_size + 1
    return {
        "query": page.request.text,
        "total": page.total,
        "page": page.request.page,
        "page_count": page.page_count,
        "notes": list(page.notes),
        "results": [_hit_value(rank, hit) for rank, hit in enumerate(page.hits, start=first)],
        "facets": {
            facet: [
                {"value": count.value, "count": count.count, "chosen": count.is_chosen}
                for count in page.facets[facet]
            ]
            for facet in FACETS
        },
    }


def _hit_value(rank: int, hit: SearchHit) -> Value:
    return {
        "rank": rank,
        "score": round(hit.score, 6),
        "id": hit.doc_id,
        "title": hit.title,
        "kind": hit.kind.value,
        "source": hit.source,
        "url": hit.url,
        "published": hit.published.isoformat() if hit.published else None,
        "provinces": list(hit.tags["province"]),
        "provinces_2025": list(hit.tags["province_2025"]),
        "projects": list(hit.tags["project"]),
        "livelihoods": list(hit.tags["livelihood"]),
        "models": [model.model_id for model in hit.models],
        "also_in": [source_value(source) for source in hit.also],
        "passage": {
            "ordinal": hit.passage,
            "heading": hit.heading,
            "fragments": [_fragment_value(fragment) for fragment in hit.fragments],
        },
    }


def _fragment_value(fragment: Fragment) -> Value:
    """`start` is an offset into the document's text, `matches` are offsets into `text`."""
    offset = fragment.span.start
    return {
        "text": fragment.text,
        "start": offset,
        "matches": [[match.start - offset, match.end - offset] for match in fragment.matches],
    }
