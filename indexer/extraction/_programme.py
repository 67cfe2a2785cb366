"""Figures of the programme beside poverty itself: people and things counted, money, incomes, shares."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from indexer.extraction._programme_tables import CountRow, programme_tables
from indexer.extraction._reading import CAPITALS, Sentence
from indexer.extraction.numbers import Quantity
from kb.document import Document, Passage, Span

__all__ = ["Finding", "is_model_scene", "read_programme"]

_LEAST_MONEY = 100_000_000
"""Smaller sums are a household's, or what one person gets."""
_LETTERS_PER_MENTION = 400
"""A document that says "nghèo" at least once in so many letters is about poverty as a whole."""
_PLAIN_POT = "kinh phí"
_MANY_HOUSEHOLDS = 100
"""So many poor households are counted even where the text does not say what is done for them."""
_WORD = re.compile(r"\S+")

_CLAUSE_END = re.compile(r"[;:.]\s|\n")
_PHRASE_END = re.compile(
    r"[,.;:()\n“”\"–]"
    r"|\s(?:tại|ở|trong|vào|năm|theo|để|với|là|từ|cho|nhờ|bằng|do|khi|sau|đã|đang|sẽ|nay|đến|trên|của|và"
    r"|giai đoạn|phải|dưới|thuộc|hơn)(?!\w)"
    rf"|\s(?=[{CAPITALS}][^\W{CAPITALS}])|\s(?=\d)"
)
_SPENT = re.compile(r"(?<!\w)(?:giải ngân|tiêu được)(?!\w)", re.IGNORECASE)
_REACHES = re.compile(r"(?:đạt|được)\s+(?:\w+\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure under its name, in the indicator's unit; `end` is where the words end that name it."""

    quantity: Quantity
    name: str
    unit: str
    end: int


def is_model_scene(text: str, sentence: Span, people: Sequence[Span]) -> bool:
    """Whether a sentence tells of a household or a model at work, by its words or by one of `people`."""
    if programme_tables().scene.search(text, sentence.start, sentence.end):
        return True
    return any(person.overlaps(sentence) for person in people)


def read_programme(
    document: Document, passages: Sequence[Passage], sentences: Sequence[Sentence], taken: Set[Span]
) -> Iterator[Finding]:
    """The programme's figures in text order, without the quantities in `taken` and those of a model at work.

    Only passages that speak of poverty are read: such figures stand in news of every kind.
    """
    text = document.text
    relevant = [passage.span for passage in passages if _is_relevant(document, passage.span)]
    purpose = ""
    for sentence in sentences:
        if not any(sentence.span.overlaps(span) for span in relevant):
            continue
        purpose = _purpose(text, sentence.span) or purpose
        start = sentence.span.start
        for quantity in sentence.quantities:
            figure = _Figure(text, sentence.span, quantity, start)
            start = quantity.span.end
            is_models = sentence.is_model_scene and quantity.unit != "mô hình"
            if quantity.span not in taken and not is_models:
                finding = figure.count() or figure.income() or figure.money(purpose) or figure.share()
                if finding:
                    yield finding


def _is_relevant(document: Document, passage: Span) -> bool:
    mentions = document.text.count("nghèo") + document.title.count("nghèo")
    if mentions * _LETTERS_PER_MENTION >= len(document.text):
        return True
    return document.text.count("nghèo", passage.start, passage.end) >= 2


def _purpose(text: str, span: Span) -> str:
    """The project and the purpose that a stretch of text names, "" when it names none."""
    tables = programme_tables()
    names = [tables.name(table, text, span.start, span.end) for table in ("projects", "purposes")]
    return " ".join(name for name in names if name)


@dataclass(frozen=True)
class _Figure:
    """One quantity in its sentence; `start` is the end of the figure before it."""

    text: str
    sentence: Span
    quantity: Quantity
    start: int

    @cached_property
    def clause(self) -> Span:
        start = self.sentence.start
        for found in _CLAUSE_END.finditer(self.text, start, self.quantity.span.start):
            start = found.end()
        end = _CLAUSE_END.search(self.text, self.quantity.span.end, self.sentence.end)
        return Span(start, end.start() if end else self.sentence.end)

    @cached_property
    def front(self) -> Span:
        """The words between the figure before, or the clause's beginning, and this one."""
        return Span(max(self.start, self.clause.start), self.quantity.span.start)

    def _name(self, table: str, span: Span) -> str | None:
        return programme_tables().name(table, self.text, span.start, span.end)

    def _words_behind(self, end: int, most: int) -> Span:
        """The words from the figure to `end`, `most` of them."""
        start = self.quantity.span.end
        words = list(_WORD.finditer(self.text, start, end))[:most]
        return Span(start, words[-1].end() if words else start)

    def _phrase(self) -> Span:
        """The words behind the figure that belong to its noun."""
        end = _PHRASE_END.search(self.text, self.quantity.span.end)
        return self._words_behind(end.start() if end else len(self.text), 7)

    def _found(self, name: str, unit: str, end: int | None = None) -> Finding:
        words = [word for word, _ in groupby(name.split())]
        return Finding(self.quantity, " ".join(words), unit, end or self.quantity.span.end)

    def count(self) -> Finding | None:
        """People or things counted: "18.860 hộ nghèo được hỗ trợ tiền điện"."""
        quantity = self.quantity
        row = next((row for row in programme_tables().counts if self._fits(row)), None)
        if row is None or quantity.unit is None:
            return None
        phrase = self._phrase()
        noun = f"{row.noun or quantity.unit} {phrase.cut(self.text)}"
        deed = self._deed(noun)
        is_plain = deed is None and not (quantity.value >= _MANY_HOUSEHOLDS and "nghèo" in noun)
        if quantity.unit == "hộ" and is_plain:
            return None
        return self._found(f"số {noun} {deed or ''}", row.unit or quantity.unit, phrase.end)

    def _fits(self, row: CountRow) -> bool:
        value = self.quantity.value
        if self.quantity.unit not in row.units or value < row.least or not isinstance(value, int):
            return False
        front, clause = self.front, self.clause
        if programme_tables().uncounted.search(self.text, front.start, front.end):
            return False
        if row.needs and not row.needs.search(self.text, clause.start, clause.end):
            return False
        if row.front and not row.front.search(self.text, front.start, front.end):
            return False
        return row.behind is None or row.behind.match(self.text, self.quantity.span.end) is not None

    def _deed(self, noun: str) -> str | None:
        """What is done for the counted; "" when their noun says it already, None when nothing does."""
        deed = self._name("deeds", Span(self.front.start, self.clause.end))
        return "" if deed and programme_tables().name("deeds", noun, 0, len(noun)) else deed

    def income(self) -> Finding | None:
        """Income a head, or the income that counts as poor, with what it is counted for in its unit."""
        quantity = self.quantity
        if quantity.unit != "đồng" or quantity.value >= _LEAST_MONEY:
            return None
        said = Span(self.clause.start, quantity.span.start)
        name = self._name("incomes", said)
        per = [one for one in ("người", "tháng", "năm") if one in quantity.per]
        if "đầu người" in said.cut(self.text).lower():
            per = ["người", "tháng" if "tháng" in per else "năm"]
        return self._found(name, "/".join(["đồng", *per])) if name and len(per) > 1 else None

    def money(self, purpose: str) -> Finding | None:
        """The programme's money, named by pot, purpose and source; `purpose` is what the text above is of."""
        quantity, tables = self.quantity, programme_tables()
        if quantity.unit != "đồng" or quantity.value < _LEAST_MONEY or quantity.per not in ((), ("năm",)):
            return None
        named = _purpose(self.text, self.clause)
        pot = self._name("pots", self.front) or (_PLAIN_POT if named else None)
        if pot == _PLAIN_POT:
            pot = self._name("loans", self.clause) or pot
        if pot is None or tables.other_money.search(self.text, self.front.start, self.front.end):
            return None
        names = (pot, named or purpose, self._source())
        name = " ".join(name for name in names if name)
        return self._found(name.replace("cho vay hỗ trợ", "cho vay"), "đồng")

    def _source(self) -> str | None:
        """Whose money: said in front, behind a last "và", or directly behind."""
        front = re.split(r"[;(]|\svà\s", self.front.cut(self.text))[-1]
        behind = re.split("[,.;:(]", self.text[self.quantity.span.end : self.clause.end])[0][:30]
        name = programme_tables().name
        return name("sources", front, 0, len(front)) or name("sources", behind, 0, len(behind))

    def share(self) -> Finding | None:
        """A share of a group that something reaches ("80% phụ nữ mang thai được ..."), or of money spent."""
        if self.quantity.unit != "%":
            return None
        front = self.front.cut(self.text)
        if _REACHES.search(front) and _SPENT.search(self.text, self.clause.start, self.front.end):
            return self._found("tỷ lệ giải ngân", "%")
        if not programme_tables().shares.match(self.text[self.quantity.span.end : self.clause.end].lstrip()):
            return None
        end = re.compile(r"[,;.:(]|$").search(self.text, self.quantity.span.end, self.clause.end)
        phrase = self._words_behind(end.start() if end else self.clause.end, 14)
        words = phrase.cut(self.text).split()
        if "được" not in words or words[:2] == ["hộ", "nghèo"]:
            return None
        return self._found(f"tỷ lệ {phrase.cut(self.text)}", "%", phrase.end)
