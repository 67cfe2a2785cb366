"""Who may write: one process at a time to a data directory, any number to a store on a server."""

import os
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from kb.errors import DataLocked, DataNotWritable
from kb.settings import Settings
from kb.store import Store

__all__ = ["index_lock", "store_lock", "writer_lock"]


def store_lock(settings: Settings) -> AbstractContextManager[None]:
    """Hold the store for writing, if it is a file. A database server puts its writers in order itself."""
    return nullcontext() if settings.database_url else writer_lock(settings)


def index_lock(settings: Settings, store: Store) -> AbstractContextManager[None]:
    """Wait until nobody else brings the same index up to date. The caller holds the lock of the store."""
    if not settings.database_url:
        return nullcontext()
    return store.alone() if settings.cluster else writer_lock(settings, timeout_seconds=-1)


@contextmanager
def writer_lock(settings: Settings, timeout_seconds: float = 0) -> Iterator[None]:
    """Hold the data directory for writing; the system lets go of it when the process ends, however it ends.

    Raises DataLocked, naming the holder, when another process has it so long (-1: waits as long as it takes),
    and DataNotWritable.
    """
    directory = settings.data_dir
    try:
        directory.mkdir(parents=True, exist_ok=True)
        lock = FileLock(directory / "writer.lock", timeout=timeout_seconds)
        lock.acquire()
    except Timeout as error:
        raise DataLocked(directory=str(directory), holder=_holder(directory)) from error
    except OSError as error:
        raise DataNotWritable(directory=str(directory)) from error
    try:
        _note(directory).write_text(_myself(), encoding="utf-8")
        yield
    finally:
        _note(directory).unlink(missing_ok=True)
        lock.release()


def _note(directory: Path) -> Path:
    return directory / "writer.holder"


def _myself() -> str:
    return f"PID {os.getpid()}, máy {socket.gethostname()}, từ {datetime.now():%H:%M %d/%m/%Y}"


def _holder(directory: Path) -> str:
    try:
        return _note(directory).read_text(encoding="utf-8")
    except OSError:
        return "không rõ"
