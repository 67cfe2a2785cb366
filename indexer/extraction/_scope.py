"""Which place, which year and which intent a figure belongs to."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from indexer.extraction._indicator_cues import Cue
from indexer.extraction._reading import CAPITALS
from indexer.extraction.numbers import YearMention, find_years
from indexer.tagging.places import PlaceMention, PlaceReading
from kb.document import Document, Span

__all__ = ["COUNTRY", "Scope"]

COUNTRY = "Việt Nam"
_LEVELS = {
    **{"tỉnh": "province", "huyện": "district", "thị xã": "district", "quận": "district"},
    **{"xã": "commune", "phường": "commune"},
}
_RANKS = {"province": 0, "district": 1, "commune": 2}
_LEVEL_WORD = (
    rf"(?i:(?P<level>{'|'.join(_LEVELS)})(?!\w)(?!\s+(?:nghèo|miền|biên|bãi|đặc|đbkk|vùng|đảo)))"
    rf"(?!\s+[{CAPITALS}])"
)
_WHOLE = re.compile(
    r"(?<!\w)(?:(?i:(?P<country>cả nước|toàn quốc|việt nam)(?!\w))"
    rf"|(?:(?i:toàn|cả|của|trong|trên địa bàn)\s+|(?:(?<=[.,;:]\s)|^)){_LEVEL_WORD})"
)
_WITHIN = re.compile(rf"[^.,;:()\d]{{0,15}}(?:toàn|cả|trong|ở)\s+{_LEVEL_WORD}")
_TOPIC = 40
"""Code points at the head of a sentence in which the place it is about stands."""

_COMPARED = re.compile(
    r"(?:so với|hơn|kể từ|của|trước)\s+(?:(?:cuối|đầu|cùng kỳ|giữa)\s+)?(?:năm\s+)?$", re.IGNORECASE
)
_SINCE = re.compile(r"từ\s+(?:(?:cuối|đầu|giữa)\s+)?(?:năm\s+)?$", re.IGNORECASE)
_NAMED_PERIOD = re.compile(
    r"(?:chương trình|kế hoạch|chuẩn|tiêu chí|nghị quyết|đề án|dự án|nghị định|bền vững|nhiệm kỳ|thực hiện)"
    r"[^.;,]*?(?:giai đoạn\s+|năm\s+)?$",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?:quyết định|nghị quyết|kế hoạch|nghị định|thông tư|công văn|ký|ban hành)(?!\w)[^.;]{0,60}"
    r"ngày\s+[\d/. -]*(?:tháng\s+\d+\s+năm\s+)?$",
    re.IGNORECASE,
)
_BEHIND_YEAR = re.compile(
    r"(?:\s*\([^()]*\))?[\s()]*(?:(?:vào|hồi|tính|đến|tới|trong|của|ở)\s+)*(?:(?:cuối|đầu|giữa|hết)\s+)?"
    r"(?:năm\s+|tháng\s+)?",
    re.IGNORECASE,
)
_NOW = re.compile(r"(?<!\w)(?:hiện|nay|đang)(?!\w)", re.IGNORECASE)
_LIST_ITEM = re.compile(r"\s*[-+•*–]\s")
_TARGET_HEADING = re.compile(r"[\W\d]*(?:mục tiêu|chỉ tiêu)", re.IGNORECASE)


@dataclass(frozen=True)
class Scope:
    """Answers for one document where, when and with what intent a figure stands."""

    document: Document
    places: PlaceReading
    sentences: Sequence[Span]
    targets: Sequence[Cue]

    def sentence(self, figure: Span) -> Span:
        """The sentence the figure stands in."""
        return self.sentences[self._sentence_index(figure.start)]

    def _sentence_index(self, position: int) -> int:
        return max(0, bisect_right(self.sentences, position, key=lambda sentence: sentence.start) - 1)

    def is_target(self, figure: Span) -> bool:
        """Whether the figure is planned and not reached: a word of intent stands before it in the sentence,
        or over the list or section."""
        sentence = self.sentence(figure)
        if _NOW.search(self.document.text, max(sentence.start, figure.start - 15), figure.start):
            return False
        start = sentence.start
        if _LIST_ITEM.match(self.document.text, sentence.start):
            start = self.document.text.rfind(":\n", 0, sentence.start)
            start = self.document.text.rfind("\n", 0, start) + 1 if start >= 0 else sentence.start
        has_cue = any(start <= cue.span.start and cue.span.end <= figure.start for cue in self.targets)
        return has_cue or self._is_under_target_heading(figure)

    def _is_under_target_heading(self, figure: Span) -> bool:
        above = [heading for heading in self.document.headings if heading.span.end <= figure.start]
        return bool(above) and _TARGET_HEADING.match(above[-1].span.cut(self.document.text)) is not None

    @cached_property
    def _years(self) -> list[YearMention]:
        return find_years(self.document.text)

    def year(self, figure: Span, *, is_of_period: bool) -> int | None:
        """The year the figure holds for: the one beside it, before it in the sentence or in the text, or the
        title's; a period counts by its last year, and a programme's period only where `is_of_period`. None
        when nothing tells."""
        sentence = self.sentence(figure)
        behind = self._year_behind(sentence, figure)
        if behind:
            return behind.last
        index = bisect_right(self._years, figure.start, key=lambda year: year.span.start)
        before = next(
            (
                year
                for year in reversed(self._years[:index])
                if not self._is_aside(year, figure, is_of_period)
            ),
            None,
        )
        if before and before.span.start >= sentence.start:
            return before.last
        published = self.document.published
        if published and _NOW.search(self.document.text, sentence.start, figure.start):
            return published.year
        nearest = before or next(reversed(find_years(self.document.title)), None)
        return nearest.last if nearest else None

    def _year_behind(self, sentence: Span, figure: Span) -> YearMention | None:
        index = bisect_right(self._years, figure.end, key=lambda year: year.span.start)
        for year in self._years[index : index + 1]:
            gap = self.document.text[figure.end : year.span.start]
            if year.span.start < sentence.end and _BEHIND_YEAR.fullmatch(gap):
                return year
        return None

    def _is_aside(self, year: YearMention, figure: Span, is_of_period: bool) -> bool:
        """Whether a year only compares ("so với năm 2023"), dates a document, names a programme's period, or
        belongs to another figure ("5% năm 2021")."""
        text = self.document.text
        front = text[max(0, year.span.start - 140) : year.span.start]
        if _COMPARED.search(front):
            return not text.startswith(", khi", year.span.end)
        if _SINCE.search(front):
            return re.search(r"từ\s+$", text[max(0, figure.start - 5) : figure.start]) is None
        if _SIGNED.search(front) or re.search(r"%\s*\(?(?:(?:đầu|cuối)\s+)?(?:năm\s+)?$", front):
            return True
        return year.first < year.last and not is_of_period and _NAMED_PERIOD.search(front) is not None

    def place(self, figure: Span) -> str | None:
        """The place the figure holds for, the smallest unit first: "Vân Canh, Bình Định"; the country is
        "Việt Nam"; None when the text names no place at all."""
        index = self._sentence_index(figure.start)
        sentence = self.sentences[index]
        within = _WITHIN.match(self.document.text, figure.end, sentence.end)
        if within:
            return self._of_level(within["level"], figure.start)
        return (
            self._last_place(sentence.start, figure.start)
            or self._place_behind(sentence, figure)
            or self._topic_above(index)
            or self._main_place()
        )

    def _mentions(self, start: int, end: int) -> Sequence[PlaceMention]:
        mentions = self.places.mentions
        first = bisect_right(mentions, start - 1, key=lambda mention: mention.span.start)
        last = bisect_right(mentions, end - 1, key=lambda mention: mention.span.start)
        return mentions[first:last]

    def _last_place(self, start: int, end: int) -> str | None:
        """The last place between two positions, by name or as "toàn huyện", "cả nước"."""
        mentions = self._mentions(start, end)
        name_end = mentions[-1].span.end if mentions else start
        wholes = list(_WHOLE.finditer(self.document.text, start, end))
        if wholes and wholes[-1].start() >= name_end:
            return COUNTRY if wholes[-1]["country"] else self._of_level(wholes[-1]["level"], end)
        return _named(_smallest(self.document.text, mentions)) if mentions else None

    def _place_behind(self, sentence: Span, figure: Span) -> str | None:
        behind = self._mentions(figure.end, min(sentence.end, figure.end + 40))
        return _named(behind[0]) if behind else None

    def _topic_above(self, index: int) -> str | None:
        """The place that opens the nearest sentence above in the same paragraph."""
        while index > 0:
            sentence, below = self.sentences[index - 1], self.sentences[index]
            if "\n" in self.document.text[sentence.end : below.start]:
                return None
            place = self._last_place(sentence.start, min(sentence.end, sentence.start + _TOPIC))
            if place:
                return place
            index -= 1
        return None

    def _main_place(self) -> str | None:
        """The place that the text names first, else its province, else the country."""
        subjects = [mention for mention in self.places.mentions if mention.is_subject]
        if subjects:
            opening = [one for one in subjects if one.span.start < subjects[0].span.end + 60]
            return _named(_smallest(self.document.text, opening[:3]))
        provinces = [tag.value for tag in self.places.tags if tag.facet == "province" and tag.passage is None]
        if provinces:
            return provinces[0]
        return COUNTRY if _WHOLE.search(self.document.text) else None

    def _of_level(self, word: str, position: int) -> str | None:
        """The place of a level ("huyện") named last before `position`, else first behind it."""
        level = _LEVELS[word.lower()]
        before = [one for one in self._mentions(0, position) if one.level == level]
        behind = [one for one in self._mentions(position, len(self.document.text)) if one.level == level]
        if before or behind:
            return _named(before[-1] if before else behind[0])
        if level == "province":
            return next(
                (one.province for one in self.places.mentions if one.province and one.is_subject), None
            )
        return self._main_place()


def _smallest(text: str, mentions: Sequence[PlaceMention]) -> PlaceMention:
    """The last place, or the smaller one that it encloses: Vân Canh of "huyện Vân Canh, tỉnh Bình Định"."""
    place = mentions[-1]
    for earlier in reversed(mentions[:-1]):
        gap = text[earlier.span.end : place.span.start]
        is_close = len(gap) <= 15 or re.fullmatch(r"[^.;:\d]{0,60}(?:tỉnh|huyện|thuộc|TP\.?|\()\s*", gap)
        is_inside = _RANKS[earlier.level] > _RANKS[place.level] and earlier.province == place.province
        if not (is_close and is_inside):
            break
        place = earlier
    return place


def _named(mention: PlaceMention) -> str:
    parts = [
        f"{kind} {part}" if part and part.isdigit() else part
        for kind, part in (("phường", mention.commune), ("quận", mention.district), ("", mention.province))
    ]
    return ", ".join(dict.fromkeys(part for part in parts if part)) or mention.name
