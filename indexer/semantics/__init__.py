"""Meaning, an optional extra: dense vectors of passages, mixed into the order of the best results."""

from indexer.semantics.backend import SemanticBackend
from indexer.semantics.embedding import embed_documents, start_embedding
from indexer.semantics.encoder import Encoder
from indexer.semantics.vectors import VectorStore

__all__ = ["Encoder", "SemanticBackend", "VectorStore", "embed_documents", "start_embedding"]
