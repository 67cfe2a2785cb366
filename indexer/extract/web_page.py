"""A saved news page → its article: main text, headings, and what the page says of itself."""

import logging
import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import trafilatura
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from indexer.extract.draft import Block, Draft, text_of
from indexer.extract.original import Original
from indexer.extract.outline import guess_level, without_lists
from indexer.extract.page_metadata import is_apart, marks_of, read_page_metadata
from kb.errors import FileBroken

__all__ = ["read_web_page"]

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it complains of is reported by us

_UNREAD = [
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "form",
    "select",
    "button",
    "svg",
    "figcaption",
]
_ARTICLE = ("html", "body", "main", "article", "h1")
_LEAD = re.compile(r"sapo|(?:^|[\s_-])(?:lead|desc\w*)|chapeau|tom-?tat|summary", re.IGNORECASE)
_CAPTION = re.compile(r"caption|chu-?thich|(?:^|\s)image(?:\s|$)", re.IGNORECASE)
_LONGEST_HEADING = 120
_BOLD_LEVEL = 3
_LONGEST_CAPTION = 400
_LONGEST_CELL = 500
_NOISE = re.compile(
    r"\W*(?:quảng cáo|advertisement|đọc thêm|xem thêm|(?:tin|bài) (?:liên quan|khác)|in trang|chia sẻ)\W*"
    r"|\W*ảnh minh h[oọ][aạ]\W*"
    r"|(?:ngày đăng|đăng ngày|cập nhật|lượt (?:xem|đọc))\b.{0,60}\d",
    re.IGNORECASE,
)


def read_web_page(original: Original) -> Draft:
    """The article without menus, adverts, captions and what else stands around it. Raises FileBroken."""
    html = text_of(original)
    try:
        page = BeautifulSoup(html, "lxml")
        metadata = read_page_metadata(page)
        lead = _lead(page)
        _strip(page)
        blocks = list(_article(page))
    except Exception as error:  # whatever the HTML libraries stumble over
        raise FileBroken(**original.place, reason=repr(error)) from error
    if lead and lead not in "\n".join(block.text for block in blocks):
        blocks.insert(0, Block(lead))
    return Draft(metadata, without_lists(list(_without_repeats(blocks, metadata.title))))


def _lead(page: BeautifulSoup) -> str | None:
    """The summary between the headline and the body, which pages keep outside their body."""
    headline = page.find("h1")
    found = headline.find_all_next(["p", "div", "h2", "strong"], limit=60) if headline else []
    leads = (
        tag for tag in found if _LEAD.search(marks_of(tag)) and not tag.find(["p", "div", "ul", "table"])
    )
    return next((text for tag in leads if len(text := _collapsed(tag)) > 40), None)


def _strip(page: BeautifulSoup) -> None:
    """Take out what is not the article, unless the article is in it; make layout tables plain boxes."""
    for tag in page.find_all(_UNREAD):
        tag.extract()
    letters, holders = _weights(page)
    for tag in page.find_all(True):
        size = letters[id(tag)]
        is_article = tag.name in _ARTICLE or id(tag) in holders or tag.get("itemprop") == "articleBody"
        is_small = tag.name in ("nav", "aside", "footer") or 2 * size < letters[id(page)]
        if (size < _LONGEST_CAPTION and _is_picture(tag)) or (is_apart(tag) and is_small and not is_article):
            tag.extract()
    for table in filter(_is_layout, page.find_all("table")):
        _make_boxes(table)


def _weights(page: BeautifulSoup) -> tuple[Counter[int], set[int]]:
    """By the id of each element, how many letters are in it; and which ones hold the headline or article."""
    letters: Counter[int] = Counter()
    holders = set()
    for tag in reversed(page.find_all(True)):
        letters[id(tag)] += sum(len(text) for text in tag.children if isinstance(text, NavigableString))
        letters[id(tag.parent)] += letters[id(tag)]
        if tag.name in ("h1", "article") or id(tag) in holders:
            holders.add(id(tag.parent))
    return letters, holders


def _is_picture(tag: Tag) -> bool:
    """Whether an element is a caption, or a table that holds a picture and its caption."""
    is_frame = tag.name == "table" and tag.find("img") is not None and not tag.find(["h1", "h2"])
    return is_frame or bool(_CAPTION.search(marks_of(tag)))


def _is_layout(table: Tag) -> bool:
    cells = table.find_all("td")
    return bool(table.find(["table", "h1", "h2", "h3"])) or any(
        len(c.get_text()) > _LONGEST_CELL for c in cells
    )


def _make_boxes(table: Tag) -> None:
    parts = [
        part
        for part in table.find_all(["tbody", "thead", "tr", "td", "th"])
        if part.find_parent("table") is table
    ]
    for part in (table, *parts):
        part.name = "div"


def _article(page: BeautifulSoup) -> Iterator[Block]:
    """Blocks of the main text; of all the text where no part of the page stands out."""
    article = trafilatura.extract(
        str(page), include_comments=False, include_formatting=True, output_format="xml"
    )
    main = ElementTree.fromstring(article).find("main") if article else None
    if main is not None and len(main):
        yield from _blocks(main)
    else:
        lines = (" ".join(line.split()) for line in page.get_text("\n").split("\n"))
        yield from (
            Block(line) for line in lines if line and (page.title is None or line != page.title.string)
        )


def _blocks(body: Element) -> Iterator[Block]:
    for element in body:
        match element.tag:
            case "head":
                yield Block(_line(element), int(element.get("rend", "h2")[1]))
            case "list":
                yield Block("\n".join(f"- {_line(item)}" for item in element.iter("item")))
            case "table":
                yield Block(
                    "\n".join(" | ".join(map(_line, row.iter("cell"))) for row in element.iter("row"))
                )
            case _:
                yield Block(_lines(element), _level_of_bold(element))
        yield Block(" ".join((element.tail or "").split()))


def _level_of_bold(paragraph: Element) -> int | None:
    """A level for a short paragraph in bold throughout: so most Vietnamese pages set their headings."""
    bold = "".join(mark.text or "" for mark in paragraph.iter("hi") if mark.get("rend") == "#b")
    text = _line(paragraph)
    is_heading = 0 < len(text) <= _LONGEST_HEADING and not text.endswith((".", ";", ","))
    return guess_level(text) or _BOLD_LEVEL if is_heading and " ".join(bold.split()) == text else None


def _line(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _lines(element: Element) -> str:
    """The text of a paragraph, broken where the page breaks it."""
    for line_break in element.iter("lb"):
        line_break.text = "\0"
    return "\n".join(" ".join(line.split()) for line in "".join(element.itertext()).split("\0"))


def _without_repeats(blocks: list[Block], title: str | None) -> Iterator[Block]:
    """Blocks that say something new."""
    seen = {title}
    for block in blocks:
        if block.text and block.text not in seen and not _NOISE.fullmatch(block.text):
            yield block
        seen.add(block.text)


def _collapsed(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())
