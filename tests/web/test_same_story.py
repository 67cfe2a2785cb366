"""A story that two papers print is shown once with two sources, on every page, and both stay readable."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.settings import Settings
from tests.conftest import index_paths
from tests.web.test_pages import hits, page, text_of
from webui import create_app

TEXT = """Năm 2023, xã Xuân Sơn, huyện Châu Đức, tỉnh Bà Rịa - Vũng Tàu có 12 hộ nghèo tham gia mô hình nuôi
dê sinh sản. Mỗi hộ nuôi dê được hỗ trợ 30 triệu đồng và được tập huấn cách phòng bệnh, chăm sóc đàn
dê. Dê thịt được thương lái đến tận chuồng thu mua với giá 120.000 đồng/kg. Mỗi năm nuôi dê cho mỗi
hộ thu nhập khoảng 100 triệu đồng."""
LATER = """Năm 2024, mô hình nuôi dê sinh sản được làm tiếp ở xã Xuân Sơn, huyện Châu Đức, tỉnh Bà Rịa - Vũng
Tàu với 20 hộ tham gia nuôi dê. Đàn dê của xã nay đã hơn 400 con, nhiều hộ nuôi dê đã xây được nhà mới."""
FIRST, SECOND, THIRD = "bao-a-nuoi-de", "bao-b-nuoi-de", "bao-c-nuoi-de"


def write(folder: Path, doc_id: str, source: str, published: str, text: str) -> None:
    head = f"id: {doc_id}\ntitle: Nuôi dê sinh sản ở Xuân Sơn\nsource: {source}\npublished: {published}"
    (folder / f"{doc_id}.md").write_text(f"---\n{head}\n---\n\n{text}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("papers")
    write(folder, FIRST, "Báo A", "2023-10-01", TEXT)
    write(folder, SECOND, "Báo B", "2023-10-02", f"{TEXT} Theo Báo A.")
    write(folder, THIRD, "Báo C", "2024-11-05", LATER)
    settings = Settings(data_dir=tmp_path_factory.mktemp("papers-data"))
    index_paths(settings, folder)
    return create_app(settings).test_client()


def test_a_search_shows_the_story_once_and_names_the_other_paper(papers: FlaskClient) -> None:
    soup = page(papers, "/?q=nuôi+dê")
    assert sorted(hits(soup)) in (
        [f"/documents/{FIRST}", f"/documents/{THIRD}"],
        sorted([f"/documents/{SECOND}", f"/documents/{THIRD}"]),
    )
    told = text_of(soup.select_one(".also-told"))
    assert told in ("Cũng đăng ở: Báo A (01/10/2023)", "Cũng đăng ở: Báo B (02/10/2023)")
    assert "3 tài liệu" in text_of(soup.select_one(".result-bar"))


def test_both_documents_can_be_read_and_point_to_each_other(papers: FlaskClient) -> None:
    for doc_id, other in ((FIRST, SECOND), (SECOND, FIRST)):
        links = page(papers, f"/documents/{doc_id}").select(".also-told a")
        assert [link["href"] for link in links] == [f"/documents/{other}"]
    assert page(papers, f"/documents/{THIRD}").select(".also-told") == []


def test_the_list_of_models_has_one_row_for_the_story(papers: FlaskClient) -> None:
    listed = papers.get("/api/v1/models").get_json()
    assert listed["total"] == 2
    twice = next(model for model in listed["models"] if model["document"]["id"] != THIRD)
    assert {twice["document"]["id"], *(each["id"] for each in twice["also_in"])} == {FIRST, SECOND}
    assert len(page(papers, "/models").select(".card .also-told")) == 1


def test_a_model_shows_its_history_over_its_sources(papers: FlaskClient) -> None:
    model_id = papers.get(f"/api/v1/documents/{THIRD}").get_json()["models"][0]["id"]
    told = page(papers, f"/models/{model_id}").select(".series li")
    assert [text_of(item.select_one("time")) for item in told] == ["01/10/2023", "02/10/2023", "05/11/2024"]
    assert "12 hộ" in text_of(told[0]) and "20 hộ" in text_of(told[2])
    assert "nguồn đang xem" in text_of(told[2])
    series = papers.get(f"/api/v1/models/{model_id}").get_json()["series"]
    assert [model["households"] for model in series] == [12, 12, 20]
    assert page(papers, f"/models/{model_id}").select(".facts .plain-list") == []


def test_a_model_of_one_document_has_no_history(client: FlaskClient, cattle_ids: list[str]) -> None:
    assert page(client, f"/models/{cattle_ids[0]}").select(".series") == []


def test_a_model_says_how_much_its_source_answers_and_quotes_it(papers: FlaskClient) -> None:
    model_id = papers.get(f"/api/v1/documents/{FIRST}").get_json()["models"][0]["id"]
    soup = page(papers, f"/models/{model_id}")
    assert "trong 9 điều người nhân rộng hỏi · tin báo chí" in text_of(soup.select_one(".answers caption"))
    passages = [text_of(each) for each in soup.select(".answers .passage")]
    assert any("thương lái đến tận chuồng thu mua" in each for each in passages)
    for link in soup.select(".answers .passage + a"):
        assert page(papers, str(link["href"])).select("#mark")
