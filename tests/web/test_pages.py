"""The pages: what a reader sees, in Vietnamese, with every figure leading to its sentence."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from kb.places import PROVINCES
from kb.programmes import PROJECTS
from kb.service import KnowledgeBase
from kb.settings import Settings
from webui import create_app

LONGAN = "can-tho-2023-hoi-nghi-nhan-rong-mo-hinh"


def page(client: FlaskClient, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status, response.get_data(as_text=True)[:500]
    return BeautifulSoup(response.data, "lxml")


def text_of(found: Tag | None) -> str:
    assert found is not None
    return " ".join(found.get_text().split())


def hits(soup: BeautifulSoup) -> list[str]:
    return [str(link["href"]).split("?")[0].split("#")[0] for link in soup.select(".hit h2 a")]


@pytest.fixture(scope="module")
def longan_id(corpus_kb: KnowledgeBase) -> str:
    return next(model.model.model_id for model in corpus_kb.models() if "nhãn Idol" in model.model.name)


@pytest.mark.parametrize(
    "address", ["/", "/models", "/provinces", "/projects", "/collection", "/about", "/compare"]
)
def test_every_page_is_whole_and_vietnamese(client: FlaskClient, address: str) -> None:
    soup = page(client, address)
    assert soup.html is not None and soup.html["lang"] == "vi"
    assert len(soup.select("h1")) == 1
    assert soup.title is not None and "Kho mô hình giảm nghèo" in soup.title.text
    assert not re.search(r"\b(the|and|None|undefined)\b", text_of(soup.main))


@pytest.mark.parametrize(
    "address", ["/?q=nhãn+Idol", "/?q=nhan+idol", "/?q=nhãn&province=Cần+Thơ", "/?province=can-tho&q=idol"]
)
def test_the_longan_model_is_found_by_words_and_by_province(client: FlaskClient, address: str) -> None:
    assert f"/documents/{LONGAN}" in hits(page(client, address))


def test_choosing_a_province_is_a_link_and_the_address_holds_it(client: FlaskClient) -> None:
    soup = page(client, "/?q=mô+hình")
    link = next(link for link in soup.select(".facet a") if link.get_text().strip().startswith("Cần Thơ"))
    chosen = page(client, str(link["href"]))
    assert parse_qs(urlsplit(str(link["href"])).query)["province"] == ["Cần Thơ"]
    assert "Cần Thơ" in text_of(chosen.select_one(".chips"))
    assert f"/documents/{LONGAN}" in hits(chosen)


def test_the_count_beside_a_facet_value_is_what_choosing_it_gives(client: FlaskClient) -> None:
    soup = page(client, "/?q=nuôi+bò")
    for link in soup.select(".facet")[0].select("a")[:3]:
        count = int(text_of(link.select_one(".count")))
        result = page(client, str(link["href"]))
        assert text_of(result.select_one(".result-bar strong")) == str(count)


def test_matches_are_marked_in_title_and_snippet(client: FlaskClient) -> None:
    soup = page(client, "/?q=nhan+idol")
    assert "nhãn Idol" in [mark.get_text() for mark in soup.select(".snippet mark")]


def test_pages_of_results_follow_one_another(client: FlaskClient) -> None:
    first = page(client, "/?q=hộ+nghèo")
    following = first.select_one("a[rel=next]")
    assert following is not None
    assert not set(hits(first)) & set(hits(page(client, str(following["href"]))))


def test_no_result_offers_ways_on_and_is_no_error(client: FlaskClient) -> None:
    soup = page(client, "/?q=xyzzy")
    assert "Không tìm thấy" in text_of(soup.main)
    assert len(soup.select(".empty a")) >= 1


def test_a_document_shows_its_text_source_and_reasons(client: FlaskClient, corpus_kb: KnowledgeBase) -> None:
    soup = page(client, f"/documents/{LONGAN}?q=nhãn+Idol")
    document = corpus_kb.record(LONGAN).document
    assert re.sub(r"\s+", "", soup.select_one(".text").get_text()) == re.sub(r"\s+", "", document.text)  # type: ignore[union-attr]
    assert document.url in [link["href"] for link in soup.select(".source-links a")]
    assert "nhãn Idol" in [mark.get_text() for mark in soup.select(".text mark")]
    assert "Cần Thơ" in text_of(soup.select_one(".tags"))


def test_the_passage_a_result_points_to_is_on_the_page(client: FlaskClient) -> None:
    link = page(client, "/?q=nhan+idol").select_one(".hit h2 a")
    assert link is not None
    anchor = urlsplit(str(link["href"])).fragment
    assert page(client, str(link["href"])).find(id=anchor) is not None


def test_every_figure_of_a_model_leads_to_its_sentence(client: FlaskClient, longan_id: str) -> None:
    soup = page(client, f"/models/{longan_id}")
    amounts = soup.select(".answers .amount")
    links = soup.select(".answers a.evidence")
    assert len(amounts) >= 1 and len(links) >= len(amounts) - 1
    for link in links:
        marked = page(client, str(link["href"])).select_one("#mark")
        assert marked is not None
        assert marked.get_text() in str(link["title"])


def test_what_the_source_does_not_say_is_said_plainly(client: FlaskClient, longan_id: str) -> None:
    assert "nguồn không nêu" in text_of(page(client, f"/models/{longan_id}").main)


def test_models_side_by_side_have_a_column_each_and_evidence_for_every_figure(
    client: FlaskClient, longan_id: str, corpus_kb: KnowledgeBase
) -> None:
    other = next(
        model.model.model_id
        for model in corpus_kb.models()
        if model.model.figures and model.model.model_id != longan_id
    )
    soup = page(client, f"/compare?m={longan_id}&m={other}")
    assert len(soup.select("thead th")) == 2
    for row in soup.select("tbody tr"):
        for cell in row.select("td.number"):
            assert (
                cell.select("a.evidence") or "nguồn không nêu" in text_of(cell) or "không đủ" in text_of(cell)
            )


@pytest.mark.parametrize("name", ["docx", "xlsx", "pptx", "csv", "md", "json", "text"])
def test_a_comparison_can_be_downloaded(client: FlaskClient, corpus_kb: KnowledgeBase, name: str) -> None:
    ids = [model.model.model_id for model in corpus_kb.models()[:3]]
    response = client.get("/compare/export", query_string={"m": ids, "format": name})
    assert response.status_code == 200
    assert "attachment" in response.headers["Content-Disposition"]
    assert len(response.data) > 100


@pytest.mark.parametrize("province", PROVINCES, ids=lambda province: province.slug)
def test_every_province_has_a_page(client: FlaskClient, province: object) -> None:
    assert text_of(page(client, f"/provinces/{province.slug}").h1) == province.name  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", PROJECTS)
def test_every_project_has_a_page(client: FlaskClient, code: str) -> None:
    assert PROJECTS[code].name in text_of(page(client, f"/projects/{code}").h1)


def test_the_models_list_is_filtered_by_its_form(client: FlaskClient) -> None:
    soup = page(client, "/models?province=Cần+Thơ&livelihood=trong-trot&project=")
    assert any("nhãn" in text_of(title).lower() for title in soup.select(".card h3"))
    assert all("Cần Thơ" in text_of(meta) for meta in soup.select(".card h3 + .meta"))


def test_the_collection_lives_in_its_address(client: FlaskClient, longan_id: str) -> None:
    assert "nhãn Idol" in text_of(page(client, f"/collection?m={longan_id}").main)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        pytest.param("/documents/khong-co", 404, id="document"),
        pytest.param("/models/khong-co", 404, id="model"),
        pytest.param("/provinces/khong-co", 404, id="province"),
        pytest.param("/projects/DA99", 404, id="project"),
        pytest.param("/khong-co", 404, id="page"),
        pytest.param("/?year=hai-nghin", 400, id="year"),
        pytest.param("/?province=Atlantis", 400, id="province-filter"),
        pytest.param("/?page=0", 400, id="page-number"),
        pytest.param("/?kind=tin", 400, id="kind"),
        pytest.param("/?q=" + "x" * 10_000, 400, id="long-query"),
        pytest.param("/compare?m=a&m=b", 404, id="compare-unknown"),
        pytest.param("/compare/export?format=exe&m=a&m=b", 400, id="export-format"),
    ],
)
def test_errors_are_vietnamese_pages_with_the_right_status(
    client: FlaskClient, address: str, status: int
) -> None:
    soup = page(client, address, status)
    assert len(text_of(soup.main)) > 40
    assert "Traceback" not in soup.text


def test_too_many_models_are_refused_with_the_number_that_can_be_compared(
    client: FlaskClient, corpus_kb: KnowledgeBase
) -> None:
    ids = [model.model.model_id for model in corpus_kb.models()[:7]]
    soup = page(client, "/compare?" + "&".join(f"m={model_id}" for model_id in ids), 400)
    assert "từ 2 đến 6" in text_of(soup.main)


@pytest.mark.parametrize("mark", ["0-0", "5-2", "0-999999999", "x", "-1-4"])
def test_a_wrong_mark_is_ignored(client: FlaskClient, mark: str) -> None:
    assert page(client, f"/documents/{LONGAN}?mark={mark}").select("#mark") == []


@pytest.mark.parametrize(
    "query", ["<script>alert(1)</script>", '"', "' OR 1=1 --", "a" * 900, "%00", "🐄 bò"]
)
def test_odd_queries_are_answered_and_escaped(client: FlaskClient, query: str) -> None:
    response = client.get("/", query_string={"q": query})
    assert response.status_code == 200
    assert b"<script>alert" not in response.data


def test_without_data_the_site_starts_and_says_what_to_do(tmp_path: Path) -> None:
    empty = create_app(Settings(data_dir=tmp_path / "chua-co")).test_client()
    response = empty.get("/?q=bò")
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "kb index" in response.get_data(as_text=True)
    assert empty.get("/healthz").status_code == 503
    assert empty.get("/about").status_code == 200


def test_the_original_is_a_download(client: FlaskClient) -> None:
    response = client.get(f"/documents/{LONGAN}/original")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.data.startswith(b"---")


def test_nothing_is_loaded_from_elsewhere(client: FlaskClient) -> None:
    for address in ("/", f"/documents/{LONGAN}", "/models"):
        soup = page(client, address)
        loaded = [*soup.select("[src]"), *soup.select("link[href]")]
        assert all(str(each.get("src") or each.get("href")).startswith("/") for each in loaded)
        assert not soup.select("[style], script:not([src])")
    style = static(client, "/static/site.css").decode()
    assert "http" not in style
    assert all(static(client, f"/static/{path}") for path in re.findall(r'url\("([^"]+)"\)', style))


def static(client: FlaskClient, address: str) -> bytes:
    """A static file, closed again at once."""
    with client.get(address) as response:
        assert response.status_code == 200
        return response.data
