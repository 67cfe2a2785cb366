"""The query language: what a user types, read into a small tree that no engine knows of.

    nuôi bò sinh sản            words: documents with more of them rank higher
    "nhãn Idol"                 phrase: these words in this order
    -trâu   -"nuôi trâu"        exclusion
    dê OR cừu                   either (also HOẶC)
    tỉnh:"Hà Giang"             filter (tỉnh, dự-án, sinh-kế, loại, năm; marks may be left out)
    năm:2022..2024              range of years

There is no such thing as a syntax error: what does not fit is read as plain words and a note says so.
"""

import re
import unicodedata
from dataclasses import dataclass

from kb.errors import QueryTooLong

__all__ = [
    "FIELDS",
    "MAX_QUERY_LENGTH",
    "Addition",
    "AnyOf",
    "FieldTerm",
    "Phrase",
    "Query",
    "Words",
    "parse_query",
    "without_fields",
]

MAX_QUERY_LENGTH = 1000
"""Characters. The longest question of the public Vietnamese retrieval sets has fewer than 400."""

FIELDS = {
    "tỉnh": "province",
    "tinh": "province",
    "dự-án": "project",
    "du-an": "project",
    "sinh-kế": "livelihood",
    "sinh-ke": "livelihood",
    "loại": "kind",
    "loai": "kind",
    "năm": "year",
    "nam": "year",
}
"""Field names as typed (lower case) → facet."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stood side by side; ranking treats them as a bag."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand together in this order."""

    text: str


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the alternatives must be found."""

    alternatives: tuple[Words | Phrase, ...]


@dataclass(frozen=True, slots=True)
class FieldTerm:
    """A filter typed into the query, its value as typed: FieldTerm("province", "Hà Giang")."""

    facet: str
    value: str


@dataclass(frozen=True, slots=True)
class Addition:
    """Words that stand in for typed ones where a document has them instead, for a share of their weight."""

    typed: str
    added: str
    weight: float


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, read: clauses to rank by, exclusions, filters, and notes on what was read otherwise.

    `additions` are other names for the words of plain clauses (`kb.field_words`); none are made here.
    """

    clauses: tuple[Words | Phrase | AnyOf, ...] = ()
    excluded: tuple[Words | Phrase, ...] = ()
    fields: tuple[FieldTerm, ...] = ()
    notes: tuple[str, ...] = ()
    additions: tuple[Addition, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.clauses or self.excluded)


_QUOTES = str.maketrans(dict.fromkeys("“”„«»＂", '"'))
_ITEM = re.compile(
    r"""(?P<field>[^\W\d_]+(?:-[^\W\d_]+)?):(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+))"""
    r"""|(?P<minus>-)?"(?P<phrase>[^"]*)\""""
    r"""|(?P<or>(?:OR|HOẶC)(?=\s|$))"""
    r"""|-(?P<excluded>[^\W\d_][^\s"]*)"""
    r"""|(?P<word>[^\s"]+)"""
    r"""|(?P<stray>")""",
)


def parse_query(text: str) -> Query:
    """The tree of what was typed; never a syntax error.

    >>> query = parse_query('nuôi bò -trâu tỉnh:"Hà Giang" năm:2022..2024')
    >>> query.clauses, query.excluded
    ((Words(text='nuôi bò'),), (Words(text='trâu'),))
    >>> query.fields
    (FieldTerm(facet='province', value='Hà Giang'), FieldTerm(facet='year', value='2022..2024'))
    >>> parse_query('"nhãn Idol').notes
    ('unbalanced_quote',)
    >>> parse_query('dê OR "bò lai" miền núi').clauses
    (AnyOf(alternatives=(Words(text='dê'), Phrase(text='bò lai'))), Words(text='miền núi'))

    Raises QueryTooLong beyond MAX_QUERY_LENGTH characters.
    """
    if len(text) > MAX_QUERY_LENGTH:
        raise QueryTooLong(length=len(text), limit=MAX_QUERY_LENGTH)
    reading = _Reading()
    for match in _ITEM.finditer(unicodedata.normalize("NFC", text).translate(_QUOTES)):
        reading.take(match)
    return reading.finish()


def without_fields(text: str) -> str:
    """What was typed, without the filters in it.

    >>> without_fields('nuôi bò tỉnh:"Hà Giang" -trâu')
    'nuôi bò -trâu'
    """
    typed = unicodedata.normalize("NFC", text).translate(_QUOTES)
    kept = (match[0] for match in _ITEM.finditer(typed) if (match["field"] or "").lower() not in FIELDS)
    return " ".join(kept)


class _Reading:
    """The state of one parse: clauses so far, words being gathered, an OR awaiting its right side."""

    def __init__(self) -> None:
        self.clauses: list[Words | Phrase | AnyOf] = []
        self.excluded: list[Words | Phrase] = []
        self.fields: list[FieldTerm] = []
        self.notes: list[str] = []
        self.words: list[str] = []
        self.alternatives: list[Words | Phrase] = []
        self.is_after_or = False

    def take(self, match: re.Match[str]) -> None:
        facet = FIELDS.get((match["field"] or "").lower())
        if match["stray"]:
            self._note("unbalanced_quote")
        elif match["or"]:
            self._take_or()
        elif facet:
            self.fields.append(FieldTerm(facet, (match["quoted"] or match["bare"] or "").strip()))
        elif match["excluded"]:
            self.excluded.append(Words(match["excluded"]))
        elif match["phrase"] is not None:
            self._take_phrase(match["phrase"].strip(), is_excluded=bool(match["minus"]))
        else:
            self._take_word(match["word"] or match[0].replace('"', " ").strip())

    def finish(self) -> Query:
        if self.is_after_or:
            self._note("dangling_or")
        self._close()
        return Query(tuple(self.clauses), tuple(self.excluded), tuple(self.fields), tuple(self.notes))

    def _take_or(self) -> None:
        if self.words:
            self.alternatives.append(Words(self.words.pop()))
            self._close_words()
        elif not self.alternatives and self.clauses and isinstance(self.clauses[-1], Phrase):
            self.alternatives.append(self.clauses.pop())  # type: ignore[arg-type]
        if self.alternatives:
            self.is_after_or = True
        else:
            self._note("dangling_or")

    def _take_phrase(self, phrase: str, *, is_excluded: bool) -> None:
        if not phrase:
            return
        if is_excluded:
            self.excluded.append(Phrase(phrase))
        elif self.is_after_or:
            self._take_alternative(Phrase(phrase))
        else:
            self._close()
            self.clauses.append(Phrase(phrase))

    def _take_word(self, word: str) -> None:
        if self.is_after_or:
            self._take_alternative(Words(word))
        elif word.strip("-"):
            if self.alternatives:
                self._close()
            self.words.append(word)

    def _take_alternative(self, alternative: Words | Phrase) -> None:
        self.alternatives.append(alternative)
        self.is_after_or = False

    def _close(self) -> None:
        if len(self.alternatives) > 1:
            self.clauses.append(AnyOf(tuple(self.alternatives)))
        else:
            self.clauses.extend(self.alternatives)
        self.alternatives = []
        self._close_words()

    def _close_words(self) -> None:
        if self.words:
            self.clauses.append(Words(" ".join(self.words)))
            self.words = []

    def _note(self, code: str) -> None:
        if code not in self.notes:
            self.notes.append(code)
