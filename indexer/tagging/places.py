"""The places a document speaks of, and the provinces it is about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from urllib.parse import urlsplit

from indexer.tagging._gazetteer import Level, Unit
from indexer.tagging._place_links import is_on_new_map, link, successor
from indexer.tagging._place_resolve import Place, resolve
from indexer.tagging._place_scan import scan
from indexer.tagging._place_subject import Scores, new_name
from kb.document import Document, Passage, Span, Tag
from kb.places import PROVINCES, place_key

__all__ = ["PlaceMention", "PlaceReading", "read_places"]

NEW_MAP = date(2025, 7, 1)
OPENING = 300
"""The characters at the start of a text whose mentions count half as much again."""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in the text.

    `name` is the place's own bare name, in the gazetteer's spelling for provinces and districts and in the
    text's for communes, whose spelling varies. `province` is one of the 63 names, None when nothing tells
    which; `district` and `commune` are bare names, None above their level and where unknown. `is_subject`:
    the mention speaks of a province that the document is about.
    """

    span: Span
    level: Level
    name: str
    province: str | None
    district: str | None
    commune: str | None
    is_subject: bool


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """What `read_places` found: mentions in text order; tags of the document first, then of its passages."""

    mentions: tuple[PlaceMention, ...]
    tags: tuple[Tag, ...]


def read_places(document: Document, passages: Sequence[Passage]) -> PlaceReading:
    """The places of a document and the provinces that it and its passages are about."""
    title, text, is_new = _places(document)
    reader = _Reader(text, is_new, _least(document.text))
    subjects = reader.subjects(title)
    tags = [*reader.tags(subjects, text), *reader.passage_tags(document, passages, subjects)]
    return PlaceReading(tuple(reader.mention(place, subjects) for place in text), tuple(tags))


def _places(document: Document) -> tuple[list[Place], list[Place], bool]:
    """The places of the title and of the text, and whether they are on the map since 1 July 2025."""
    title, text = scan(document.title), scan(document.text)
    link(document.title, title)
    link(document.text, text)
    is_new = document.published >= NEW_MAP if document.published else is_on_new_map(title + text)
    places = resolve(title + text, _publisher(document), is_new)
    ours = {id(one) for one in title}
    in_title = [place for place in places if id(place.candidate) in ours]
    return in_title, places[len(in_title) :], is_new


def _least(text: str) -> float:
    """The score that makes a subject: one plain mention is enough in a note, not in a long article."""
    return 1.0 + min(1.5, len(text) / 2000)


def _publisher(document: Document) -> str | None:
    """The province that the source or the address points to: "Báo Gia Lai", huyendakto.kontum.gov.vn."""
    for one in scan(document.source or ""):
        if one.units[0].level == "province":
            return one.units[0].province
    host = place_key(urlsplit(document.url or "").netloc)
    return next((name for key, name in _province_keys() if key in host), None)


@cache
def _province_keys() -> list[tuple[str, str]]:
    return [(place_key(province.name), province.name) for province in PROVINCES]


@dataclass(frozen=True, slots=True)
class _Reader:
    """The decided places of one text, the map they are on and the score a subject needs."""

    places: Sequence[Place]
    is_new: bool
    least: float

    def subjects(self, title: Sequence[Place]) -> list[str]:
        """The provinces the document is about: its title counts most, then its opening."""
        scores = Scores([*title, *self.places], self.is_new)
        scores.add_title(title)
        scores.add(self.places)
        scores.add((place for place in self.places if place.candidate.start < OPENING), 0.5)
        return scores.subjects(self.least)

    def mention(self, place: Place, subjects: Sequence[str]) -> PlaceMention:
        one, unit = place.candidate, place.unit
        if unit is None:
            level = one.level or one.units[0].level
            return PlaceMention(_span(place), level, one.name, None, None, None, is_subject=False)
        name = _name(one.name, unit)
        return PlaceMention(
            _span(place),
            unit.level,
            name,
            unit.province,
            name if unit.level == "district" else unit.district,
            name if unit.level == "commune" else None,
            is_subject=one.weight > 0 and any(self._speaks_of(place, subject) for subject in subjects),
        )

    def _speaks_of(self, place: Place, province: str) -> bool:
        if place.unit is None or place.candidate.weight == 0:
            return False
        name = new_name(place, self.is_new)
        return successor(province) == name if name else place.unit.province == province

    def tags(
        self, provinces: Iterable[str], places: Sequence[Place], passage: int | None = None
    ) -> Iterator[Tag]:
        """A tag on each map for each province, with the mentions in `places` that carried it."""
        carried = {
            province: [_span(place) for place in places if self._speaks_of(place, province)]
            for province in provinces
        }
        for province, spans in carried.items():
            yield Tag("province", province, tuple(spans), passage)
        for name in dict.fromkeys(map(successor, carried)):
            both = {span for old, spans in carried.items() if successor(old) == name for span in spans}
            yield Tag("province_2025", name, tuple(sorted(both)), passage)

    def passage_tags(
        self, document: Document, passages: Iterable[Passage], subjects: Sequence[str]
    ) -> Iterator[Tag]:
        """Tags of the passages that speak of a province themselves or stand under a heading that does."""
        for passage in passages:
            inside = self._within(passage.span)
            provinces = self._about(inside, subjects)
            if not provinces and passage.heading:
                inside = self._within(_heading_above(document, passage))
                provinces = self._about(inside, subjects)
            yield from self.tags(provinces, inside, passage.ordinal)

    def _within(self, span: Span) -> list[Place]:
        return [place for place in self.places if span.overlaps(_span(place))]

    def _about(self, places: Sequence[Place], subjects: Sequence[str]) -> list[str]:
        """The provinces of a few places; a new province's name means those of it the document is about."""
        scores = Scores(self.places, self.is_new)
        scores.add(places)
        found = scores.subjects(least=0.5)
        known = [old for old in subjects if successor(old) in map(successor, found)]
        return known if self.is_new and known and not set(found) & set(known) else found


def _name(written: str, unit: Unit) -> str:
    """The gazetteer's name for a province or district; a commune's as written, unless in capitals."""
    if unit.level == "province":
        return unit.province
    if unit.level == "commune" and not written.isupper():
        return written
    return unit.name or written


def _span(place: Place) -> Span:
    return Span(place.candidate.start, place.candidate.end)


def _heading_above(document: Document, passage: Passage) -> Span:
    """The nearest heading at or before the start of a passage; an empty span without one."""
    above = [heading.span for heading in document.headings if heading.span.start <= passage.span.start]
    return above[-1] if above else Span(0, 0)
