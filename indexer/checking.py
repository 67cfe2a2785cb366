"""Does everything that is stored still hold together?"""

from collections.abc import Iterator
from dataclasses import dataclass

from kb.errors import SearchUnavailable
from kb.model import Evidence
from kb.record import Record
from kb.search import SearchBackend
from kb.store import Store

__all__ = ["Problem", "find_problems"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not hold: a code, and the document, model or reason it is about."""

    code: str
    subject: str = ""


def find_problems(store: Store, backend: SearchBackend) -> list[Problem]:
    """Everything wrong, the database first; empty when all is well.

    Every quoted piece of evidence is compared with the text it was cut from, and the documents of the index
    with those of the store.
    """
    problems = [Problem("store", reason) for reason in store.integrity_errors()]
    for record in store.records(store.doc_ids()):
        problems += [Problem("evidence", subject) for subject in _false_evidence(record)]
    return problems + list(_index_problems(store, backend))


def _index_problems(store: Store, backend: SearchBackend) -> Iterator[Problem]:
    live = backend.revision()
    if live is None:
        yield Problem("index_missing")
        return
    if live != store.revision():
        yield Problem("index_stale")
    try:
        indexed, stored = backend.doc_ids(), frozenset(store.doc_ids())
    except SearchUnavailable:
        yield Problem("index_missing")
        return
    yield from (Problem("not_indexed", doc_id) for doc_id in sorted(stored - indexed))
    yield from (Problem("not_stored", doc_id) for doc_id in sorted(indexed - stored))


def _false_evidence(record: Record) -> Iterator[str]:
    text = record.document.text
    for model in record.models:
        pieces: list[Evidence] = [model.evidence, *(figure.evidence for figure in model.figures.values())]
        pieces += [answer.evidence for answer in model.answers]
        if any(piece.span.cut(text) != piece.quote for piece in pieces):
            yield model.model_id
    for indicator in record.indicators:
        if indicator.evidence.span.cut(text) != indicator.evidence.quote:
            yield f"{indicator.doc_id}: {indicator.name}"
