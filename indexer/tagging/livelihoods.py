"""How people in a text make their living: growing, raising, fishing, crafts, services ...

What they grow, raise or make is found by `indexer.extraction.activities`; indexer/data/livelihoods.toml adds
words that name a livelihood without such a thing ("ngư lưới cụ", "buôn bán").
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indexer.extraction.activities import Activity, Anchor, find_activities
from indexer.patterns import whole_words
from kb.document import Document, Passage, Span, Tag
from kb.model import LIVELIHOODS

__all__ = ["livelihood_of", "tag_livelihoods"]

_ANCHORED = {
    Anchor.BARE: 0.3,
    Anchor.CLASSIFIER: 0.5,
    Anchor.PHRASE: 1.0,
    Anchor.VERB: 1.0,
    Anchor.FRAME: 2.0,
}
_WORD = 0.8
_STAPLE = 0.2
"""What is grown or raised everywhere counts this part of its weight."""
_TITLE = 3.0
_SHARE = 0.35
"""Of the weight of a document's main livelihood that another needs to count too."""
_LEAST = 1.0
"""The weight that a livelihood needs at all: one activity plainly named. These values gave the best F1 on the
livelihoods of the models in a development part of the corpus; their neighbours differ by less than 0.01."""


@dataclass(frozen=True, slots=True)
class _Mention:
    """A stretch of text that speaks for a livelihood, and how much."""

    span: Span
    livelihood: str
    weight: float


def livelihood_of(text: str) -> str | None:
    """The livelihood that a model's name or a sentence is about, one of LIVELIHOODS; None when it names none.

    >>> [livelihood_of(name) for name in ("Nuôi bò sinh sản", "Trồng nhãn Idol", "Xưởng cơ khí", "Tổ 2")]
    ['chan-nuoi', 'trong-trot', 'cong-nghiep', None]
    """
    weights = _sums(_mentions(text))
    return max(weights, key=lambda livelihood: weights[livelihood], default=None)


def tag_livelihoods(document: Document, passages: Sequence[Passage]) -> list[Tag]:
    """Tags of facet "livelihood": for the document (`passage` None), then for each passage that names one.

    In the order of `kb.model.LIVELIHOODS`. One that the title alone names has no mentions. None for a text
    that does not speak of livelihoods and only happens to name things that grow.
    """
    if not _lexicon().setting.search(f"{document.title}\n{document.text}".lower()):
        return []
    mentions = _mentions(document.text)
    weights = _sums(mentions)
    for livelihood, weight in _sums(_mentions(document.title)).items():
        weights[livelihood] += _TITLE * weight
    chosen = _chosen(weights)
    tags = list(_tags(chosen, mentions, None))
    for passage in passages:
        inside = [mention for mention in mentions if mention.span.overlaps(passage.span)]
        tags.extend(_tags(_chosen(_sums(inside)) & chosen, inside, passage.ordinal))
    return tags


def _tags(livelihoods: set[str], mentions: list[_Mention], passage: int | None) -> Iterator[Tag]:
    for livelihood in LIVELIHOODS:
        if livelihood in livelihoods:
            spans = tuple(mention.span for mention in mentions if mention.livelihood == livelihood)
            yield Tag("livelihood", livelihood, spans, passage)


def _chosen(weights: Mapping[str, float]) -> set[str]:
    enough = max(_LEAST, _SHARE * max(weights.values(), default=0))
    return {livelihood for livelihood, weight in weights.items() if weight >= enough}


def _sums(mentions: Iterable[_Mention]) -> defaultdict[str, float]:
    weights: defaultdict[str, float] = defaultdict(float)
    for mention in mentions:
        weights[mention.livelihood] += mention.weight
    return weights


def _mentions(text: str) -> list[_Mention]:
    """What speaks for a livelihood, in text order; a word of livelihoods.toml hides what it overlaps."""
    lexicon = _lexicon()
    words = [
        _Mention(Span(match.start(), match.end()), lexicon.livelihoods[match.group().lower()], _WORD)
        for match in lexicon.words.finditer(text)
    ]
    activities = [_Mention(one.span, one.livelihood, _weight(one)) for one in find_activities(text)]
    free = [one for one in activities if not any(one.span.overlaps(word.span) for word in words)]
    return sorted([*words, *free], key=lambda mention: mention.span)


def _weight(activity: Activity) -> float:
    return _ANCHORED[activity.anchor] * (_STAPLE if activity.is_staple else 1.0)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The words of livelihoods.toml; `setting` is for text in small letters."""

    livelihoods: Mapping[str, str]
    words: re.Pattern[str]
    setting: re.Pattern[str]


@cache
def _lexicon() -> _Lexicon:
    path = Path(__file__).parents[1] / "data" / "livelihoods.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    livelihoods = {word: livelihood for livelihood in LIVELIHOODS for word in data[livelihood]}
    setting = re.compile(whole_words(map(re.escape, data["setting"])))
    return _Lexicon(livelihoods, _any_of(livelihoods), setting)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern of whole words, longer ones first."""
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
