"""Word, Excel and PowerPoint files, opened again with their libraries and with LibreOffice."""

import os
import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pptx
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from kb.answers import NOT_STATED
from kb.comparison import compare
from kb.handout import Handout, ModelItem, PassageItem, export
from kb.handout.references import References
from kb.handout.slide_text import Box, Run, pages_of, plain
from kb.model import QUESTIONS, Answer, Evidence
from tests.unit.compared_models import GOAT, GOAT_TEXT, LONGAN

DAY = date(2026, 3, 5)
HANDOUT = Handout(
    "Mô hình có thể nhân rộng",
    DAY,
    (
        ModelItem(LONGAN, "Hỏi thêm về đầu ra."),
        PassageItem(GOAT.source, 0, GOAT_TEXT, "Chính sách hỗ trợ", "Đọc chậm."),
        ModelItem(GOAT),
    ),
    "Tập huấn cán bộ xã",
    compare([LONGAN, GOAT]),
)
SIX = Handout("Sáu mô hình", DAY, comparison=compare([LONGAN, GOAT] * 3))
OFFICE = ["docx", "xlsx", "pptx"]


def word(handout: Handout = HANDOUT) -> Any:
    return docx.Document(BytesIO(export(handout, "docx")))


def excel(handout: Handout = HANDOUT) -> Workbook:
    return load_workbook(BytesIO(export(handout, "xlsx")))


def slides(handout: Handout = HANDOUT) -> Any:
    return pptx.Presentation(BytesIO(export(handout, "pptx")))


def parts(format_key: str) -> dict[str, bytes]:
    with ZipFile(BytesIO(export(HANDOUT, format_key))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# All three


@pytest.mark.parametrize("format_key", OFFICE)
def test_a_file_carries_no_time_but_the_date_of_its_handout(format_key: str) -> None:
    with ZipFile(BytesIO(export(HANDOUT, format_key))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 3, 5, 0, 0, 0)}
    core = parts(format_key)["docProps/core.xml"].decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2026-03-05T00:00:00Z"}


@pytest.mark.parametrize("format_key", OFFICE)
def test_a_file_has_its_title_and_nothing_of_a_template(format_key: str) -> None:
    found = parts(format_key)
    assert HANDOUT.title in found["docProps/core.xml"].decode()
    assert not [name for name in found if "thumbnail" in name or "printerSettings" in name]
    text = b"".join(content for name, content in found.items() if name.endswith(".xml")).decode()
    for leftover in ("python-docx", "python-pptx", "openpyxl", "Click to edit", "en-US", "Steve Canny"):
        assert leftover not in text


@pytest.mark.parametrize("format_key", OFFICE)
def test_all_text_is_composed(format_key: str) -> None:
    decomposed = replace(HANDOUT, title=unicodedata.normalize("NFD", HANDOUT.title))
    with ZipFile(BytesIO(export(decomposed, format_key))) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                assert unicodedata.is_normalized("NFC", archive.read(name).decode())


def test_libreoffice_opens_every_file(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None and os.environ.get("CI") != "true":
        pytest.skip("install LibreOffice (apt-get install libreoffice) to have the exported files opened")
    for key in OFFICE:
        (tmp_path / f"{key}.{key}").write_bytes(export(HANDOUT, key))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [tmp_path / f"{key}.{key}" for key in OFFICE]
    command = [
        office or "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        tmp_path,
        *files,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert [(tmp_path / f"{key}.pdf").read_bytes()[:5] for key in OFFICE] == [b"%PDF-"] * 3


# Word


def test_word_has_real_headings_in_order() -> None:
    headings = [each for each in word().paragraphs if each.style.name in ("Title", "Heading 1")]
    assert [each.text for each in headings] == [
        "Mô hình có thể nhân rộng",
        "1. Trồng nhãn Idol",
        "2. Chính sách hỗ trợ",
        "3. Nuôi dê núi",
        "Bảng so sánh",
        "Nguồn và trích dẫn",
    ]


def test_word_speaks_vietnamese_in_fonts_that_have_it() -> None:
    defaults = word().styles.element.find(".//" + qn("w:rPrDefault"))
    assert defaults.find(".//" + qn("w:lang")).get(qn("w:val")) == "vi-VN"
    fonts = word().styles.element.iter(qn("w:rFonts"))
    assert {value for font in fonts for value in font.attrib.values()} == {"Times New Roman", "Arial"}


def test_word_asks_for_the_date_alone() -> None:
    (picker,) = word().element.iter(qn("w:sdt"))
    assert "".join(each.text for each in picker.iter(qn("w:t"))) == "Ngày 05 tháng 3 năm 2026"


def test_word_numbers_its_pages() -> None:
    fields = word().sections[0].footer._element.iter(qn("w:fldSimple"))
    assert [field.get(qn("w:instr")).strip() for field in fields] == ["PAGE", "NUMPAGES"]


def test_word_turns_a_wide_table_across_and_back() -> None:
    sizes = [(round(each.page_width.cm, 1), round(each.page_height.cm, 1)) for each in word(SIX).sections]
    assert sizes == [(29.7, 21.0), (21.0, 29.7)]
    assert {round(each.page_width.cm, 1) for each in word().sections} == {21.0}


def test_word_repeats_the_head_of_the_comparison_and_breaks_no_row() -> None:
    table = word(SIX).tables[0]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_word_shows_values_bases_warnings_and_silence() -> None:
    cells = [cell.text for table in word().tables for row in table.rows for cell in row.cells]
    assert any(cell.startswith("1,47 tỷ đồng") and "cả mô hình (tổ hợp tác)" in cell for cell in cells)
    assert any("không so sánh trực tiếp được" in cell for cell in cells)
    assert NOT_STATED in cells


def test_word_shows_the_chart_as_a_picture_with_its_values_for_those_who_do_not_see_it() -> None:
    (picture,) = word().inline_shapes
    assert picture._inline.docPr.get("descr").startswith("Lợi nhuận mỗi hộ mỗi năm. Trồng nhãn Idol: ")
    (chart,) = [rel.target_part for rel in word().part.rels.values() if rel.reltype.endswith("/image")]
    assert chart.blob.startswith(b"\x89PNG")
    assert word().tables[-1].rows[0].cells[0].text.strip() == "Lợi nhuận mỗi hộ mỗi năm"


def test_every_mark_in_word_leads_to_a_quoted_sentence() -> None:
    body = word().element.body
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} - {None}
    bookmarks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert anchors <= set(bookmarks)
    assert len(bookmarks) == len(set(bookmarks))
    quotes = [f"{quote.mark}\t“{quote.text}”" for each in References(HANDOUT) for quote in each.quotes]
    assert [each.text for each in word().paragraphs if each.style.name == "Câu trích"] == quotes


def test_word_gives_each_source_with_its_address() -> None:
    document = word()
    links = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert links == ["https://example.org/nhan-idol"]
    sources = [each.text for each in document.paragraphs if each.style.name == "Nguồn"]
    assert [source[:3] for source in sources] == ["[1]", "[2]"]


# Excel


def test_excel_keeps_numbers_as_numbers() -> None:
    sheet = excel()["So sánh"]
    found = {row[0].value: row[1] for row in sheet.iter_rows(min_row=5) if row[0].value}
    assert (found["Tổng vốn"].value, found["Tổng vốn"].number_format) == (1_350_000_000, '#,##0" đồng"')
    assert (found["Diện tích"].value, found["Diện tích"].number_format) == (12.5, '#,##0.0##" ha"')
    assert (found["Năm bắt đầu"].value, found["Năm bắt đầu"].number_format) == (2019, "0")
    assert found["Doanh thu mỗi năm"].value == NOT_STATED


def test_excel_says_below_each_amount_what_it_is_for() -> None:
    rows = list(excel()["So sánh"].iter_rows(min_row=5, values_only=True))
    below = rows[[row[0] for row in rows].index("Lợi nhuận mỗi năm") + 1]
    assert below[1:3] == ("1,47 tỷ đồng; cả mô hình (tổ hợp tác)", "62,5 triệu đồng; mỗi hộ")


def test_excel_figures_carry_their_sentence_as_a_comment() -> None:
    sheet = excel()["So sánh"]
    jobs = next(row[1] for row in sheet.iter_rows() if row[0].value == "Số lao động có việc làm")
    assert "Vườn cần 15 lao động thường xuyên." in jobs.comment.text


def test_excel_lists_items_figures_and_sources() -> None:
    book = excel()
    assert book.sheetnames == ["Nội dung", "So sánh", "Số liệu", "Nguồn"]
    assert [row[1] for row in book["Nội dung"].iter_rows(min_row=2, values_only=True)] == [
        "Trồng nhãn Idol",
        "Chính sách hỗ trợ",
        "Nuôi dê núi",
    ]
    sources = book["Nguồn"]
    assert sources["D2"].value == datetime(2023, 9, 18)
    assert sources["F2"].hyperlink.target == "https://example.org/nhan-idol"
    figures = list(book["Số liệu"].iter_rows(min_row=2, values_only=True))
    assert len(figures) == len(set(figures)) == len(LONGAN.model.figures) + len(GOAT.model.figures) + 3


@pytest.mark.parametrize("name", ["=1+1", "+84", "-cmd", "@SUM(A1)", "#N/A"])
def test_excel_takes_no_text_for_a_formula(name: str) -> None:
    odd = replace(LONGAN, model=replace(LONGAN.model, name=name))
    book = load_workbook(BytesIO(export(compare([odd, GOAT]), "xlsx", DAY)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == name]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


# PowerPoint


def test_slides_come_in_the_order_of_the_handout() -> None:
    titles = [slide.shapes.title.text_frame.text for slide in slides().slides]
    assert titles == [
        "Mô hình có thể nhân rộng",
        "Trồng nhãn Idol",
        "Chính sách hỗ trợ",
        "Nuôi dê núi",
        "So sánh các mô hình (1/2)",
        "So sánh các mô hình (2/2)",
        "So sánh bằng biểu đồ",
        "Nguồn và trích dẫn",
    ]


def test_slides_are_wide_numbered_and_leave_no_placeholder_empty() -> None:
    deck = slides()
    assert round(deck.slide_width / deck.slide_height, 3) == 1.778
    for number, slide in enumerate(deck.slides):
        fields = [each.get("type") for each in slide._element.iter("{*}fld")]
        assert fields == (["slidenum"] if number else [])
        assert all(each.text_frame.text for each in slide.placeholders)


def test_the_chart_is_native_and_holds_only_what_can_be_compared() -> None:
    charts = [shape.chart for slide in slides().slides for shape in slide.shapes if shape.has_chart]
    (chart,) = charts
    assert chart.chart_title.text_frame.text == "Lợi nhuận mỗi hộ mỗi năm (triệu đồng)"
    assert list(chart.plots[0].categories) == ["Trồng nhãn Idol", "Nuôi dê núi"]
    assert list(chart.plots[0].series[0].values) == [105.0, 62.5]


def test_there_is_no_chart_when_nothing_can_be_compared() -> None:
    poor = replace(LONGAN, model=replace(LONGAN.model, figures={}))
    deck = slides(Handout("Không số liệu", DAY, comparison=compare([poor, GOAT])))
    assert not [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def test_the_speaker_finds_note_and_quotes_under_the_slide() -> None:
    notes = slides().slides[1].notes_slide.notes_text_frame.text
    assert "Hỏi thêm về đầu ra." in notes
    assert "1d: “Vườn cần 15 lao động thường xuyên.”" in notes


def test_a_note_too_long_for_its_slide_goes_on_the_next() -> None:
    note = "Câu hỏi thảo luận cho các nhóm? " * 80
    deck = slides(Handout("Ghi chú dài", DAY, (ModelItem(LONGAN, note),)))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles[2:4] == ["Trồng nhãn Idol: ghi chú", "Trồng nhãn Idol: ghi chú (tiếp)"]


def test_passages_too_many_for_the_table_of_a_model_have_slides_of_their_own() -> None:
    told = (
        "Mỗi hộ được hỗ trợ giống, phân bón, được tập huấn kỹ thuật và được công ty bao tiêu sản phẩm. " * 4
    )
    answers = tuple(Answer(question, Evidence.cut(told, 0, len(told) - 1)) for question in QUESTIONS)
    model = replace(LONGAN.model, answers=answers)
    deck = slides(Handout("Một mô hình", DAY, (ModelItem(replace(LONGAN, model=model)),)))
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert f"{model.name}: lời nguồn" in titles
    facts = deck.slides[titles.index(model.name)]
    (table,) = [shape.table for shape in facts.shapes if shape.has_table]
    assert "lợi nhuận" in " ".join(row.cells[0].text for row in table.rows).lower()
    assert not any("bao tiêu" in row.cells[1].text for row in table.rows)
    assert (
        sum(
            "bao tiêu" in shape.text_frame.text
            for slide in deck.slides
            for shape in slide.shapes
            if shape.has_text_frame
        )
        >= 2
    )


def test_nothing_is_lost_when_text_is_dealt_out_to_slides() -> None:
    text = "\n".join(f"Đoạn {number}: " + "nuôi bò sinh sản " * number for number in range(1, 60))
    pages = list(pages_of(plain(text), Box(0, 0, 6, 3), 18))
    joined = "".join(run.text for page in pages for paragraph in page for run in paragraph)
    assert len(pages) > 5
    assert joined == "".join(run.text for paragraph in plain(text) for run in paragraph)


def test_a_word_wider_than_a_slide_is_cut() -> None:
    pages = list(pages_of([(Run("a" * 5000),)], Box(0, 0, 6, 3), 18))
    assert "".join(run.text for page in pages for paragraph in page for run in paragraph) == "a" * 5000
