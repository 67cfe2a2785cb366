"""The readers' work from a cold start, in a real browser: by keyboard, on a telephone, without scripts."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import docx
import pytest

from kb.places import Province, find_province, neighbours
from tests.web.conftest import KINDS, LONGAN

pytestmark = pytest.mark.browser

TELEPHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
WITHOUT_SCRIPTS = {"java_script_enabled": False}

Visit = Callable[..., Any]


def neighbours_of(name: str) -> tuple[Province, ...]:
    province = find_province(name)
    assert province is not None
    return neighbours(province)


def arguments(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def wait_for_results(page: Any, words: str) -> None:
    """Until the results of what was typed stand in the page."""
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("q") == [words])
    page.wait_for_selector("[data-live-region]:not([aria-busy])")


def saved(page: Any, button: str, folder: Path) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path.read_bytes()


# ---- A trainer: six models of cattle raising in the northern mountains, as a Word handout.


def choose_six(page: Any) -> None:
    page.goto(page.url + "models")
    page.get_by_label("Từ cần tìm").type("nuôi bò")
    wait_for_results(page, "nuôi bò")
    page.get_by_text("Chọn cả vùng").click()
    page.get_by_role("link", name="Trung du và miền núi phía Bắc").click()
    page.wait_for_selector(".chips >> text=Trung du")
    for index in range(6):
        page.get_by_role("checkbox").nth(index).check()


def test_a_trainer_makes_a_word_handout_of_six_cattle_models(visit: Visit, tmp_path: Path) -> None:
    page = visit("/")
    choose_six(page)
    assert page.locator("[data-tray-total]").inner_text() == "6"
    page.get_by_role("link", name="Soạn tài liệu").click()
    page.get_by_label("Tên tài liệu").fill("Sáu mô hình nuôi bò miền núi phía Bắc")
    page.get_by_label("Ghi chú của bạn").first.fill("Hỏi thêm giá bò giống năm nay.")
    page.get_by_role("button", name="Đưa xuống").first.click()
    document = docx.Document(io.BytesIO(saved(page, "Word", tmp_path)))
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    text = "\n".join(each.text for each in document.paragraphs)
    assert headings[-2:] == ["Bảng so sánh", "Nguồn và trích dẫn"]
    assert [heading[:2] for heading in headings[:6]] == ["1.", "2.", "3.", "4.", "5.", "6."]
    assert all("bò" in heading.lower() for heading in headings[:6])
    assert text.index("Hỏi thêm giá bò giống") > text.index(headings[1])
    assert document.paragraphs[0].text == "Sáu mô hình nuôi bò miền núi phía Bắc"


def test_the_handout_is_kept_in_the_address_and_in_the_browser(visit: Visit) -> None:
    page = visit("/")
    choose_six(page)
    page.get_by_role("link", name="Soạn tài liệu").click()
    page.get_by_label("Ghi chú của bạn").nth(2).fill("Ở đây khô hạn.")
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("n") == ["Ở đây khô hạn."])
    assert len(arguments(page)["m"]) == 6
    page.goto(page.url.split("/collection")[0] + "/about")
    page.get_by_role("link", name="Đã chọn").click()
    assert page.get_by_label("Ghi chú của bạn").nth(2).input_value() == "Ở đây khô hạn."
    other = visit(urlsplit(page.url).path + "?" + urlsplit(page.url).query)
    assert other.get_by_label("Ghi chú của bạn").nth(2).input_value() == "Ở đây khô hạn."


def test_items_are_ordered_by_dragging(visit: Visit, cattle_ids: list[str]) -> None:
    page = visit("/collection?" + "&".join(f"m={key}" for key in cattle_ids[:3]))
    handles = page.locator("[data-handle]")
    start, end = handles.nth(2).bounding_box(), page.locator("[data-chosen]").nth(0).bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(start["x"] + 5, end["y"] + 200, steps=4)
    page.mouse.move(start["x"] + 5, end["y"] + 10, steps=4)
    page.mouse.up()
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query)["m"] == [cattle_ids[2], *cattle_ids[:2]])


def test_a_list_from_elsewhere_does_not_replace_the_readers_own(visit: Visit, cattle_ids: list[str]) -> None:
    page = visit("/models")
    page.get_by_role("checkbox").first.check()
    own = page.get_by_role("checkbox").first.input_value()
    other = next(key for key in cattle_ids if key != own)
    page.goto(page.url.replace("/models", f"/collection?m={other}"))
    assert page.get_by_text("Danh sách này đến từ một địa chỉ").is_visible()
    page.goto(page.url.split("/collection")[0] + "/about")
    page.get_by_role("link", name="Đã chọn").click()
    assert arguments(page)["m"] == [own]


def test_a_passage_goes_into_the_handout_too(visit: Visit) -> None:
    page = visit(f"/documents/{LONGAN}")
    page.get_by_label("Chọn đoạn này").first.check()
    page.get_by_role("link", name="Soạn tài liệu").click()
    assert "Đoạn trích" in page.locator("[data-chosen]").inner_text()


# ---- An officer: something like my coastal commune, under 50 million đồng a household.


def test_an_officer_finds_models_by_the_sea_within_the_means_of_a_household(visit: Visit) -> None:
    page = visit("/", **TELEPHONE)
    page.get_by_role("link", name="Mô hình", exact=True).click()
    page.get_by_text("Lọc mô hình").click()
    page.get_by_role("link", name=re.compile("Huyện giáp biển")).click()
    page.wait_for_selector(".chips >> text=Huyện giáp biển")
    page.get_by_label("Vốn mỗi hộ không quá").fill("50")
    page.get_by_role("button", name="Lọc").click()
    page.wait_for_selector(".chips >> text=Không quá 50 triệu đồng mỗi hộ")
    assert arguments(page) == {"coast": ["1"], "cost": ["50"]}
    assert page.get_by_text("nguồn không nêu đủ số").is_visible()
    costs = page.locator(".card .cost, .card dt:has-text('Tổng vốn'), .card dt:has-text('Vốn vay')")
    assert costs.count() >= 3
    page.locator(".card").first.get_by_role("checkbox").check()
    page.locator(".card").nth(1).get_by_role("checkbox").check()
    page.get_by_role("link", name="So sánh").click()
    assert page.locator(".comparison thead th").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("options", [TELEPHONE, {**TELEPHONE, **WITHOUT_SCRIPTS}], ids=["with", "without"])
def test_an_officer_is_told_what_each_model_costs_a_household(visit: Visit, options: dict[str, Any]) -> None:
    page = visit("/", **options)
    page.get_by_role("link", name="Tìm cách làm vừa vốn của xã mình").click()
    costs = page.locator(".card .cost .amount, .card dt:has-text('Tổng vốn') + dd .amount").all_inner_texts()
    assert len(costs) >= 3
    assert all(re.search(r"\d", cost) and "đồng" in cost for cost in costs)
    assert page.locator(".card").count() >= 10


# ---- A researcher: the poverty rate of Hà Giang and its neighbours by year, as CSV.


@pytest.mark.parametrize("options", [{}, WITHOUT_SCRIPTS], ids=["with scripts", "without scripts"])
def test_a_researcher_takes_the_poverty_rates_of_ha_giang_and_its_neighbours_as_csv(
    visit: Visit, tmp_path: Path, options: dict[str, Any]
) -> None:
    page = visit("/", **options)
    page.get_by_role("link", name="Theo dõi số liệu của một tỉnh").click()
    page.locator(".provinces").get_by_role("link", name="Hà Giang", exact=True).click()
    shown = page.locator(".years tbody tr").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bảng này kèm câu gốc và nguồn (CSV)").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    lines = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    places = {line["Nơi"] for line in lines}
    neighbours = {each.name for each in neighbours_of("Hà Giang")}
    assert "Hà Giang" in places and places - {"Hà Giang"} and places <= {"Hà Giang", *neighbours}
    assert {line["Số liệu"] for line in lines} == {"tỷ lệ hộ nghèo"}
    assert len({line["Năm"] for line in lines if line["Nơi"] == "Hà Giang"}) >= 2
    for line in lines:
        assert float(line["Giá trị"]) > 0 and line["Trích dẫn"] and line["Địa chỉ trong kho"]
    saved_values = {(line["Nơi"], float(line["Giá trị"])) for line in lines}
    for place, *cells in (row.split("\t") for row in shown):
        values = [float(value.replace(",", ".")) for cell in cells for value in re.findall(r"[\d,]+", cell)]
        assert values and {(place.strip(), value) for value in values} <= saved_values


# ---- A visitor from abroad.


def test_a_visitor_switches_to_english_and_keeps_what_was_typed_and_chosen(
    visit: Visit, tmp_path: Path
) -> None:
    page = visit("/")
    page.get_by_label("Từ cần tìm").type("nuôi bò")
    wait_for_results(page, "nuôi bò")
    page.get_by_role("link", name="English").click()
    assert arguments(page) == {"q": ["nuôi bò"], "lang": ["en"]}
    assert re.fullmatch(r"\d+ documents", page.locator(".result-bar p").first.inner_text())
    page.get_by_role("link", name="Models", exact=True).first.click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("checkbox").nth(1).check()
    page.get_by_role("link", name="Make a handout").click()
    page.get_by_label("Your note").first.fill("Ask about the price.")
    document = docx.Document(io.BytesIO(saved(page, "Word", tmp_path)))
    text = "\n".join(each.text for each in document.paragraphs)
    assert "Note. Ask about the price." in text and "Sources and quotations" in text
    page.get_by_role("link", name="Tiếng Việt").click()
    assert page.get_by_label("Ghi chú của bạn").first.input_value() == "Ask about the price."


# ---- The longan growers of Thới Lai: found in three ways, compared, every figure with its sentence.


@pytest.mark.parametrize("words", ["nhãn Idol", "nhan idol"])
def test_results_come_while_typing(visit: Visit, words: str) -> None:
    page = visit("/")
    page.get_by_label("Từ cần tìm").type(words, delay=20)
    wait_for_results(page, words)
    assert LONGAN in str(page.locator(".hit h2 a").first.get_attribute("href"))
    assert re.fullmatch(r"\d+ tài liệu", page.locator("[data-live-status]").inner_text())
    page.reload()
    assert page.get_by_label("Từ cần tìm").input_value() == words
    assert LONGAN in str(page.locator(".hit h2 a").first.get_attribute("href"))


def test_suggestions_follow_what_is_typed_and_lead_on(visit: Visit) -> None:
    page = visit("/")
    box = page.get_by_label("Từ cần tìm")
    assert not page.locator(".suggestions").is_visible()
    box.type("ha gia")
    page.locator(".suggestions").get_by_role("link", name="Hà Giang", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Hà Giang"
    page.go_back()
    box.fill("")
    box.type("nuoi bo")
    phrase = page.locator(".suggestions a[data-live]").first
    words = phrase.inner_text()
    phrase.click()
    wait_for_results(page, words)
    assert box.input_value() == words
    box.fill("")
    page.wait_for_selector(".suggestions", state="hidden")


def test_a_slip_is_put_right_by_a_click(visit: Visit) -> None:
    page = visit("/")
    page.get_by_label("Từ cần tìm").type("nhan ydol")
    wait_for_results(page, "nhan ydol")
    page.locator(".proposal a").click()
    wait_for_results(page, "nhãn idol")
    assert page.get_by_label("Từ cần tìm").input_value() == "nhãn idol"
    assert LONGAN in str(page.locator(".hit h2 a").first.get_attribute("href"))


@pytest.mark.parametrize("options", [{}, WITHOUT_SCRIPTS], ids=["with scripts", "without scripts"])
def test_choosing_provinces_narrows_the_results(visit: Visit, options: dict[str, Any]) -> None:
    page = visit("/?q=nhãn", **options)
    rest = page.locator(".facet details", has_text="Xem thêm").first
    if not page.get_by_role("link", name=re.compile("^Cần Thơ")).first.is_visible():
        rest.locator("summary").click()
    page.locator(".facet a", has_text="Cần Thơ").first.click()
    page.wait_for_selector(".chips >> text=Cần Thơ")
    assert arguments(page)["province"] == ["Cần Thơ"]
    assert page.locator(f".hit a[href*='{LONGAN}']").count()


def test_going_back_shows_the_results_before(visit: Visit) -> None:
    page = visit("/?q=nuôi+bò")
    before = page.locator(".result-bar strong").first.inner_text()
    page.locator(".facet a").nth(3).click()
    page.wait_for_selector(".chips")
    page.go_back()
    page.wait_for_selector(".chips", state="detached")
    assert page.locator(".result-bar strong").first.inner_text() == before


def test_the_longan_is_compared_and_every_value_opens_its_sentence_in_place(visit: Visit) -> None:
    page = visit("/models?q=nhan+idol")
    page.get_by_role("checkbox").first.check()
    page.goto(page.url.replace("q=nhan+idol", "q=trồng+nhãn"))
    page.locator(".card", has_not_text="Idol").first.get_by_role("checkbox").check()
    page.get_by_role("link", name="So sánh").click()
    values = page.locator("details.answer")
    assert values.count() > 6
    for index in range(values.count()):
        value = values.nth(index)
        value.locator("summary").click()
        quoted = value.locator("blockquote mark").first.inner_text()
        link = value.get_by_role("link").first
        assert link.is_visible()
        marked = visit(str(link.get_attribute("href"))).locator("#mark").inner_text()
        assert " ".join(quoted.split()).startswith(" ".join(marked.split())[:20])


# ---- Without scripts.


def test_without_scripts_items_are_chosen_ordered_and_exported_by_forms(
    visit: Visit, cattle_ids: list[str], tmp_path: Path
) -> None:
    page = visit("/models?q=nuôi+bò", **WITHOUT_SCRIPTS)
    keys = [page.get_by_role("checkbox").nth(index).get_attribute("value") for index in range(2)]
    for index in range(2):
        page.get_by_role("checkbox").nth(index).check()
    page.get_by_role("button", name="Thêm mục đã đánh dấu").click()
    assert arguments(page)["m"] == keys
    page.get_by_label("Ghi chú của bạn").first.fill("Xem lại")
    page.get_by_role("button", name="Đưa xuống").first.click()
    assert arguments(page)["m"] == keys[::-1] and arguments(page)["n"][-1] == "Xem lại"
    page.get_by_role("link", name="Chọn thêm mô hình").click()
    page.get_by_role("checkbox", checked=False).first.check()
    page.get_by_role("button", name="Thêm mục đã đánh dấu").click()
    assert arguments(page)["m"][:2] == keys[::-1] and len(arguments(page)["m"]) == 3
    assert saved(page, "Word", tmp_path)[:2] == b"PK"


def test_without_scripts_the_search_form_works(visit: Visit) -> None:
    page = visit("/", **WITHOUT_SCRIPTS)
    page.get_by_label("Từ cần tìm").fill("nhan idol")
    page.get_by_role("button", name="Tìm").click()
    assert LONGAN in str(page.locator(".hit h2 a").first.get_attribute("href"))


# ---- Keyboard, paper, small screens, weight.


def test_the_slash_key_leads_to_the_search_box_whose_form_is_sent_by_keyboard(visit: Visit) -> None:
    page = visit("/?q=nuôi+bò")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("nhãn Idol")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert LONGAN in str(page.locator(".hit h2 a").first.get_attribute("href"))


def test_the_first_stop_of_the_keyboard_skips_to_the_content(visit: Visit) -> None:
    page = visit("/models")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Tới nội dung chính"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_is_wider_than_the_screen_or_heavier_than_150_kb(
    visit: Visit, pages: dict[str, str], kind: str
) -> None:
    loaded: dict[str, int] = {}
    page = visit(pages[kind], weighed=loaded)
    for width in (360, 768, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert 10_000 < sum(loaded.values()) < 150_000


@pytest.mark.parametrize("kind", ["compare", "print", "model"])
def test_pages_print_on_a4(visit: Visit, pages: dict[str, str], kind: str) -> None:
    pypdf = pytest.importorskip("pypdf")
    page = visit(pages[kind])
    reader = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    sizes = {tuple(round(float(side)) for side in each.mediabox[2:]) for each in reader.pages}
    assert sizes <= {(595, 842), (842, 595)}
    assert ((842, 595) in sizes) == (kind in ("compare", "print"))
    text = "\n".join(each.extract_text() for each in reader.pages)
    assert "Mở trong tài liệu" not in text and "Tìm kiếm" not in text
    if kind == "print":
        assert f"1 / {len(reader.pages)}" in text
