"""Index directories that replace one another whole: readers see the old one or the new one, never a half."""

import errno
import json
import os
import shutil
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
    """What an index says of itself: the schema it was written with and the store revision it stands for."""

    schema: str
    revision: int
    documents: int


@dataclass(frozen=True, slots=True)
class Generation:
    """One finished index directory."""

    path: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        return self.path.name


class Generations:
    """The numbered directories under `directory` and the pointer file that names the live one.

    Writing needs the writer's lock, held by the caller. Reading needs nothing: a reader that still has an
    older directory open keeps its files until it closes them.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def live_name(self) -> str | None:
        """The name of the live generation; cheap enough to ask before every search."""
        try:
            return (self._directory / _POINTER).read_text(encoding="ascii").strip() or None
        except FileNotFoundError:
            return None

    def live(self) -> Generation | None:
        """The live generation, or None when there is none that is whole."""
        name = self.live_name()
        if name is None:
            return None
        path = self._directory / name
        try:
            manifest = Manifest(**json.loads((path / _MANIFEST).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return Generation(path, manifest)

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

    def begin(self) -> Path:
        """A new empty directory beside the live one; what an interrupted run left behind is removed."""
        live = self.live_name()
        self._directory.mkdir(parents=True, exist_ok=True)
        for path in self._numbered():
            if live is None or int(path.name) > int(live):
                shutil.rmtree(path)
        path = self._directory / f"{int(live or 0) + 1:08d}"
        path.mkdir()
        return path

    def publish(self, path: Path, manifest: Manifest) -> None:
        """Sync `path` to disk and make it the live generation; older ones but the last are removed."""
        (path / _MANIFEST).write_text(json.dumps(asdict(manifest)), encoding="utf-8")
        for directory, _, names in os.walk(path):
            for name in names:
                _sync(Path(directory) / name)
            _sync(Path(directory))
        pointer = self._directory / f"{_POINTER}.new"
        pointer.write_text(path.name, encoding="ascii")
        _sync(pointer)
        pointer.replace(self._directory / _POINTER)
        _sync(self._directory)
        for older in self._numbered():
            # The last one stays: a reader may be about to open it.
            if int(older.name) < int(path.name) - 1:
                shutil.rmtree(older)

    def _numbered(self) -> list[Path]:
        return [path for path in self._directory.iterdir() if path.name.isdigit() and path.is_dir()]


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
