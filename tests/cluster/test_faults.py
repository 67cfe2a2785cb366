"""What goes wrong on a cluster: nodes die or stall, disks fill, strangers answer. No document is lost."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import cli
from indexer.opensearch_backend import OpenSearchBackend
from indexer.reindex import refresh_index
from kb.errors import ClusterFull, ClusterSlow, ClusterUnavailable, ClusterUnsupported
from kb.messages import message_of
from kb.query import parse_query
from kb.search import IndexEntry, Ranking, SearchRequest
from kb.settings import ClusterSettings, Settings
from kb.store import Store
from tests.cluster.documents import numbered, numbered_ids
from tests.cluster.nodes import TestCluster
from tests.conftest import CORPUS, index_paths
from webui import create_app


@pytest.fixture
def backend(cluster_settings: ClusterSettings) -> Iterator[OpenSearchBackend]:
    with closing(OpenSearchBackend(replace(cluster_settings, replicas=2))) as opened:
        yield opened


@pytest.fixture
def whole_again(cluster: TestCluster) -> Iterator[TestCluster]:
    """The cluster, mended at the end."""
    yield cluster
    cluster.mend()


def ask(backend: OpenSearchBackend, text: str = "nuôi bò") -> Ranking:
    return backend.search(parse_query(text), SearchRequest(text=text, page_size=200))


def build(backend: OpenSearchBackend, count: int) -> None:
    with backend.rebuild(1) as batch:
        batch.put(numbered(count))


def eventually(succeeds: Callable[[], bool], seconds: float = 90) -> bool:
    """Whether it comes true in time; errors of an unwell cluster are not yet success."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if succeeds():
                return True
        except ClusterUnavailable:
            pass
        time.sleep(0.5)
    return False


@pytest.mark.parametrize("change", ["rebuild", "update"])
def test_no_document_is_lost_when_a_node_dies_while_indexing(
    backend: OpenSearchBackend, whole_again: TestCluster, change: str
) -> None:
    build(backend, 10)

    def with_a_death_in_the_middle() -> Iterator[IndexEntry]:
        yield from numbered(200)
        whole_again.kill(1)
        yield from numbered(400, first=200)

    with getattr(backend, change)(2) as batch:
        batch.put(with_a_death_in_the_middle())
    assert backend.doc_ids() == numbered_ids(600)
    whole_again.mend()
    assert backend.doc_ids() == numbered_ids(600)


def test_searches_go_on_when_a_node_dies(backend: OpenSearchBackend, whole_again: TestCluster) -> None:
    build(backend, 200)
    before = ask(backend)
    killer = threading.Timer(1.0, whole_again.kill, [0])
    killer.start()
    answers = []
    deadline = time.monotonic() + 8
    while time.monotonic() < deadline:
        answers.append(ask(backend))
    killer.join()
    assert all(answer == before for answer in answers)
    whole_again.mend()
    assert ask(backend) == before


def test_searches_go_on_when_a_node_stalls(
    cluster_settings: ClusterSettings, whole_again: TestCluster
) -> None:
    settings = replace(cluster_settings, replicas=2, timeout_seconds=2)
    with closing(OpenSearchBackend(settings)) as backend:
        build(backend, 50)
        before = ask(backend)
        whole_again.stall(2)
        assert eventually(lambda: ask(backend) == before)
        whole_again.wake(2)


def test_a_cluster_too_slow_to_answer_is_said_to_be_slow(
    cluster_settings: ClusterSettings, whole_again: TestCluster
) -> None:
    with closing(OpenSearchBackend(replace(cluster_settings, timeout_seconds=1))) as backend:
        build(backend, 10)
        for number in range(3):
            whole_again.stall(number)
        with pytest.raises(ClusterSlow) as caught:
            ask(backend)
        for number in range(3):
            whole_again.wake(number)
        assert "quá chậm" in message_of(caught.value)
        assert eventually(lambda: ask(backend).total > 0)


@contextmanager
def full_disks(cluster: TestCluster) -> Iterator[None]:
    """Watermarks so low that every disk is over the last of them."""
    stages = ("low", "high", "flood_stage")
    names = [f"cluster.routing.allocation.disk.watermark.{stage}" for stage in stages]
    with cluster.client() as client:
        client.cluster.put_settings(body={"transient": dict.fromkeys(names, "0.001%")})
        yield
        client.cluster.put_settings(body={"transient": dict.fromkeys(names)})


def blocks(cluster: TestCluster) -> dict[str, object]:
    """What a cluster does not do at present, for all indices and for each."""
    with cluster.client() as client:
        found: dict[str, object] = client.cluster.state(metric="blocks")["blocks"]
    return found


def test_a_full_disk_stops_indexing_and_not_searching(
    backend: OpenSearchBackend, whole_again: TestCluster
) -> None:
    build(backend, 50)
    with full_disks(whole_again):
        assert eventually(lambda: "indices" in blocks(whole_again))
        with pytest.raises(ClusterFull) as caught, backend.update(2) as batch:
            batch.put(numbered(10, first=50))
        assert ask(backend, "").total == 50
        assert backend.revision() == 1
    assert "gần đầy" in message_of(caught.value)
    assert eventually(lambda: not blocks(whole_again))
    with backend.update(2) as batch:
        batch.put(numbered(10, first=50))
    assert backend.doc_ids() == numbered_ids(60)


NOWHERE = ClusterSettings(("http://127.0.0.1:9", "http://127.0.0.1:10"), timeout_seconds=1)


def test_without_a_cluster_the_store_is_kept_and_one_command_makes_up_for_it(
    cluster_settings: ClusterSettings, tmp_path: Path
) -> None:
    without, later = (Settings(data_dir=tmp_path, cluster=cluster) for cluster in (NOWHERE, cluster_settings))
    paths = sorted(CORPUS.iterdir())[:12]
    with pytest.raises(ClusterUnavailable):
        index_paths(without, *paths)
    with closing(Store.open(later)) as store, closing(OpenSearchBackend(cluster_settings)) as backend:
        assert len(store.doc_ids()) == 12
        assert refresh_index(store, backend) == 12
        assert backend.doc_ids() == set(store.doc_ids())


def test_the_command_says_what_to_do_when_the_cluster_is_away(tmp_path: Path) -> None:
    runner = CliRunner(
        env={
            "KB_SEARCH": "opensearch",
            "KB_OPENSEARCH_URL": ",".join(NOWHERE.nodes),
            "KB_DATA": str(tmp_path),
        }
    )
    result = runner.invoke(cli, ["index", str(sorted(CORPUS.iterdir())[0])])
    assert result.exit_code == 3
    assert "Không kết nối được cụm tìm kiếm" in result.output
    assert "an toàn" in result.output


@pytest.mark.parametrize("address", ["/?q=bò", "/api/v1/search?q=bò", "/healthz"])
def test_pages_and_api_ask_to_come_back_when_the_cluster_is_away(tmp_path: Path, address: str) -> None:
    settings = Settings(data_dir=tmp_path, cluster=NOWHERE)
    Store.create(settings).close()
    app = create_app(settings)
    answer = app.test_client().get(address)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "an toàn" in answer.get_data(as_text=True) or address == "/healthz"


@contextmanager
def greeting(version: dict[str, str]) -> Iterator[ClusterSettings]:
    """A server that introduces itself so, whatever it is asked."""

    class Greeter(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({"version": version}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Greeter)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield ClusterSettings((f"http://127.0.0.1:{server.server_port}",))
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("version", "shown"),
    [
        pytest.param({"distribution": "opensearch", "number": "1.3.20"}, "OpenSearch 1.3.20", id="too-old"),
        pytest.param({"number": "8.15.0"}, "Elasticsearch 8.15.0", id="another-engine"),
    ],
)
def test_another_version_is_named_and_nothing_is_sent_to_it(version: dict[str, str], shown: str) -> None:
    with greeting(version) as settings, closing(OpenSearchBackend(settings)) as backend:
        with pytest.raises(ClusterUnsupported) as caught, backend.rebuild(1) as batch:
            batch.put(numbered(3))
        assert shown in message_of(caught.value)
