"""PDF files: what a text layer gives, and files that have none."""

import io
from collections.abc import Sequence

import pytest
from PIL import Image
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject

from indexer.extract import Original, parse
from kb.document import Document
from kb.errors import FileBroken, FileEncrypted, InputError, PdfScanned, TextMissing

LINE_HEIGHT = 16
FULL_LINE = "Ủy ban nhân dân xã giao hội nông dân chọn hộ nghèo tham gia nuôi bò sinh sản, ưu tiên hộ"
PLAN = [
    "ỦY BAN NHÂN DÂN TỈNH HÀ GIANG",
    "Số: 36/KH-UBND",
    "KẾ HOẠCH",
    "Giảm nghèo bền vững năm 2024",
    "Thực hiện Quyết định số 90/QĐ-TTg, Ủy ban nhân dân tỉnh ban hành kế hoạch sau:",
    "I. MỤC TIÊU",
    FULL_LINE,
    "có lao động và có chỗ làm chuồng.",
    "- Mỗi hộ nhận một con bò cái trị giá 18 triệu đồng.",
    "- Hộ đối ứng chuồng và cỏ.",
    "II. KINH PHÍ",
    "Tổng vốn 1,35 tỷ đồng từ Dự án 2.",
]


def letters_to_unicode(letters: str) -> DecodedStreamObject:
    """The CMap that says which letter a code of the font stands for; codes are the letters' own numbers."""
    pairs = "\n".join(f"<{ord(letter):04x}> <{ord(letter):04x}>" for letter in sorted(set(letters)))
    stream = DecodedStreamObject()
    stream.set_data(
        f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(set(letters))} beginbfchar\n{pairs}\nendbfchar\nendcmap end end".encode()
    )
    return stream


def font(letters: str) -> DictionaryObject:
    descendant = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/CIDFontType2"),
            NameObject("/BaseFont"): NameObject("/Own"),
            NameObject("/DW"): NumberObject(500),
        }
    )
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type0"),
            NameObject("/BaseFont"): NameObject("/Own"),
            NameObject("/Encoding"): NameObject("/Identity-H"),
            NameObject("/DescendantFonts"): ArrayObject([descendant]),
        }
    )


def draw(page: PageObject, writer: PdfWriter, lines: Sequence[str]) -> None:
    """Put lines of text on a page, from the top down."""
    own_font = font("".join(lines))
    own_font[NameObject("/ToUnicode")] = writer._add_object(letters_to_unicode("".join(lines)))
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): own_font})}
    )
    shown = (
        f"BT /F1 10 Tf 40 {800 - number * LINE_HEIGHT} Td <{line.encode('utf-16-be').hex()}> Tj ET"
        for number, line in enumerate(lines)
    )
    stream = DecodedStreamObject()
    stream.set_data("\n".join(shown).encode())
    page[NameObject("/Contents")] = writer._add_object(stream)


def make_pdf(*pages: Sequence[str], title: str | None = None, password: str | None = None) -> bytes:
    writer = PdfWriter()
    for lines in pages:
        draw(writer.add_blank_page(595, 842), writer, lines)
    if title:
        writer.add_metadata({"/Title": title})
    if password is not None:
        writer.encrypt(password, owner_password="chu", algorithm="RC4-128")
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def make_scan(pages: int = 2) -> bytes:
    content = io.BytesIO()
    images = [Image.new("L", (200, 280), color=200 + number) for number in range(pages)]
    images[0].save(content, "PDF", save_all=True, append_images=images[1:])
    return content.getvalue()


def read(content: bytes) -> Document:
    return parse(Original("van-ban/ke-hoach.pdf", content, ".pdf"))


def test_lines_are_joined_into_paragraphs_and_list_items_stay_apart() -> None:
    text = read(make_pdf(PLAN)).text
    assert f"{FULL_LINE} có lao động và có chỗ làm chuồng." in text.split("\n\n")
    assert "- Hộ đối ứng chuồng và cỏ." in text.split("\n\n")


def test_numbered_parts_are_headings() -> None:
    document = read(make_pdf(PLAN))
    assert [heading.span.cut(document.text) for heading in document.headings] == [
        "I. MỤC TIÊU",
        "II. KINH PHÍ",
    ]


def test_an_official_paper_is_called_by_its_sort_and_subject() -> None:
    assert (
        read(make_pdf(PLAN, title="Microsoft Word - KH36.doc")).title
        == "Kế hoạch Giảm nghèo bền vững năm 2024"
    )


def test_the_title_of_the_file_is_used_when_it_is_one() -> None:
    content = make_pdf(["Đoạn mở đầu của báo cáo.", *PLAN[6:]], title="Nuôi bò sinh sản ở Hà Giang")
    assert read(content).title == "Nuôi bò sinh sản ở Hà Giang"


def test_page_numbers_and_repeated_headers_are_dropped() -> None:
    pages = [
        ["Báo cáo giảm nghèo 2023", f"Trang {n} nói về xã thứ {n} của huyện.", f"{n}/4"] for n in range(1, 5)
    ]
    assert read(make_pdf(*pages)).text.split() == " ".join(page[1] for page in pages).split()


def test_a_sentence_goes_on_over_the_page_break() -> None:
    document = read(make_pdf([FULL_LINE, FULL_LINE], ["không có đất sản xuất."]))
    assert "ưu tiên hộ không có đất sản xuất." in document.text


def test_text_in_an_old_vietnamese_font_is_converted() -> None:
    assert read(make_pdf(["Tæng vèn cho x· Phó NghÜa lµ 600 triÖu ®ång, hé nghÌo ®­îc vay thªm."])).text == (
        "Tổng vốn cho xã Phú Nghĩa là 600 triệu đồng, hộ nghèo được vay thêm."
    )


def test_a_file_with_only_an_owner_password_is_read() -> None:
    assert "1,35 tỷ đồng" in read(make_pdf(PLAN, password="")).text


def cut_short(content: bytes) -> bytes:
    return content[: len(content) // 3]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(make_scan(), PdfScanned, id="scanned"),
        pytest.param(make_pdf(PLAN, password="mật khẩu"), FileEncrypted, id="password"),
        pytest.param(make_pdf([]), TextMissing, id="empty page"),
        pytest.param(b"%PDF-1.7\n", FileBroken, id="only a signature"),
        pytest.param("Tệp này là văn bản".encode(), FileBroken, id="not a PDF"),
        pytest.param(cut_short(make_pdf(PLAN)), FileBroken, id="cut short"),
    ],
)
def test_a_file_without_readable_text_is_refused_with_the_reason(
    content: bytes, expected: type[InputError]
) -> None:
    with pytest.raises(expected) as caught:
        read(content)
    assert caught.value.path == "van-ban/ke-hoach.pdf"


def test_a_scan_with_a_digital_stamp_is_still_a_scan() -> None:
    writer = PdfWriter()
    stamp = ["Người ký: Văn phòng Ủy ban nhân dân tỉnh Hà Giang", "Thời gian ký: 12/03/2024 08:15:22 +07:00"]
    page = writer.add_blank_page(595, 842)
    draw(page, writer, stamp)
    page.merge_page(PdfReader(io.BytesIO(make_scan(1))).pages[0])
    content = io.BytesIO()
    writer.write(content)
    with pytest.raises(PdfScanned):
        read(content.getvalue())
