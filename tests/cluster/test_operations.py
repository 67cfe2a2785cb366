"""An index on a cluster from its making to its end: swapped, interrupted, written to by several at once."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import replace
from multiprocessing import get_context

import pytest

from indexer import opensearch_backend, opensearch_versions, opensearch_writer
from indexer.opensearch_backend import OpenSearchBackend
from kb.errors import ClusterSlow, DocumentsRejected, IndexOutdated, SearchUnavailable
from kb.messages import message_of
from kb.query import parse_query
from kb.search import Ranking, SearchRequest, Sort
from kb.settings import ClusterSettings
from tests.cluster.documents import numbered, numbered_ids
from tests.cluster.nodes import TestCluster
from tests.cluster.reluctant import busy_node


@pytest.fixture
def backend(cluster_settings: ClusterSettings) -> Iterator[OpenSearchBackend]:
    with closing(OpenSearchBackend(cluster_settings)) as opened:
        yield opened


def ask(backend: OpenSearchBackend, text: str, **request: object) -> Ranking:
    return backend.search(parse_query(text), SearchRequest(text=text, **request))  # type: ignore[arg-type]


def build(backend: OpenSearchBackend, revision: int, count: int) -> None:
    with backend.rebuild(revision) as batch:
        batch.put(numbered(count))


def indices(cluster: TestCluster, settings: ClusterSettings) -> list[str]:
    with cluster.client() as client:
        return sorted(client.indices.get(index=f"{settings.index}-*"))


def test_an_index_is_built_beside_the_live_one_and_replaces_it_in_one_step(
    backend: OpenSearchBackend, cluster: TestCluster, cluster_settings: ClusterSettings
) -> None:
    build(backend, 1, 5)
    with backend.rebuild(2) as batch:
        batch.put(numbered(8))
        assert ask(backend, "").total == 5
        assert len(indices(cluster, cluster_settings)) == 2
    assert ask(backend, "").total == 8
    assert indices(cluster, cluster_settings) == [f"{cluster_settings.index}-000002"]


def test_servers_of_the_version_before_go_on_with_their_index_until_they_are_replaced(
    backend: OpenSearchBackend,
    cluster: TestCluster,
    cluster_settings: ClusterSettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    build(backend, 1, 5)
    monkeypatch.setattr(opensearch_versions, "VERSION", "newer")
    with closing(OpenSearchBackend(cluster_settings)) as newer:
        with pytest.raises(IndexOutdated):
            ask(newer, "")
        build(newer, 2, 8)
        assert (ask(backend, "").total, ask(newer, "").total) == (5, 8)
        build(newer, 3, 9)
        assert ask(newer, "").total == 9
        assert len(indices(cluster, cluster_settings)) == 1


def test_a_knowledge_base_whose_name_begins_alike_is_left_alone(
    backend: OpenSearchBackend, cluster_settings: ClusterSettings
) -> None:
    settings = replace(cluster_settings, index=f"{cluster_settings.index}-more")
    with closing(OpenSearchBackend(settings)) as other:
        build(other, 1, 5)
        build(backend, 1, 3)
        build(backend, 2, 4)
        assert ask(other, "").total == 5


def test_an_interrupted_build_goes_on_and_sends_only_what_is_missing(
    backend: OpenSearchBackend, cluster: TestCluster, cluster_settings: ClusterSettings
) -> None:
    with pytest.raises(KeyboardInterrupt), backend.rebuild(1) as batch:
        batch.put(numbered(70))
        raise KeyboardInterrupt
    assert backend.revision() is None
    with backend.rebuild(2) as batch:
        batch.put(numbered(100, first=5))
    assert backend.doc_ids() == numbered_ids(100, first=5)
    assert indices(cluster, cluster_settings) == [f"{cluster_settings.index}-000001"]
    with cluster.client() as client:
        hits = client.search(index=f"{cluster_settings.index}-*", size=200, version=True)["hits"]["hits"]
    assert sorted(hit["_version"] for hit in hits) == [1] * 65 + [2] * 35


def test_an_interrupted_update_is_made_up_for_by_the_next(backend: OpenSearchBackend) -> None:
    build(backend, 1, 5)
    with pytest.raises(KeyboardInterrupt), backend.update(2) as batch:
        batch.put(numbered(2, first=5))
        raise KeyboardInterrupt
    assert (backend.revision(), ask(backend, "").total) == (1, 5)
    with backend.update(3) as batch:
        batch.put(numbered(4, first=5))
    assert backend.doc_ids() == numbered_ids(9)


def put_part(settings: ClusterSettings, revision: int, first: int) -> None:
    """What one of several indexers does, in a process of its own."""
    with closing(OpenSearchBackend(settings)) as backend, backend.update(revision) as batch:
        batch.put(numbered(60, first=first))


def test_several_indexers_write_at_once(
    backend: OpenSearchBackend, cluster_settings: ClusterSettings
) -> None:
    build(backend, 1, 5)
    with ProcessPoolExecutor(3, mp_context=get_context("forkserver")) as pool:
        tasks = [pool.submit(put_part, cluster_settings, 2 + part, 5 + 60 * part) for part in range(3)]
        for task in tasks:
            task.result()
    assert backend.doc_ids() == numbered_ids(185)
    assert backend.revision() == 4


def test_a_slow_writer_overwrites_nothing_newer_and_brings_nothing_back(backend: OpenSearchBackend) -> None:
    build(backend, 1, 5)
    (old,) = numbered(1)
    with backend.update(2) as slow:
        with backend.update(3) as fast:
            fast.put([replace(old, title="Mới", text="Trồng sâm Ngọc Linh.")])
            fast.delete(["d0003"])
        slow.put([replace(old, text="Cũ rồi."), *numbered(1, first=3)])
    assert backend.doc_ids() == numbered_ids(5) - {"d0003"}
    assert [doc_id for doc_id, _ in ask(backend, "sâm Ngọc Linh").hits] == ["d0000"]
    assert backend.revision() == 3


def test_a_writer_whose_index_was_replaced_is_told_and_makes_no_new_one(
    backend: OpenSearchBackend, cluster: TestCluster, cluster_settings: ClusterSettings
) -> None:
    build(backend, 1, 5)
    with pytest.raises(SearchUnavailable), backend.update(2) as late:
        build(backend, 2, 6)
        late.put(numbered(1, first=9))
    assert indices(cluster, cluster_settings) == [f"{cluster_settings.index}-000002"]


def test_a_search_goes_on_when_its_index_is_replaced_in_between(
    backend: OpenSearchBackend, cluster_settings: ClusterSettings
) -> None:
    build(backend, 1, 5)
    with closing(OpenSearchBackend(cluster_settings)) as reader:
        assert ask(reader, "nuôi bò").total == 1
        build(backend, 2, 8)
        assert ask(reader, "nuôi bò").total == 2


def test_documents_that_the_engine_does_not_take_are_named_and_the_others_found(
    backend: OpenSearchBackend,
) -> None:
    (entry,) = numbered(1)
    unending = replace(entry, doc_id="x" * 40_000)
    with pytest.raises(DocumentsRejected) as caught, backend.rebuild(1) as batch:
        batch.put([unending, *numbered(3)])
    assert list(caught.value.data["reasons"]) == [unending.doc_id]  # type: ignore[call-overload]
    assert backend.doc_ids() == numbered_ids(3)
    assert "không nhận 1 tài liệu" in message_of(caught.value)


def test_what_a_busy_cluster_turns_down_is_sent_again_and_only_that(
    cluster: TestCluster, cluster_settings: ClusterSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opensearch_writer, "_WAITS", (0.01,) * 4)
    with (
        busy_node(cluster.addresses[0]) as (address, sizes),
        closing(OpenSearchBackend(replace(cluster_settings, nodes=(address,)))) as backend,
    ):
        build(backend, 1, 40)
        assert backend.doc_ids() == numbered_ids(40)
    assert sizes == [40, 40, 20]


def test_a_cluster_that_stays_busy_is_given_up_with_a_word(
    cluster: TestCluster, cluster_settings: ClusterSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opensearch_writer, "_WAITS", (0.01,) * 4)
    with (
        busy_node(cluster.addresses[0], always=True) as (address, sizes),
        closing(OpenSearchBackend(replace(cluster_settings, nodes=(address,)))) as backend,
    ):
        with pytest.raises(ClusterSlow):
            build(backend, 1, 40)
        assert backend.revision() is None
    assert sizes == [40] * 4


def test_an_index_that_has_outgrown_its_mean_length_is_to_be_built_anew(
    backend: OpenSearchBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opensearch_backend, "SAMPLE", 0)
    build(backend, 1, 5)
    with backend.update(2) as batch:
        batch.put(numbered(20, first=5))
    with pytest.raises(IndexOutdated), backend.update(3):
        pass


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_deep_pages_go_on_where_the_ones_before_ended(
    backend: OpenSearchBackend, monkeypatch: pytest.MonkeyPatch, sort: Sort
) -> None:
    build(backend, 1, 60)
    whole = ask(backend, "nuôi hộ", sort=sort, page_size=60)
    monkeypatch.setattr(opensearch_backend, "MAX_WINDOW", 10)
    pages = [ask(backend, "nuôi hộ", sort=sort, page=page, page_size=7) for page in range(1, 11)]
    assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    assert {page.total for page in pages} == {60}
    assert ask(backend, "nuôi hộ", sort=sort, page=500, page_size=7).hits == ()


def test_shards_and_replicas_are_those_of_the_settings(
    cluster: TestCluster, cluster_settings: ClusterSettings
) -> None:
    settings = replace(cluster_settings, shards=3, replicas=2)
    with closing(OpenSearchBackend(settings)) as backend, cluster.client() as client:
        build(backend, 1, 5)
        made = client.indices.get_settings(index=f"{settings.index}-*")[f"{settings.index}-000001"][
            "settings"
        ]
        client.indices.delete(index=f"{settings.index}-000001")
    assert (made["index"]["number_of_shards"], made["index"]["number_of_replicas"]) == ("3", "2")


def test_the_longest_query_is_answered_although_a_cluster_takes_fewer_terms(
    backend: OpenSearchBackend,
) -> None:
    syllables = [first + vowel for first in "bcdđghklmnpqrstvx" for vowel in "aăâeêioôơuưyáàạ"]
    text = " ".join(syllables)[:1000]
    (entry,) = numbered(1)
    with backend.rebuild(1) as batch:
        batch.put([*numbered(5, first=1), replace(entry, text=f"Bảng vần: {text}")])
    assert [doc_id for doc_id, _ in ask(backend, text).hits] == ["d0000"]
