"""Where a text stands: the place of a sentence, of a list of places, and of what follows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.extraction.cues import cue
from indexer.tagging.places import PlaceMention
from kb.places import find_province

__all__ = [
    "NOWHERE",
    "Place",
    "group_mentions",
    "is_far",
    "place_after",
    "places_named",
    "scoped",
    "widened",
]


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


_FAR = re.compile(
    r"(?<!\w)(?:từ|cách|sang|ra|vào|xuống|lên)\s+(?:trung tâm\s+)?"
    r"(?:thành phố|tp\.?|thị xã|huyện|thị trấn|tỉnh)?\s*$",
    re.IGNORECASE,
)


def is_far(mention: PlaceMention, text: str) -> bool:
    """Whether the text only goes there or measures from there: "cách thành phố Cao Bằng 60 km"."""
    start = mention.span.start
    return mention.level != "commune" and bool(_FAR.search(text, max(0, start - 40), start))


def _place_of(mention: PlaceMention) -> Place:
    return Place(mention.province, mention.district, mention.commune)


def place_after(place: Place, mentions: Sequence[PlaceMention], text: str) -> Place:
    """Where the text stands after a sentence with these mentions."""
    place = replace(place, among=frozenset())
    for group in group_mentions(mentions, text):
        place = _after(place, group)
    return place


_SCOPE = re.compile(
    r"^(?:Tại |Ở )?(?P<level>tỉnh|huyện|thị xã|quận)\s+(?=[a-zà-ỹđ])"
    r"|(?:toàn|cả)\s+(?P<whole>tỉnh|huyện|thị xã|quận)\b",
    re.IGNORECASE,
)


def scoped(place: Place, sentence: str) -> Place:
    """The part of `place` that a sentence about "toàn huyện" or beginning with "Tỉnh ..." speaks of."""
    match = _SCOPE.search(sentence)
    if not match:
        return place
    level = (match["level"] or match["whole"]).lower()
    return Place(place.province) if level == "tỉnh" else Place(place.province, place.district)


def widened(place: Place, mentions: Sequence[PlaceMention]) -> Place:
    """`place` without its commune, where a new paragraph names the district alone."""
    if any(mention.level == "commune" for mention in mentions):
        return place
    if any(mention.level == "district" for mention in mentions):
        return Place(place.province, place.district)
    return place


def _after(place: Place, group: Sequence[PlaceMention]) -> Place:
    """Where the text stands after one list of mentions."""
    if len(group) > 1:
        return _common(group)
    named = _place_of(group[0])
    if named.commune is None and named.agrees(place):
        return place.merged(named)
    return place if named.commune in place.among else named


def _common(group: Iterable[PlaceMention]) -> Place:
    """What several places have in common: the district of two communes."""
    places = [_place_of(mention) for mention in group]
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


def group_mentions(mentions: Sequence[PlaceMention], text: str) -> list[list[PlaceMention]]:
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
        return _is_same_province(_place_of(outer), _place_of(inner))
    return outer.level == "district" and inner.level == "commune" and outer.district == inner.district


def places_named(place: Place, group: Sequence[PlaceMention], text: str) -> list[Place]:
    """The places of a list: each its own, or what they have in common after "các xã", "hai huyện"."""
    if len(group) == 1 or group[0].level == "province":
        return [_after(place, group)]
    if len(group) > 2 or _plural().search(text, max(0, group[0].span.start - 40), group[0].span.start):
        return [_common(group)]
    return [_place_of(mention) for mention in group]


def _plural() -> re.Pattern[str]:
    units = r"\s+(?:xã|phường|thị trấn|huyện|bản|thôn|buôn|địa phương|nơi)[^.;:]{0,25}$"
    return cue("scenes", "plural", behind=units)
