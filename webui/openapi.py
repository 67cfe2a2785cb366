"""The OpenAPI 3.1 description of the API, made from its routes so that none is left out."""

import inspect
import re
from importlib.metadata import version
from typing import Any, get_args

from flask import Flask

from kb.catalogue import ModelSort
from kb.document import Kind
from kb.model import LIVELIHOODS, ORGANISERS
from webui.languages import LANGUAGES

__all__ = ["describe"]

_TEXT = {"type": "string"}
_FILTERS: dict[str, dict[str, Any]] = {
    "province": _TEXT,
    "province_2025": _TEXT,
    "project": _TEXT,
    "livelihood": {"type": "string", "enum": list(LIVELIHOODS)},
    "kind": {"type": "string", "enum": [kind.value for kind in Kind]},
    "year": {"type": "string", "pattern": r"^\d{4}(-\d{4})?$"},
}
_COUNT = {"type": "integer", "minimum": 1}
_ARGUMENTS: dict[str, dict[str, dict[str, Any]]] = {
    "api.search": {
        "q": _TEXT,
        **_FILTERS,
        "page": _COUNT,
        "page_size": {**_COUNT, "maximum": 100},
        "exact": {"enum": ["1"]},
    },
    "api.models": {
        "q": _TEXT,
        **_FILTERS,
        "organiser": {"type": "string", "enum": list(ORGANISERS)},
        "coast": {"type": "string", "enum": ["1"]},
        "cost": {"type": "string", "pattern": r"^\d+([.,]\d+)?$"},
        "unknown": {"type": "string", "enum": ["1"]},
        "sort": {"type": "string", "enum": list(get_args(ModelSort))},
    },
    "api.indicators": _FILTERS,
    "api.compare": {"m": _TEXT},
    "api.suggest.show": {"q": _TEXT},
}
_LANGUAGE: dict[str, dict[str, Any]] = {"lang": {"type": "string", "enum": list(LANGUAGES)}}
"""Of error messages and labels, for every path."""

_REPEATABLE = frozenset(_FILTERS) | {"m", "organiser"}

_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {"code": _TEXT, "message": _TEXT},
        }
    },
}


def describe(app: Flask) -> dict[str, Any]:
    """The description as a JSON value."""
    paths = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("api."):
            path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
            paths[path] = {"get": _operation(app, rule.endpoint, sorted(rule.arguments))}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Kho mô hình giảm nghèo", "version": version("mo-hinh-giam-ngheo")},
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": {"Error": _ERROR}},
    }


def _operation(app: Flask, endpoint: str, in_path: list[str]) -> dict[str, Any]:
    summary = inspect.getdoc(app.view_functions[endpoint]) or endpoint.partition(".")[2]
    parameters = [{"name": name, "in": "path", "required": True, "schema": _TEXT} for name in in_path]
    for name, schema in (_ARGUMENTS.get(endpoint, {}) | _LANGUAGE).items():
        is_list = name in _REPEATABLE
        parameters.append(
            {"name": name, "in": "query", "schema": {"type": "array", "items": schema} if is_list else schema}
        )
    return {
        "operationId": endpoint.partition(".")[2],
        "summary": summary.splitlines()[0],
        "parameters": parameters,
        "responses": {
            "200": {"description": "OK", "content": {"application/json": {"schema": {"type": "object"}}}},
            **{code: _error_response(code) for code in ("400", "404", "503")},
        },
    }


def _error_response(code: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Error"}
    return {"description": f"HTTP {code}", "content": {"application/json": {"schema": schema}}}
