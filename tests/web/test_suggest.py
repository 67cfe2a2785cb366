"""Suggestions over HTTP: their shape, and where they lead (how long they take: benchmarks/suggestions.py)."""

import time
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

KINDS = {"phrase", "place", "project", "model", "document"}


def suggest(client: FlaskClient, typed: str) -> list[dict[str, Any]]:
    response = client.get(f"/api/v1/suggest?q={quote(typed)}")
    assert response.status_code == 200
    assert response.json is not None and response.json["query"] == typed
    found: list[dict[str, Any]] = response.json["suggestions"]
    return found


@pytest.fixture(autouse=True)
def gathered(client: FlaskClient) -> None:
    """Suggestions are gathered in the background after the first request."""
    deadline = time.monotonic() + 20
    while not any(each["kind"] == "document" for each in suggest(client, "nuôi")):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_suggestions_have_a_text_a_kind_and_an_address(client: FlaskClient) -> None:
    found = suggest(client, "nuoi")
    assert 0 < len(found) <= 10
    assert all(each.keys() == {"text", "kind", "address"} and each["kind"] in KINDS for each in found)


@pytest.mark.parametrize("typed", ["nuôi", "hà gia", "dự án 2", "meo v", "trà hoa"])
def test_every_suggestion_leads_to_a_page(client: FlaskClient, typed: str) -> None:
    for each in suggest(client, typed):
        assert client.get(each["address"]).status_code == 200


def test_a_place_leads_to_its_page_and_a_phrase_to_its_search(client: FlaskClient) -> None:
    assert {"text": "Hà Giang", "kind": "place", "address": "/provinces/ha-giang"} in suggest(client, "hà g")
    phrase = next(each for each in suggest(client, "nuôi bò s") if each["kind"] == "phrase")
    assert phrase["address"].startswith("/?q=nu")


@pytest.mark.parametrize("typed", ["", "zzzz", "x" * 1000, "%", "\\", '"'])
def test_what_nothing_goes_on_like_gets_none(client: FlaskClient, typed: str) -> None:
    assert suggest(client, typed) == []
