"""One figure in its sentence: the words and cues around it, and how closely they hang together."""

import re
from dataclasses import dataclass
from functools import cached_property

from indexer.extraction._indicator_cues import Cue, fillers
from indexer.extraction.numbers import Quantity
from kb.document import Span

__all__ = ["CAPITALS", "Reading", "Sentence"]

CAPITALS = "".join(chr(point) for point in range(0x41, 0x1F00) if chr(point).isupper())

_WORD = re.compile(r"[^\W\d_]+")
_BRACKETED = re.compile(r"\([^()]*\)")
_NOUN_GAP = re.compile(r"\s*(?:(?:tổng )?số(?: hộ)?|tỷ lệ|tỉ lệ|là|hộ)?\s*", re.IGNORECASE)
_OF_HOUSEHOLDS = re.compile(r"\s*(?:tổng )?(?:số )?hộ[^,.;()]{0,40}$", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,.;:()]\s|[.;:]$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with what was found in it, each in text order.

    `names` are the spans of places and years. `is_model_scene`: it tells of a household or a model at work.
    """

    span: Span
    quantities: tuple[Quantity, ...]
    cues: tuple[Cue, ...]
    names: tuple[Span, ...]
    is_model_scene: bool = False


@dataclass(frozen=True)
class Reading:
    """A figure as it is read; `start` is where the words in front of it begin, behind the figure before."""

    text: str
    sentence: Sentence
    quantity: Quantity
    start: int

    @property
    def unit(self) -> str | None:
        return self.quantity.unit

    @cached_property
    def link(self) -> str:
        """The words between the figure before and this one."""
        return self.text[self.start : self.quantity.span.start]

    @cached_property
    def behind(self) -> str:
        """The rest of the sentence."""
        return self.text[self.quantity.span.end : self.sentence.span.end]

    @cached_property
    def before(self) -> tuple[Cue, ...]:
        """The cues in front, without those in brackets that closed again."""
        closed = [
            Span(self.start + found.start(), self.start + found.end())
            for found in _BRACKETED.finditer(self.link)
        ]
        return tuple(
            cue
            for cue in self.sentence.cues
            if self.start <= cue.span.start
            and cue.span.end <= self.quantity.span.start
            and not any(cue.span.overlaps(one) for one in closed)
        )

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of the cues in front."""
        return frozenset(cue.kind for cue in self.before)

    @cached_property
    def subject(self) -> Cue | None:
        """The subject that follows directly: "964 hộ nghèo", "5% số hộ nghèo"."""
        return self._attached("subject")

    @cached_property
    def group(self) -> Cue | None:
        """The group that follows directly: "40.475 hộ DTTS"."""
        return self._attached("group")

    def _attached(self, kind: str) -> Cue | None:
        span = self.quantity.span
        for cue in self.sentence.cues:
            if cue.kind == kind and cue.span.end > span.end and cue.span.start > span.start:
                gap = self.text[span.end : max(span.end, cue.span.start)]
                if _NOUN_GAP.fullmatch(gap) or (self.unit == "%" and _OF_HOUSEHOLDS.match(gap)):
                    return cue
        return None

    @cached_property
    def end(self) -> int:
        """Where the words end that say what the figure counts."""
        return max(self.quantity.span.end, *(cue.span.end for cue in (self.subject, self.group) if cue), 0)

    @cached_property
    def behind_clause(self) -> Span:
        """The rest of the clause behind the figure and its subject."""
        start = self.subject.span.end if self.subject else self.quantity.span.end
        found = _CLAUSE_END.search(self.text, start, self.sentence.span.end)
        return Span(self.quantity.span.end, found.start() if found else self.sentence.span.end)

    @cached_property
    def clause_start(self) -> int:
        """Where the figure's own clause begins: behind the last comma, semicolon or colon."""
        figure = self.quantity.span.start
        return max(self.start, *(self.text.rfind(mark, self.start, figure) + 1 for mark in ",;:"))

    def is_connected(self, start: int, most_words: int) -> bool:
        """Whether at most `most_words` of weight stand between `start` and the figure: no fillers, names or
        cues."""
        covered = [*self.sentence.names, *(cue.span for cue in self.sentence.cues)]
        words = [
            found
            for found in _WORD.finditer(self.text, start, self.quantity.span.start)
            if not found[0][0].isupper()
            and found[0].lower() not in fillers()
            and not any(span.start <= found.start() < span.end for span in covered)
        ]
        return len(words) <= most_words

    def has_name(self) -> bool:
        """Whether a place, year or other name stands in front."""
        if any(
            self.start <= name.start and name.end <= self.quantity.span.start for name in self.sentence.names
        ):
            return True
        first = max(self.start, self.sentence.span.start + 1)
        return any(
            found[0][0].isupper() for found in _WORD.finditer(self.text, first, self.quantity.span.start)
        )
