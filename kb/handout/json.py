"""Comparisons and handouts as JSON, in the shape of `/api/v1/compare`: raw values, codes and evidence."""

import json
from typing import Any

from kb.answers import Cell, ComparedModel, Row, Source
from kb.comparison import Comparison
from kb.handout.content import Handout, Item, ModelItem
from kb.model import Evidence

__all__ = ["comparison_record", "write"]


def write(handout: Handout) -> bytes:
    """UTF-8, two spaces deep. A handout that is nothing but a comparison is written as the comparison."""
    if handout.comparison and not handout.items:
        record = comparison_record(handout.comparison)
    else:
        record = handout_record(handout)
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def comparison_record(comparison: Comparison) -> dict[str, Any]:
    """The models in column order and the rows, each with one cell a model."""
    titled = zip(comparison.models, comparison.titles, strict=True)
    return {
        "models": [_model_record(each) | {"title": title} for each, title in titled],
        "rows": [_row_record(row) for row in comparison.rows],
    }


def handout_record(handout: Handout) -> dict[str, Any]:
    """The items in order with their notes, and the comparison or null."""
    return {
        "title": handout.title,
        "subtitle": handout.subtitle,
        "made_on": handout.made_on.isoformat(),
        "items": [_item_record(item) for item in handout.items],
        "comparison": comparison_record(handout.comparison) if handout.comparison else None,
    }


def _item_record(item: Item) -> dict[str, Any]:
    if isinstance(item, ModelItem):
        answers = {row.key: _cell_record(row.cells[0]) for row in (*item.answered(), *item.unanswered())}
        return {"type": "model", **_model_record(item.compared), "answers": answers, "note": item.note}
    return {
        "type": "passage",
        "source": _source_record(item.source),
        "ordinal": item.ordinal,
        "heading": item.heading,
        "text": item.text,
        "note": item.note,
    }


def _model_record(compared: ComparedModel) -> dict[str, Any]:
    model = compared.model
    return {
        "id": model.model_id,
        "name": model.name,
        "province_2025": compared.province_2025,
        "evidence": _evidence_record(model.evidence),
        "source": _source_record(compared.source),
    }


def _source_record(source: Source) -> dict[str, Any]:
    return {
        "doc_id": source.doc_id,
        "title": source.title,
        "kind": source.kind.value,
        "source": source.publisher,
        "url": source.url,
        "published": source.published.isoformat() if source.published else None,
    }


def _row_record(row: Row) -> dict[str, Any]:
    return {
        "key": row.key,
        "label": row.label,
        "unit": row.unit,
        "formula": row.formula,
        "has_mixed_bases": row.has_mixed_bases,
        "differs": row.differs,
        "cells": [_cell_record(cell) for cell in row.cells],
    }


def _cell_record(cell: Cell) -> dict[str, Any]:
    return {
        "value": cell.value,
        "text": cell.text,
        "basis": cell.basis,
        "basis_label": cell.basis_label,
        "formula": cell.formula,
        "evidence": [_evidence_record(each) for each in cell.evidences],
    }


def _evidence_record(evidence: Evidence) -> dict[str, Any]:
    return {"quote": evidence.quote, "start": evidence.span.start, "end": evidence.span.end}
