"""Plain text: the first line that is not empty is the title, blank lines part the paragraphs."""

import re

from indexer.extract.draft import Block, Draft, text_of
from indexer.extract.metadata import read_metadata
from indexer.extract.original import Original
from indexer.extract.outline import guess_level, without_lists

__all__ = ["read_plain_text"]

_BLANK_LINES = re.compile(r"\n\s*\n")


def read_plain_text(original: Original) -> Draft:
    """Title, paragraphs and the headings that are numbered. A text of one line is its own title."""
    title, _, body = text_of(original).strip().partition("\n")
    blocks = [
        block for paragraph in _BLANK_LINES.split(body.strip() or title) for block in _parted(paragraph)
    ]
    return Draft(read_metadata(original, {"title": title}), without_lists(blocks))


def _parted(paragraph: str) -> list[Block]:
    """The paragraph, cut around lines that look like headings."""
    blocks: list[Block] = []
    for line in paragraph.split("\n"):
        level = guess_level(line)
        if level is None and blocks and blocks[-1].level is None:
            blocks[-1] = Block(f"{blocks[-1].text}\n{line}")
        else:
            blocks.append(Block(line, level))
    return blocks
