"""What an index on a cluster is made of: its settings and fields, and a document as it is sent.

A term's frequency is not sent as it is but as its finished share of a BM25 score, f / (f + norm), in
65536ths: the cluster then only adds up weights times shares. Lucene keeps the length of a document in one
byte, and documents that differ by a tenth in length would score the same; so they score as in the embedded
engine.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from indexer.analysis import STREAMS, Token
from indexer.entry_terms import MAX_FREQUENCY, EntryTerms
from indexer.fingerprint import fingerprint
from indexer.normalize import normalize_syllable
from indexer.scoring import length_norms
from indexer.vocabulary import is_listed
from kb.search import FACETS, IndexEntry

__all__ = [
    "VERSION",
    "content_digest",
    "document_key",
    "document_source",
    "index_body",
    "indexed_term",
    "mean_length",
]

VERSION = fingerprint(
    ("analysis.py", "normalize.py", "segmenter", "entry_terms.py", "opensearch_mapping.py", "scoring.py")
)
"""Kept with an index; one with another version is not searched but built again."""

_SCALE = 65536
_MAX_TERM_LENGTH = 250
"""Characters. The whitespace tokenizer cuts terms longer than 255 in two."""

_GAP = "."
"""Stands for a position without a term, such as the end of a sentence."""

_DELETES_KEPT = "12h"
"""How long the version of a deleted document is remembered, so that a slow writer cannot bring it back."""


def index_body(shards: int, replicas: int, meta: Mapping[str, Any]) -> dict[str, Any]:
    """Settings and mappings of a new index.

    It is refreshed when a batch is complete and never in between, so that a batch appears as one.
    """
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            "refresh_interval": "-1",
            "gc_deletes": _DELETES_KEPT,
            "similarity": {"share": {"type": "scripted", "script": {"source": _SIMILARITY}}},
            "analysis": {
                "analyzer": {
                    "terms": {"tokenizer": "whitespace", "filter": ["delimited_term_freq"]},
                    "sequence": {"tokenizer": "whitespace", "filter": ["gaps"]},
                },
                "filter": {"gaps": {"type": "stop", "stopwords": [_GAP]}},
            },
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": dict(meta),
            "_source": {"includes": ["digest"]},
            "properties": _properties(),
        },
    }


_SIMILARITY = f"return query.boost * doc.freq / {_SCALE}.0"


def _properties() -> dict[str, Any]:
    ranked = {
        "type": "text",
        "analyzer": "terms",
        "similarity": "share",
        "norms": False,
        "index_options": "freqs",
    }
    values = {"type": "keyword", "index": False}
    return {
        **dict.fromkeys(STREAMS, ranked),
        "sequence": {
            "type": "text",
            "analyzer": "sequence",
            "norms": False,
            "index_options": "positions",
        },
        "facets": {"properties": {facet: {"type": "keyword"} for facet in FACETS}},
        "day": {"type": "integer", "index": False},
        "doc_id": values,
        "written": values,
        "digest": {**values, "doc_values": False},
    }


def document_key(doc_id: str) -> str:
    """The cluster's own id of a document: ours may be longer than it allows."""
    return hashlib.blake2b(doc_id.encode(), digest_size=16).hexdigest()


def content_digest(entry: IndexEntry) -> str:
    """Tells whether a document is in an index exactly so."""
    content = [entry.title, entry.text, str(entry.published), sorted(entry.facets.items())]
    return hashlib.blake2b(json.dumps(content).encode(), digest_size=16).hexdigest()


def mean_length(entries: Sequence[IndexEntry]) -> float:
    """Syllables a document, at least 1. There is at least one document."""
    lengths = [EntryTerms(entry).stream_counts("syllables").total() for entry in entries]
    return max(sum(lengths) / len(lengths), 1.0)


def document_source(entry: IndexEntry, mean: float) -> dict[str, Any]:
    """A document as it is sent; `mean` is the length that scores are made for."""
    terms = EntryTerms(entry)
    counts = terms.counts()
    norm = float(length_norms(np.array([counts["syllables"].total()]), mean)[0])
    source: dict[str, Any] = {stream: _shares(counts[stream], norm) for stream in STREAMS}
    if entry.published:
        source["day"] = entry.published.toordinal()
    return {
        **source,
        "sequence": _in_places(terms.sequence()),
        "facets": {facet: list(values) for facet, values in entry.facets.items()},
        "doc_id": entry.doc_id,
        "written": _spellings(terms.written()),
        "digest": content_digest(entry),
    }


def indexed_term(term: str) -> str:
    """A term as the cluster has it."""
    return term[:_MAX_TERM_LENGTH]


def _shares(counts: Counter[str], norm: float) -> str:
    """Each term with its share of a full score: "bò|43690 nuôi|32768"."""
    frequencies = ((term, min(count, MAX_FREQUENCY)) for term, count in counts.items())
    return " ".join(
        f"{indexed_term(term)}|{max(round(_SCALE * count / (count + norm)), 1)}"
        for term, count in frequencies
    )


def _in_places(tokens: Iterable[Token]) -> str:
    """Unmarked syllables one a position: "ho ngheo . nuoi bo". Of a document number the parts count."""
    terms = {token.position: token.term for token in tokens}
    places = range(max(terms, default=-1) + 1)
    return " ".join(indexed_term(terms[place]) if place in terms else _GAP for place in places)


def _spellings(written: Iterable[str]) -> list[str]:
    """The words of a document in small letters, each index form in its most frequent spelling."""
    by_form: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word, count in Counter(word.lower() for word in written if is_listed(word)).items():
        by_form[normalize_syllable(word)][word] += count
    return [found.most_common(1)[0][0] for found in by_form.values()]
