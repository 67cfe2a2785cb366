"""The catalogue of a store, kept up to date, and which of its models a text asks for."""

from kb.catalogue import Catalogue, Entry, ModelRequest, Selection
from kb.likeness import Likeness, similar
from kb.query import Query
from kb.search import SearchBackend, SearchRequest, TextMatcher
from kb.series import series_of
from kb.store import Store

__all__ = ["ModelList"]

_DOCUMENTS_WITH_MODELS = 1000
"""Documents whose models are listed for a text: more than anyone pages through."""

_NAMED_SHARE = 0.5
"""Of the weight of the words looked for, how much a model's name must hold to be what was meant."""


class ModelList:
    """All models of a store, read again only after a change."""

    def __init__(self, store: Store, backend: SearchBackend) -> None:
        self._store = store
        self._backend = backend
        self._read: tuple[int, Catalogue] | None = None

    def select(self, query: Query, request: ModelRequest) -> Selection:
        """The models that pass the request, whose text `query` is, best first."""
        return self._catalogue().select(request, self._relevance(query, request.text))

    def similar(self, model_id: str, limit: int) -> list[Likeness]:
        """Other models of other documents most like this one, best first. Raises NotFound."""
        catalogue = self._catalogue()
        entry = catalogue.entry(model_id)
        same = {each.model.model_id for each in series_of(entry, catalogue)}
        found = similar(entry, catalogue, limit + len(same))
        return [each for each in found if each.entry.model.model_id not in same][:limit]

    def series(self, model_id: str) -> list[Entry]:
        """Every telling of the same model, empty where there is but one. Raises NotFound."""
        catalogue = self._catalogue()
        return series_of(catalogue.entry(model_id), catalogue)

    def _catalogue(self) -> Catalogue:
        revision = self._store.revision()
        if self._read is None or self._read[0] != revision:
            headers = self._store.headers()
            models = [model for model in self._store.models() if model.doc_id in headers]
            entries = (Entry.of(model, headers[model.doc_id]) for model in models)
            self._read = revision, Catalogue(entries, self._store.stories())
        return self._read[1]

    def _relevance(self, query: Query, text: str) -> dict[str, float] | None:
        """How well each model answers: from 1 by its name, below 1 by its document; None without words."""
        if not query:
            return None
        found = self._backend.search(query, SearchRequest(text, page_size=_DOCUMENTS_WITH_MODELS)).hits
        scores, best = dict(found), max((score for _, score in found), default=0) or 1
        matcher = self._backend.matcher(query)
        whole = _weight_found(matcher, text) or 1
        relevance = {}
        for entry in self._catalogue().entries:
            if entry.model.doc_id in scores:
                share = _weight_found(matcher, entry.model.name) / whole
                named = 1 + share if share >= _NAMED_SHARE else 0
                relevance[entry.model.model_id] = named + 0.9 * scores[entry.model.doc_id] / best
        return relevance


def _weight_found(matcher: TextMatcher, text: str) -> float:
    return sum(matcher.weight(term) for term in {term for _, term in matcher.find(text)})
