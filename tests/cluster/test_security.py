"""A cluster that asks who is there: passwords, certificates and permissions, on a node that checks them."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from indexer.opensearch_backend import OpenSearchBackend
from kb.errors import ClusterRefused, ClusterUnavailable, KbError, SettingInvalid
from kb.messages import message_of
from kb.query import parse_query
from kb.search import SearchRequest
from kb.settings import ClusterSettings, read_settings
from tests.cluster.documents import numbered
from tests.cluster.nodes import missing_programs, running_cluster
from tests.cluster.secured import PASSWORD, READER, USER, SecuredNode


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecuredNode]:
    if missing := missing_programs():
        pytest.skip(f"no search cluster without Java and Maven: {missing}")
    secured = SecuredNode(tmp_path_factory.mktemp("secured"))
    with running_cluster(secured):
        yield secured


@pytest.fixture
def settings(node: SecuredNode, tmp_path: Path) -> ClusterSettings:
    """As a server would have them: the password in a file of its own."""
    secret = tmp_path / "password"
    secret.write_text(f"{PASSWORD}\n", encoding="utf-8")
    environ = {
        "KB_SEARCH": "opensearch",
        "KB_OPENSEARCH_URL": ",".join(node.addresses),
        "KB_OPENSEARCH_USER": USER,
        "KB_OPENSEARCH_PASSWORD_FILE": str(secret),
        "KB_OPENSEARCH_CA": str(node.ca_path),
        "KB_OPENSEARCH_REPLICAS": "0",
    }
    cluster = read_settings(tmp_path, environ).cluster
    assert cluster
    return cluster


def refusal(settings: ClusterSettings) -> KbError:
    with closing(OpenSearchBackend(settings)) as backend, pytest.raises(ClusterUnavailable) as caught:
        backend.revision()
    assert PASSWORD not in str(caught.value)
    return caught.value


def test_with_password_and_certificate_all_is_as_without(settings: ClusterSettings) -> None:
    with closing(OpenSearchBackend(settings)) as backend:
        with backend.rebuild(1) as batch:
            batch.put(numbered(20))
        found = backend.search(parse_query("nuôi bò"), SearchRequest(text="nuôi bò"))
    assert found.total == 3


def test_a_wrong_password_is_refused_and_said_so(settings: ClusterSettings) -> None:
    error = refusal(replace(settings, password="không-phải-ạ"))
    assert isinstance(error, ClusterRefused)
    assert "KB_OPENSEARCH_PASSWORD" in message_of(error)


def test_a_user_without_permission_is_refused(settings: ClusterSettings) -> None:
    assert isinstance(refusal(replace(settings, user=READER)), ClusterRefused)


def test_a_certificate_that_is_not_trusted_is_not_talked_to(settings: ClusterSettings) -> None:
    assert "CERTIFICATE_VERIFY_FAILED" in str(refusal(replace(settings, ca_path=None)))


def test_a_certificate_file_that_is_not_there_is_a_wrong_setting(settings: ClusterSettings) -> None:
    with pytest.raises(SettingInvalid) as caught:
        OpenSearchBackend(replace(settings, ca_path="/nowhere/ca.pem"))
    assert "KB_OPENSEARCH_CA" in message_of(caught.value)


def test_a_secret_is_not_shown_with_the_settings(settings: ClusterSettings) -> None:
    shown = repr(replace(settings, api_key="khóa-bí-mật"))
    assert PASSWORD not in shown
    assert "khóa-bí-mật" not in shown


def test_an_api_key_is_sent_instead_of_a_password() -> None:
    seen: list[str | None] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.headers["Authorization"])
            self.send_error(401)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        assert isinstance(refusal(ClusterSettings((address,), user=USER, api_key="abc123")), ClusterRefused)
        server.shutdown()
    assert seen == ["ApiKey abc123"]
