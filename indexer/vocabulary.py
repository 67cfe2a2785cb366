"""The words of a segment: in how many documents each is and how it is mostly written, as a text file."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from indexer.normalize import normalize_syllable

__all__ = [
    "Entry",
    "is_listed",
    "merge_vocabularies",
    "read_vocabulary",
    "save_vocabulary",
    "vocabulary",
]

_FILE = "vocabulary.tsv"
_MAX_LENGTH = 20
"""Letters of a word; longer ones are addresses and garble."""


class Entry(NamedTuple):
    """In how many documents a word is, and its most frequent spelling in small letters: "đắk" for "đắc"."""

    documents: int
    written: str


def is_listed(written: str) -> bool:
    """Whether a piece of text is a word; numbers, marks, addresses and garble are not."""
    return written.isalpha() and len(written) <= _MAX_LENGTH


def vocabulary(documents: Mapping[str, int], written: Mapping[str, int]) -> dict[str, Entry]:
    """The entry of each word by its index form; numbers and marks are left out.

    `documents`: in how many documents a form is; `written`: how often a piece of text stands as it is.
    """
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for spelling, number in written.items():
        if is_listed(spelling):
            spellings[normalize_syllable(spelling)][spelling.lower()] += number
    return {
        form: Entry(documents[form], found.most_common(1)[0][0])
        for form, found in spellings.items()
        if form in documents
    }


def save_vocabulary(directory: Path, entries: Mapping[str, Entry]) -> None:
    """Write what `read_vocabulary` reads, sorted."""
    lines = (f"{form}\t{entry.documents}\t{entry.written}\n" for form, entry in sorted(entries.items()))
    (directory / _FILE).write_text("".join(lines), encoding="utf-8")


def read_vocabulary(directory: Path) -> dict[str, Entry]:
    """What was saved in the segment `directory`, by index form."""
    lines = (directory / _FILE).read_text(encoding="utf-8").splitlines()
    fields = (line.split("\t") for line in lines)
    return {form: Entry(int(documents), written) for form, documents, written in fields}


def merge_vocabularies(parts: Sequence[Mapping[str, Entry]]) -> dict[str, Entry]:
    """The words of several segments; a word is written as in the segment that has it most."""
    merged: dict[str, Entry] = {}
    for part in parts:
        for form, entry in part.items():
            known = merged.get(form, Entry(0, entry.written))
            written = max(known, entry).written
            merged[form] = Entry(known.documents + entry.documents, written)
    return merged
