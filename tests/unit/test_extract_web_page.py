"""Saved news pages of several layouts: the article, the whole article and nothing but the article."""

from datetime import date
from pathlib import Path

import pytest

from indexer.extract import Original, parse, read_originals
from kb.document import Document
from kb.errors import EncodingUnknown, InputError, TextMissing

PAGES = Path(__file__).parents[1] / "fixtures" / "formats"

MODERN = "bao-hien-dai.html"
PORTAL = "cong-thong-tin.html"
LOCAL = "bao-dia-phuong.htm"


def read_file(name: str) -> Document:
    (original,) = read_originals(PAGES / name, 1_000_000)
    assert isinstance(original, Original)
    return parse(original)


def read(html: str | bytes) -> Document:
    content = html.encode() if isinstance(html, str) else html
    return parse(Original("trang.html", content, ".html"))


@pytest.mark.parametrize(
    ("name", "paragraphs"),
    [
        pytest.param(
            MODERN,
            [
                "Từ 5 con dê giống",
                "Xã Pà Cò nằm ở",
                "Năm 2021, Dự án 2",
                "Cán bộ khuyến nông",
                "Mỗi tháng hai lần",
                "Năm | Số hộ nuôi | Tổng đàn (con)\n2021 | 32 | 160\n2023 | 41 | 590",
                "Theo UBND xã",
                "Minh Đức",
            ],
            id="newspaper of today",
        ),
        pytest.param(
            PORTAL,
            [
                "Sau ba năm hoạt động",
                "Hợp tác xã được lập",
                "Mỗi ngày ba nhà nấm",
                "Bà Bùi Thị Hằng, hộ cận nghèo thôn Đồng Bầu",
                "Thu Hà",
            ],
            id="portal built of tables",
        ),
        pytest.param(
            LOCAL,
            [
                "DHO - Quảng Bình, Quảng Trị",
                "Quảng Bình: nuôi ong",
                "Tại huyện Minh Hóa",
                "Ông Cao Xuân Biên",
                "Quảng Trị: trồng chuối",
                "Xã Tân Long",
                "Thừa Thiên Huế: nuôi bò lai",
                "Huyện A Lưới hỗ trợ",
                "- Bò cái giống: 45 con\n- Cỏ voi: 4,5 ha\n- Tập huấn: 3 lớp",
                "Cuối năm 2023",
            ],
            id="newspaper with sections",
        ),
    ],
)
def test_the_article_is_all_there_and_nothing_else_is(name: str, paragraphs: list[str]) -> None:
    found = read_file(name).text.split("\n\n")
    assert len(found) == len(paragraphs)
    assert all(text.startswith(opening) for text, opening in zip(found, paragraphs, strict=True))


@pytest.mark.parametrize(
    ("name", "title", "source", "published"),
    [
        pytest.param(
            MODERN,
            "Nuôi dê sinh sản, nhiều hộ Pà Cò bớt nghèo",
            "Báo Vùng Cao",
            date(2023, 9, 22),
            id="JSON-LD",
        ),
        pytest.param(
            PORTAL,
            "Hợp tác xã nấm Phú Nghĩa tạo việc làm cho lao động nghèo",
            "Cổng thông tin điện tử huyện Lạc Thủy",
            date(2022, 3, 15),
            id="only to the eye",
        ),
        pytest.param(
            LOCAL,
            "Ba tỉnh miền Trung nhân rộng mô hình sinh kế cho hộ nghèo",
            "Duyên Hải Online",
            date(2024, 5, 10),
            id="meta",
        ),
    ],
)
def test_metadata_is_that_of_the_article(name: str, title: str, source: str, published: date) -> None:
    document = read_file(name)
    assert (document.title, document.source, document.published) == (title, source, published)


def test_the_address_is_the_canonical_one() -> None:
    assert read_file(MODERN).url == "https://baovungcao.example/nuoi-de-sinh-san-pa-co-48213.html"


def test_sections_of_the_page_are_headings() -> None:
    document = read_file(LOCAL)
    assert [(heading.level, heading.span.cut(document.text)) for heading in document.headings] == [
        (3, "Quảng Bình: nuôi ong lấy mật"),
        (3, "Quảng Trị: trồng chuối mật mốc"),
        (3, "Thừa Thiên Huế: nuôi bò lai"),
    ]


ARTICLE = """
<p>Ở xã Măng Ri, huyện Tu Mơ Rông, tỉnh Kon Tum, 210 hộ trồng sâm dây trên 96 ha đất rẫy cũ.</p>
<p>Ngân hàng Chính sách xã hội cho mỗi hộ vay 50 triệu đồng, lãi suất 6,6%/năm, trong ba năm.</p>
"""


def page(*, head: str = "", above: str = "", body: str = ARTICLE, below: str = "") -> str:
    return f"""<html><head><title>Sâm dây Măng Ri - Báo Núi Rừng</title>{head}</head>
    <body>{above}<div class="detail"><h1>Sâm dây Măng Ri</h1>{below}
    <div class="detail-content">{body}</div></div></body></html>"""


@pytest.mark.parametrize(
    ("html", "published"),
    [
        pytest.param(
            page(above='<div class="header"><span class="date">24/11/2025</span></div>'),
            None,
            id="day of reading",
        ),
        pytest.param(
            page(
                above='<span id="today-date">24/11/2025</span>', below='<span class="date">02/11/2023</span>'
            ),
            date(2023, 11, 2),
            id="day of reading without a header",
        ),
        pytest.param(
            page(body=ARTICLE + '<div class="tin-lien-quan"><span class="date">01/01/2020</span></div>'),
            None,
            id="related article",
        ),
        pytest.param(
            page(below='<div class="detail-time">Thứ Năm, ngày 02 tháng 11 năm 2023</div>'),
            date(2023, 11, 2),
            id="in words",
        ),
        pytest.param(
            page(below='<time datetime="2023-11-02T08:00">hôm qua</time>'), date(2023, 11, 2), id="time"
        ),
        pytest.param(page(below='<p class="time">31/02/2023</p>'), None, id="impossible"),
        pytest.param(
            page(head='<meta name="pubdate" content="2023-11-02T08:00:00+07:00">'),
            date(2023, 11, 2),
            id="pubdate",
        ),
    ],
)
def test_the_day_of_publication_is_the_one_by_the_headline(html: str, published: date | None) -> None:
    assert read(html).published == published


def test_a_site_that_gives_only_its_domain_is_named_by_the_title_of_the_window() -> None:
    assert (
        read(page(head='<meta property="og:site_name" content="nuirung.example">')).source == "Báo Núi Rừng"
    )


def test_the_address_that_a_browser_wrote_into_a_saved_page_is_read() -> None:
    html = "<!-- saved from url=(0035)https://nuirung.example/sam-day.html -->" + page()
    assert read(html).url == "https://nuirung.example/sam-day.html"


def test_an_address_that_is_no_web_address_is_not_taken() -> None:
    assert read(page(head='<link rel="canonical" href="javascript:alert(1)">')).url is None


@pytest.mark.parametrize(
    "box",
    [
        '<div class="box-related"><a href="/1">Giá cà phê tăng</a><p>Giá cà phê hôm nay tăng nhẹ.</p></div>',
        '<div class="VCSortableInPreviewMode" type="RelatedOneNews"><p>Hội sâm Kon Tum mở cửa.</p></div>',
        '<div id="ads-inpage"><p>Quảng cáo</p><p>Mở thẻ tín dụng trong 5 phút.</p></div>',
        '<figure><img alt="Vườn sâm"><figcaption>Vườn sâm dây. Ảnh: A.T.</figcaption></figure>',
        '<table><tr><td><img src="a.jpg"></td></tr><tr><td>Vườn sâm dây ở Măng Ri</td></tr></table>',
        '<div class="binhluan"><p>Bài viết rất hay và bổ ích.</p></div>',
        "<aside><p>Đọc nhiều nhất trong tuần này.</p></aside>",
    ],
    ids=["related", "related by type", "advert", "figure", "picture table", "comment", "aside"],
)
def test_boxes_within_the_article_are_dropped(box: str) -> None:
    assert read(page(body=ARTICLE.replace("</p>\n", f"</p>{box}", 1))).text == read(page()).text


def test_a_short_bold_paragraph_is_a_heading() -> None:
    body = ARTICLE.replace("</p>\n", "</p><p><b>Vốn vay ưu đãi</b></p>", 1)
    document = read(page(body=body))
    assert [heading.span.cut(document.text) for heading in document.headings] == ["Vốn vay ưu đãi"]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<p>Giảm nghèo ở Hà Giang nhờ bò vàng.", id="a paragraph"),
        pytest.param("<div><p>Giảm nghèo ở Hà Giang <b>nhờ bò vàng.</div></p></i>", id="wrongly nested"),
        pytest.param("<html><body><table><tr><td>Giảm nghèo ở Hà Giang nhờ bò vàng.", id="never closed"),
        pytest.param("Giảm nghèo ở Hà Giang nhờ bò vàng.", id="no tags"),
        pytest.param(
            "<p>Giảm nghèo ở Hà Giang nhờ bò vàng.&#1;&#xfffe;&#xd800;</p>", id="forbidden characters"
        ),
        pytest.param("<p>Giảm nghèo ở Hà Giang nhờ bò vàng.</p><script>var a = '<p>", id="script cut short"),
    ],
)
def test_broken_html_is_read_as_far_as_it_goes(html: str) -> None:
    assert "Giảm nghèo ở Hà Giang nhờ bò vàng." in " ".join(read(html).text.split())


def test_very_deep_html_ends_in_a_document_or_an_error() -> None:
    html = "<div class='menu'>" * 5_000 + "Giảm nghèo" + "</div>" * 5_000
    try:
        read(html)
    except InputError as error:
        assert error.path == "trang.html"


def test_a_page_in_an_old_character_set_is_converted() -> None:
    html = """<html><body><h1>S©m d©y M¨ng Ri</h1><div>
    <p>ë x· M¨ng Ri, huyÖn Tu M¬ R«ng, tØnh Kon Tum, 210 hé trång s©m d©y trªn 96 ha ®Êt rÉy cò.</p>
    <p>Ng©n hµng ChÝnh s¸ch x· héi cho mçi hé vay 50 triÖu ®ång, l·i suÊt 6,6%/n¨m, trong ba n¨m.</p>
    </div></body></html>"""
    document = read(html.encode("latin-1"))
    assert (document.title, document.text) == ("Sâm dây Măng Ri", read(page()).text.replace("Ở", "ở"))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            b"<html><body><nav><a href='/'>Menu</a></nav><script>1</script></body></html>",
            TextMissing,
            id="menu",
        ),
        pytest.param(
            "<p>Президент подписал указ о поддержке сёл</p>".encode("cp1251"), EncodingUnknown, id="cp1251"
        ),
    ],
)
def test_a_page_without_readable_text_is_refused(content: bytes, expected: type[InputError]) -> None:
    with pytest.raises(expected):
        read(content)
