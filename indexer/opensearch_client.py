"""The connection to a search cluster: made from settings, its errors turned into the product's.

This and the other modules named opensearch_* are the only ones that know OpenSearch.
"""

import base64
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionTimeout,
    NotFoundError,
    OpenSearchException,
    SSLError,
    TransportError,
)

from kb.errors import (
    ClusterFull,
    ClusterRefused,
    ClusterSlow,
    ClusterUnavailable,
    ClusterUnsupported,
    IndexMissing,
    SearchUnavailable,
    SettingInvalid,
)
from kb.settings import ClusterSettings

__all__ = ["OLDEST_VERSION", "Cluster"]

log = logging.getLogger(__name__)

OLDEST_VERSION = "2.10"
"""The first with frequencies that are sent ready-made (delimited_term_freq)."""

_PATIENCE_SECONDS = 90
"""Longer than a cluster takes to make a copy the new primary when a node is lost."""

_RETRIES = 3
_RETRIED = (500, 502, 503, 504)
"""500: the node that had begun to answer for a part of the index has died; the next try asks another copy."""

_BLOCKS = frozenset(("cluster_block_exception", "index_create_block_exception"))
_FORBIDDEN, _TOO_MANY, _GATEWAY_TIMEOUT = 403, 429, 504

_NAMES = {"opensearch": "OpenSearch"}

logging.getLogger("opensearch").setLevel(logging.CRITICAL)


class Cluster:
    """A search cluster and its errors. Nothing is sent before something is asked.

    `client` is for what a reader waits for, `patient` for what changes an index and may take its time.
    """

    def __init__(self, settings: ClusterSettings) -> None:
        self.settings = settings
        self.client = _connect(settings, settings.timeout_seconds)
        self.patient = _connect(settings, max(_PATIENCE_SECONDS, settings.timeout_seconds))
        self._is_supported = False

    @contextmanager
    def translated_errors(self) -> Iterator[None]:
        """Turn what the client raises into the product's errors, the cause kept.

        The first time it is also asked what answers there; raises ClusterUnsupported for another version.
        """
        try:
            if not self._is_supported:
                self._require_supported()
            yield
        except OpenSearchException as error:
            kind = _translated(error)
            log.warning("%s: %s: %s", kind.__name__, type(error).__name__, error)
            raise kind(nodes=self._shown(), reason=f"{type(error).__name__}: {error}") from error

    def close(self) -> None:
        self.client.close()
        self.patient.close()

    def failure(self, kind: type[ClusterUnavailable], reason: str) -> ClusterUnavailable:
        """An error of this cluster, to be raised."""
        return kind(nodes=self._shown(), reason=reason)

    def _require_supported(self) -> None:
        version = self.client.info()["version"]
        found = f"{_NAMES.get(version.get('distribution'), 'Elasticsearch')} {version['number']}"
        if not found.startswith("OpenSearch") or _numbers(version["number"]) < _numbers(OLDEST_VERSION):
            raise ClusterUnsupported(
                nodes=self._shown(), reason="version", found=found, supported=OLDEST_VERSION
            )
        self._is_supported = True

    def _shown(self) -> str:
        """The nodes without what an address may hold of a password."""
        addresses = map(urlsplit, self.settings.nodes)
        return ", ".join(f"{each.hostname}:{each.port or 9200}" for each in addresses)


def _connect(settings: ClusterSettings, timeout_seconds: int) -> OpenSearch:
    """A client that asks the nodes in turn and goes on to the next when one does not answer."""
    return OpenSearch(
        list(settings.nodes),
        timeout=timeout_seconds,
        max_retries=max(_RETRIES, len(settings.nodes)),
        retry_on_status=_RETRIED,
        retry_on_timeout=True,
        headers=_credentials(settings),
        **_trust(settings),
    )


def _credentials(settings: ClusterSettings) -> dict[str, str]:
    """What is said in every request; the library's own way to send a password knows no Vietnamese letters."""
    if settings.api_key:
        return {"Authorization": f"ApiKey {settings.api_key}"}
    if settings.user is None:
        return {}
    pair = f"{settings.user}:{settings.password or ''}".encode()
    return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}


def _trust(settings: ClusterSettings) -> dict[str, Any]:
    if settings.ca_path is None:
        return {}
    try:
        return {"ssl_context": ssl.create_default_context(cafile=settings.ca_path)}
    except OSError as error:
        raise SettingInvalid(name="KB_OPENSEARCH_CA", example="/etc/ssl/certs/kb-ca.pem") from error


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")[:2]))


def _translated(error: OpenSearchException) -> type[SearchUnavailable]:
    if not isinstance(error, TransportError) or isinstance(error, SSLError):
        return ClusterUnavailable
    status = error.status_code
    if error.error in _BLOCKS and status in (_FORBIDDEN, _TOO_MANY):
        return ClusterFull
    if isinstance(error, AuthenticationException | AuthorizationException):
        return ClusterRefused
    if isinstance(error, ConnectionTimeout) or status in (_TOO_MANY, _GATEWAY_TIMEOUT):
        return ClusterSlow
    return IndexMissing if isinstance(error, NotFoundError) else ClusterUnavailable
