"""Settings to an open knowledge base: the one place where store, engine and use cases are joined."""

import os
from importlib.util import find_spec

from indexer.embedded_backend import EmbeddedBackend
from indexer.semantics import Encoder, SemanticBackend, VectorStore
from kb.errors import ExtraMissing
from kb.search import SearchBackend
from kb.service import KnowledgeBase
from kb.settings import Settings
from kb.store import Store

__all__ = ["open_backend", "open_knowledge_base"]


def open_backend(settings: Settings) -> SearchBackend:
    """The search engine the settings name. Raises ExtraMissing when its library is not installed."""
    backend = _open_engine(settings)
    if settings.is_semantic:
        return SemanticBackend(backend, VectorStore(settings.vectors_path), Encoder())
    return backend


def _open_engine(settings: Settings) -> SearchBackend:
    jobs = os.cpu_count() or 1
    if settings.cluster is None:
        return EmbeddedBackend(settings.index_dir, jobs)
    if find_spec("opensearchpy") is None:
        raise ExtraMissing(name="KB_SEARCH", example="embedded", extra="cluster")
    # Only here: the library is an optional one.
    from indexer.opensearch_backend import OpenSearchBackend  # noqa: PLC0415

    return OpenSearchBackend(settings.cluster, jobs)


def open_knowledge_base(settings: Settings) -> KnowledgeBase:
    """The knowledge base for reading. Raises IndexMissing, DataTooNew or DataDamaged."""
    return KnowledgeBase(Store.open(settings), open_backend(settings))
