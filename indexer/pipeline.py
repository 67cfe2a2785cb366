"""Files into the store: the new and changed are read, the gone forgotten, and one bad file stops nothing.

A document is stored with all that was made of it in one transaction, batch by batch, so that an interrupted
run leaves whole documents behind and the next one goes on where it stopped.

Several runs may write to one store. Each looks again, under the store's lock, at the documents it is about to
replace or forget: what another has stored since this one began is left as it is.
"""

import hashlib
import logging
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indexer.analyst import in_batches
from indexer.discovery import SourceFile, discover
from indexer.extract import Original, read_originals
from indexer.fingerprint import PIPELINE, fingerprint
from indexer.records import make_record
from kb.errors import IdClash, InputError, NothingToIndex
from kb.record import Record
from kb.store import FileState, Origin, Store, StoredOriginal

__all__ = ["Summary", "ingest"]

log = logging.getLogger(__name__)

Result = Record | InputError


@dataclass(slots=True)
class Summary:
    """What a run did: counts of documents, and every input that failed with its reason."""

    added: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    errors: list[InputError] = field(default_factory=list)

    @property
    def has_changes(self) -> bool:
        return bool(self.added or self.updated or self.removed)


def ingest(
    store: Store,
    roots: Iterable[Path],
    *,
    max_bytes: int,
    jobs: int | None = None,
    advanced: Callable[[int], None] = lambda count: None,
) -> Summary:
    """Bring the store up to date with the files at and under `roots`.

    `jobs` processes analyse documents (default: one a core). `advanced` is told of every document done.
    """
    run = _Run(store, max_bytes, advanced)
    roots = list(roots)
    run.look_up(roots)
    for batch, results in in_batches(_make_records, run.pending(roots), jobs or os.cpu_count() or 1):
        run.keep(batch, results)
    run.finish()
    return run.summary


@dataclass(frozen=True, slots=True)
class _Pending:
    """An original to be analysed, with the file it stands in."""

    original: Original
    digest: str
    path: str


class _Run:
    """One pass over the files: what the store knew before, and what was met since."""

    def __init__(self, store: Store, max_bytes: int, advanced: Callable[[int], None]) -> None:
        self.summary = Summary()
        self._store = store
        self._max_bytes = max_bytes
        self._advanced = advanced
        self._pipeline = fingerprint(PIPELINE)
        self._revision = store.revision()
        self._file_states: dict[str, FileState] = {}
        self._known: dict[str, dict[str, str]] = defaultdict(dict)
        self._documents: dict[str, set[str]] = defaultdict(set)
        self._met: dict[str, str] = {}
        self._whole: dict[str, SourceFile] = {}
        self._missing: set[str] = set()

    def look_up(self, roots: Iterable[Path]) -> None:
        """Learn what the store holds of the files at and under `roots`."""
        for root in map(_absolute, roots):
            self._file_states |= self._store.file_states(root)
            for origin in self._store.origins(root):
                self._documents[origin.path].add(origin.doc_id)
                if origin.pipeline == self._pipeline:
                    self._known[origin.path][origin.digest] = origin.doc_id

    def pending(self, roots: Iterable[Path]) -> Iterator[_Pending]:
        """Originals that must be analysed. Files that look the same as before are not opened."""
        for root in roots:
            files = []
            for found in discover(root):
                if isinstance(found, InputError):
                    self.summary.errors.append(found)
                else:
                    files.append(found)
            self._note_missing(root, files)
            for file in files:
                yield from self._pending_in(file)

    def keep(self, batch: Sequence[_Pending], results: Sequence[Result]) -> None:
        """Store the records of a batch in one transaction, and note what failed."""
        made: list[tuple[_Pending, Record]] = []
        for pending, result in zip(batch, results, strict=True):
            if isinstance(result, InputError):
                self._fail(pending.path, result)
            else:
                made.append((pending, result))
        with self._store.write() as writer:
            held = writer.origins({record.document.doc_id for _, record in made})
            writer.put([entry for each in made if (entry := self._entry(*each, held))], self._pipeline)
        self._advanced(len(batch))

    def _entry(
        self, pending: _Pending, record: Record, held: Mapping[str, Origin]
    ) -> tuple[Record, StoredOriginal] | None:
        """What is to be stored of a record; None when its id is taken, or another run was here before."""
        doc_id = record.document.doc_id
        origin = held.get(doc_id)
        if holder := self._met.get(doc_id) or self._other_file(origin, pending.path):
            original = pending.original
            self._fail(pending.path, IdClash(path=original.path, other_path=_shown(holder), doc_id=doc_id))
            return None
        self._met[doc_id] = pending.path
        if origin and origin.revision > self._revision:
            self._leave(origin, pending)
            return None
        self.summary.updated += origin is not None
        self.summary.added += origin is None
        return record, _stored(pending)

    def finish(self) -> None:
        """Forget what is gone and remember the files that were read whole."""
        gone = [doc_id for path in self._missing for doc_id in self._documents[path]]
        for path in self._whole:
            gone += self._documents[path]
        with self._store.write() as writer:
            held = writer.origins(doc_id for doc_id in set(gone) if doc_id not in self._met)
            gone = [doc_id for doc_id, origin in held.items() if origin.revision <= self._revision]
            writer.delete(gone)
            writer.forget_files(sorted(self._missing))
            writer.remember_files([self._state(path, file) for path, file in self._whole.items()])
        self.summary.removed = len(gone)
        is_placed = False
        while not is_placed:
            with self._store.write() as writer:
                is_placed = not writer.place_stories()

    def _note_missing(self, root: Path, files: Sequence[SourceFile]) -> None:
        """Documents whose file stood under `root` and does not any more will be forgotten at the end."""
        if not root.exists():
            return
        absolute = _absolute(root)
        present = {_absolute(file.path) for file in files}
        known = {path for path in self._documents if path == absolute or path.startswith(absolute + os.sep)}
        self._missing |= known - present
        if not files and not known:
            self.summary.errors.append(NothingToIndex(path=str(root)))

    def _pending_in(self, file: SourceFile) -> Iterator[_Pending]:
        path = _absolute(file.path)
        if path in self._whole:
            return
        if self._file_states.get(path) == self._state(path, file):
            self._met.update(dict.fromkeys(self._documents[path], path))
            self.summary.unchanged += len(self._documents[path])
            return
        self._whole[path] = file
        try:
            for original in read_originals(file.path, self._max_bytes):
                if isinstance(original, InputError):
                    self._fail(path, original)
                elif pending := self._unless_known(path, original):
                    yield pending
        except InputError as error:
            self._fail(path, error)

    def _unless_known(self, path: str, original: Original) -> _Pending | None:
        digest = hashlib.sha256(original.content).hexdigest()
        doc_id = self._known[path].get(digest)
        if doc_id is None or doc_id in self._met:
            return _Pending(original, digest, path)
        self._met[doc_id] = path
        self.summary.unchanged += 1
        return None

    def _other_file(self, origin: Origin | None, path: str) -> str | None:
        """The file a document comes from, if that is another one and still there."""
        if origin is None or origin.path == path or origin.path in self._missing:
            return None
        return origin.path if Path(origin.path).exists() else None

    def _leave(self, origin: Origin, pending: _Pending) -> None:
        """Another run has stored this document meanwhile. If what it read was not the same, the file will be
        opened again next time."""
        self.summary.unchanged += 1
        if origin.digest != pending.digest:
            self._whole.pop(pending.path, None)

    def _fail(self, path: str, error: InputError) -> None:
        """Note an error; what the store holds of that file is kept until it can be read again."""
        self.summary.errors.append(error)
        self._whole.pop(path, None)
        log.warning("%s: %s", type(error).__name__, error)

    def _state(self, path: str, file: SourceFile) -> FileState:
        return FileState(path, _absolute(file.root), file.size_bytes, file.modified_ns, self._pipeline)


def _make_records(batch: Sequence[_Pending]) -> list[Result]:
    return [make_record(pending.original) for pending in batch]


def _absolute(path: Path) -> str:
    """The path as the store names it: a link is a place of its own, a name on disk need not be Unicode."""
    return os.fsencode(os.path.abspath(path)).decode(errors="backslashreplace")  # noqa: PTH100


def _shown(path: str) -> str:
    """A stored path as short as it can be said from here."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative


def _stored(pending: _Pending) -> StoredOriginal:
    return StoredOriginal(pending.path, pending.original.suffix, pending.digest, pending.original.content)
