"""Other search engines, each as its makers ship it: documents in, one ranking for each query out."""

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence

import bm25s
import tantivy
from pyvi import ViTokenizer

# The product has Whoosh behind indexer/whoosh_index.py alone; here Whoosh is what it is compared with.
from whoosh import fields, qparser, scoring
from whoosh.analysis import StandardAnalyzer
from whoosh.filedb.filestore import RamStorage

__all__ = ["BASELINES", "DEPTH", "Ranking", "Searcher"]

DEPTH = 100
"""Results a query; the measures look at the first 20."""

Ranking = Sequence[tuple[str, float]]
"""(doc_id, score), best first."""

Searcher = Callable[[str], Ranking]

_WORD = re.compile(r"\w+")


def _syllables(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _pyvi_words(text: str) -> list[str]:
    """Words (từ) of pyvi, which is given the text in its own case."""
    return [word.lower() for word in ViTokenizer.tokenize(text).split() if _WORD.search(word)]


def _whoosh(documents: Mapping[str, str]) -> Searcher:
    """Whoosh with its StandardAnalyzer and BM25F; a query asks for any of its words."""
    schema = fields.Schema(doc_id=fields.ID(stored=True), text=fields.TEXT(analyzer=StandardAnalyzer()))
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for doc_id, text in documents.items():
        writer.add_document(doc_id=doc_id, text=text)
    writer.commit()
    searcher = index.searcher(weighting=scoring.BM25F())
    parser = qparser.QueryParser("text", schema, plugins=[], group=qparser.OrGroup)

    def search(query: str) -> Ranking:
        hits = searcher.search(parser.parse(query), limit=DEPTH)
        return [(hit["doc_id"], hit.score) for hit in hits]

    return search


def _sqlite(remove_diacritics: int) -> Callable[[Mapping[str, str]], Searcher]:
    """SQLite FTS5 with unicode61; 2 takes the marks off, though not off đ."""

    def build(documents: Mapping[str, str]) -> Searcher:
        database = sqlite3.connect(":memory:")
        database.execute(
            "CREATE VIRTUAL TABLE documents USING fts5(doc_id UNINDEXED, text, "
            f"tokenize = 'unicode61 remove_diacritics {remove_diacritics}')"
        )
        database.executemany("INSERT INTO documents VALUES (?, ?)", documents.items())

        def search(query: str) -> Ranking:
            match = " OR ".join(f'"{word}"' for word in _WORD.findall(query))
            rows = database.execute(
                "SELECT doc_id, -rank FROM documents WHERE documents MATCH ? ORDER BY rank LIMIT ?",
                (match, DEPTH),
            )
            return rows.fetchall()

        return search

    return build


def _tantivy(documents: Mapping[str, str]) -> Searcher:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("doc_id", stored=True, tokenizer_name="raw")
    builder.add_text_field("text")
    index = tantivy.Index(builder.build())
    writer = index.writer()
    for doc_id, text in documents.items():
        writer.add_document(tantivy.Document(doc_id=doc_id, text=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(query: str) -> Ranking:
        # Words only, in lower case: the query language of Tantivy is not what is measured.
        parsed = index.parse_query(" ".join(_syllables(query)), ["text"])
        hits = searcher.search(parsed, limit=DEPTH).hits
        return [(searcher.doc(address)["doc_id"][0], score) for score, address in hits]

    return search


def _bm25s(tokenize: Callable[[str], list[str]]) -> Callable[[Mapping[str, str]], Searcher]:
    def build(documents: Mapping[str, str]) -> Searcher:
        doc_ids = list(documents)
        index = bm25s.BM25(k1=1.5, b=0.75)
        index.index([tokenize(text) for text in documents.values()], show_progress=False)
        known = set(index.vocab_dict)

        def search(query: str) -> Ranking:
            terms = [term for term in tokenize(query) if term in known]
            if not terms:
                return []
            depth = min(DEPTH, len(doc_ids))
            rows, scores = index.retrieve([terms], k=depth, show_progress=False)
            found = zip(rows[0], scores[0], strict=True)
            return [(doc_ids[row], float(score)) for row, score in found if score > 0]

        return search

    return build


BASELINES: Mapping[str, Callable[[Mapping[str, str]], Searcher]] = {
    "Whoosh, own analyzer": _whoosh,
    "SQLite FTS5, marks kept": _sqlite(0),
    "SQLite FTS5, marks removed": _sqlite(2),
    "Tantivy": _tantivy,
    "bm25s, syllables": _bm25s(_syllables),
    "bm25s, pyvi words": _bm25s(_pyvi_words),
}
"""Name → documents by doc_id → search."""
