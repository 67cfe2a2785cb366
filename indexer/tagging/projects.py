"""Which projects of the national target programmes a document is about.

A project is named by number, by title, or by content that only it has. Other programmes number theirs too,
and the poverty programme of 2016-2020 had other ones, so each mention is judged in its setting: the
programmes named around it and the time of the document.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from indexer.extraction.sentences import split_sentences
from indexer.tagging._project_scan import Mention, Strength, find_numbers, find_phrases, find_programmes
from indexer.tagging.years import find_years
from kb.document import Document, Passage, Span, Tag
from kb.places import fold_place
from kb.programmes import CURRENT, PROJECTS

__all__ = ["tag_projects"]

_FIRST_YEAR = 2022
"""The 2021-2025 programme was decided on 18 January 2022; before, texts speak of the one of 2016-2020."""

_POVERTY = frozenset({CURRENT, "poverty"})
"""Keys of project_phrases.toml under which the poverty programme is named, with its period and without."""

_OTHERS = frozenset({"DTTS", "NTM", "other"})
"""Keys of programmes of the same time, which have livelihoods, houses and training too."""

_NUMBERING = ("2016-2020", CURRENT, "DTTS")
"""Keys of the programmes that number their projects."""

_SKIPPED = re.compile(
    r"\b(?:bo lai|ngoai tru|tru|khong (?:co|trien khai|thuc hien|phan bo)|chua (?:trien khai|thuc hien))\b"
    r"[^;,]{0,40}$"
)
_SKIPPED_BEHIND = re.compile(r"[^;,.]{0,30}\b(?:khong|chua) (?:duoc )?(?:trien khai|thuc hien|phan bo)\b")
_LIST = re.compile(r"\b(?:cac|nhung|\d+|hai|ba|bon|nam|sau|bay) (?:tieu )?du an\b")
_SPACE = re.compile(r"[^\S\n]|\n(?=(\w))")

_Named = tuple[str, Span]


def tag_projects(document: Document, passages: Sequence[Passage]) -> list[Tag]:
    """Tags of facet "project": for the document (`passage` None), then for each passage that names one.

    Codes are those of `kb.programmes`, in its order. A project named in the title alone has no mentions.

    >>> from kb.document import Kind
    >>> document = Document("a", "Nuôi bò", "Năm 2023, Dự án 2 về giảm nghèo hỗ trợ nuôi bò.", Kind.NEWS)
    >>> [(tag.value, tag.mentions[0].cut(document.text)) for tag in tag_projects(document, ())]
    [('DA2', 'Dự án 2')]
    """
    if "ngheo" not in fold_place(document.title) and "ngheo" not in fold_place(document.text):
        return []
    text = _unwrapped(f"{document.title}\n{document.text}")
    folded = fold_place(text)
    offset = len(document.title) + 1
    found = list(_Judgement(document, text, folded).accepted())
    mentions = [
        (code, Span(span.start - offset, span.end - offset)) for code, span in found if span.start >= offset
    ]
    tags = list(_tags({code for code, _ in found}, mentions, None))
    for passage in passages:
        inside = [(code, span) for code, span in mentions if span.overlaps(passage.span)]
        tags.extend(_tags({code for code, _ in inside}, inside, passage.ordinal))
    return tags


def _unwrapped(text: str) -> str:
    """`text` with every blank a space, also a line break inside a sentence, as PDFs have; length kept."""
    return _SPACE.sub(lambda match: "\n" if match[1] and not match[1].islower() else " ", text)


def _tags(codes: set[str], mentions: list[_Named], passage: int | None) -> Iterator[Tag]:
    for code in PROJECTS:
        if code in codes:
            spans = sorted({span for named, span in mentions if named == code})
            yield Tag("project", code, tuple(spans), passage)


class _Judgement:
    """The mentions of one document, title and text read as one `text`."""

    def __init__(self, document: Document, text: str, folded: str) -> None:
        self._title_end = len(document.title)
        self._folded = folded
        self._sentences = split_sentences(text)
        self._ends = [sentence.end for sentence in self._sentences]
        self._programmes = find_programmes(folded)
        self._keys = {key for _, key in self._programmes}
        self._is_current = _is_current(document, self._keys)
        self._is_foreign = bool(self._keys & _OTHERS) and not self._keys & _POVERTY
        self._default_programme = "poverty" if self._is_current and "giam ngheo" in folded else None
        self._numbers = find_numbers(text, folded)
        self._phrases = find_phrases(folded)

    def accepted(self) -> Iterator[_Named]:
        """Codes with the stretch that names each, in no order."""
        named = [*self._numbered(), *self._titled()]
        named += self._listed({span for _, span in named})
        yield from named
        codes = {code for code, _ in named}
        for mention in [*self._contents(codes), *self._themes()]:
            if self._is_told_apart(mention, codes):
                yield mention.code, mention.span

    def _numbered(self) -> Iterator[_Named]:
        """Another programme's projects count only where the document dwells on them."""
        for mention in self._unskipped(self._numbers):
            programme = self._programme_of(mention)
            if programme == CURRENT or self._is_stressed(mention, self._numbers):
                prefix = "" if programme == CURRENT else f"{programme}:"
                codes = (prefix + mention.code, prefix + mention.code.split(".")[0])
                yield from [(code, mention.span) for code in codes if code in PROJECTS][:1]

    def _programme_of(self, mention: Mention) -> str | None:
        """The programme that a number counts in, None when it is none of ours."""
        near = self._programme_near(mention.span)
        key = near or self._programme_before(mention.span) or self._default_programme
        if key == "poverty":
            key = "2016-2020" if self._is_current is False else CURRENT
        return key if key == CURRENT or (near and key in _NUMBERING) else None

    def _titled(self) -> Iterator[_Named]:
        if self._is_current:
            ours = _POVERTY if self._is_foreign else {None, *_POVERTY}
            for mention in self._of(Strength.TITLE):
                if self._programme_near(mention.span) in ours:
                    yield mention.code, mention.span

    def _listed(self, titles: set[Span]) -> Iterator[_Named]:
        """Short names in a sentence that lists projects, one of them by its title."""
        for mention in self._of(Strength.LISTED) if titles else ():
            sentence = self._sentence(mention.span)
            if any(title.overlaps(sentence) for title in titles) and _LIST.search(sentence.cut(self._folded)):
                yield mention.code, mention.span

    def _contents(self, named: set[str]) -> Iterator[Mention]:
        """Content of the programme, in a text of its time that names it or one of its projects."""
        if self._is_current is not False and (named or self._keys & _POVERTY):
            for mention in self._of(Strength.CONTENT):
                near = self._programme_near(mention.span)
                if near in _POVERTY or (near is None and self._is_current):
                    yield mention

    def _themes(self) -> Iterator[Mention]:
        """What a text of our time that names no other programme dwells on."""
        if self._is_current and self._keys <= _POVERTY:
            mentions = self._of(Strength.THEME)
            yield from (mention for mention in mentions if self._is_stressed(mention, mentions))

    def _is_told_apart(self, mention: Mention, named: set[str]) -> bool:
        """Whether a described sub-project may stand: where its project is named, only in the title."""
        is_parent_named = mention.code.split(".")[0] in named
        if mention.is_beside_parent:
            return is_parent_named
        return not is_parent_named or mention.span.end <= self._title_end

    def _is_stressed(self, mention: Mention, mentions: list[Mention]) -> bool:
        """Whether the project stands in the title or in two sentences."""
        sentences = {self._sentence(one.span) for one in mentions if one.code == mention.code}
        return len(sentences) > 1 or mention.span.end <= self._title_end

    def _of(self, strength: Strength) -> list[Mention]:
        return self._unskipped([mention for mention in self._phrases if mention.strength is strength])

    def _unskipped(self, mentions: list[Mention]) -> list[Mention]:
        """`mentions` without those that their sentence says are left out."""
        return [mention for mention in mentions if not self._is_skipped(mention.span)]

    def _is_skipped(self, span: Span) -> bool:
        sentence = self._sentence(span)
        before = self._folded[sentence.start : span.start]
        return bool(_SKIPPED.search(before) or _SKIPPED_BEHIND.match(self._folded, span.end, sentence.end))

    def _sentence(self, span: Span) -> Span:
        return self._sentences[bisect_right(self._ends, span.start)]

    def _programme_near(self, span: Span) -> str | None:
        """The programme named in the same sentence, nearest to `span`."""
        sentence = self._sentence(span)
        near = [(_distance(one, span), key) for one, key in self._programmes if one.overlaps(sentence)]
        return min(near)[1] if near else None

    def _programme_before(self, span: Span) -> str | None:
        """The last programme named before `span`."""
        return next((key for one, key in reversed(self._programmes) if one.end <= span.start), None)


def _distance(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _is_current(document: Document, keys: set[str]) -> bool | None:
    """Whether the document is of the 2021-2025 programme's time; None when it gives no hint."""
    if document.published:
        year = document.published.year
    elif CURRENT in keys:
        return True
    else:
        mentions = [one for text in (document.title, document.text) for one in find_years(text)]
        year = max((one.first for one in mentions if not one.is_period and one.weight == 1), default=0)
    if year == _FIRST_YEAR and "2016-2020" in keys and CURRENT not in keys:
        return False
    return year >= _FIRST_YEAR if year else None
