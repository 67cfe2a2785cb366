"""One frozen Settings from one table; the environment is read here and nowhere else."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from kb.errors import SettingInvalid

__all__ = ["ClusterSettings", "Settings", "read_settings"]


@dataclass(frozen=True, slots=True)
class ClusterSettings:
    """Where the search cluster is, and how the index is spread over it.

    | name | variable | default | meaning |
    |---|---|---|---|
    | nodes | KB_OPENSEARCH_URL | none | nodes, comma-separated: https://n1:9200,https://n2:9200 |
    | user, password | KB_OPENSEARCH_USER, KB_OPENSEARCH_PASSWORD | none | who asks |
    | api_key | KB_OPENSEARCH_API_KEY | none | instead of user and password |
    | ca_path | KB_OPENSEARCH_CA | the system's | certificates (PEM) to trust, for https |
    | index | KB_OPENSEARCH_INDEX | kb | name of the index: one for each knowledge base on the cluster |
    | shards | KB_OPENSEARCH_SHARDS | 1 | parts of a new index; a part should hold 10 to 50 GB |
    | replicas | KB_OPENSEARCH_REPLICAS | 1 | copies of each part: so many nodes may fail at once |
    | timeout_seconds | KB_OPENSEARCH_TIMEOUT | 10 | the longest wait for one node's answer to a search |
    """

    nodes: tuple[str, ...]
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    api_key: str | None = field(default=None, repr=False)
    ca_path: str | None = None
    index: str = "kb"
    shards: int = 1
    replicas: int = 1
    timeout_seconds: int = 10


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the data lives and how much of a machine may be used.

    | name | variable | default | meaning |
    |---|---|---|---|
    | data_dir | KB_DATA | ./kb-data | the data directory |
    | max_file_bytes | KB_MAX_FILE_MB | 100 | a larger single document is refused |
    | is_semantic | KB_SEMANTIC | 0 | 1: results are ordered by meaning too; needs the extra "semantic" |
    | cluster | KB_SEARCH | embedded | opensearch: search on a cluster, see ClusterSettings |
    | database_url | KB_DATABASE_URL | none | PostgreSQL holds the store: postgresql://user@host:5432/name |
    | database_password | KB_DATABASE_PASSWORD | none | the password, when it is not in the address |

    Any of them may stand in a file instead, whose path the variable with _FILE behind its name gives.
    """

    data_dir: Path
    max_file_bytes: int = 100_000_000
    is_semantic: bool = False
    cluster: ClusterSettings | None = None
    database_url: str | None = field(default=None, repr=False)
    database_password: str | None = field(default=None, repr=False)

    @property
    def store_path(self) -> Path:
        return self.data_dir / "store.sqlite"

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def vectors_path(self) -> Path:
        return self.data_dir / "vectors.sqlite"


def read_settings(data_dir: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment; `data_dir` wins over KB_DATA. Raises SettingInvalid."""
    return Settings(
        data_dir=data_dir or Path(_read(environ, "KB_DATA") or "kb-data"),
        max_file_bytes=_whole_number(environ, "KB_MAX_FILE_MB", 100) * 1_000_000,
        is_semantic=_switch(environ, "KB_SEMANTIC"),
        cluster=_cluster(environ),
        database_url=_read(environ, "KB_DATABASE_URL"),
        database_password=_read(environ, "KB_DATABASE_PASSWORD"),
    )


def _cluster(environ: Mapping[str, str]) -> ClusterSettings | None:
    search = _read(environ, "KB_SEARCH") or "embedded"
    if search == "embedded":
        return None
    if search != "opensearch":
        raise SettingInvalid(name="KB_SEARCH", example="opensearch")
    return ClusterSettings(
        nodes=_nodes(environ),
        user=_read(environ, "KB_OPENSEARCH_USER"),
        password=_read(environ, "KB_OPENSEARCH_PASSWORD"),
        api_key=_read(environ, "KB_OPENSEARCH_API_KEY"),
        ca_path=_read(environ, "KB_OPENSEARCH_CA"),
        index=_index_name(environ),
        shards=_whole_number(environ, "KB_OPENSEARCH_SHARDS", 1),
        replicas=_whole_number(environ, "KB_OPENSEARCH_REPLICAS", 1, least=0),
        timeout_seconds=_whole_number(environ, "KB_OPENSEARCH_TIMEOUT", 10),
    )


def _nodes(environ: Mapping[str, str]) -> tuple[str, ...]:
    nodes = tuple(filter(None, map(str.strip, (_read(environ, "KB_OPENSEARCH_URL") or "").split(","))))
    if not nodes or not all(map(_is_address, nodes)):
        raise SettingInvalid(name="KB_OPENSEARCH_URL", example="https://may1:9200,https://may2:9200")
    return nodes


def _is_address(node: str) -> bool:
    try:
        address = urlsplit(node)
        return address.scheme in ("http", "https") and bool(address.hostname) and address.port != 0
    except ValueError:
        return False


def _index_name(environ: Mapping[str, str]) -> str:
    name = _read(environ, "KB_OPENSEARCH_INDEX") or "kb"
    if not re.fullmatch("[a-z][a-z0-9_-]{0,99}", name):
        raise SettingInvalid(name="KB_OPENSEARCH_INDEX", example="kb")
    return name


def _read(environ: Mapping[str, str], name: str) -> str | None:
    """The value of a variable, or what the file named by its _FILE twin holds; None when empty."""
    path = environ.get(f"{name}_FILE")
    if not path:
        return environ.get(name) or None
    try:
        return Path(path).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingInvalid(name=f"{name}_FILE", example=f"/run/secrets/{name.lower()}") from error


def _switch(environ: Mapping[str, str], name: str) -> bool:
    text = _read(environ, name) or "0"
    if text not in ("0", "1"):
        raise SettingInvalid(name=name, example="1")
    return text == "1"


def _whole_number(environ: Mapping[str, str], name: str, default: int, least: int = 1) -> int:
    text = _read(environ, name) or str(default)
    if not (text.isdecimal() and int(text) >= least):
        raise SettingInvalid(name=name, example=str(default))
    return int(text)
