"""Word files: headings by style, tables as lines, and archives that must not be opened."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from indexer.extract import Original, parse
from kb.document import Document
from kb.errors import ArchiveDangerous, FileBroken, FileEncrypted, FormatUnsupported, InputError, TextMissing

OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")


def saved(document: WordDocument) -> bytes:
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def read(document: WordDocument | bytes) -> Document:
    content = document if isinstance(document, bytes) else saved(document)
    return parse(Original("tai-lieu/Báo cáo 2023.docx", content, ".docx"))


def headings_of(document: Document) -> list[tuple[int, str]]:
    return [(heading.level, heading.span.cut(document.text)) for heading in document.headings]


def test_styles_make_headings_and_the_title() -> None:
    word = docx.Document()
    word.add_paragraph("Mô hình nuôi ong ở Minh Hóa", style="Title")
    word.add_paragraph("Sáu mươi hộ nghèo được giao ong.")
    word.add_heading("Tỉnh Quảng Bình", level=1)
    word.add_paragraph("Mỗi hộ thu 14 lít mật.")
    word.add_heading("Huyện Minh Hóa", level=2)
    word.add_paragraph("Ong hợp với rừng ở đây.")
    document = read(word)
    assert (document.doc_id, document.title) == ("Báo cáo 2023", "Mô hình nuôi ong ở Minh Hóa")
    assert document.text.startswith("Sáu mươi hộ nghèo được giao ong.\n\nTỉnh Quảng Bình\n\nMỗi hộ")
    assert headings_of(document) == [(1, "Tỉnh Quảng Bình"), (2, "Huyện Minh Hóa")]


@pytest.mark.parametrize("name", ["Tiêu đề 2", "Đầu đề 2", "Đề mục 2"])
def test_vietnamese_style_names_make_headings(name: str) -> None:
    word = docx.Document()
    word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    word.add_paragraph("Kết quả ở Hà Giang", style=name)
    word.add_paragraph("Đã giảm 3,3% hộ nghèo.")
    word.core_properties.title = "Kết quả giảm nghèo các tỉnh"
    assert headings_of(read(word)) == [(2, "Kết quả ở Hà Giang")]


def test_a_style_based_on_a_heading_is_one() -> None:
    word = docx.Document()
    style = word.styles.add_style("Muc rieng", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Heading 3"]
    word.add_paragraph("Mở đầu.")
    word.add_paragraph("Kinh phí thực hiện", style="Muc rieng")
    word.add_paragraph("Tổng vốn 2 tỷ đồng.")
    assert headings_of(read(word)) == [(3, "Kinh phí thực hiện")]


def test_bold_and_numbered_lines_are_headings_where_no_style_is() -> None:
    word = docx.Document()
    word.add_paragraph("KẾ HOẠCH")
    word.add_paragraph("Giảm nghèo bền vững năm 2024")
    word.add_paragraph("Căn cứ Quyết định số 90/QĐ-TTg ngày 18/01/2022;")
    word.add_paragraph().add_run("I. MỤC TIÊU").bold = True
    word.add_paragraph("Giảm 3% số hộ nghèo.")
    word.add_paragraph().add_run("Tỉnh Hà Giang").bold = True
    word.add_paragraph("Nuôi bò vàng.")
    document = read(word)
    assert document.title == "Kế hoạch Giảm nghèo bền vững năm 2024"
    assert headings_of(document) == [(2, "I. MỤC TIÊU"), (3, "Tỉnh Hà Giang")]


def test_numbered_lines_that_stand_together_are_a_list() -> None:
    word = docx.Document()
    for line in ("Các mô hình gồm:", "1. Nuôi bò", "2. Nuôi dê", "3. Trồng cam", "Tất cả đều có lãi."):
        word.add_paragraph(line)
    assert headings_of(read(word)) == []


def test_a_table_is_a_line_for_each_row() -> None:
    word = docx.Document()
    word.add_paragraph("Số liệu hộ nghèo như sau:")
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Xã", "Số hộ nghèo", "Định Môn", "12"), strict=True):
        cell.text = text
    assert read(word).text == "Số liệu hộ nghèo như sau:\n\nXã | Số hộ nghèo\nĐịnh Môn | 12"


def test_a_table_of_one_column_is_read_as_paragraphs() -> None:
    word = docx.Document()
    table = word.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "Đoạn một trong khung."
    table.cell(0, 0).add_paragraph("Đoạn hai trong khung.")
    assert read(word).text == "Đoạn một trong khung.\n\nĐoạn hai trong khung."


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        pytest.param(
            "<w:p {}><w:r><w:t>Vốn </w:t></w:r><w:ins><w:r><w:t>1,35 tỷ đồng</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText>2 tỷ</w:delText></w:r></w:del></w:p>",
            "Vốn 1,35 tỷ đồng",
            id="inserted and deleted",
        ),
        pytest.param(
            "<w:sdt {}><w:sdtContent><w:p><w:r><w:t>Trong ô điền sẵn</w:t></w:r></w:p></w:sdtContent>"
            "</w:sdt>",
            "Trong ô điền sẵn",
            id="content control",
        ),
        pytest.param(
            "<w:p {}><w:r><w:t>Dòng một</w:t><w:br/><w:t>dòng hai</w:t></w:r></w:p>",
            "Dòng một\ndòng hai",
            id="line break",
        ),
        pytest.param(
            "<w:p {}><w:hyperlink><w:r><w:t>liên kết</w:t></w:r></w:hyperlink>"
            '<w:r><w:t xml:space="preserve"> ở đây</w:t></w:r></w:p>',
            "liên kết ở đây",
            id="link",
        ),
    ],
)
def test_text_is_read_wherever_word_keeps_it(xml: str, text: str) -> None:
    word = docx.Document()
    word.element.body.insert(0, parse_xml(xml.format(nsdecls("w"))))
    assert read(word).text == text


def test_a_paragraph_in_an_old_font_among_unicode_ones_is_converted() -> None:
    word = docx.Document()
    word.add_paragraph("Báo cáo của huyện Lạc Thủy về giảm nghèo.")
    word.add_paragraph("Tæng sè hé nghÌo cña huyÖn lµ 1.250 hé, gi¶m 3,2% so víi n¨m tr­íc.")
    word.add_paragraph("Müller là chuyên gia của dự án.")
    assert read(word).text.split("\n\n") == [
        "Báo cáo của huyện Lạc Thủy về giảm nghèo.",
        "Tổng số hộ nghèo của huyện là 1.250 hộ, giảm 3,2% so với năm trước.",
        "Müller là chuyên gia của dự án.",
    ]


def test_the_title_of_a_template_is_not_taken() -> None:
    word = docx.Document()
    word.core_properties.title = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    word.add_paragraph("Nuôi dê ở Pà Cò\nNăm 2021 ...")
    assert read(word).title == "Nuôi dê ở Pà Cò"


def make_archive(content: bytes, name: str = "word/document.xml") -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return archive.getvalue()


def make_bomb() -> bytes:
    return make_archive(b"\0" * 200_000_000)


def make_lying_bomb() -> bytes:
    """An archive that declares little and unpacks to much."""
    size = (200_000_000).to_bytes(4, "little")
    return make_bomb().replace(size, (1000).to_bytes(4, "little"))


def make_locked_archive() -> bytes:
    """An archive whose entry says that it is encrypted."""
    archive = bytearray(make_archive(b"x"))
    archive[archive.index(b"PK\x01\x02") + 8] |= 1
    return bytes(archive)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        pytest.param(make_bomb, ArchiveDangerous, id="zip bomb"),
        pytest.param(make_locked_archive, FileEncrypted, id="locked archive"),
        pytest.param(
            lambda: OLE_SIGNATURE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            FileEncrypted,
            id="password",
        ),
        pytest.param(lambda: OLE_SIGNATURE + b"\0" * 600, FormatUnsupported, id="old .doc"),
        pytest.param("Không phải Word".encode, FileBroken, id="not an archive"),
        pytest.param(lambda: make_archive(b"<w/>"), FileBroken, id="another archive"),
        pytest.param(lambda: saved(docx.Document())[:-200], FileBroken, id="cut short"),
        pytest.param(lambda: saved(docx.Document()), TextMissing, id="no text"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    make: Callable[[], bytes], expected: type[InputError]
) -> None:
    with pytest.raises(expected) as caught:
        read(make())
    assert caught.value.path == "tai-lieu/Báo cáo 2023.docx"


def test_a_bomb_that_declares_a_small_size_is_not_opened() -> None:
    with pytest.raises((ArchiveDangerous, FileBroken)):
        read(make_lying_bomb())


def test_an_official_paper_in_an_old_font_is_called_by_its_subject() -> None:
    word = docx.Document()
    for line in (
        "UBND tØnh Hµ Giang",
        "KÕ HO¹CH",
        "Gi¶m nghÌo bÒn v÷ng n¨m 2008",
        "C¨n cø NghÞ quyÕt cña tØnh;",
    ):
        word.add_paragraph(line)
    assert read(word).title == "Kế hoạch Giảm nghèo bền vững năm 2008"
