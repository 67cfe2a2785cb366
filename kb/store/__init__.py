"""The store, through SQLAlchemy: the one truth that everything else is derived from.

A file of SQLite for one machine, or a database of PostgreSQL that several machines share.
"""

from kb.store.store import Store
from kb.store.writer import FileState, Origin, StoredOriginal, StoreWriter

__all__ = ["FileState", "Origin", "Store", "StoreWriter", "StoredOriginal"]
