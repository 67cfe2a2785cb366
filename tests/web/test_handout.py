"""What a reader chose as conference material: order, notes, files and a page for paper."""

import io
import re
import zipfile
from urllib.parse import parse_qs, urlsplit

import docx
import openpyxl
import pptx
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.web.conftest import LONGAN

PASSAGE = f"{LONGAN}~0"


def page(client: FlaskClient, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.data, "lxml")


def address(*keys: str, **more: str) -> str:
    with_items = [("m", key) for key in keys]
    return "/collection?" + "&".join(f"{name}={value}" for name, value in [*with_items, *more.items()])


def chosen(soup: BeautifulSoup) -> list[str]:
    return [str(field["value"]) for field in soup.select(".chosen-list input[name=m]")]


def send(client: FlaskClient, keys: list[str], notes: list[str], **fields: str) -> dict[str, list[str]]:
    """The address that a sent form leads to, as its arguments."""
    response = client.post("/collection", data={"m": keys, "n": notes, **fields})
    assert response.status_code == 303
    return parse_qs(urlsplit(response.headers["Location"]).query, keep_blank_values=True)


def test_the_collection_lives_in_its_address(client: FlaskClient, cattle_ids: list[str]) -> None:
    soup = page(client, address(*cattle_ids[:2], PASSAGE, n="Hỏi giá bò giống", title="Sáu mô hình"))
    assert chosen(soup) == [*cattle_ids[:2], PASSAGE]
    assert [area.get_text() for area in soup.select("textarea")] == ["Hỏi giá bò giống", "", ""]
    assert soup.select_one("#title")["value"] == "Sáu mô hình"  # type: ignore[index]


@pytest.mark.parametrize(
    ("change", "order"),
    [
        pytest.param("up:1", "bac", id="up"),
        pytest.param("down:0", "bac", id="down"),
        pytest.param("up:0", "abc", id="already-first"),
        pytest.param("down:2", "abc", id="already-last"),
        pytest.param("remove:1", "ac", id="remove"),
        pytest.param("remove:9", "abc", id="no-such-item"),
        pytest.param("x", "abc", id="nonsense"),
    ],
)
def test_a_button_changes_the_order_and_notes_go_with_their_item(
    client: FlaskClient, change: str, order: str
) -> None:
    arguments = send(client, list("abc"), ["ghi a", "ghi b", "ghi c"], do=change)
    assert arguments["m"] == list(order)
    assert arguments["n"] == [f"ghi {key}" for key in order]


def test_an_address_holds_no_more_than_it_must(client: FlaskClient) -> None:
    assert send(client, ["a", "b", "a"], ["", "", ""], title=" ", subtitle="", table="1") == {"m": ["a", "b"]}
    assert send(client, ["a"], [""], table="0")["table"] == ["0"]


def test_notes_too_long_for_an_address_stay_in_the_page(client: FlaskClient, cattle_ids: list[str]) -> None:
    note = "Ghi chú dài. " * 300
    response = client.post("/collection", data={"m": cattle_ids[:1], "n": [note]})
    assert response.status_code == 200
    soup = BeautifulSoup(response.data, "lxml")
    assert soup.textarea is not None and soup.textarea.get_text() == note.strip()
    assert "quá mức" in soup.get_text()


def test_what_is_no_longer_there_is_said_and_left_out(client: FlaskClient, cattle_ids: list[str]) -> None:
    gone = address("khong-con", cattle_ids[0], "khong-con~3")
    assert page(client, gone).get_text().count("không còn trong kho") == 2
    text = client.get(gone.replace("/collection", "/collection/export") + "&format=md").get_data(as_text=True)
    assert re.findall(r"^## \d", text, re.MULTILINE) == ["## 1"]


def export(client: FlaskClient, keys: list[str], format_key: str, **fields: str) -> bytes:
    data = {"m": [*keys, PASSAGE], "n": ["Xã tôi <làm được> & rẻ"], "format": format_key, **fields}
    response = client.post("/collection/export", data={"title": "Sáu mô hình nuôi bò", **data})
    assert response.status_code == 200
    assert f"sau-mo-hinh-nuoi-bo.{format_key}" in response.headers["Content-Disposition"]
    return response.data


def test_the_word_file_holds_items_notes_comparison_and_sources(
    client: FlaskClient, cattle_ids: list[str]
) -> None:
    document = docx.Document(io.BytesIO(export(client, cattle_ids, "docx", subtitle="Hội nghị ở Hà Giang")))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for part in ("Sáu mô hình nuôi bò", "Hội nghị ở Hà Giang", "Xã tôi <làm được> & rẻ", "Bảng so sánh"):
        assert part in text
    assert len(document.tables) == 8
    assert len(document.inline_shapes) >= 1
    assert text.index("Nguồn và trích dẫn") > text.index("Bảng so sánh")


def test_the_slides_and_the_sheets_open(client: FlaskClient, cattle_ids: list[str]) -> None:
    slides = pptx.Presentation(io.BytesIO(export(client, cattle_ids, "pptx"))).slides
    assert len(slides) >= 9
    book = openpyxl.load_workbook(io.BytesIO(export(client, cattle_ids, "xlsx")))
    assert book.sheetnames == ["Nội dung", "So sánh", "Số liệu", "Nguồn"]
    assert "Xã tôi" in export(client, cattle_ids, "md").decode()


def test_the_comparison_can_be_left_out(client: FlaskClient, cattle_ids: list[str]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(client, cattle_ids, "xlsx", table="0")))
    assert "So sánh" not in book.sheetnames


def test_the_comparison_of_many_is_of_the_first_six(client: FlaskClient, cattle_ids: list[str]) -> None:
    keys = list(dict.fromkeys([*cattle_ids, *_more_models(client)]))[:8]
    book = openpyxl.load_workbook(io.BytesIO(export(client, keys, "xlsx")))
    header = [cell.value for cell in book["So sánh"][4]]
    assert len([title for title in header if title]) == 1 + 6 + 1


def _more_models(client: FlaskClient) -> list[str]:
    links = page(client, "/models").select(".card h3 a")
    return [str(link["href"]).rpartition("/")[2] for link in links]


def test_the_same_handout_is_the_same_bytes(client: FlaskClient, cattle_ids: list[str]) -> None:
    first, second = (export(client, cattle_ids[:2], "docx") for _ in range(2))
    assert zipfile.ZipFile(io.BytesIO(first)).testzip() is None
    assert first == second


def test_a_format_that_holds_no_items_is_refused(client: FlaskClient, cattle_ids: list[str]) -> None:
    response = client.get("/collection/export", query_string={"m": cattle_ids[:1], "format": "csv"})
    assert response.status_code == 400


@pytest.mark.parametrize("path", ["/collection/export?format=docx", "/collection/print"])
def test_with_nothing_chosen_one_is_led_back(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 303 and response.headers["Location"] == "/collection"


def test_the_page_for_paper_numbers_its_sources_and_every_mark_leads_to_one(
    client: FlaskClient, cattle_ids: list[str]
) -> None:
    soup = page(client, address(*cattle_ids, PASSAGE, n="Hỏi+giá").replace("collection", "collection/print"))
    marks = soup.select("sup a")
    assert len(marks) > 20
    assert all(soup.find(id=str(mark["href"])[1:]) for mark in marks)
    sources = soup.select(".handout-sources > ol > li")
    assert [int(str(source["value"])) for source in sources] == list(range(1, len(sources) + 1))
    assert all(source.select_one("a.web-address") for source in sources)
    assert "Ghi chú. Hỏi giá" in " ".join(soup.get_text().split())
