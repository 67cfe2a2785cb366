"""What a query names besides its subject: a place, a project, a livelihood, a year; offered as filters."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kb.labels import LIVELIHOOD_LABELS
from kb.language import _, marked
from kb.places import District, Province, districts, find_province, fold_place, place_key
from kb.programmes import PROJECTS, find_project
from kb.search import Offer, Ranking, SearchHit, SearchRequest
from kb.words import is_spelling

__all__ = ["find_offers", "worth_offering"]

_MOST_WORDS = 40
"""Nobody narrows down a longer text."""

_BEST = 3
"""Hits at the top of a page that tell what a text is about."""

_LONGEST_PLACE, _LONGEST_PROJECT = 4, 12
"""Words."""

_SYNTAX = re.compile(r'-?"[^"]*"?|[^\W\d_]+(?:-[^\W\d_]+)?:(?:"[^"]*"?|\S+)|(?<!\S)-\S+')
_EITHER = re.compile(r"(?<!\S)(?:OR|HOẶC)(?!\S)")
_WORD = re.compile(r"[^\W_]+(?:[.’'][^\W_]+)*")

_FIRST_YEAR, _LAST_YEAR = 1986, 2035
_YEAR = re.compile(
    r"(?:\b(?:trong |tu |cua )?(?:nam|giai doan|thoi ky) |\btu )?"
    r"(?<![\w/.,-])(?P<first>(?:19|20)\d\d)(?: ?(?:-|–|den nam|den|toi) ?(?P<last>(?:19|20)\d\d))?"
    r"(?![\w/-]|[.,]\d)"
    r"(?! (?:ho|con|nguoi|dong|lao dong|ha|m2|trieu|ty|cay|mo hinh)\b)"
)
_BEFORE_PROVINCE = re.compile(r"(?:\b(?:o|tai|thuoc|cua|trong) +)?(?:\b(?:tinh|thanh pho|tp)\b[ .]*)?$")
_BEFORE_DISTRICT = re.compile(r"\b(?:huyen|quan|thi xa|tx)\b[ .]*$")
_NEW = re.compile(r" moi\b(?! (?:nhat|day))")
_NUMBERED = re.compile(r"(?:da|du an|tda|tieu du an|ct|chuong trinh|nghi quyet) ?\d")
_ETHNIC_PROGRAMME = re.compile(r"\b(?:dan toc thieu so|dtts|1719)\b")
_DISTRICT_KINDS = {
    "huyện": marked("huyện %(name)s"),
    "quận": marked("quận %(name)s"),
    "thị xã": marked("thị xã %(name)s"),
    "thành phố": marked("thành phố %(name)s"),
}
_PROVINCE_KINDS = {"tỉnh": marked("tỉnh %(name)s"), "thành phố": marked("thành phố %(name)s")}

_UNSPECIFIC = frozenset({"khac", "cong-nghiep", "dich-vu"})
"""Livelihoods whose label stands in many other phrases: cây công nghiệp, dịch vụ xã hội cơ bản."""


def find_offers(text: str) -> tuple[Offer, ...]:
    """The filters that `text` names, in text order, each facet and value once.

    A filter takes the place of the words that say nothing else; a name that is a subject too stays.

    >>> [(offer.label, offer.text) for offer in find_offers("nuôi bò ở Hà Giang năm 2023")]
    [('tỉnh Hà Giang', 'nuôi bò năm 2023'), ('năm 2023', 'nuôi bò ở Hà Giang')]
    >>> [(offer.facet, offer.values, offer.text) for offer in find_offers("chăn nuôi dự án 2")]
    [('livelihood', ('chan-nuoi',), 'chăn nuôi dự án 2'), ('project', ('DA2',), 'chăn nuôi')]
    """
    typed = _Typed.read(text)
    if _EITHER.search(text) or not 0 < len(typed.words) <= _MOST_WORDS:
        return ()
    named = [
        named for find in (_provinces, _districts, _projects, _livelihoods, _years) for named in find(typed)
    ]
    first: dict[tuple[str, tuple[str, ...]], _Named] = {}
    for each in sorted(named, key=lambda each: (each.start, -each.end)):
        first.setdefault((each.facet, each.values), each)
    return tuple(typed.offer(each) for each in first.values())


def worth_offering(request: SearchRequest, ranking: Ranking, hits: Sequence[SearchHit]) -> Iterator[Offer]:
    """Filters that the text names, of facets not yet limited, that leave results.

    Where the words stay in the text because they are a subject too, one of the best hits must bear them out.
    """
    for offer in find_offers(request.text):
        if request.filters.chosen(offer.facet) or (offer.facet == "year" and request.filters.years):
            continue
        values = set(_each_year(offer.values[0])) if offer.facet == "year" else set(offer.values)
        stays = offer.text.split() == request.text.split()
        if stays and not any(values.intersection(hit.tags[offer.facet]) for hit in hits[:_BEST]):
            continue
        if values.intersection(ranking.facets[offer.facet]):
            yield offer


def _each_year(value: str) -> Iterator[str]:
    """The years of "2023" or "2021-2025"."""
    first, _, last = value.partition("-")
    return map(str, range(int(first), int(last or first) + 1))


@dataclass(frozen=True, slots=True)
class _Named:
    """A value that the text from `start` to `end` names; `stays` when those words are a subject as well."""

    start: int
    end: int
    facet: str
    values: tuple[str, ...]
    label: str
    stays: bool = False


@dataclass(frozen=True, slots=True)
class _Typed:
    """A query: `text` (NFC), the same in small letters without marks and syntax, and its words' places."""

    text: str
    folded: str
    words: tuple[tuple[int, int], ...]

    @classmethod
    def read(cls, text: str) -> "_Typed":
        text = unicodedata.normalize("NFC", text)
        plain = _SYNTAX.sub(lambda match: "\n" * len(match[0]), text)
        words = tuple(match.span() for match in _WORD.finditer(plain))
        return cls(text, fold_place(plain), words)

    def stretches(self, most: int) -> Iterator[tuple[int, int, str]]:
        """From left to right every run of up to `most` words with its place, longer ones first."""
        for first, (start, _end) in enumerate(self.words):
            for last in range(min(first + most, len(self.words)) - 1, first - 1, -1):
                end = self.words[last][1]
                if "\n" not in self.folded[start:end]:
                    yield start, end, self.text[start:end]

    def offer(self, named: _Named) -> Offer:
        rest = self.text if named.stays else f"{self.text[: named.start]} {self.text[named.end :]}"
        return Offer(named.facet, named.values, named.label, " ".join(rest.split()).strip(" ,;-"))


def _provinces(typed: _Typed) -> Iterator[_Named]:
    """Provinces of the 63; "tỉnh Gia Lai mới" is one of the 34."""
    reached = 0
    for start, end, stretch in typed.stretches(_LONGEST_PLACE):
        province = find_province(stretch) if start >= reached else None
        if province is None or _BEFORE_DISTRICT.search(typed.folded[:start]):
            continue
        if any(is_spelling(stretch, name) for name in (province.name, *province.aliases)):
            reached = end
            before = _BEFORE_PROVINCE.search(typed.folded[:start])
            first = before.start() if before else start
            if new := _NEW.match(typed.folded, end):
                label = _("%(province)s mới (từ 1/7/2025)", province=_called(province))
                yield _Named(first, new.end(), "province_2025", (province.successor_2025,), label)
            else:
                yield _Named(first, end, "province", (province.name,), _called(province))


def _called(province: Province) -> str:
    if province.name.startswith("TP"):
        return province.name
    return _(_PROVINCE_KINDS[province.kind], name=province.name)


def _districts(typed: _Typed) -> Iterator[_Named]:
    """The provinces of districts; one called like a province, or in one word, only behind "huyện"."""
    reached = 0
    for start, end, stretch in typed.stretches(_LONGEST_PLACE):
        level = _BEFORE_DISTRICT.search(typed.folded[:start])
        if start < reached or not (level or (" " in stretch and not find_province(stretch))):
            continue
        homonyms = _districts_by_key().get(place_key(stretch), ())
        called_so = [each for each in homonyms if level and level[0].startswith(fold_place(each.kind))]
        for district in called_so or homonyms:
            province = find_province(district.province)
            if province and is_spelling(stretch, district.name):
                reached = end
                kind = _(_DISTRICT_KINDS[district.kind], name=district.name)
                label = _("%(province)s (có %(district)s)", province=_called(province), district=kind)
                yield _Named(start, end, "province", (province.name,), label, stays=True)


@cache
def _districts_by_key() -> Mapping[str, Sequence[District]]:
    found: defaultdict[str, list[District]] = defaultdict(list)
    for district in districts():
        found[place_key(district.name)].append(district)
    return {key: homonyms for key, homonyms in found.items() if len(homonyms) <= 2}


def _projects(typed: _Typed) -> Iterator[_Named]:
    reached = 0
    for start, end, stretch in typed.stretches(_LONGEST_PROJECT):
        project = find_project(stretch) if start >= reached else None
        if project is None:
            continue
        reached = end
        is_numbered = bool(_NUMBERED.match(typed.folded, start))
        if is_numbered and _ETHNIC_PROGRAMME.search(typed.folded):
            project = PROJECTS.get(f"DTTS:{project.code}", project)
        label = f"{project.title} ({_(project.short_name)})"
        yield _Named(start, end, "project", (project.code,), label, stays=not is_numbered)


def _livelihoods(typed: _Typed) -> Iterator[_Named]:
    for code, label in LIVELIHOOD_LABELS.vietnamese.items():
        found = re.search(rf"\b{fold_place(label)}\b", typed.folded)
        if found and code not in _UNSPECIFIC and is_spelling(typed.text[slice(*found.span())], label):
            yield _Named(
                *found.span(),
                "livelihood",
                (code,),
                _("sinh kế %(livelihood)s", livelihood=_(label)),
                stays=True,
            )


def _years(typed: _Typed) -> Iterator[_Named]:
    for match in _YEAR.finditer(typed.folded):
        first, last = int(match["first"]), int(match["last"] or match["first"])
        if not _FIRST_YEAR <= first <= last <= _LAST_YEAR:
            continue
        if first == last:
            yield _Named(*match.span(), "year", (str(first),), _("năm %(year)s", year=first))
        else:
            yield _Named(
                *match.span(), "year", (f"{first}-{last}",), _("các năm %(years)s", years=f"{first}–{last}")
            )
