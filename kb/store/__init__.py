"""The store: SQLite through SQLAlchemy, the one truth that everything else is derived from."""

from kb.store.store import Origin, Store
from kb.store.writer import FileState, StoredOriginal, StoreWriter

__all__ = ["FileState", "Origin", "Store", "StoreWriter", "StoredOriginal"]
