"""The places a document speaks of, and the provinces it is about."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from indexer.tagging._gazetteer import Level
from indexer.tagging._place_resolve import Place, link, resolve, successor
from indexer.tagging._place_scan import scan
from kb.document import Document, Passage, Span, Tag
from kb.places import PROVINCES, place_key

__all__ = ["PlaceMention", "PlaceReading", "read_places"]

NEW_MAP = date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in the text.

    `name` is the place's own bare name. `province` is one of the 63 names, None when nothing tells which;
    `district` and `commune` are bare names, None above their level. `is_subject`: the document is about it.
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
    in_title, in_text = _places(document)
    subjects = _subjects(document, in_title, in_text)
    mentions = tuple(_mention(place, subjects) for place in in_text)
    return PlaceReading(mentions, (*_tags(subjects, in_text), *_passage_tags(document, in_text, passages)))


def _places(document: Document) -> tuple[list[Place], list[Place]]:
    """The places of the title and of the text, decided together."""
    title, text = scan(document.title), scan(document.text)
    link(document.title, title)
    link(document.text, text)
    is_new = document.published is not None and document.published >= NEW_MAP
    places = resolve(title + text, _publisher(document), is_new)
    ours = {id(one) for one in title}
    in_title = [place for place in places if id(place.candidate) in ours]
    return in_title, places[len(in_title) :]


def _publisher(document: Document) -> str | None:
    """The province that the source or the address points to: "Báo Gia Lai", huyendakto.kontum.gov.vn."""
    for place in scan(document.source or ""):
        if place.units[0].level == "province":
            return place.units[0].province
    host = place_key(urlsplit(document.url or "").netloc)
    return next((one.name for one in PROVINCES if place_key(one.name) in host), None)


def _weight(place: Place) -> float:
    """How much one mention says that a text is about its province."""
    if place.unit is None:
        return 0.0
    if place.candidate.is_holder:
        return 0.5 * place.candidate.weight
    if place.candidate.level is None and place.unit.level == "district" and not place.candidate.holder:
        return 0.6 * place.candidate.weight
    return place.candidate.weight


def _scores(document: Document, in_title: Iterable[Place], in_text: Iterable[Place]) -> dict[str, float]:
    scores: dict[str, float] = defaultdict(float)
    for place in in_title:
        _count(scores, place, 4.0)
    opening = 300
    for place in in_text:
        _count(scores, place, 1.5 if place.candidate.start < opening else 1.0)
    return scores


def _count(scores: dict[str, float], place: Place, factor: float) -> None:
    if place.unit is None:
        return
    province = place.unit.province
    if place.unit.level == "province" and _is_new_name(place):
        return
    scores[province] += factor * _weight(place)


def _is_new_name(place: Place) -> bool:
    return place.candidate.is_new_name


MOST_SUBJECTS = 5
SHARE = 0.34


def _subjects(document: Document, in_title: list[Place], in_text: list[Place]) -> list[str]:
    """The provinces the document is about, most spoken of first; none for a text about the whole country."""
    scores = _scores(document, in_title, in_text)
    if not scores:
        return []
    top = max(scores.values())
    chosen = [
        province
        for province, score in sorted(scores.items(), key=lambda item: -item[1])
        if score >= SHARE * top and score >= 0.5
    ]
    return chosen if len(chosen) < MOST_SUBJECTS else []


def _mention(place: Place, subjects: Sequence[str]) -> PlaceMention:
    candidate, unit = place.candidate, place.unit
    span = Span(candidate.start, candidate.end)
    if unit is None:
        level = candidate.level or candidate.units[0].level
        return PlaceMention(span, level, candidate.name, None, None, None, False)
    name = unit.name or candidate.name
    return PlaceMention(
        span,
        unit.level,
        name,
        unit.province,
        name if unit.level == "district" else unit.district,
        name if unit.level == "commune" else None,
        unit.province in subjects and candidate.weight > 0,
    )


def _tags(provinces: Iterable[str], places: Sequence[Place], passage: int | None = None) -> Iterator[Tag]:
    """A tag of each map for each province, with the mentions that carried it."""
    spans = {province: _spans(province, places) for province in provinces}
    for province, mentions in spans.items():
        yield Tag("province", province, mentions, passage)
    for name in dict.fromkeys(successor(province) for province in spans):
        merged = [span for province, own in spans.items() if successor(province) == name for span in own]
        yield Tag("province_2025", name, tuple(sorted(merged)), passage)


def _spans(province: str, places: Iterable[Place]) -> tuple[Span, ...]:
    return tuple(
        Span(place.candidate.start, place.candidate.end)
        for place in places
        if place.unit and place.unit.province == province and place.candidate.weight > 0
    )


def _passage_tags(document: Document, places: Sequence[Place], passages: Sequence[Passage]) -> Iterator[Tag]:
    for passage in passages:
        inside = [p for p in places if passage.span.start <= p.candidate.start < passage.span.end]
        own = [p for p in inside if p.unit and p.candidate.weight >= 1] or _under(document, places, passage)
        provinces = dict.fromkeys(p.unit.province for p in own if p.unit)
        yield from _tags(provinces, own, passage.ordinal)


def _under(document: Document, places: Sequence[Place], passage: Passage) -> list[Place]:
    """The places that the nearest heading above a passage names."""
    above = [heading.span for heading in document.headings if heading.span.start <= passage.span.start]
    if not above or passage.heading is None:
        return []
    return [p for p in places if p.unit and above[-1].start <= p.candidate.start < above[-1].end]
