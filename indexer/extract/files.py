"""Files → originals: whole files, and JSONL files line by line, never more in memory than the limit."""

import gzip
import lzma
import stat
import zlib
from collections.abc import Callable, Iterator
from io import BufferedReader
from itertools import count
from pathlib import Path

from indexer.extract.original import Original
from kb.errors import (
    ArchiveDangerous,
    FileBroken,
    FileEmpty,
    FileTooLarge,
    FileUnreadable,
    FormatUnsupported,
    InputError,
    PathMissing,
    TextMissing,
)

__all__ = ["SUFFIXES", "read_originals"]

_Stream = BufferedReader | gzip.GzipFile | lzma.LZMAFile


def _open(path: Path) -> BufferedReader:
    return path.open("rb")


_LINE_OPENERS: dict[str, Callable[[Path], _Stream]] = {
    ".jsonl": _open,
    ".jsonl.gz": gzip.GzipFile,
    ".jsonl.xz": lzma.LZMAFile,
}
SUFFIXES = (".md", ".txt", ".html", ".htm", ".docx", ".pdf", *_LINE_OPENERS)
"""Endings of the names of files that can be read, in small letters."""

_MOST_UNPACKED = 100
"""How many times its own size a collection may unpack to: articles reach 10, a bomb 1000."""


def read_originals(path: Path, max_bytes: int) -> Iterator[Original | InputError]:
    """The documents of one file in order, and in their place an error for each that cannot be had.

    A document of more than `max_bytes` is refused unread. A JSONL file may be larger, its lines may not.
    """
    try:
        yield from _read(path, max_bytes)
    except InputError as error:
        yield error
    except FileNotFoundError:
        yield PathMissing(path=str(path))
    except (EOFError, gzip.BadGzipFile, zlib.error, lzma.LZMAError) as error:
        yield FileBroken(path=str(path), reason=str(error))
    except OSError as error:
        yield FileUnreadable(path=str(path), reason=error.strerror or str(error))


def _read(path: Path, max_bytes: int) -> Iterator[Original | InputError]:
    status = path.stat()
    suffix = next((known for known in SUFFIXES if path.name.lower().endswith(known)), None)
    if suffix is None:
        raise FormatUnsupported(path=str(path), suffix=path.suffix)
    if not stat.S_ISREG(status.st_mode):
        raise FileUnreadable(path=str(path), reason="not a regular file")
    if not status.st_size:
        raise FileEmpty(path=str(path))
    if suffix in _LINE_OPENERS:
        with _LINE_OPENERS[suffix](path) as stream:
            limit = max(max_bytes, _MOST_UNPACKED * status.st_size)
            yield from _read_lines(path, _LineStream(stream, path, limit), max_bytes)
    elif status.st_size > max_bytes:
        raise FileTooLarge(path=str(path), size_bytes=status.st_size, limit_bytes=max_bytes)
    else:
        yield Original(str(path), path.read_bytes(), suffix)


def _read_lines(path: Path, stream: "_LineStream", max_bytes: int) -> Iterator[Original | InputError]:
    is_blank = True
    for number in count(1):
        line = stream.read_line(max_bytes + 1)
        if not line:
            break
        name, content = f"{path}:{number}", line.strip()
        if len(content) > max_bytes:
            size = len(line) + stream.skip_line()
            yield FileTooLarge(path=name, line=number, size_bytes=size, limit_bytes=max_bytes)
        elif content:
            yield Original(name, content, ".jsonl", number)
        is_blank = is_blank and not content
    if is_blank:
        raise TextMissing(path=str(path))


class _LineStream:
    """Lines as they are unpacked, until there are more bytes than an honest file has."""

    def __init__(self, stream: _Stream, path: Path, limit_bytes: int) -> None:
        self._stream = stream
        self._path = path
        self._limit_bytes = limit_bytes
        self._size_bytes = 0

    def read_line(self, most_bytes: int) -> bytes:
        """The next line, or as much of it as `most_bytes` allows; empty at the end."""
        line = self._stream.readline(most_bytes)
        self._size_bytes += len(line)
        if self._size_bytes > self._limit_bytes:
            raise ArchiveDangerous(
                path=str(self._path), size_bytes=self._size_bytes, limit_bytes=self._limit_bytes
            )
        return line

    def skip_line(self) -> int:
        """Pass over the rest of a line; its length in bytes."""
        size = 0
        while chunk := self.read_line(1_000_000):
            size += len(chunk)
            if chunk.endswith(b"\n"):
                break
        return size
