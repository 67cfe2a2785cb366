"""The evidence matrix: counts that open their lists, gaps in sight, and sums that agree."""

import csv
import io

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from kb.catalogue import ModelRequest
from kb.labels import LIVELIHOOD_LABELS
from kb.places import REGIONS
from kb.service import KnowledgeBase

ROWS = {"province": 63, "province_2025": 34, "region": len(REGIONS), "project": 18}


def page(client: FlaskClient, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status, response.get_data(as_text=True)[:500]
    return BeautifulSoup(response.data, "lxml")


def text_of(found: Tag | None) -> str:
    assert found is not None
    return " ".join(found.get_text().split())


def number(cell: Tag) -> int:
    return int(cell.a.get_text()) if cell.a else int("".join(filter(str.isdecimal, cell.get_text())) or 0)


@pytest.mark.parametrize(("by", "count"), ROWS.items())
def test_each_kind_of_row_is_complete(client: FlaskClient, by: str, count: int) -> None:
    soup = page(client, f"/matrix?by={by}")
    assert len(soup.select(".matrix tbody tr")) == count
    assert len(soup.select(".matrix thead th")) == len(LIVELIHOOD_LABELS) + 2


@pytest.mark.parametrize("by", ROWS)
def test_a_cell_opens_as_many_models_as_it_says(client: FlaskClient, by: str) -> None:
    soup = page(client, f"/matrix?by={by}")
    links = soup.select(".matrix tbody td a")
    for link in [*links[:3], *links[-3:], *soup.select(".matrix tfoot a")[-2:]]:
        shown = text_of(page(client, str(link["href"])).select_one(".result-bar strong"))
        assert shown == text_of(link), link["href"]


def test_a_cell_keeps_the_filters_of_the_table(client: FlaskClient) -> None:
    soup = page(client, "/matrix?by=region&project=DA2&year=2021-2025")
    links = soup.select(".matrix td a")
    assert links
    for link in links[:4]:
        assert "project=DA2" in str(link["href"]) and "year=2021-2025" in str(link["href"])
        shown = text_of(page(client, str(link["href"])).select_one(".result-bar strong"))
        assert shown == text_of(link)


@pytest.mark.parametrize("by", ["province", "province_2025", "region"])
def test_rows_and_columns_add_up_to_all_models(
    client: FlaskClient, corpus_kb: KnowledgeBase, by: str
) -> None:
    soup = page(client, f"/matrix?by={by}")
    rows = [
        [number(cell) for cell in row.select("td")]
        for row in soup.select(".matrix tbody tr, .matrix tfoot tr")
    ]
    *parts, totals = rows
    assert [sum(column) for column in zip(*parts, strict=True)] == totals
    assert all(sum(row[:-1]) == row[-1] for row in rows)
    assert totals[-1] == corpus_kb.list_models(ModelRequest()).total


def test_gaps_are_seen_counted_and_said(client: FlaskClient) -> None:
    soup = page(client, "/matrix")
    gaps = [cell for cell in soup.select(".matrix tbody td:not(.total)") if "chưa có" in cell.get_text()]
    assert f"{len(gaps)} trên {63 * len(LIVELIHOOD_LABELS)} ô chưa có bằng chứng" in text_of(soup.main)
    assert all("heat-0" in cell["class"] for cell in gaps)


def test_the_same_numbers_as_a_file(client: FlaskClient) -> None:
    soup = page(client, "/matrix?by=region&project=DA2")
    link = next(link for link in soup.select(".main a, main a") if "CSV" in link.get_text())
    response = client.get(str(link["href"]))
    lines = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))
    for row in soup.select(".matrix tbody tr"):
        expected = [text_of(row.th), *(str(number(cell)) for cell in row.select("td"))]
        assert expected in lines


def test_project_rows_cannot_be_limited_to_a_project(client: FlaskClient) -> None:
    plain, limited = (page(client, f"/matrix?by=project{more}") for more in ("", "&project=DA2"))
    assert text_of(plain.select_one(".matrix")) == text_of(limited.select_one(".matrix"))


@pytest.mark.parametrize("query", ["by=commune", "year=hai-nghin", "project=DA99"])
def test_wrong_arguments_are_answered_in_words(client: FlaskClient, query: str) -> None:
    assert len(text_of(page(client, f"/matrix?{query}", 400).main)) > 40
