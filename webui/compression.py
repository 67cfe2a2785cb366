"""Answers made small for slow lines: text goes out compressed to whoever takes it."""

import gzip

from flask import Flask, Response, request

__all__ = ["init_app"]

_TEXTS = frozenset(
    {
        "text/html",
        "text/css",
        "text/javascript",
        "text/csv",
        "text/markdown",
        "image/svg+xml",
        "application/json",
    }
)
_WORTHWHILE_BYTES = 1000
_LEVEL = 5
"""A page of 100 kB in 2 ms; the highest level saves 1% more in five times that."""


def init_app(app: Flask) -> None:
    app.after_request(_compressed)


def _compressed(response: Response) -> Response:
    if response.mimetype not in _TEXTS or response.status_code in (206, 304) or response.content_encoding:
        return response
    response.vary.add("Accept-Encoding")
    if "gzip" not in request.accept_encodings:
        return response
    response.direct_passthrough = False
    content = response.get_data()
    if len(content) >= _WORTHWHILE_BYTES:
        response.set_data(gzip.compress(content, _LEVEL, mtime=0))
        response.content_encoding = "gzip"
        etag, _weak = response.get_etag()
        if etag:
            response.set_etag(etag, weak=True)  # other bytes than those it was made of, the same content
    return response
