"""The knowledge base of this process, opened at the first request that needs it."""

import threading

from flask import current_app

from indexer.backends import open_knowledge_base
from kb.service import KnowledgeBase
from kb.settings import Settings

__all__ = ["LazyKnowledgeBase", "knowledge_base"]


class LazyKnowledgeBase:
    """Opens once; an opening that failed is tried again at the next request."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._opening = threading.Lock()
        self._opened: KnowledgeBase | None = None

    def get(self) -> KnowledgeBase:
        with self._opening:
            if self._opened is None:
                self._opened = open_knowledge_base(self._settings)
            return self._opened


def knowledge_base() -> KnowledgeBase:
    """The knowledge base of the current application. Raises a KbError when it cannot be opened."""
    holder: LazyKnowledgeBase = current_app.extensions["knowledge_base"]
    return holder.get()
