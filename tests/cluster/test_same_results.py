"""The corpus on a cluster of three parts answers as the embedded engine does."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

import pytest

from indexer.backends import open_backend
from indexer.normalize import fold_diacritics
from indexer.opensearch_backend import OpenSearchBackend
from indexer.reindex import refresh_index
from kb.search import Filters, SearchBackend, SearchRequest
from kb.service import KnowledgeBase
from kb.settings import ClusterSettings, Settings
from kb.store import Store
from tests.cluster.nodes import TestCluster
from tests.quality.test_search_quality import QUERIES

TYPED = ('"bò sinh sản" hộ nghèo', "nuôi bò -trâu", "dê OR cừu", "-bò", "", "xyzzyq")
REQUESTS = [
    SearchRequest(text=text) for text in (*QUERIES.values(), *map(fold_diacritics, QUERIES.values()), *TYPED)
] + [
    SearchRequest(text="nuôi bò", sort="newest"),
    SearchRequest(text="giảm nghèo", sort="oldest", page=3),
    SearchRequest(text="nuôi bò", filters=Filters({"kind": ("news",)}, (2021, 2023))),
    SearchRequest(text="mô hình", filters=Filters({"province": ("Hà Giang", "Lào Cai")})),
    SearchRequest(text="nuôi bò", exact=True, page=2),
]

SMALL = 1e-4
"""Scores are told in 32 bits by a cluster, and shares of them kept in 16."""


@pytest.fixture(scope="module")
def both(corpus_settings: Settings, cluster: TestCluster) -> Iterator[tuple[KnowledgeBase, KnowledgeBase]]:
    settings = ClusterSettings(cluster.addresses, index="test-corpus", shards=3)
    stores = [Store.open(corpus_settings) for _ in range(2)]
    engines: Sequence[SearchBackend] = (open_backend(corpus_settings), OpenSearchBackend(settings))
    refresh_index(stores[1], engines[1])
    embedded, distributed = map(KnowledgeBase, stores, engines)
    with closing(embedded), closing(distributed):
        yield embedded, distributed
    with cluster.client() as client:
        client.indices.delete(index="test-corpus-*")


def groups(hits: Sequence[tuple[str, float]]) -> list[set[str]]:
    """Ids in order of score, those of equal scores together."""
    found: list[set[str]] = []
    last = float("inf")
    for doc_id, score in hits:
        if last - score > SMALL * max(score, 1.0):
            found.append(set())
        found[-1].add(doc_id)
        last = score
    return found


@pytest.mark.parametrize("part", range(8))
def test_the_same_documents_come_first_in_the_same_order_with_the_same_counts(
    both: tuple[KnowledgeBase, KnowledgeBase], part: int
) -> None:
    for request in REQUESTS[part::8]:
        wanted, found = (kb.search(replace(request, page_size=11)) for kb in both)
        assert found.total == wanted.total, request
        assert found.facets == wanted.facets, request
        ranked = [[(hit.doc_id, hit.score) for hit in page.hits] for page in (wanted, found)]
        if request.sort != "relevance":
            assert [doc_id for doc_id, _ in ranked[1]] == [doc_id for doc_id, _ in ranked[0]], request
            continue
        assert [score for _, score in ranked[1]] == pytest.approx([s for _, s in ranked[0]], rel=SMALL)
        # Of documents that share the last score any may have come in.
        assert groups(ranked[1])[:-1] == groups(ranked[0])[:-1], request


def test_the_same_passages_proposals_and_offers_are_shown(
    both: tuple[KnowledgeBase, KnowledgeBase],
) -> None:
    for text in ("nuoi de o Ha Giang", "trồng nhản Idol", "heo đen bản địa", "HTX dệt thổ cẩm"):
        wanted, found = (kb.search(SearchRequest(text=text)) for kb in both)
        for name in ("did_you_mean", "offers", "additions", "notes"):
            assert getattr(found, name) == getattr(wanted, name), (text, name)
        assert [hit.fragments for hit in found.hits] == [hit.fragments for hit in wanted.hits]
