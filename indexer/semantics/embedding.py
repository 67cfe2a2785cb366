"""Making the vectors of all passages: slow work that may be stopped at any time and goes on where it was."""

import hashlib
import subprocess
import sys
from collections.abc import Callable, Sequence

from indexer.entry_terms import own_title
from indexer.semantics.encoder import ENCODER_NAME, Encoder
from indexer.semantics.vectors import VectorStore
from kb.record import Record
from kb.settings import Settings
from kb.store import Store

__all__ = ["embed_documents", "start_embedding"]


def embed_documents(
    store: Store, vectors: VectorStore, encoder: Encoder, advanced: Callable[[int], None] = lambda count: None
) -> int:
    """Bring the vectors up to the store; how many documents that took.

    Documents whose passages are as they were keep their vectors. `advanced` is told of every document.
    """
    vectors.discard_if_damaged()
    digests, doc_ids = vectors.digests(), store.doc_ids()
    vectors.delete(digests.keys() - set(doc_ids))
    encoded = 0
    for record in store.records(doc_ids):
        doc_id, texts = record.document.doc_id, _texts(record)
        digest = _digest(texts)
        if texts and digests.get(doc_id) != digest:
            vectors.put(doc_id, digest, encoder.encode_passages(texts))
            encoded += 1
        advanced(1)
    return encoded


def start_embedding(settings: Settings) -> None:
    """Have `kb embed` do the work in a process of its own, which goes on when this one ends."""
    with settings.vectors_path.with_suffix(".log").open("wb") as log:
        subprocess.Popen(
            [sys.executable, "-m", "indexer", "--data", str(settings.data_dir), "embed"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _texts(record: Record) -> list[str]:
    """What is encoded: each passage under the title of its document, which says what it is about."""
    document = record.document
    title = own_title(document.title, document.text)
    return [f"{title}\n{passage.span.cut(document.text)}".strip() for passage in record.passages]


def _digest(texts: Sequence[str]) -> bytes:
    whole = "\0".join((ENCODER_NAME, *texts))
    return hashlib.blake2b(whole.encode(), digest_size=16).digest()
