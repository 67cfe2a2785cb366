"""Where the search cluster is, as the environment says it."""

from pathlib import Path

import pytest

from kb.errors import SettingInvalid
from kb.messages import message_of
from kb.settings import ClusterSettings, read_settings

ADDRESS = "https://s1:9200, https://s2:9200"


def read(**environ: str) -> ClusterSettings | None:
    return read_settings(
        Path("data"), {"KB_SEARCH": "opensearch", "KB_OPENSEARCH_URL": ADDRESS, **environ}
    ).cluster


def test_nodes_are_listed_with_commas() -> None:
    assert read() == ClusterSettings(("https://s1:9200", "https://s2:9200"))


def test_the_embedded_engine_is_the_default_and_can_be_named() -> None:
    assert read_settings(Path("data"), {"KB_OPENSEARCH_URL": ADDRESS}).cluster is None
    assert read(KB_SEARCH="embedded") is None


def test_an_index_may_be_spread_and_need_no_copies() -> None:
    cluster = read(KB_OPENSEARCH_SHARDS="12", KB_OPENSEARCH_REPLICAS="0", KB_OPENSEARCH_TIMEOUT="30")
    assert cluster
    assert (cluster.shards, cluster.replicas, cluster.timeout_seconds) == (12, 0, 30)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        pytest.param("KB_SEARCH", "elastic", id="unknown-engine"),
        pytest.param("KB_OPENSEARCH_URL", "", id="no-address"),
        pytest.param("KB_OPENSEARCH_URL", "s1:9200", id="address-without-scheme"),
        pytest.param("KB_OPENSEARCH_URL", "https://s1:9200,ftp://s2", id="one-bad-address"),
        pytest.param("KB_OPENSEARCH_URL", "https://s1:99999", id="no-such-port"),
        pytest.param("KB_OPENSEARCH_INDEX", "Kho", id="capitals-in-a-name"),
        pytest.param("KB_OPENSEARCH_INDEX", "kb*", id="pattern-for-a-name"),
        pytest.param("KB_OPENSEARCH_SHARDS", "0", id="no-shards"),
        pytest.param("KB_OPENSEARCH_REPLICAS", "-1", id="negative"),
        pytest.param("KB_OPENSEARCH_TIMEOUT", "lâu", id="words"),
    ],
)
def test_a_setting_that_cannot_be_followed_is_named(variable: str, value: str) -> None:
    with pytest.raises(SettingInvalid) as caught:
        read(**{variable: value})
    assert variable in message_of(caught.value)
