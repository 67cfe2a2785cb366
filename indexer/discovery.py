"""Which files under a path are documents."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.extract import SUFFIXES
from kb.errors import FileUnreadable, FormatUnsupported, InputError, PathMissing

__all__ = ["SourceFile", "discover"]

_NOT_DOCUMENTS = ("readme", "license", "notice", "changelog", "manifest")
"""Files about a folder rather than in it; a corpus kept under version control has them."""

_FOREIGN = frozenset(
    (".doc", ".rtf", ".odt", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".odp", ".epub", ".zip", ".rar", ".7z")
)
"""Formats that hold documents which cannot be read here: named, so that nobody believes them indexed.
Anything else that is no document (pictures, scripts, system files) is passed over in silence."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: where it is, the path it was found under, and how it looks from outside."""

    path: Path
    root: Path
    size_bytes: int
    modified_ns: int


def discover(root: Path) -> Iterator[SourceFile | InputError]:
    """The documents at or under `root` in a stable order, and errors for what cannot be one.

    A file named directly is always tried. Hidden files and folders are not entered. Yields a PathMissing
    when there is nothing at `root`.
    """
    if not root.exists():
        yield PathMissing(path=str(root))
    elif root.is_dir():
        yield from _in_folder(root)
    else:
        yield _source_file(root, root)


def _in_folder(root: Path) -> Iterator[SourceFile | InputError]:
    errors: list[InputError] = []

    def refused(error: OSError) -> None:
        errors.append(FileUnreadable(path=str(error.filename), reason=error.strerror))

    for directory, folders, names in os.walk(root, onerror=refused):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if found := _classified(Path(directory) / name, root):
                yield found
    yield from errors


def _classified(path: Path, root: Path) -> SourceFile | InputError | None:
    if path.name.startswith((".", "~$")) or path.stem.lower() in _NOT_DOCUMENTS:
        return None
    name = path.name.lower()
    if name.endswith(tuple(SUFFIXES)):
        return _source_file(path, root)
    return FormatUnsupported(path=str(path), suffix=path.suffix) if path.suffix.lower() in _FOREIGN else None


def _source_file(path: Path, root: Path) -> SourceFile | InputError:
    try:
        status = path.stat()
    except OSError as error:
        return FileUnreadable(path=str(path), reason=error.strerror)
    return SourceFile(path, root, status.st_size, status.st_mtime_ns)
