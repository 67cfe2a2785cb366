"""What the tests share: a data directory built from the real corpus, and no skipping in CI."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.backends import open_backend, open_knowledge_base
from indexer.pipeline import ingest
from indexer.reindex import refresh_index
from kb.service import KnowledgeBase
from kb.settings import ClusterSettings, Settings
from kb.store import Store
from tests.cluster.nodes import TestCluster, build, missing_programs, running_cluster
from tests.postgres_server import PASSWORD, PostgresServer, binaries
from webui import create_app

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus" / "documents"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """With CI=true a skipped test is a failed one: the machine lacks something it should have."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped although CI=true: {report.longrepr}"
    return report


def index_paths(settings: Settings, *paths: Path, rebuild: bool = False) -> object:
    """Index paths in this process; the run's summary."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with closing(Store.create(settings)) as store, closing(open_backend(settings)) as backend:
        summary = ingest(store, paths, max_bytes=settings.max_file_bytes, jobs=1)
        refresh_index(store, backend, rebuild=rebuild)
    return summary


@pytest.fixture(scope="session")
def corpus_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data directory with the whole shipped corpus; read it, do not write it."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("corpus-data"))
    index_paths(settings, CORPUS)
    return settings


@pytest.fixture(scope="session")
def corpus_kb(corpus_settings: Settings) -> Iterator[KnowledgeBase]:
    with closing(open_knowledge_base(corpus_settings)) as opened:
        yield opened


@pytest.fixture(scope="session")
def app(corpus_settings: Settings) -> Flask:
    return create_app(corpus_settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An empty data directory of the test's own."""
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A running PostgreSQL server."""
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL server here; install the package postgresql")
    server = PostgresServer(programs)
    yield server
    server.remove()


@pytest.fixture
def shared_settings(postgres: PostgresServer, tmp_path: Path) -> Settings:
    """An empty data directory, and an empty database of a PostgreSQL server for the store."""
    url = postgres.url(postgres.new_database())
    return Settings(data_dir=tmp_path / "data", database_url=url, database_password=PASSWORD)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestCluster]:
    """Three nodes of a search cluster; a test that harms one mends it."""
    if missing := missing_programs():
        pytest.skip(f"no search cluster without Java and Maven: {missing}")
    with running_cluster(TestCluster(tmp_path_factory.mktemp("cluster"), 3, build())) as running:
        yield running


@pytest.fixture
def cluster_settings(cluster: TestCluster, request: pytest.FixtureRequest) -> Iterator[ClusterSettings]:
    """An index of the test's own on the cluster, removed when the test is done."""
    name = f"test-{hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]}"
    yield ClusterSettings(cluster.addresses, index=name, shards=2)
    with cluster.client() as client:
        client.indices.delete(index=f"{name}-*", ignore=[404])
