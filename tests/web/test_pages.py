"""The pages: what a reader sees, in Vietnamese, with every figure leading to its sentence."""

import csv
import io
import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from kb.answers import NOT_COMPUTABLE, NOT_STATED
from kb.catalogue import ModelRequest
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


def choices(soup: BeautifulSoup, facet: str) -> dict[str, Tag]:
    """The links of a facet by their label, without the note under it."""
    found = soup.select(
        f"[aria-labelledby=facet-{facet}] > ul .choice, [aria-labelledby=facet-{facet}] > details .choice"
    )
    return {str(next(each.strings)).strip(): each.find_parent("a") for each in found}  # type: ignore[misc]


@pytest.mark.parametrize(("address", "facet"), [("/?q=nuôi+bò", "province"), ("/models?q=bò", "livelihood")])
def test_the_count_beside_a_choice_is_what_choosing_it_gives(
    client: FlaskClient, address: str, facet: str
) -> None:
    for link in list(choices(page(client, address), facet).values())[:3]:
        result = page(client, str(link["href"]))
        assert text_of(result.select_one(".result-bar strong")) == text_of(link.select_one(".count"))


def test_several_values_of_a_facet_are_chosen_one_after_the_other(client: FlaskClient) -> None:
    first = choices(page(client, "/?q=nuôi+bò"), "province")["Hà Giang"]
    second = choices(page(client, str(first["href"])), "province")["Hà Tĩnh"]
    soup = page(client, str(second["href"]))
    assert [text_of(chip) for chip in soup.select(".chips li")[:2]] == [
        "Bỏ lọc: Hà Giang ×",
        "Bỏ lọc: Hà Tĩnh ×",
    ]
    assert {"chosen"} == {
        str(choices(soup, "province")[name]["class"][0]) for name in ("Hà Giang", "Hà Tĩnh")
    }


def test_one_of_the_two_maps_is_offered_and_the_address_says_which(client: FlaskClient) -> None:
    soup = page(client, "/?q=nuôi+bò")
    assert "nay thuộc Tuyên Quang" in text_of(choices(soup, "province")["Hà Giang"])
    switch = soup.find("a", string="34 tỉnh mới")
    assert isinstance(switch, Tag) and "map=34" in str(switch["href"])
    new = page(client, str(switch["href"]))
    assert not choices(new, "province")
    assert "gồm cả Hà Giang" in text_of(choices(new, "province_2025")["Tuyên Quang"])


def test_a_whole_region_is_chosen_at_once_and_is_one_chip(client: FlaskClient) -> None:
    soup = page(client, "/models?q=bò")
    link = soup.find("a", string=re.compile("Trung du và miền núi phía Bắc")) or next(
        each for each in soup.select(".facet a") if "Trung du" in each.get_text()
    )
    chosen = page(client, str(link["href"]))  # type: ignore[index]
    assert len(parse_qs(urlsplit(str(link["href"])).query)["province"]) == 14  # type: ignore[index]
    assert [text_of(chip) for chip in chosen.select(".chips li")] == [
        "Bỏ lọc: Trung du và miền núi phía Bắc ×"
    ]


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


@pytest.mark.parametrize(
    ("address", "way"),
    [
        pytest.param(
            "/?q=nhãn+Idol&province=Cần+Thơ&kind=plan", "Bỏ lọc “Kế hoạch, quyết định”", id="filter"
        ),
        pytest.param("/?q=nhãn+Idol&kind=plan&livelihood=du-lich", "Bỏ mọi bộ lọc", id="all-filters"),
        pytest.param("/?q=%22Idol+nhãn%22", "Tìm không cần đúng nguyên cụm", id="phrase"),
        pytest.param("/?q=nhãn+Idol&province=Vĩnh+Long", "Cần Thơ", id="next-door"),
        pytest.param("/?q=nhãn+Idol&province_2025=Vĩnh+Long", "Cần Thơ", id="next-door-today"),
    ],
)
def test_a_search_without_results_is_loosened_with_the_count_it_gives(
    client: FlaskClient, address: str, way: str
) -> None:
    item = next(item for item in page(client, address).select(".ways li") if way in text_of(item))
    assert item.a is not None
    total = text_of(page(client, str(item.a["href"])).select_one(".result-bar strong"))
    assert total == text_of(item.select_one(".count")).split()[0] != "0"


def test_a_slip_of_the_keys_gets_a_proposal_that_finds_something(client: FlaskClient) -> None:
    soup = page(client, "/?q=nuoii+bof")
    proposal = soup.select_one(".proposal a")
    assert proposal is not None
    assert hits(page(client, str(proposal["href"])))


def test_a_slip_in_the_list_of_models_gets_a_proposal_that_finds_some(client: FlaskClient) -> None:
    proposal = page(client, "/models?q=nuoii+bof").select_one(".proposal a")
    assert proposal is not None
    assert page(client, str(proposal["href"])).select(".card")


@pytest.mark.parametrize(
    ("typed", "facet", "value"),
    [
        pytest.param("nuôi bò ở Hà Giang", "province", "Hà Giang", id="province"),
        pytest.param("chăn nuôi năm 2023", "year", "2023", id="year"),
        pytest.param("nuôi bò dự án 2", "project", "DA2", id="project"),
    ],
)
def test_what_a_query_names_is_offered_as_a_filter_and_leaves_the_words(
    client: FlaskClient, typed: str, facet: str, value: str
) -> None:
    offers = page(client, "/?q=" + typed.replace(" ", "+")).select(".offers a")
    link = next(each for each in offers if facet in parse_qs(urlsplit(str(each["href"])).query))
    asked = parse_qs(urlsplit(str(link["href"])).query)
    assert asked[facet] == [value]
    assert len(asked["q"][0]) < len(typed)
    narrowed = page(client, str(link["href"]))
    assert hits(narrowed)
    assert text_of(link).removeprefix("+ ") not in [
        text_of(each).removeprefix("+ ") for each in narrowed.select(".offers a")
    ]


@pytest.mark.parametrize("path", ["/", "/models"])
@pytest.mark.parametrize(
    ("typed", "chip"),
    [
        ('tỉnh:"Hà Giang" bò', "Hà Giang"),
        ("bò năm:2021..2025", "Năm 2021–2025"),
        ('bò sinh-kế:"chăn nuôi" tỉnh:"Hà Giang"', "Chăn nuôi"),
    ],
    ids=["province", "years", "one of two"],
)
def test_a_typed_filter_is_dropped_by_its_chip(client: FlaskClient, path: str, typed: str, chip: str) -> None:
    soup = BeautifulSoup(client.get(path, query_string={"q": typed}).data, "lxml")
    before = {text_of(each) for each in soup.select(".chips:not(.offers) li")}
    link = next(each for each in soup.select(".chips:not(.offers) a") if chip in text_of(each))
    dropped = page(client, str(link["href"]))
    after = {text_of(each) for each in dropped.select(".chips:not(.offers) li")}
    assert after - {"Bỏ mọi bộ lọc"} == before - {text_of(link), "Bỏ mọi bộ lọc"}
    box = dropped.select_one("#q")
    assert box is not None and box["value"] == "bò"
    count = int(text_of(dropped.select_one(".result-bar strong")).replace(".", ""))
    assert count >= int(text_of(soup.select_one(".result-bar strong")).replace(".", ""))


def test_the_search_box_keeps_what_the_address_says_and_no_typed_filter(client: FlaskClient) -> None:
    asked = {"q": 'bò tỉnh:"Hà Giang"', "kind": "news", "sort": "newest", "page": "2"}
    form = BeautifulSoup(client.get("/", query_string=asked).data, "lxml").select_one("form.search")
    assert form is not None
    kept = {str(each["name"]): str(each["value"]) for each in form.select("input[type=hidden]")}
    assert kept == {"kind": "news", "sort": "newest"}


@pytest.mark.parametrize("path", ["/", "/models"])
def test_other_names_looked_for_are_said_and_can_be_left_out(client: FlaskClient, path: str) -> None:
    soup = page(client, f"{path}?q=nuôi+heo")
    line = soup.select_one(".other-names")
    assert "“lợn”" in text_of(line)
    exact = page(client, str(line.a["href"]))  # type: ignore[union-attr,index]
    assert "“lợn”" not in text_of(exact.select_one(".other-names"))
    totals = [int(text_of(each.select_one(".result-bar strong"))) for each in (soup, exact)]
    assert totals[0] > totals[1] > 0


def test_the_same_search_is_there_as_csv_and_as_api(client: FlaskClient) -> None:
    soup = page(client, "/?q=nhãn+Idol&province=Cần+Thơ")
    table, api = (str(link["href"]) for link in soup.select(".exports a"))
    response = client.get(table)
    assert response.mimetype == "text/csv" and response.data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))
    total = int(text_of(soup.select_one(".result-bar strong")))
    assert len(lines) == total == json.loads(client.get(api).data)["total"]
    assert lines[0]["Địa chỉ trong kho"].endswith(f"/documents/{LONGAN}")


def test_a_document_shows_its_text_source_and_reasons(client: FlaskClient, corpus_kb: KnowledgeBase) -> None:
    soup = page(client, f"/documents/{LONGAN}?q=nhãn+Idol")
    document = corpus_kb.record(LONGAN).document
    shown = "".join(block.get_text() for block in soup.select(".text > :not(.passage-choice)"))
    assert re.sub(r"\s+", "", shown) == re.sub(r"\s+", "", document.text)
    assert document.url in [link["href"] for link in soup.select(".source-links a")]
    assert "nhãn Idol" in [mark.get_text() for mark in soup.select(".text mark")]
    assert "Cần Thơ" in text_of(soup.select_one(".tags"))


def test_the_passage_a_result_points_to_is_on_the_page(client: FlaskClient) -> None:
    link = page(client, "/?q=nhan+idol").select_one(".hit h2 a")
    assert link is not None
    anchor = urlsplit(str(link["href"])).fragment
    assert page(client, str(link["href"])).find(id=anchor) is not None


def evidence_links(part: Tag) -> list[tuple[str, str]]:
    """(words of the source, address they open at) of every value in a part of a page."""
    return [
        (text_of(quote.mark), str(quote.a["href"]))  # type: ignore[index]
        for quote in part.select("details.answer blockquote")
    ]


def test_every_figure_of_a_model_leads_to_its_sentence(client: FlaskClient, longan_id: str) -> None:
    soup = page(client, f"/models/{longan_id}")
    amounts = list(soup.select(".answers .amount"))
    assert len(amounts) >= 3
    for amount in amounts:
        links = evidence_links(amount.find_parent("td"))  # type: ignore[arg-type]
        assert links
        for words, address in links:
            assert text_of(page(client, address).select_one("#mark")).startswith(words[:30])


def test_what_the_source_does_not_say_is_said_plainly(client: FlaskClient, longan_id: str) -> None:
    assert "Nguồn không nêu" in text_of(page(client, f"/models/{longan_id}").main)


@pytest.fixture(scope="module")
def fullest_ids(corpus_kb: KnowledgeBase) -> list[str]:
    """The six models with most figures."""
    listed = corpus_kb.list_models(ModelRequest(page_size=6)).models
    return [each.compared.model.model_id for each in listed]


def test_models_side_by_side_have_a_column_each_and_evidence_for_every_figure(
    client: FlaskClient, fullest_ids: list[str]
) -> None:
    soup = page(client, "/compare?" + "&".join(f"m={model_id}" for model_id in fullest_ids))
    assert len(soup.select(".comparison thead th")) == 6
    cells = soup.select(".comparison td.number")
    assert len(cells) > 30
    for cell in cells:
        is_silent = cell.select_one(".silent")
        assert is_silent or evidence_links(cell)
        assert not is_silent or text_of(cell) in (NOT_STATED, NOT_COMPUTABLE)


def test_derived_rows_are_marked_and_show_their_formula(
    client: FlaskClient, corpus_kb: KnowledgeBase
) -> None:
    listed = corpus_kb.list_models(ModelRequest(max_cost_vnd=10**12, page_size=300)).models
    divided = [
        each.compared.model.model_id
        for each in listed
        if each.cost and each.cost.key == "capital_vnd" and each.cost.cell.formula
    ]
    soup = page(client, f"/compare?m={divided[0]}&m={divided[1]}")
    row = next(row for row in soup.select(".derived-row") if "Vốn mỗi hộ" in text_of(row))
    assert "suy ra tổng vốn cả mô hình ÷ số hộ tham gia" in text_of(row.th)
    assert all(len(evidence_links(cell)) == 2 and "÷" in text_of(cell.summary) for cell in row.select("td"))


def test_columns_are_moved_and_dropped_by_links(client: FlaskClient, fullest_ids: list[str]) -> None:
    address = "/compare?" + "&".join(f"m={model_id}" for model_id in fullest_ids[:3])
    tools = page(client, address).select(".comparison thead th")[0].select(".column-tools a")
    right, drop = (parse_qs(urlsplit(str(link["href"])).query)["m"] for link in tools)
    assert right == [fullest_ids[1], fullest_ids[0], fullest_ids[2]]
    assert drop == fullest_ids[1:3]


def test_charts_of_a_comparison_have_title_unit_source_and_their_data_beside_them(
    client: FlaskClient, fullest_ids: list[str]
) -> None:
    figures = page(client, "/compare?" + "&".join(f"m={each}" for each in fullest_ids)).select(".chart")
    assert figures
    for figure in figures:
        assert text_of(figure.strong) and "Đơn vị:" in text_of(figure.figcaption)
        assert "Nguồn:" in text_of(figure)
        drawn = [text_of(each).split(": ")[-1] for each in figure.select("svg g > title")]
        assert drawn == [text_of(each) for each in figure.select("details td.number")]


def test_only_what_differs_can_be_shown(client: FlaskClient, fullest_ids: list[str]) -> None:
    address = f"/compare?m={fullest_ids[0]}&m={fullest_ids[1]}"
    everything, differing = (
        {text_of(row.th) for row in page(client, address + rows).select("tbody tr")}
        for rows in ("", "&rows=differing")
    )
    assert differing < everything


def test_what_no_source_says_is_one_line_under_the_table(client: FlaskClient, fullest_ids: list[str]) -> None:
    soup = page(client, f"/compare?m={fullest_ids[0]}&m={fullest_ids[1]}")
    assert "Không nguồn nào nêu:" in text_of(soup.select_one(".silent-rows"))
    for row in soup.select("tbody tr"):
        assert len(row.select("td .silent")) < len(row.select("td"))


def test_a_comparison_without_a_model_that_is_gone_shows_the_others_and_says_so(
    client: FlaskClient, fullest_ids: list[str]
) -> None:
    asked = [fullest_ids[0], "khong-con", fullest_ids[1]]
    soup = BeautifulSoup(client.get("/compare", query_string={"m": asked}).data, "lxml")
    assert len(soup.select(".comparison thead th")) == 2
    assert "“khong-con” không còn trong kho" in text_of(soup.select_one(".warning"))
    alone = BeautifulSoup(client.get("/compare", query_string={"m": asked[:2]}).data, "lxml")
    assert "“khong-con” không còn trong kho" in text_of(alone.select_one(".warning"))
    assert alone.select(".plain-list a")
    table = client.get("/compare/export", query_string={"m": asked, "format": "csv"})
    assert table.status_code == 200


def test_with_one_model_similar_ones_are_offered_beside_it(client: FlaskClient, longan_id: str) -> None:
    links = page(client, f"/compare?m={longan_id}").select(".plain-list a")
    assert links
    assert len(page(client, str(links[0]["href"])).select(".comparison thead th")) == 2


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


def test_the_list_of_models_goes_on_over_pages_with_the_fullest_first(
    client: FlaskClient, corpus_kb: KnowledgeBase
) -> None:
    names: list[str] = []
    address, pages = "/models", 0
    while address:
        response = client.get(address)
        assert len(response.data) < 150_000
        soup = BeautifulSoup(response.data, "lxml")
        names += [str(link["href"]) for link in soup.select(".card h3 a")]
        following = soup.select_one("a[rel=next]")
        address, pages = str(following["href"]) if following else "", pages + 1
    assert pages > 3
    assert len(names) == len(set(names)) == len(corpus_kb.models())
    first = page(client, "/models").select(".card")[0]
    assert len(first.select(".figures dt")) >= 4


def test_models_under_a_limit_of_cost_show_it_and_the_silent_are_counted(client: FlaskClient) -> None:
    soup = page(client, "/models?cost=50&coast=1&sort=cost")
    assert "Không quá 50 triệu đồng mỗi hộ" in text_of(soup.select_one(".chips"))
    note = soup.select_one(".results .note")
    assert note is not None and note.a is not None
    unknown, shown = int(text_of(note).split()[1]), int(text_of(soup.select_one(".result-bar strong")))
    assert shown > 0
    everything = page(client, str(note.a["href"]))
    assert int(text_of(everything.select_one(".result-bar strong"))) == shown + unknown


def test_a_list_without_models_is_loosened_with_the_count_it_gives(client: FlaskClient) -> None:
    items = page(client, "/models?livelihood=chan-nuoi&cost=0").select(".ways li")
    item = next(item for item in items if "Bỏ lọc “Không quá 0 đồng mỗi hộ”" in text_of(item))
    total = text_of(page(client, str(item.a["href"])).select_one(".result-bar strong"))  # type: ignore[index]
    assert total == text_of(item.select_one(".count")).split()[0]


@pytest.mark.parametrize(("cost", "status"), [("7,5", 200), ("7.5", 200), ("", 200), ("x", 400), ("-1", 400)])
def test_a_limit_of_cost_is_written_as_people_write_numbers(
    client: FlaskClient, cost: str, status: int
) -> None:
    assert client.get("/models", query_string={"cost": cost}).status_code == status


def test_models_named_by_the_words_come_before_those_of_matching_documents(client: FlaskClient) -> None:
    soup = page(client, "/models?q=nhan+idol")
    assert "nhãn idol" in text_of(soup.select_one(".card h3")).lower()
    assert "Mô hình khác trong tài liệu" in text_of(soup.main)


def test_the_list_of_models_is_there_as_csv_and_as_api(client: FlaskClient) -> None:
    soup = page(client, "/models?cost=50&livelihood=chan-nuoi")
    table, api = (str(link["href"]) for link in soup.select(".exports a"))
    lines = list(csv.DictReader(io.StringIO(client.get(table).data.decode("utf-8-sig"))))
    total = int(text_of(soup.select_one(".result-bar strong")))
    assert len(lines) == total == json.loads(client.get(api).data)["total"]
    assert all(float(line["Vốn mỗi hộ (đồng)"]) <= 50_000_000 for line in lines)
    stated = [line for line in lines if line["Tổng vốn (đồng)"]]
    assert stated and all(line["Tổng vốn – cơ sở tính"] and line["Tổng vốn – trích dẫn"] for line in stated)


def test_similar_models_say_why(client: FlaskClient, longan_id: str) -> None:
    similar = page(client, f"/models/{longan_id}").select(".facts li")
    assert len(similar) >= 3
    assert all(re.match("Vì .{6,}\\.$", text_of(each.select_one(".why"))) for each in similar)


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
        pytest.param("/?q=bò&map=12", 400, id="map"),
        pytest.param("/models?sort=name", 400, id="model-order"),
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
