"""Handouts: what they say, where it came from, and the formats that are plain text."""

import csv
import io
import json
import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.answers import Source
from kb.comparison import compare
from kb.document import Kind, Span
from kb.errors import ArgumentInvalid
from kb.handout import FORMATS, Handout, ModelItem, PassageItem, export
from kb.handout.content import comparison_handout, printable
from kb.handout.quotes import sentence_around
from kb.handout.references import References
from tests.unit.compared_models import GOAT, GOAT_TEXT, LONGAN, LONGAN_TEXT, evidence

DAY = date(2026, 3, 5)
COMPARISON = compare([LONGAN, GOAT])
HANDOUT = Handout(
    "Mô hình có thể nhân rộng",
    DAY,
    (
        ModelItem(LONGAN, "Hỏi thêm về đầu ra."),
        PassageItem(GOAT.source, 0, GOAT_TEXT, "Chính sách hỗ trợ", "Đọc chậm."),
        ModelItem(GOAT),
    ),
    "Tập huấn cán bộ xã",
    COMPARISON,
)
HANDOUT_FORMATS = [key for key, each in FORMATS.items() if each.holds_items]


def exported_text(format_key: str) -> str:
    return export(COMPARISON, format_key, DAY).decode("utf-8-sig")


def test_the_formats_are_those_of_the_command_line() -> None:
    assert list(FORMATS) == ["text", "md", "csv", "json", "docx", "xlsx", "pptx"]


def test_an_unknown_format_is_named_with_those_that_exist() -> None:
    with pytest.raises(ArgumentInvalid) as caught:
        export(COMPARISON, "odt", DAY)
    assert caught.value.data == {"name": "format", "value": "odt", "choices": list(FORMATS)}


@pytest.mark.parametrize("format_key", ["text", "csv"])
def test_a_handout_is_not_squeezed_into_a_format_that_would_lose_its_items(format_key: str) -> None:
    with pytest.raises(ArgumentInvalid) as caught:
        export(HANDOUT, format_key)
    assert caught.value.data["choices"] == HANDOUT_FORMATS


@pytest.mark.parametrize("format_key", FORMATS)
def test_the_same_comparison_is_the_same_bytes(format_key: str) -> None:
    assert export(COMPARISON, format_key, DAY) == export(COMPARISON, format_key, DAY)


@pytest.mark.parametrize("format_key", FORMATS)
def test_text_that_no_file_format_allows_does_not_stop_an_export(format_key: str) -> None:
    nasty = replace(LONGAN, model=replace(LONGAN.model, name="Nhãn\x00\x0b\x1b\ud800\uffff Idol"))
    assert export(compare([nasty, GOAT]), format_key, DAY)


@pytest.mark.parametrize("format_key", HANDOUT_FORMATS)
@pytest.mark.parametrize(
    "handout",
    [
        pytest.param(Handout("Rỗng", DAY), id="nothing chosen"),
        pytest.param(Handout("Một", DAY, (ModelItem(GOAT),)), id="one model"),
        pytest.param(Handout("Đoạn", DAY, (PassageItem(GOAT.source, 0, " \n "),)), id="a blank passage"),
        pytest.param(
            Handout("Dài " * 99, DAY, (ModelItem(GOAT, "Ghi chú " * 900),), "Phụ " * 99), id="far too long"
        ),
        pytest.param(comparison_handout(compare([GOAT] * 6), DAY), id="six models"),
    ],
)
def test_any_handout_can_be_exported(handout: Handout, format_key: str) -> None:
    assert export(handout, format_key)


# References


def test_a_source_is_numbered_once_and_its_sentences_lettered() -> None:
    references = References(HANDOUT)
    assert [(each.number, each.source.doc_id) for each in references] == [
        (1, "can-tho-nhan-idol"),
        (2, "ha-giang-de-nui"),
    ]
    assert [quote.mark for quote in references.of(GOAT.source).quotes] == ["2a", "2b", "2c"]


def test_every_figure_leads_to_the_sentence_that_holds_its_words() -> None:
    references = References(HANDOUT)
    for compared in (LONGAN, GOAT):
        for figure in compared.model.figures.values():
            quote = references.quote(compared.source, figure.evidence)
            assert figure.evidence.quote in quote.text
            assert quote.text in compared.source.text.replace("\n", " ")


def test_the_words_of_a_value_are_marked_in_its_sentence() -> None:
    quote = References(HANDOUT).quote(GOAT.source, evidence(GOAT_TEXT, "hỗ trợ 49 triệu đồng"))
    assert quote.parts == (
        ("Nhà nước ", False),
        ("hỗ trợ 49 triệu đồng", True),
        (" để làm chuồng.", False),
    )


def test_a_source_without_its_text_is_quoted_by_the_evidence_alone() -> None:
    bare = replace(LONGAN, source=replace(LONGAN.source, text=""))
    references = References(comparison_handout(compare([bare, GOAT]), DAY))
    assert references.quote(bare.source, LONGAN.model.figures["jobs"].evidence).text == "15 lao động"


def test_a_citation_names_publisher_title_date_and_strength() -> None:
    assert [each.citation for each in References(HANDOUT)] == [
        "Báo Dân Sinh, “Tổ hợp tác nhãn Idol ở Định Môn”, 18/09/2023 (tin, bài báo)",
        "UBND tỉnh Hà Giang, “Kế hoạch phát triển đàn dê”, không ghi ngày (kế hoạch, quyết định)",
    ]


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        pytest.param("Xã nghèo. Có 5 hộ. Hết.", "5 hộ", "Có 5 hộ.", id="between full stops"),
        pytest.param("Ở TP. Cần Thơ có 5 hộ.", "5 hộ", "Ở TP. Cần Thơ có 5 hộ.", id="abbreviation"),
        pytest.param("Lãi 1.350.000 đồng. Vui.", "1.350.000", "Lãi 1.350.000 đồng.", id="number"),
        pytest.param("Tiêu đề\nCó 5 hộ\nHết", "5 hộ", "Có 5 hộ", id="lines without a stop"),
        pytest.param("Dê, bò, v.v. đều có. 5 hộ nuôi.", "bò", "Dê, bò, v.v. đều có.", id="et cetera"),
        pytest.param("Năm 2023. Xã có 5 hộ.", "5 hộ", "Xã có 5 hộ.", id="a year ends a sentence"),
    ],
)
def test_a_sentence_is_found_around_its_words(text: str, words: str, sentence: str) -> None:
    start = text.index(words)
    assert sentence_around(text, Span(start, start + len(words))).cut(text) == sentence


@given(st.text(alphabet="aăM .!?\n1”", max_size=900), st.data())
def test_a_sentence_always_holds_the_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    found = sentence_around(text, span)
    assert found.start <= span.start
    assert span.end <= found.end <= len(text)


# Printable text


@given(st.text())
def test_printable_text_is_composed_and_has_no_control_characters(text: str) -> None:
    shown = printable(text)
    assert unicodedata.is_normalized("NFC", shown)
    assert all(letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs") for letter in shown)
    assert printable(shown) == shown


def test_offsets_hold_in_printable_text() -> None:
    source = Source("d", "t", Kind.NEWS, text=LONGAN_TEXT.replace("Cả tổ", "Cả\x0btổ"))
    words = LONGAN.model.figures["jobs"].evidence
    assert words.span.cut(printable(source).text) == words.quote


# Formats that are text


def test_plain_text_shows_values_bases_and_silence() -> None:
    text = exported_text("text")
    for expected in ("14 hộ [1a]", "1,47 tỷ đồng, cả mô hình", "nguồn không nêu", "= 1,35 tỷ đồng ÷ 14 hộ"):
        assert expected in text
    assert "Không nguồn nào nêu: Doanh thu mỗi năm; Kỹ thuật, tay nghề;" in text
    assert "https://example.org/nhan-idol" in text


def test_markdown_shows_items_in_order_with_their_notes() -> None:
    text = export(HANDOUT, "md").decode()
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert headings == [
        "# Mô hình có thể nhân rộng",
        "## 1. Trồng nhãn Idol",
        "## 2. Chính sách hỗ trợ",
        "## 3. Nuôi dê núi",
        "## Bảng so sánh",
        "## Nguồn và trích dẫn",
    ]
    assert "**Ghi chú.** Hỏi thêm về đầu ra." in text


@pytest.mark.parametrize("name", ["a | b", "# a", "<script>", "[a](http://b)", "1. a", "*a*"])
def test_markdown_shows_a_name_as_it_is_written(name: str) -> None:
    from markdown_it import MarkdownIt  # noqa: PLC0415

    odd = replace(LONGAN, model=replace(LONGAN.model, name=name))
    page = MarkdownIt("commonmark").enable("table").parse(export(compare([odd, GOAT]), "md", DAY).decode())
    cells = [
        "".join(part.content for part in page[index + 1].children or [])
        for index, token in enumerate(page)
        if token.type == "th_open"
    ]
    assert cells == ["Mục", name, "Nuôi dê núi"]


def test_csv_opens_in_excel_as_unicode_with_numbers_as_numbers() -> None:
    content = export(COMPARISON, "csv", DAY)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = {row["Mục"]: row for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))}
    profit = rows["Lợi nhuận mỗi năm"]
    assert (profit["Đơn vị"], profit["Trồng nhãn Idol"]) == ("đồng", "1470000000")
    assert profit["Trồng nhãn Idol – cơ sở tính"] == "cả mô hình (tổ hợp tác)"
    assert profit["Nuôi dê núi – trích dẫn"] == "lãi 62,5 triệu đồng"
    assert rows["Số hộ tham gia"]["Nuôi dê núi"] == "nguồn không nêu"


@pytest.mark.parametrize("name", ["=1+1", "+84", "-cmd", "@SUM(A1)", "\t=1"])
def test_csv_never_starts_a_formula(name: str) -> None:
    odd = replace(LONGAN, model=replace(LONGAN.model, name=name, commune=name))
    lines = csv.reader(io.StringIO(export(compare([odd, GOAT]), "csv", DAY).decode("utf-8-sig")))
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_json_of_a_comparison_holds_raw_values_and_offsets() -> None:
    record = json.loads(export(COMPARISON, "json", DAY))
    assert [model["id"] for model in record["models"]] == ["longan", "goat"]
    profit = next(row for row in record["rows"] if row["key"] == "profit_vnd_per_year")
    assert profit["has_mixed_bases"] is True
    cell = profit["cells"][0]
    assert (cell["value"], cell["basis"]) == (1_470_000_000, "model")
    (words,) = cell["evidence"]
    assert LONGAN_TEXT[words["start"] : words["end"]] == words["quote"]


def test_json_of_a_handout_keeps_order_and_notes() -> None:
    record = json.loads(export(HANDOUT, "json"))
    assert [(item["type"], item["note"]) for item in record["items"]] == [
        ("model", "Hỏi thêm về đầu ra."),
        ("passage", "Đọc chậm."),
        ("model", ""),
    ]
    assert record["made_on"] == "2026-03-05"
    assert record["items"][0]["answers"]["jobs"]["value"] == 15
    assert record["items"][2]["answers"]["jobs"]["value"] is None
