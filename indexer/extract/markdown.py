"""Markdown with YAML front matter → plain text: the marks go, what they marked stays."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

import yaml
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from markdown_it.token import Token

from indexer.extract.draft import Block, Draft, text_of
from indexer.extract.metadata import read_metadata
from indexer.extract.original import Original
from kb.errors import FileBroken

__all__ = ["read_markdown"]

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_CELL_END = " | "
_FRONT_MATTER_LINE = re.compile(r"^(\w+)[ \t]*:[ \t]*(.*?)(?:[ \t]+#.*)?$", re.MULTILINE)


def read_markdown(original: Original) -> Draft:
    """Headings with their levels, paragraphs with their line breaks; list items and table rows as lines."""
    given, body = _parted(text_of(original))
    try:
        blocks = list(_blocks(_parser().parse(body)))
    except RecursionError as error:
        raise FileBroken(**original.place, reason="nested too deeply") from error
    return Draft(read_metadata(original, given), blocks)


def _parted(text: str) -> tuple[dict[str, object], str]:
    """The keys and values of the front matter, and the text below it."""
    front = _FRONT_MATTER.match(text)
    given = _front_matter(front[1]) if front else None
    return (given, text[front.end() :]) if front and given else ({}, text)


def _front_matter(text: str) -> dict[str, object] | None:
    """Keys and values; line by line where it is not YAML, as in `title: Vân Canh 2024: mục tiêu`."""
    try:
        given = yaml.load(text, Loader=yaml.BaseLoader)  # makes nothing but strings
    except (yaml.YAMLError, RecursionError):
        given = {key: _unquoted(value) for key, value in _FRONT_MATTER_LINE.findall(text)}
    return given if isinstance(given, dict) else None


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": 100}).enable("table")


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    """Blocks of the flat token list: what is between an opening token of level 0 and its end."""
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            level = int(group[0].tag[1]) if group[0].type == "heading_open" else None
            text = "".join(_pieces(group)).replace(_CELL_END + "\n", "\n")
            yield Block(re.sub("\n{3,}", "\n\n", text), level)
            group = []


def _pieces(tokens: Sequence[Token]) -> Iterator[str]:
    """The text of one block, lines ended where a reader would see them end."""
    for token in tokens:
        match token.type:
            case "inline":
                yield "".join(map(_inline_text, token.children or ()))
            case "list_item_open":
                yield f"{token.info}{token.markup} "
            case "paragraph_close" if token.level > 0:
                yield "\n" if token.hidden else "\n\n"
            case "tr_close":
                yield "\n"
            case "th_close" | "td_close":
                yield _CELL_END
            case "code_block" | "fence":
                yield token.content
            case "html_block":
                yield BeautifulSoup(token.content, "lxml").get_text()


def _inline_text(token: Token) -> str:
    match token.type:
        case "softbreak" | "hardbreak":
            return "\n"
        case "html_inline":
            return "\n" if token.content.startswith("<br") else ""
        case _:
            return token.content
