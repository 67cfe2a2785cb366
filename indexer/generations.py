"""Index directories that replace one another whole: readers see the old one or the new one, never a half."""

import errno
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from kb.errors import DataNotWritable, DiskFull

__all__ = ["Generation", "Generations", "Manifest"]

_POINTER = "CURRENT"
_MANIFEST = "manifest.json"
_FULL = (errno.ENOSPC, errno.EDQUOT)
_READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index says of itself: the version it was written with, the store revision it stands for, the
    number of documents, and the names of its segments in the order of their rows."""

    version: str
    revision: int
    documents: int
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Generation:
    """One finished index: its directory and what it says of itself."""

    path: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        return self.path.name


class Generations:
    """The numbered generations under `directory`, the segments they share, and the pointer to the live one.

    Writing needs the writer's lock, held by the caller. Reading needs nothing: a reader that still has an
    older generation open keeps its files until it closes them.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._segments = directory / "segments"

    def segment_path(self, name: str) -> Path:
        return self._segments / name

    def new_segment(self) -> Path:
        """Where a segment can be built; it is kept if a published generation names it."""
        self._segments.mkdir(parents=True, exist_ok=True)
        return self._segments / uuid.uuid4().hex

    def live_name(self) -> str | None:
        """The name of the live generation; cheap enough to ask before every search."""
        try:
            return (self._directory / _POINTER).read_text(encoding="ascii").strip() or None
        except FileNotFoundError:
            return None

    def live(self) -> Generation | None:
        """The live generation, or None when there is none that is whole."""
        name = self.live_name()
        return self._read(self._directory / name) if name else None

    @contextmanager
    def begin(self) -> Iterator[Path]:
        """A directory for the next generation; it is gone again unless it was published."""
        self._directory.mkdir(parents=True, exist_ok=True)
        self._prune()
        path = self._directory / f"{int(self.live_name() or 0) + 1:08d}"
        path.mkdir()
        try:
            yield path
        finally:
            self._prune()

    def publish(self, path: Path, manifest: Manifest) -> None:
        """Sync everything the generation is made of to disk and make it the live one."""
        (path / _MANIFEST).write_text(json.dumps(asdict(manifest)), encoding="utf-8")
        for directory in (path, *map(self.segment_path, manifest.segments)):
            for file in directory.iterdir():
                _sync(file)
            _sync(directory)
        pointer = self._directory / f"{_POINTER}.new"
        pointer.write_text(path.name, encoding="ascii")
        _sync(pointer)
        pointer.replace(self._directory / _POINTER)
        _sync(self._directory)

    @contextmanager
    def translated_errors(self) -> Iterator[None]:
        """Turn a full or read-only disk into the product's errors."""
        try:
            yield
        except OSError as error:
            if error.errno in _FULL:
                raise DiskFull(directory=str(self._directory)) from error
            if error.errno in _READ_ONLY:
                raise DataNotWritable(directory=str(self._directory)) from error
            raise

    def _read(self, path: Path) -> Generation | None:
        try:
            values = json.loads((path / _MANIFEST).read_text(encoding="utf-8"))
            return Generation(path, Manifest(**{**values, "segments": tuple(values["segments"])}))
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def _prune(self) -> None:
        """Remove what no reader needs: all generations but the live one and the one before it, which a reader
        may be about to open, and every segment that neither names."""
        live = int(self.live_name() or 0)
        kept: set[str] = set()
        for path in self._directory.iterdir():
            if path.name.isdigit() and int(path.name) not in (live, live - 1):
                shutil.rmtree(path)
            elif path.name.isdigit() and (generation := self._read(path)):
                kept |= set(generation.manifest.segments)
        for path in self._segments.iterdir() if self._segments.exists() else ():
            if path.name not in kept:
                shutil.rmtree(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
