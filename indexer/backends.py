"""Settings to an open knowledge base: the one place where store, engine and use cases are joined."""

import os

from indexer.embedded_backend import EmbeddedBackend
from kb.search import SearchBackend
from kb.service import KnowledgeBase
from kb.settings import Settings
from kb.store import Store

__all__ = ["open_backend", "open_knowledge_base"]


def open_backend(settings: Settings) -> SearchBackend:
    """The search engine the settings name."""
    return EmbeddedBackend(settings.index_dir, os.cpu_count() or 1)


def open_knowledge_base(settings: Settings) -> KnowledgeBase:
    """The knowledge base for reading. Raises IndexMissing, DataTooNew or DataDamaged."""
    return KnowledgeBase(Store.open(settings.store_path), open_backend(settings))
