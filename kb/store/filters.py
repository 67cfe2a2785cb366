"""A search's filters as SQL over models and indicators."""

import os
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, and_, exists, or_, select

from kb.programmes import children
from kb.search import Filters
from kb.store import tables

__all__ = ["filtered_indicators", "filtered_models", "indicators_of_provinces", "under"]


def filtered_models(filters: Filters) -> Select[Any]:
    """Models by document and text order. Province and livelihood are their own, the rest their document's."""
    table = tables.models
    query = select(table).order_by(table.c.doc_id, table.c.ordinal)
    for facet, values in filters.values.items():
        if not values:
            continue
        if facet in ("province", "livelihood"):
            query = query.where(table.c[facet].in_(values))
        else:
            query = query.where(_document_has(table, facet, values))
    return _within_years(query, table, filters)


def filtered_indicators(filters: Filters) -> Select[Any]:
    """Indicators by document and text order. The year is the indicator's own, the rest its document's."""
    table = tables.indicators
    query = select(table).order_by(table.c.doc_id, table.c.start, table.c.id)
    for facet, values in filters.values.items():
        if not values:
            continue
        if facet == "year":
            query = query.where(table.c.year.in_([int(value) for value in values if value.isdigit()]))
        else:
            query = query.where(_document_has(table, facet, values))
    if filters.years:
        query = query.where(table.c.year.between(*filters.years))
    return query


def indicators_of_provinces(provinces: Sequence[str], name: str | None = None) -> Select[Any]:
    """Indicators whose own place is one of the provinces or lies in it, by document and text order."""
    table = tables.indicators
    inside = (table.c.place.endswith(f", {province}", autoescape=True) for province in provinces)
    query = select(table).where(or_(table.c.place.in_(provinces), *inside))
    if name is not None:
        query = query.where(table.c.name == name)
    return query.order_by(table.c.doc_id, table.c.start, table.c.id)


def under(table: Table, root: str, *columns: Column[Any]) -> Select[Any]:
    """Rows of a table with paths, whose path is `root` or lies in that folder."""
    path, folder = table.c.path, root.rstrip(os.sep) + os.sep
    inside = and_(path >= folder, path < folder[:-1] + chr(ord(os.sep) + 1))
    return select(*columns or table.c).where(or_(path == root, inside))


def _within_years(query: Select[Any], table: Table, filters: Filters) -> Select[Any]:
    if not filters.years:
        return query
    # Four digits each: as text they stand in the same order, and values of other facets are no numbers.
    low, high = (f"{year:04}" for year in filters.years)
    return query.where(_has_tag(table.c.doc_id, "year", tables.tags.c.value.between(low, high)))


def _document_has(table: Table, facet: str, values: Sequence[str]) -> ColumnElement[bool]:
    if facet == "kind":
        documents = tables.documents
        return exists().where(documents.c.doc_id == table.c.doc_id, documents.c.kind.in_(values))
    if facet == "project":
        values = [code for value in values for code in (value, *(part.code for part in children(value)))]
    return _has_tag(table.c.doc_id, facet, tables.tags.c.value.in_(values))


def _has_tag(doc_id: Column[Any], facet: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    tags = tables.tags
    return exists().where(
        and_(tags.c.doc_id == doc_id, tags.c.facet == facet, tags.c.passage.is_(None), condition)
    )
