"""The web UI and API: thin. Each blueprint parses a request, calls the use cases, and renders."""

from flask import Flask, Response

from kb.settings import Settings, read_settings
from webui import (
    api,
    collection,
    compare,
    compression,
    documents,
    errors,
    languages,
    matrix,
    models,
    places,
    projects,
    rendering,
    search,
    styleguide,
)
from webui.opening import LazyKnowledgeBase

__all__ = ["create_app"]

_SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application on the data directory of `settings` (default: from the environment).

    It starts without an index and answers 503 until there is one.
    """
    app = Flask(__name__)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    app.extensions["knowledge_base"] = LazyKnowledgeBase(settings or read_settings())
    for module in (search, documents, models, compare, places, matrix, projects, collection, api, styleguide):
        app.register_blueprint(module.blueprint)
    languages.init_app(app)
    rendering.init_app(app)
    errors.init_app(app)
    app.after_request(_secured)
    compression.init_app(app)
    return app


def _secured(response: Response) -> Response:
    for name, value in _SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response
