"""One writer at a time: whoever changes the data directory holds its lock."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from kb.errors import DataLocked, DataNotWritable
from kb.settings import Settings

__all__ = ["writer_lock"]


@contextmanager
def writer_lock(settings: Settings) -> Iterator[None]:
    """Hold the data directory for writing; the system lets go of it when the process ends, however it ends.

    Raises DataLocked, naming the holder, when another process has it, and DataNotWritable.
    """
    directory = settings.data_dir
    try:
        directory.mkdir(parents=True, exist_ok=True)
        lock = FileLock(directory / "writer.lock", timeout=0)
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
