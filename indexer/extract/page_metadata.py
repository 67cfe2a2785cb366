"""What a saved page says of its article: in JSON-LD, in <meta>, or only to the eye.

Pages carry other dates too (today's in the header, those of related articles); only what stands by the
headline is taken for the day of publication.
"""

import json
import re
from collections.abc import Iterator
from datetime import date

from bs4 import BeautifulSoup, Comment, Tag

from indexer.extract.metadata import Metadata, find_date

__all__ = ["is_apart", "marks_of", "read_page_metadata"]

_APART = re.compile(
    r"(?:^|[\s_-])(?:ads?|adv|banner|nav|menu|header|footer|tags?|tools?|share|other|qc)(?:$|[\s_-])"
    r"|quang-?cao|advert|sponsor|relate|lien-?quan|tin-?(?:khac|moi|cu)(?:$|[\s_-])|doc-?nhieu|xem-?nhieu"
    r"|most-?(?:read|view)|comment|binh-?luan|social|breadcrumb|duong-?dan|side-?bar|counter|cong-?cu|popup|newsletter",
    re.IGNORECASE,
)
_DATED = re.compile(r"date|time|publi|ngay|thoi-?gian|post-?on", re.IGNORECASE)
_NOW = re.compile(r"hien-?tai|today|now|current|clock|dong-?ho", re.IGNORECASE)
_DATE_LABEL = re.compile(
    r"\W*(?:ngày đăng|đăng ngày|đăng lúc|cập nhật|xuất bản|ngày|thứ \w+|chủ nhật)\b", re.IGNORECASE
)
_DATE_KEYS = (
    "article:published_time",
    "og:published_time",
    "datePublished",
    "pubdate",
    "publishdate",
    "publish-date",
    "DC.date.issued",
    "dc.created",
    "date",
)
_NEAR = 40
"""Tags between a headline and the date below or above it, at most."""
_LONGEST_DATE = 120
_DOMAIN = re.compile(r"[\w.-]+\.\w+")
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")


def read_page_metadata(page: BeautifulSoup) -> Metadata:
    """Title, source, address and day of publication; None for each that the page does not give."""
    article = next(_articles(page), {})
    source = _publisher(article) or _meta(
        page, "og:site_name", "publisher", "dc.publisher", "application-name"
    )
    title = _string(article.get("headline")) or _meta(page, "og:title") or _headline(page)
    shown = _collapsed(page.title) if page.title else None
    source = _publisher(article) or _meta(
        page, "og:site_name", "publisher", "dc.publisher", "application-name"
    )
    if source is None or _DOMAIN.fullmatch(source):
        source = _site_in(shown, title) or source
    return Metadata(
        title=_without_site(title or shown, source),
        source=source,
        url=_address(page),
        published=_date_in(_string(article.get("datePublished")))
        or _date_in(_meta(page, *_DATE_KEYS))
        or _visible_date(page),
    )


def marks_of(tag: Tag) -> str:
    """The class names, the id and the type of an element, by which pages tell their parts."""
    return " ".join(str(name) for key in ("class", "id", "type") for name in tag.get_attribute_list(key))


def is_apart(tag: Tag) -> bool:
    """Whether an element's name says that it is not part of the article: a menu, an advert, a comment."""
    return tag.name in ("nav", "aside", "footer", "header") or bool(_APART.search(marks_of(tag)))


def _articles(page: BeautifulSoup) -> Iterator[dict[str, object]]:
    """JSON-LD objects that describe an article; broken JSON is passed over."""
    for script in page.find_all("script", type="application/ld+json"):
        try:
            found = json.loads(script.get_text(), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from (node for node in _nodes(found) if re.search("Article|Posting", str(node.get("@type"))))


def _nodes(found: object) -> Iterator[dict[str, object]]:
    if isinstance(found, list):
        for item in found:
            yield from _nodes(item)
    elif isinstance(found, dict):
        yield found
        yield from _nodes(found.get("@graph"))


def _publisher(article: dict[str, object]) -> str | None:
    publisher = article.get("publisher")
    return _string(publisher.get("name")) if isinstance(publisher, dict) else None


def _string(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _collapsed(tag: Tag) -> str | None:
    return _string(tag.get_text(" "))


def _meta(page: BeautifulSoup, *names: str) -> str | None:
    """The content of the first <meta> that is there, in the order of `names`."""
    for name in names:
        same = re.compile(rf"^{re.escape(name)}$", re.IGNORECASE)
        for attribute in ("property", "name", "itemprop"):
            tag = page.find("meta", attrs={attribute: same})
            if tag and (content := _string(tag.get("content"))):
                return content
    return None


def _headline(page: BeautifulSoup) -> str | None:
    """The text of the only <h1>, or of one among several that the window's title begins with."""
    headlines = [text for tag in page.find_all("h1") if (text := _collapsed(tag))]
    shown = (_collapsed(page.title) if page.title else None) or ""
    return headlines[0] if len(headlines) == 1 else next((t for t in headlines if shown.startswith(t)), None)


def _without_site(title: str | None, source: str | None) -> str | None:
    """The title without the name of the site behind it."""
    if not title or not source:
        return title
    return re.sub(rf"\s+[-–—|]\s+{re.escape(source)}\W*$", "", title, flags=re.IGNORECASE) or title


def _site_in(shown: str | None, title: str | None) -> str | None:
    """The name of the site in the window's title: what is left beside the article's own title."""
    if not shown or not title or shown == title:
        return None
    rest = re.sub(r"^\W+|\W+$", "", shown.replace(title, "")) if title in shown else shown
    return rest if 3 <= len(rest) <= 80 else None


def _address(page: BeautifulSoup) -> str | None:
    canonical = page.find("link", rel="canonical")
    comments = page.find_all(string=lambda text: isinstance(text, Comment), limit=20)
    saved = next((match[1] for comment in comments if (match := _SAVED_FROM.search(comment))), None)
    found = (_string(canonical.get("href")) if canonical else None, _meta(page, "og:url"), saved)
    return next((url for url in found if url and re.match(r"https?://[^\s/]", url)), None)


def _date_in(text: str | None) -> date | None:
    return find_date(text) if text else None


def _visible_date(page: BeautifulSoup) -> date | None:
    """The date that stands nearest to the headline, above or below."""
    tags = page.find_all(True)
    headline = next((number for number, tag in enumerate(tags) if tag.name == "h1"), None)
    if headline is None:
        return None
    near = [
        (abs(number - headline), tag) for number, tag in enumerate(tags) if abs(number - headline) <= _NEAR
    ]
    dated = (_date_of(tag) for _, tag in sorted(near, key=lambda pair: pair[0]))
    return next((day for day in dated if day), None)


def _date_of(tag: Tag) -> date | None:
    """The date an element shows or holds, unless it is the day of reading or belongs to another part."""
    if tag.name == "time" and (day := _date_in(_string(tag.get("datetime")))):
        return day
    text = _collapsed(tag) or ""
    if len(text) > _LONGEST_DATE or not (_DATED.search(marks_of(tag)) or _DATE_LABEL.match(text)):
        return None
    is_elsewhere = any(
        _NOW.search(marks_of(part)) or (is_apart(part) and not part.find("h1"))
        for part in (tag, *tag.parents)
    )
    return None if is_elsewhere else find_date(text)
