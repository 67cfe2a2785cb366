"""The site in English: every text translated, nothing Vietnamese but names and quotes, kept by every link."""

import ast
import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qs, urlsplit

import docx
import openpyxl
import pptx
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from kb.catalogue import ModelRequest
from kb.formatting import MONEY_UNITS, format_date, format_money, format_quantity
from kb.language import VIETNAMESE, Language, speak, spoken
from kb.places import PROVINCES, PROVINCES_2025
from kb.service import KnowledgeBase
from scripts.translations import KEYWORDS, TRANSLATIONS, collect, compiled
from tests.web.conftest import KINDS, LONGAN

PO = TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po"

_MARKED = re.compile("[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)
_NAMES = re.compile(
    "|".join(
        sorted(
            {re.escape(each.name) for each in (*PROVINCES, *PROVINCES_2025)} | {"Tiếng Việt"},
            key=len,
            reverse=True,
        )
    )
)
MORE = {
    "neighbours": "/provinces/ha-giang",
    "matrix-projects": "/matrix?by=project&year=2021-2025",
    "proposal": "/?q=nuoii+bof",
    "other-names": "/?q=nuôi+heo",
    "offers": "/?q=nuôi+bò+ở+Hà+Giang+năm+2023",
    "notes": '/?q=tỉnh:xyz+"a',
    "no-models": "/models?q=nhãn+Idol&province=Vĩnh+Long&cost=1",
    "unknown-cost": "/models?coast=1&cost=50&unknown=1",
    "one-model": "/compare?m={model}",
    "gone": "/compare?m={model}&m=khong-con",
    "wrong": "/?province=xx",
    "not-there": "/documents/khong-co",
}


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


@pytest.fixture(scope="module")
def english() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="en")


@pytest.fixture
def speaking_english() -> Iterator[None]:
    with PO.with_suffix(".mo").open("rb") as file:
        speak(Language("en", "GB", Translations(file)))
    yield
    speak(VIETNAMESE)


def left_over(text: str) -> str:
    """What is Vietnamese in a text besides the names of provinces; "" when nothing is."""
    return text if _MARKED.search(_NAMES.sub("", text)) else ""


# ---- The catalogue.


def test_every_text_of_the_program_is_in_the_catalogue_and_no_other(english: Catalog) -> None:
    assert {message.id for message in messages(english)} == {message.id for message in messages(collect())}


@pytest.mark.parametrize("package", ["kb", "webui"])
def test_no_text_hides_inside_an_f_string_where_it_is_not_collected(package: str) -> None:
    for path in (TRANSLATIONS.parents[1] / package).rglob("*.py"):
        for outer in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for inner in ast.walk(outer) if isinstance(outer, ast.JoinedStr) else ():
                is_said = isinstance(inner, ast.Call) and getattr(inner.func, "id", "") in KEYWORDS
                assert not (is_said and isinstance(inner.args[0], ast.Constant)), f"{path}:{outer.lineno}"


def test_every_text_has_a_translation_that_is_settled(english: Catalog) -> None:
    for message in messages(english):
        said = message.string if isinstance(message.string, tuple | list) else (message.string,)
        assert all(said), message.id
        assert not message.fuzzy, message.id
        assert not any(map(left_over, said)), said


def test_translations_keep_the_places_of_values(english: Catalog) -> None:
    assert [error for message in messages(english) for error in message.check(english)] == []
    for message in messages(english):
        texts = (message.id, message.string)
        wanted, found = (
            set(re.findall(r"%\((\w+)\)s", text if isinstance(text, str) else text[-1])) for text in texts
        )
        assert wanted == found, message.id


def test_what_programs_read_is_what_translators_wrote(english: Catalog) -> None:
    with PO.with_suffix(".mo").open("rb") as file:
        shipped = read_mo(file)
    made = read_mo(io.BytesIO(compiled(english)))
    assert texts_of(shipped) == texts_of(made)


def texts_of(catalogue: Catalog) -> dict[str, object]:
    return {str(message.id): message.string for message in messages(catalogue)}


# ---- Values.


@pytest.mark.parametrize(
    ("vnd", "said"),
    [(1_350_000_000, "VND 1.35 billion"), (147_000_000, "VND 147 million"), (70_000, "VND 70,000")],
    ids=["billion", "million", "plain"],
)
@pytest.mark.usefixtures("speaking_english")
def test_money_is_said_in_english_without_changing_it(vnd: int, said: str) -> None:
    assert format_money(vnd) == said


@pytest.mark.usefixtures("speaking_english")
def test_quantities_and_dates_are_said_in_english() -> None:
    assert [format_quantity(1, "hộ"), format_quantity(1350, "hộ")] == ["1 household", "1,350 households"]
    assert [format_quantity(5.86, "%"), format_quantity(3.2, "ha")] == ["5.86%", "3.2 ha"]
    assert format_quantity(2.5, "điểm %/năm") == "2.5 percentage points/year"
    assert format_date(date(2023, 9, 8)) == "8 September 2023"
    assert format_money(1_350_000_000, MONEY_UNITS[1]) == "VND 1,350 million"


def test_every_unit_of_the_corpus_has_an_english_name(
    corpus_kb: KnowledgeBase, english: Catalog, speaking_english: None
) -> None:
    units = {each.unit for each in corpus_kb.indicators()}
    assert {unit for unit in units if left_over(format_quantity(2, unit))} == set()


# ---- Pages.


@pytest.fixture(scope="module")
def addresses(pages: dict[str, str], cattle_ids: list[str]) -> dict[str, str]:
    more = {name: address.replace("{model}", cattle_ids[0]) for name, address in MORE.items()}
    return pages | more


def in_english(address: str) -> str:
    if address.endswith("lang=en"):
        return address
    return f"{address}{'&' if '?' in address else '?'}lang=en"


@pytest.mark.parametrize("kind", [*KINDS, *MORE])
def test_nothing_vietnamese_is_left_but_names_and_quotes(
    client: FlaskClient, addresses: dict[str, str], kind: str
) -> None:
    soup = BeautifulSoup(client.get(in_english(addresses[kind])).data, "lxml")
    assert soup.html is not None and soup.html["lang"] == "en"
    for element in soup.select('[lang="vi"], title, desc, textarea, .handout-note'):
        element.decompose()
    texts = [str(text) for text in soup.find_all(string=True)]
    spoken = ("aria-label", "placeholder", "alt", "data-status", "data-label", "data-label-many")
    texts += [str(each[name]) for each in soup.find_all(True) for name in spoken if each.get(name)]
    assert [text.strip() for text in map(left_over, texts) if text] == []


@pytest.mark.parametrize("kind", [*KINDS, *MORE])
def test_every_link_and_form_keeps_the_language(
    client: FlaskClient, addresses: dict[str, str], kind: str
) -> None:
    soup = BeautifulSoup(client.get(in_english(addresses[kind])).data, "lxml")
    switch = [link for link in soup.select("a[hreflang]") if link["hreflang"] == "vi"]
    assert [link.select_one(".language-name").get_text() for link in switch] == ["Tiếng Việt"]  # type: ignore[union-attr]
    assert "lang" not in parse_qs(urlsplit(str(switch[0]["href"])).query)
    for link in soup.select("a[href^='/']"):
        if link not in switch:
            assert parse_qs(urlsplit(str(link["href"])).query).get("lang") == ["en"], link
    for form in soup.select("form"):
        assert form.select("input[name=lang][value=en]") or (
            form.get("method") == "post" and "lang=en" in str(form["action"])
        )


@pytest.mark.parametrize("address", ["/", "/models?q=bò&province=Hà+Giang", "/khong-co"])
def test_a_page_names_itself_in_both_languages(client: FlaskClient, address: str) -> None:
    soup = BeautifulSoup(client.get(address).data, "lxml")
    found = {str(link["hreflang"]): str(link["href"]) for link in soup.select("link[hreflang]")}
    asked = parse_qs(urlsplit(address).query)
    assert set(found) == {"vi", "en"}
    assert parse_qs(urlsplit(found["vi"]).query) == asked
    assert parse_qs(urlsplit(found["en"]).query) == {**asked, "lang": ["en"]}
    other = BeautifulSoup(client.get(found["en"]).data, "lxml").select_one("link[hreflang=vi]")
    assert other is not None and other["href"] == found["vi"]


def test_a_language_that_is_not_spoken_is_refused(client: FlaskClient) -> None:
    response = client.get("/?lang=xx")
    assert response.status_code == 400
    assert "Có thể chọn: vi, en" in response.get_data(as_text=True)


def test_vietnamese_stays_vietnamese_after_an_english_page(client: FlaskClient) -> None:
    client.get("/?lang=en")
    assert spoken() is VIETNAMESE
    assert "Xem theo sinh kế" in client.get("/").get_data(as_text=True)


def test_quotes_stay_vietnamese_and_say_so(client: FlaskClient, cattle_ids: list[str]) -> None:
    soup = BeautifulSoup(client.get(f"/models/{cattle_ids[0]}?lang=en").data, "lxml")
    quotes = soup.select("blockquote")
    assert quotes
    for quote in quotes:
        marked = quote.select_one("[lang=vi]")
        assert isinstance(marked, Tag) and _MARKED.search(marked.get_text())


# ---- The API and the files.


def test_errors_of_the_api_are_said_in_english(client: FlaskClient) -> None:
    wrong = json.loads(client.get("/api/v1/search?kind=xx&lang=en").data)["error"]
    assert wrong["code"] == "ArgumentInvalid"
    assert wrong["message"].startswith("The value “xx” of “kind” was not understood. Possible choices: news")
    gone = json.loads(client.get("/api/v1/models/khong-co?lang=en").data)["error"]
    assert gone["message"].startswith("There is no model “khong-co”.")


@pytest.mark.parametrize(
    "address",
    ["/search.csv?q=bò", "/models.csv", "/matrix.csv", "/provinces/ha-giang/poverty-rates.csv"],
)
def test_tables_have_english_headers(client: FlaskClient, address: str) -> None:
    content = client.get(in_english(address)).data.decode("utf-8-sig")
    header, *lines = csv.reader(io.StringIO(content))
    assert lines and not any(map(left_over, header))


@pytest.fixture
def handout_address(cattle_ids: list[str]) -> str:
    chosen = "&".join(f"m={key}" for key in cattle_ids[:3])
    return f"/collection/export?{chosen}&m={LONGAN}~0&n=Ask+the+price&lang=en&format="


def test_a_word_handout_is_english_around_its_quotes(client: FlaskClient, handout_address: str) -> None:
    document = docx.Document(io.BytesIO(client.get(handout_address + "docx").data))
    paragraphs = [each for each in document.paragraphs if each.style.name not in ("Quote", "Câu trích")]
    headings = [each.text for each in paragraphs if each.style.name == "Heading 1"]
    assert headings[-2:] == ["Comparison", "Sources and quotations"]
    assert document.core_properties.language == "en-GB"
    assert " · Page " in document.sections[0].footer.paragraphs[0].text
    labels = [row.cells[0].paragraphs[0].text for table in document.tables[:-1] for row in table.rows]
    assert labels and not any(map(left_over, labels))
    assert "Note. Ask the price" in [each.text for each in paragraphs]


def test_slides_and_workbook_are_english_around_their_quotes(
    client: FlaskClient, handout_address: str
) -> None:
    deck = pptx.Presentation(io.BytesIO(client.get(handout_address + "pptx").data))
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert any(title.startswith("Comparison of models") for title in titles)
    assert "Sources and quotations" in titles
    book = openpyxl.load_workbook(io.BytesIO(client.get(handout_address + "xlsx").data))
    assert book.sheetnames == ["Contents", "Compare", "Figures", "Source"]
    assert [cell.value for cell in book["Figures"][1]][:4] == ["Model", "Place", "Item", "Value"]
    assert not any(left_over(str(cell.value or "")) for sheet in book for cell in sheet[1])


def test_markdown_is_english_around_its_quotes(client: FlaskClient, handout_address: str) -> None:
    text = client.get(handout_address + "md").get_data(as_text=True)
    assert "## Comparison" in text and "## Sources and quotations" in text and "**Note.** Ask" in text


def test_the_list_of_models_is_the_same_in_both_languages(
    client: FlaskClient, corpus_kb: KnowledgeBase
) -> None:
    """What one language put into memory must not come out in the other."""
    total = corpus_kb.list_models(ModelRequest(max_cost_vnd=50_000_000)).total
    for address, word in (("/models?cost=50&lang=en", "VND"), ("/models?cost=50", "đồng")):
        soup = BeautifulSoup(client.get(address).data, "lxml")
        assert soup.select_one(".result-bar strong").get_text() == str(total)  # type: ignore[union-attr]
        money = [each.get_text() for each in soup.select(".cost .amount")]
        assert money and all(word in amount for amount in money)
