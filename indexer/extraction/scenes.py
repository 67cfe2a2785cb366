"""A document as the sentences that tell of models: what each one mentions and which place it speaks of."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from indexer.extraction.activities import Activity, find_activities
from indexer.extraction.cues import cue
from indexer.extraction.people import Organisation, Person, find_organisations, find_people
from indexer.extraction.sentences import split_sentences
from indexer.tagging.places import PlaceMention, PlaceReading
from kb.document import Document, Span
from kb.places import find_province

__all__ = ["NOWHERE", "Place", "Scene", "places_of", "read_scenes"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something happens, as exactly as the text says; `among` are the communes of one in several."""

    province: str | None = None
    district: str | None = None
    commune: str | None = None
    among: frozenset[str] = frozenset()

    def agrees(self, other: "Place") -> bool:
        """Whether both may be the same place, one told more exactly than the other."""
        if not _is_same_province(self, other):
            return False
        if self.district and other.district and self.district != other.district:
            return False
        mine, theirs = self.communes, other.communes
        return not mine or not theirs or bool(mine & theirs)

    @property
    def communes(self) -> frozenset[str]:
        return frozenset([self.commune]) if self.commune else self.among

    def merged(self, other: "Place") -> "Place":
        """Both together; a place among several communes stays so."""
        among = self.among or other.among
        finer = other if other.district and not self.district else self
        return Place(
            finer.province or self.province or other.province,
            self.district or other.district,
            None if among else self.commune or other.commune,
            among,
        )


def _is_same_province(one: Place, other: Place) -> bool:
    """Whether the provinces are one, or one is what the other has been part of since 1 July 2025."""
    if one.province is None or other.province is None or one.province == other.province:
        return True
    return _is_part_of(one, other) or _is_part_of(other, one)


def _is_part_of(one: Place, whole: Place) -> bool:
    province = find_province(one.province) if one.province else None
    return whole.district is None and province is not None and province.successor_2025 == whole.province


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence. `place` is where the text stands at its end; `paragraph` counts from 0; `person` is the
    one the text tells of, None before the first and after a change of place."""

    span: Span
    paragraph: int
    activities: tuple[Activity, ...]
    people: tuple[Person, ...]
    organisations: tuple[Organisation, ...]
    mentions: tuple[PlaceMention, ...]
    came_from: Place
    place: Place
    person: str | None


_FAMILY = re.compile(
    r"(?<!\w)(?:ông|bà|anh|chị|cô|chú|gia đình|vợ chồng|nhà|htx|hợp tác xã)(?!\w)", re.IGNORECASE
)
"""A new paragraph goes on about the same person only where one of these stands in its first sentence."""

_FAR = re.compile(
    r"(?<!\w)(?:từ|cách|sang|ra|vào|xuống|lên)\s+(?:trung tâm\s+)?"
    r"(?:thành phố|tp\.?|thị xã|huyện|thị trấn|tỉnh)?\s*$",
    re.IGNORECASE,
)


def _is_far(mention: PlaceMention, text: str) -> bool:
    """Whether the text only goes there or measures from there: "cách thành phố Cao Bằng 60 km"."""
    start = mention.span.start
    return mention.level != "commune" and bool(_FAR.search(text, max(0, start - 40), start))


class _Spanned(Protocol):
    @property
    def span(self) -> Span: ...


_S = TypeVar("_S", bound=_Spanned)


def read_scenes(document: Document, places: PlaceReading) -> list[Scene]:
    """The document's sentences in order."""
    text = document.text
    headings = {heading.span.start for heading in document.headings}
    titled = frozenset(head for found in find_activities(document.title) for head in found.heads)
    activities = find_activities(text, titled)
    people, organisations = find_people(text), find_organisations(text)
    subjects = [found for found in places.mentions if found.is_subject and not _is_far(found, text)]
    scenes: list[Scene] = []
    place, person, paragraph = NOWHERE, None, 0
    for span in split_sentences(text):
        if scenes and "\n" in text[scenes[-1].span.end : span.start]:
            paragraph += 1
        if span.start in headings:
            place, person = NOWHERE, None
        mentions = _within(subjects, span)
        if scenes and scenes[-1].paragraph < paragraph:
            place = _widened(place, mentions)
            person = person if _FAMILY.search(span.cut(text)) else None
        came_from = _scoped(place, span.cut(text))
        place = _moved(came_from, mentions, text)
        named = [found for found in _within(people, span) if not found.is_official]
        if named:
            person = named[-1].name
        elif place.commune != came_from.commune:
            person = None
        scenes.append(
            Scene(
                span,
                paragraph,
                _within(activities, span),
                _within(people, span),
                _within(organisations, span),
                mentions,
                came_from,
                place,
                person,
            )
        )
    return scenes


def _within(found: Sequence[_S], span: Span) -> tuple[_S, ...]:
    """Those of `found`, which is in text order, that start within `span`."""
    start = bisect_left(found, span.start, key=lambda one: one.span.start)
    end = bisect_left(found, span.end, key=lambda one: one.span.start)
    return tuple(found[start:end])


def _place(mention: PlaceMention) -> Place:
    return Place(mention.province, mention.district, mention.commune)


def _moved(place: Place, mentions: Sequence[PlaceMention], text: str) -> Place:
    """Where the text stands after a sentence with these mentions."""
    place = replace(place, among=frozenset())
    for group in _groups(mentions, text):
        place = _after(place, group)
    return place


_SCOPE = re.compile(
    r"^(?:Tại |Ở )?(?P<level>tỉnh|huyện|thị xã|quận)\s+(?=[a-zà-ỹđ])"
    r"|(?:toàn|cả)\s+(?P<whole>tỉnh|huyện|thị xã|quận)\b",
    re.IGNORECASE,
)


def _scoped(place: Place, sentence: str) -> Place:
    """The part of `place` that a sentence about "toàn huyện" or beginning with "Tỉnh ..." speaks of."""
    match = _SCOPE.search(sentence)
    if not match:
        return place
    level = (match["level"] or match["whole"]).lower()
    return Place(place.province) if level == "tỉnh" else Place(place.province, place.district)


def _widened(place: Place, mentions: Sequence[PlaceMention]) -> Place:
    """`place` without its commune, where a new paragraph names the district alone."""
    if any(mention.level == "commune" for mention in mentions):
        return place
    if any(mention.level == "district" for mention in mentions):
        return Place(place.province, place.district)
    return place


def _after(place: Place, group: Sequence[PlaceMention]) -> Place:
    if len(group) > 1:
        return _common(group)
    named = _place(group[0])
    if named.commune is None and named.agrees(place):
        return place.merged(named)
    return place if named.commune in place.among else named


def _common(group: Iterable[PlaceMention]) -> Place:
    """What several places have in common: the district of two communes."""
    places = [_place(mention) for mention in group]
    provinces = {place.province for place in places}
    districts = {place.district for place in places}
    communes = frozenset(place.commune for place in places if place.commune)
    return Place(
        provinces.pop() if len(provinces) == 1 else None,
        districts.pop() if len(districts) == 1 else None,
        next(iter(communes)) if len(communes) == 1 else None,
        communes if len(communes) > 1 else frozenset(),
    )


_BETWEEN = re.compile(
    r"[\s,;()]*(?:và|cùng|với|hay)?\s*"
    r"(?:xã|phường|thị trấn|huyện|quận|tx\.?|tp\.?|thị xã|tỉnh|thành phố)?\s*",
    re.IGNORECASE,
)


def _groups(mentions: Sequence[PlaceMention], text: str) -> list[list[PlaceMention]]:
    """Mentions of one level that stand in one list, each list together; a container goes with its part."""
    groups: list[list[PlaceMention]] = []
    last: PlaceMention | None = None
    for mention in mentions:
        is_listed = last is not None and _BETWEEN.fullmatch(text, last.span.end, mention.span.start)
        last = mention
        if is_listed and groups and mention.level == groups[-1][0].level:
            groups[-1].append(mention)
        elif not (is_listed and groups and _contains(mention, groups[-1][-1])):
            groups.append([mention])
    return groups


def _contains(outer: PlaceMention, inner: PlaceMention) -> bool:
    if outer.level == "province":
        return _is_same_province(_place(outer), _place(inner))
    return outer.level == "district" and inner.level == "commune" and outer.district == inner.district


_AT = re.compile(
    r"[^.;:]{0,45}?(?<!\w)(?:ở|tại|của|trên địa bàn|cho|về|:)\s"
    r"(?:(?:thôn|bản|ấp|buôn|làng|xóm|tổ|khu|khối)[^.;:]{1,30},\s)?[^.;:]{0,12}$",
    re.IGNORECASE,
)


def places_of(scene: Scene, activity: Activity, text: str) -> list[Place]:
    """Where `activity` of `scene` takes place: one place, or several where the text gives each its own."""
    groups = _groups(scene.mentions, text)
    behind = next((group for group in groups if group[0].span.start >= activity.span.end), None)
    before = [group for group in groups if group[0].span.start < activity.span.start]
    if behind and (not before or _is_own(scene, activity, behind, text)):
        return _spread(scene.came_from, behind, text)
    place = scene.came_from
    for group in before[:-1]:
        place = _after(place, group)
    return _spread(place, before[-1], text) if before else [place]


def _is_own(scene: Scene, activity: Activity, group: Sequence[PlaceMention], text: str) -> bool:
    """Whether `group` follows `activity` as its place: "nuôi dê ở xã Đắk Ha", with no activity between."""
    between = text[activity.span.end : group[0].span.start]
    if any(activity.span.end <= other.span.start < group[0].span.start for other in scene.activities):
        return False
    return bool(_AT.fullmatch(between))


def _spread(place: Place, group: Sequence[PlaceMention], text: str) -> list[Place]:
    """The places of a list: each its own, or what they have in common after "các xã", "hai huyện"."""
    if len(group) == 1 or group[0].level == "province":
        return [_after(place, group)]
    if len(group) > 2 or _plural().search(text, max(0, group[0].span.start - 40), group[0].span.start):
        return [_common(group)]
    return [_place(mention) for mention in group]


def _plural() -> re.Pattern[str]:
    units = r"\s+(?:xã|phường|thị trấn|huyện|bản|thôn|buôn|địa phương|nơi)[^.;:]{0,25}$"
    return cue("scenes", "plural", behind=units)
