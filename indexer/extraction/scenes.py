"""A document as the sentences that tell of models: what each one mentions and which place it speaks of."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from indexer.extraction.activities import Activity, find_activities
from indexer.extraction.people import Organisation, Person, find_organisations, find_people
from indexer.extraction.sentences import split_sentences
from indexer.extraction.whereabouts import (
    NOWHERE,
    Place,
    group_mentions,
    is_far,
    place_after,
    places_named,
    scoped,
    widened,
)
from indexer.tagging.places import PlaceMention, PlaceReading
from kb.document import Document, Span

__all__ = ["Scene", "places_of", "read_scenes"]


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence. `came_from` is where the text stands before it, `place` where at its end; `paragraph`
    counts from 0; `person` is the one told of, None before the first and after a change of place."""

    span: Span
    paragraph: int
    activities: tuple[Activity, ...]
    people: tuple[Person, ...]
    organisations: tuple[Organisation, ...]
    mentions: tuple[PlaceMention, ...]
    came_from: Place
    place: Place
    person: str | None


def read_scenes(document: Document, places: PlaceReading) -> list[Scene]:
    """The document's sentences in order."""
    reader = _Reader(document, places)
    return [reader.read(span) for span in split_sentences(document.text)]


_FAMILY = re.compile(
    r"(?<!\w)(?:ông|bà|anh|chị|cô|chú|gia đình|vợ chồng|nhà|htx|hợp tác xã)(?!\w)", re.IGNORECASE
)
"""A new paragraph goes on about the same person only where one of these stands in its first sentence."""


class _Reader:
    """What is found in a document, and where and with whom its text stands while it is read."""

    def __init__(self, document: Document, places: PlaceReading) -> None:
        text = document.text
        titled = frozenset(head for found in find_activities(document.title) for head in found.heads)
        self._text = text
        self._headings = {heading.span.start for heading in document.headings}
        self._activities = find_activities(text, titled)
        self._people = find_people(text)
        self._organisations = find_organisations(text)
        self._mentions = [one for one in places.mentions if one.is_subject and not is_far(one, text)]
        self._place = NOWHERE
        self._person: str | None = None
        self._paragraph = 0
        self._read_to = 0

    def read(self, span: Span) -> Scene:
        """The next sentence."""
        mentions = _within(self._mentions, span)
        self._turn_to(span, mentions)
        came_from = scoped(self._place, span.cut(self._text))
        self._place = place_after(came_from, mentions, self._text)
        people = _within(self._people, span)
        self._meet(people, has_moved=self._place.commune != came_from.commune)
        return Scene(
            span,
            self._paragraph,
            _within(self._activities, span),
            people,
            _within(self._organisations, span),
            mentions,
            came_from,
            self._place,
            self._person,
        )

    def _turn_to(self, span: Span, mentions: Sequence[PlaceMention]) -> None:
        """Starts a section or paragraph where `span` opens one."""
        is_new_paragraph = "\n" in self._text[self._read_to : span.start] and self._read_to > 0
        self._read_to = span.end
        if span.start in self._headings:
            self._place, self._person = NOWHERE, None
        if is_new_paragraph:
            self._paragraph += 1
            self._place = widened(self._place, mentions)
            if not _FAMILY.search(span.cut(self._text)):
                self._person = None

    def _meet(self, people: Sequence[Person], *, has_moved: bool) -> None:
        named = [found for found in people if not found.is_official]
        if named:
            self._person = named[-1].name
        elif has_moved:
            self._person = None


class _Spanned(Protocol):
    @property
    def span(self) -> Span: ...


_S = TypeVar("_S", bound=_Spanned)


def _within(found: Sequence[_S], span: Span) -> tuple[_S, ...]:
    """Those of `found`, which is in text order, that start within `span`."""
    start = bisect_left(found, span.start, key=lambda one: one.span.start)
    end = bisect_left(found, span.end, key=lambda one: one.span.start)
    return tuple(found[start:end])


_AT = re.compile(
    r"[^.;:]{0,45}?(?<!\w)(?:ở|tại|của|trên địa bàn|cho|về|:)\s"
    r"(?:(?:thôn|bản|ấp|buôn|làng|xóm|tổ|khu|khối)[^.;:]{1,30},\s)?[^.;:]{0,12}$",
    re.IGNORECASE,
)


def places_of(scene: Scene, activity: Activity, text: str) -> list[Place]:
    """Where `activity` of `scene` takes place: one place, or several where the text gives each its own."""
    groups = group_mentions(scene.mentions, text)
    behind = next((group for group in groups if group[0].span.start >= activity.span.end), None)
    before = [group for group in groups if group[0].span.start < activity.span.start]
    if behind and (not before or _is_own(scene, activity, behind, text)):
        return places_named(scene.came_from, behind, text)
    if not before:
        return [scene.came_from]
    passed = [mention for group in before[:-1] for mention in group]
    return places_named(place_after(scene.came_from, passed, text), before[-1], text)


def _is_own(scene: Scene, activity: Activity, group: Sequence[PlaceMention], text: str) -> bool:
    """Whether `group` follows `activity` as its place: "nuôi dê ở xã Đắk Ha", with no activity between."""
    between = text[activity.span.end : group[0].span.start]
    if any(activity.span.end <= other.span.start < group[0].span.start for other in scene.activities):
        return False
    return bool(_AT.fullmatch(between))
