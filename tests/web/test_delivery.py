"""What goes over the line: small for those who take it compressed, kept for long where it never changes."""

import gzip
import re

import pytest
from flask.testing import FlaskClient

PACKED = {"Accept-Encoding": "br;q=0, gzip"}


@pytest.mark.parametrize(
    "address",
    ["/models", "/api/v1/models", "/models.csv", "/static/site.css", "/static/site.js"],
    ids=["page", "API", "table", "stylesheet", "script"],
)
def test_text_goes_out_compressed_to_those_who_take_it(client: FlaskClient, address: str) -> None:
    plain, packed = client.get(address, buffered=True), client.get(address, headers=PACKED, buffered=True)
    assert plain.content_encoding is None and packed.content_encoding == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert int(packed.headers["Content-Length"]) == len(packed.data)
    assert "Accept-Encoding" in plain.vary and "Accept-Encoding" in packed.vary


def test_what_is_compressed_already_goes_out_as_it_is(client: FlaskClient, cattle_ids: list[str]) -> None:
    document = client.get(f"/collection/export?m={cattle_ids[0]}&format=docx", headers=PACKED, buffered=True)
    assert document.content_encoding is None and document.data[:2] == b"PK"
    font = client.get("/static/fonts/be-vietnam-pro-latin-400-normal.woff2", headers=PACKED, buffered=True)
    assert font.content_encoding is None


def test_a_short_answer_is_not_worth_compressing(client: FlaskClient) -> None:
    assert client.get("/healthz", headers=PACKED, buffered=True).content_encoding is None


def test_files_of_the_page_are_kept_for_a_year_under_an_address_that_changes(client: FlaskClient) -> None:
    names = re.findall(
        r'(?:href|src)="(/static/[^"]+)"', client.get("/", buffered=True).get_data(as_text=True)
    )
    assert len(names) >= 3
    for name in names:
        answer = client.get(name, buffered=True)
        assert answer.status_code == 200 and answer.cache_control.max_age == 365 * 24 * 3600
    assert all("?v=" in name for name in names if not name.endswith(".woff2"))


def test_a_file_that_a_browser_has_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/static/site.css", headers=PACKED, buffered=True)
    again = client.get(
        "/static/site.css", headers={**PACKED, "If-None-Match": first.headers["ETag"]}, buffered=True
    )
    assert (again.status_code, again.data) == (304, b"")
