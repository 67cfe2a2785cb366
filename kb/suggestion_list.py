"""The suggestions of a store, gathered in the background and again after every change."""

import logging
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from kb.errors import KbError
from kb.field_words import field_words, function_words
from kb.phrases import frequent_phrases
from kb.places import PROVINCES, districts, place_key
from kb.programmes import PROJECTS
from kb.query import Query
from kb.search import Lexicon, SearchBackend, SearchRequest
from kb.spelling import correct
from kb.store import Store
from kb.suggestions import Suggestion, Suggestions

__all__ = ["SuggestionList"]

log = logging.getLogger(__name__)

_PATIENCE_SECONDS = 0.03
"""How long a first request waits for what is being gathered: a few hundred documents take no longer."""

_A_SLIP = "nuooi"

_MOST_TEXTS = 10_000
"""Titles that phrases are taken from, the newest; they take two seconds in the background."""

_LEAST, _TEXTS_A_PHRASE = 3, 3000
"""A phrase is frequent with three texts, or one in so many where that is more."""


class SuggestionList:
    """What `kb.suggestions` finds for the live index; for the one before while that is gathered."""

    def __init__(self, store: Store, backend: SearchBackend) -> None:
        self._store = store
        self._backend = backend
        self._starting = threading.Lock()
        self._gathering: threading.Thread | None = None
        self._revision: int | None = None
        self._suggestions = Suggestions(_taxonomies(Counter()))

    def find(self, typed: str, limit: int) -> list[Suggestion]:
        """Up to `limit` suggestions, in a few milliseconds whatever there is to gather.

        Where nothing goes on like the text, it is read as it was probably meant, "nuooi bof" as "nuôi bò", or
        else its last words are completed.
        """
        self.refresh(_PATIENCE_SECONDS if self._revision is None else 0)
        suggestions = self._suggestions
        return (
            suggestions.find(typed, limit)
            or suggestions.find(self._meant(typed), limit)
            or suggestions.complete(typed, limit)
        )

    def refresh(self, patience_seconds: float | None = None) -> None:
        """Have the suggestions of a new index gathered, and wait so long for it (None: until it is done)."""
        with self._starting:
            revision = self._backend.revision()
            is_new = revision is not None and revision != self._revision
            if is_new and not (self._gathering and self._gathering.is_alive()):
                self._gathering = threading.Thread(target=self._gather, args=(revision,), daemon=True)
                self._gathering.start()
        if is_new and self._gathering:
            self._gathering.join(patience_seconds)

    def close(self) -> None:
        """Wait for what is being gathered: it reads the store."""
        if self._gathering:
            self._gathering.join()

    def _meant(self, typed: str) -> str:
        if self._revision is None or not typed.strip():
            return ""
        return correct(typed, self._backend.lexicon()) or ""

    def _gather(self, revision: int) -> None:
        try:
            self._suggestions = Suggestions(_gathered(self._store, self._backend))
            # Now, and not when a first reader mistypes: it takes a while with the words of a large index.
            correct(_A_SLIP, self._backend.lexicon())
            self._revision = revision
        except KbError:
            log.exception("suggestions of revision %d", revision)


def _gathered(store: Store, backend: SearchBackend) -> Iterator[Suggestion]:
    titles, models = store.titles(), store.model_names()
    everything = backend.search(Query(), SearchRequest(page_size=1)).facets
    counts = Counter(
        {value: count for facet in ("province", "project") for value, count in everything[facet].items()}
    )
    phrases = _phrases([*islice(titles.values(), _MOST_TEXTS), *models.values()], backend.lexicon())
    yield from phrases
    yield from _taxonomies(counts)
    yield from _districts(backend.lexicon())
    known = {phrase.text.lower() for phrase in phrases}
    for model_id, name in models.items():
        if name.lower() not in known:
            known.add(name.lower())
            yield Suggestion(name, "model", model_id)
    yield from (Suggestion(title, "document", doc_id) for doc_id, title in titles.items())


def _phrases(texts: Sequence[str], lexicon: Lexicon) -> list[Suggestion]:
    """Phrases that many texts share, then names of the field that documents have."""
    least = max(_LEAST, len(texts) // _TEXTS_A_PHRASE)
    frequent = [phrase for phrase, _ in frequent_phrases(texts, least, function_words())]
    names = [name for name in field_words() if lexicon.has(name)]
    places = {place_key(name) for name in _place_names()}
    unique = {
        phrase.lower(): phrase for phrase in reversed([*frequent, *names]) if place_key(phrase) not in places
    }
    return [Suggestion(phrase, "phrase") for phrase in reversed(unique.values())]


def _place_names() -> Iterator[str]:
    yield from (province.name for province in PROVINCES)
    yield from (district.name for district in districts())


def _taxonomies(counts: Mapping[str, int]) -> Iterator[Suggestion]:
    """Provinces and projects, those of most documents first."""
    for province in sorted(PROVINCES, key=lambda each: -counts.get(each.name, 0)):
        yield Suggestion(province.name, "place", province.slug)
    for project in sorted(PROJECTS.values(), key=lambda each: -counts.get(each.code, 0)):
        yield Suggestion(f"{project.title}: {project.short_name}", "project", project.code)


def _districts(lexicon: Lexicon) -> Iterator[Suggestion]:
    for district in districts():
        is_clear = " " in district.name and district.name != district.province
        if is_clear and lexicon.has(district.name):
            yield Suggestion(f"{district.name}, {district.province}", "place")
