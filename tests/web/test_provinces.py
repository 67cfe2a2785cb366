"""Provinces: the map and its table, a province of either map, two side by side, and figures to take away."""

import csv
import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from kb.catalogue import ModelRequest
from kb.places import PROVINCES, PROVINCES_2025, Province, find_province, neighbours
from kb.search import Filters
from kb.service import KnowledgeBase


def page(client: FlaskClient, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status, response.get_data(as_text=True)[:500]
    return BeautifulSoup(response.data, "lxml")


def text_of(found: Tag | None) -> str:
    assert found is not None
    return " ".join(found.get_text().split())


def table_of(client: FlaskClient, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response.status_code == 200
    assert response.data.startswith("\ufeff".encode())
    assert "attachment" in response.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))


def section(soup: BeautifulSoup, words: str) -> Tag:
    heading = next(heading for heading in soup.select("h2, h3") if words in heading.get_text())
    assert isinstance(heading.parent, Tag)
    return heading.parent


@pytest.mark.parametrize("measure", ["models", "documents", "poverty-rate"])
@pytest.mark.parametrize(("era", "count"), [("63", 63), ("34", 34)])
def test_every_province_is_a_named_link_on_the_map_and_a_row_beside_it(
    client: FlaskClient, era: str, count: int, measure: str
) -> None:
    soup = page(client, f"/provinces?map={era}&measure={measure}")
    links = soup.select(".map-drawing a")
    assert len(links) == len(soup.select("table.provinces tbody tr:not(.group)")) == count
    rows = {str(link["href"]) for link in soup.select("table.provinces th a")}
    assert {str(link["href"]) for link in links} == rows
    assert all(": " in str(link["aria-label"]) for link in links)
    assert not soup.select("[style]")


def test_the_map_and_its_table_say_the_same(client: FlaskClient, corpus_kb: KnowledgeBase) -> None:
    soup = page(client, "/provinces")
    counts = {each.value: each.count for each in corpus_kb.list_models(ModelRequest()).facets["province"]}
    for link in soup.select(".map-drawing a"):
        name, _, reading = str(link["aria-label"]).partition(": ")
        assert reading == f"{counts.get(name, 0)} mô hình"
        row = next(row for row in soup.select("table.provinces tr") if row.find("a", string=name))
        assert text_of(row.select("td")[0]) == str(counts.get(name) or "–")


def test_colours_grow_with_the_measure(client: FlaskClient) -> None:
    for link in page(client, "/provinces?measure=documents").select(".map-drawing a"):
        count = int(re.search(r"(\d+) tài liệu", str(link["aria-label"]))[1])  # type: ignore[index]
        level = int(re.search(r"level-(\d)", " ".join(link.path["class"]))[1])  # type: ignore[index,union-attr]
        assert (level == 0) == (count == 0)


def test_the_address_holds_map_and_measure(client: FlaskClient) -> None:
    soup = page(client, "/provinces?map=34")
    chosen = next(link for link in soup.select(".switch a") if "Tỷ lệ" in link.get_text())
    assert parse_qs(urlsplit(str(chosen["href"])).query) == {"map": ["34"], "measure": ["poverty-rate"]}
    again = page(client, str(chosen["href"]))
    assert [text_of(each) for each in again.select(".switch a[aria-current]")] == [
        "34 tỉnh, thành từ 1/7/2025",
        "Tỷ lệ hộ nghèo",
    ]


def test_a_province_joined_from_several_has_no_poverty_rate_but_theirs(client: FlaskClient) -> None:
    soup = page(client, "/provinces?map=34&measure=poverty-rate")
    link = next(link for link in soup.select(".map-drawing a") if "Tuyên Quang" in str(link["aria-label"]))
    assert "chưa có số liệu chung" in str(link["aria-label"])
    row = next(row for row in soup.select("table.provinces tr") if row.find("a", string="Tuyên Quang"))
    assert "Hà Giang" in text_of(row.select("td")[2])


def test_the_map_names_its_source_and_licence(client: FlaskClient) -> None:
    caption = text_of(page(client, "/provinces").select_one(".map figcaption"))
    assert "@svg-maps/vietnam" in caption and "CC BY 4.0" in caption
    assert {"Hoàng Sa", "Trường Sa"} == {
        text_of(each) for each in page(client, "/provinces").select(".islands text")
    }


@pytest.mark.parametrize("province", PROVINCES_2025, ids=lambda province: province.slug)
def test_every_new_province_has_a_page_with_the_old_ones(client: FlaskClient, province: Province) -> None:
    soup = page(client, f"/provinces/{province.slug}?map=34")
    assert text_of(soup.h1) == province.name
    lead = text_of(soup.select_one(".lead"))
    assert all(member in lead for member in province.members)


def test_an_old_province_leads_to_the_new_one_and_back(client: FlaskClient) -> None:
    soup = page(client, "/provinces/ha-giang")
    link = next(link for link in soup.select(".lead a") if "Tuyên Quang (mới)" in link.get_text())
    assert link["href"] == "/provinces/tuyen-quang?map=34"
    back = page(client, str(link["href"]))
    assert "/provinces/ha-giang" in [each["href"] for each in back.select(".lead a")]


def test_an_old_name_on_the_new_map_leads_to_its_province(client: FlaskClient) -> None:
    response = client.get("/provinces/ha-giang?map=34")
    assert response.status_code == 302
    assert response.headers["Location"] == "/provinces/tuyen-quang?map=34"


def test_counts_of_a_province_are_what_their_lists_hold(client: FlaskClient) -> None:
    soup = page(client, "/provinces/gia-lai")
    models, documents = soup.select(".facts-row dd a")[:2]
    assert text_of(page(client, str(documents["href"])).select_one(".result-bar strong")) == text_of(
        documents
    )
    assert text_of(page(client, str(models["href"])).select_one(".result-bar strong")) == text_of(models)


def test_documents_by_year_open_their_lists(client: FlaskClient) -> None:
    soup = page(client, "/provinces/gia-lai")
    bars = section(soup, "Tài liệu (").select(".chart-drawing a")
    assert bars
    for bar in bars[-2:]:
        count = text_of(bar.find("title")).partition(": ")[2]
        assert text_of(page(client, str(bar["href"])).select_one(".result-bar strong")) == count


def test_indicators_are_drawn_with_their_numbers_one_click_away(client: FlaskClient) -> None:
    charts = section(page(client, "/provinces/thai-binh"), "Số liệu qua các năm").select(".chart")
    first = text_of(charts[0].select_one("figcaption"))
    assert first.startswith("Tỷ lệ hộ nghèo của Thái Bình")
    described = text_of(charts[0].find("desc"))
    for row in charts[0].select("details tbody tr"):
        _, year, value, kind = (text_of(cell) for cell in row.select("th, td"))
        assert f"{year} {value.partition(', nguồn')[0]}" in described
        assert kind.startswith(("thực hiện", "chỉ tiêu"))


def test_every_indicator_leads_to_its_sentence(client: FlaskClient) -> None:
    soup = page(client, "/provinces/ha-giang")
    links = section(soup, "Số liệu qua các năm").select("details > .table-scroll td a")
    assert len(links) > 10
    for link in links[:5]:
        marked = page(client, str(link["href"])).select_one("#mark")
        assert marked is not None and marked.get_text() in str(link["title"])


def test_projects_are_told_apart_by_whether_there_is_a_document(
    client: FlaskClient, corpus_kb: KnowledgeBase
) -> None:
    soup = page(client, "/provinces/ha-giang")
    covered = section(soup, "Kho đã có tài liệu").select("li")
    missing = section(soup, "Chưa có tài liệu").select("li")
    assert covered and missing
    for item in covered[:3]:
        result = page(client, str(item.a["href"]))  # type: ignore[index]
        assert (
            text_of(result.select_one(".result-bar strong")) == text_of(item.select_one(".count")).split()[0]
        )
    code = text_of(missing[0]).split(" · ")[0]
    found = corpus_kb.list_models(
        ModelRequest(filters=Filters({"province": ("Hà Giang",), "project": (code,)}))
    )
    assert found.total == 0


def test_neighbours_with_models_of_the_same_livelihoods_open_their_lists(client: FlaskClient) -> None:
    items = section(page(client, "/provinces/ha-giang"), "Tỉnh giáp ranh có mô hình tương tự").select("li")
    near = {each.name for each in neighbours(find_province("Hà Giang"))}  # type: ignore[arg-type]
    assert items and {text_of(item.a) for item in items} <= near
    link = items[0].select("a")[1]
    count = text_of(page(client, str(link["href"])).select_one(".result-bar strong"))
    assert text_of(link).endswith(count)


def test_the_poverty_rate_of_a_province_and_its_neighbours_by_year_is_one_click_away(
    client: FlaskClient, corpus_kb: KnowledgeBase
) -> None:
    soup = page(client, "/provinces/ha-giang")
    link = next(
        link for link in section(soup, "và các tỉnh giáp ranh").select("a") if "CSV" in link.get_text()
    )
    rows = table_of(client, str(link["href"]))
    near = {"Hà Giang", *(each.name for each in neighbours(find_province("Hà Giang")))}  # type: ignore[arg-type]
    assert {row["Nơi"] for row in rows} <= near
    assert {row["Số liệu"] for row in rows} == {"tỷ lệ hộ nghèo"}
    assert rows[0]["Nơi"] == "Hà Giang"
    years = [row["Năm"] for row in rows if row["Nơi"] == "Hà Giang"]
    assert years == sorted(years) and len(years) >= 2
    for row in rows:
        document = corpus_kb.record(row["Địa chỉ trong kho"].rpartition("/")[2]).document
        assert row["Trích dẫn"] in document.text
        assert row["Loại"] in ("thực hiện", "chỉ tiêu") and float(row["Giá trị"]) >= 0


def test_all_indicators_of_a_province_can_be_taken_away(
    client: FlaskClient, corpus_kb: KnowledgeBase
) -> None:
    rows = table_of(client, "/provinces/gia-lai/indicators.csv")
    assert len(rows) == len(corpus_kb.indicators_of_provinces(["Gia Lai"]))
    assert {row["Tỉnh, thành (63)"] for row in rows} == {"Gia Lai"}
    both = table_of(client, "/provinces/tuyen-quang/indicators.csv?map=34")
    assert {row["Tỉnh, thành (63)"] for row in both} == {"Hà Giang", "Tuyên Quang"}


def test_two_provinces_stand_side_by_side(client: FlaskClient) -> None:
    soup = page(client, "/provinces/compare?p=ha-giang&p=gia-lai")
    table = soup.select_one(".side-by-side")
    assert table is not None
    assert [text_of(each) for each in table.select("thead th")] == ["Hà Giang", "Gia Lai"]
    legend = [text_of(each) for each in soup.select(".chart")[0].select("text")]
    assert {"Hà Giang", "Gia Lai"} <= set(legend)
    links = [link for link in table.select("tbody td a") if str(link["href"]).startswith("/models")]
    for link in links[:4]:
        assert text_of(page(client, str(link["href"])).select_one(".result-bar strong")) == text_of(link)


@pytest.mark.parametrize("query", ["", "?p=ha-giang", "?p=ha-giang&p=ha-giang", "?p=&p=", "?map=34"])
def test_with_fewer_than_two_provinces_they_can_be_chosen(client: FlaskClient, query: str) -> None:
    soup = page(client, f"/provinces/compare{query}")
    assert len(soup.select("select[name=p]")) == 2
    assert not soup.select(".side-by-side")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        pytest.param("/provinces?map=65", 400, id="map"),
        pytest.param("/provinces?measure=area", 400, id="measure"),
        pytest.param("/provinces/atlantis?map=34", 404, id="new-province"),
        pytest.param("/provinces/atlantis/indicators.csv", 404, id="indicators"),
        pytest.param("/provinces/atlantis/poverty-rates.csv", 404, id="rates"),
        pytest.param("/provinces/compare?p=atlantis&p=ha-giang", 404, id="compared"),
        pytest.param("/provinces/compare?p=ha-giang&p=gia-lai&p=son-la", 400, id="three"),
    ],
)
def test_wrong_addresses_are_answered_in_words(client: FlaskClient, address: str, status: int) -> None:
    assert len(text_of(page(client, address, status).main)) > 40


@pytest.mark.parametrize(
    "address",
    [
        "/provinces",
        "/provinces?map=34",
        "/provinces/gia-lai",
        "/provinces/compare?p=ha-giang&p=gia-lai",
        "/matrix",
    ],
)
def test_pages_are_light_and_their_ids_unique(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert len(response.data) < 100_000
    soup = BeautifulSoup(response.data, "lxml")
    ids = [str(element["id"]) for element in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    assert not soup.select("[style], script:not([src])")


@pytest.mark.parametrize("province", PROVINCES[::9], ids=lambda province: province.slug)
def test_no_page_of_a_province_shows_a_bare_code_or_none(client: FlaskClient, province: Province) -> None:
    shown = text_of(page(client, f"/provinces/{province.slug}").main)
    assert not re.search(r"\b(None|nan|undefined|trong-trot|chan-nuoi)\b", shown)
