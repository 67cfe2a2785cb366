"""Phrases that many short texts share: what people may want to type, out of titles and names."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

__all__ = ["frequent_phrases"]

_LONGEST = 7
"""Words (syllables): "hỗ trợ phát triển sản xuất nông nghiệp"."""

_PART_OF_LONGER = 0.5
"""A phrase that so often stands inside one and the same longer phrase is a piece of it: "bò sinh"."""

_CLAUSE_END = re.compile(r"[^\w\s%/-]+|\s[-–]\s|\n")
_WORD = re.compile(r"[^\W_]+(?:[-/.&][^\W_]+)*")

Key = tuple[str, ...]


def frequent_phrases(texts: Sequence[str], least: int, edges: Collection[str]) -> list[tuple[str, int]]:
    """Phrases of two words and more that `least` texts or more have, with how many; the most frequent first.

    None begins or ends with one of `edges`, has a number, or is but a piece of another. They are written as
    inside most texts.

    >>> titles = ["Nuôi bò sinh sản ở Hà Giang", "Hà Giang: nuôi bò sinh sản", "Nuôi bò sinh sản, Hà Giang"]
    >>> frequent_phrases(titles, 3, {"ở", "tại"})
    [('Hà Giang', 3), ('nuôi bò sinh sản', 3)]
    """
    clauses = [list(_clauses(text)) for text in texts]
    counts = _counts([[_lowered(words) for words in each] for each in clauses], least)
    counts = {phrase: count for phrase, count in counts.items() if _can_stand_alone(phrase, edges)}
    whole = {phrase: counts[phrase] for phrase in _whole(counts)}
    written = _written(clauses, whole)
    ordered = sorted(whole.items(), key=lambda item: (-item[1], item[0]))
    return [(written[phrase], count) for phrase, count in ordered]


def _clauses(text: str) -> Iterator[list[str]]:
    for clause in _CLAUSE_END.split(text):
        if len(words := _WORD.findall(clause)) > 1:
            yield words


def _lowered(words: Iterable[str]) -> Key:
    return tuple(map(str.lower, words))


def _counts(texts: Sequence[Sequence[Key]], least: int) -> dict[Key, int]:
    """How many texts have each frequent phrase. A phrase can be frequent only if its two shorter ones are
    (Agrawal & Srikant 1994), so that few are ever counted."""
    frequent: dict[Key, int] = {}
    size = 2
    while grown := _grown(texts, size, frequent, least):
        frequent |= grown
        size += 1
    return frequent


def _grown(
    texts: Sequence[Sequence[Key]], size: int, frequent: Collection[Key], least: int
) -> dict[Key, int]:
    counter: Counter[Key] = Counter()
    for text in texts:
        found = {phrase for clause in text for phrase in _stretches(clause, size)}
        if size > 2:
            found = {each for each in found if each[1:] in frequent and each[:-1] in frequent}
        counter.update(found)
    return {phrase: count for phrase, count in counter.items() if count >= least}


def _stretches(words: Key, size: int) -> Iterator[Key]:
    return zip(*(islice(words, start, None) for start in range(size)), strict=False)


def _whole(counts: dict[Key, int]) -> Iterator[Key]:
    """The phrases that are no mere piece of a longer one."""
    longest: defaultdict[Key, int] = defaultdict(int)
    for phrase, count in counts.items():
        for piece in (phrase[1:], phrase[:-1]):
            longest[piece] = max(longest[piece], count)
    return (
        phrase
        for phrase, count in counts.items()
        if len(phrase) <= _LONGEST and longest[phrase] < _PART_OF_LONGER * count
    )


def _can_stand_alone(phrase: Key, edges: Collection[str]) -> bool:
    has_number = any(word[0].isdigit() for word in phrase)
    return not (has_number or phrase[0] in edges or phrase[-1] in edges)


def _written(clauses: Iterable[Iterable[list[str]]], phrases: Collection[Key]) -> dict[Key, str]:
    """How each phrase is mostly written; a capital that only begins a clause does not count."""
    spellings: defaultdict[Key, Counter[str]] = defaultdict(Counter)
    sizes = sorted({len(phrase) for phrase in phrases})
    for words in (words for text in clauses for words in text):
        lowered = _lowered(words)
        begins_small = words[0][1:] == lowered[0][1:] and words[1] == lowered[1]
        shown = [lowered[0], *words[1:]] if begins_small else words
        for size in sizes:
            for start in range(len(words) - size + 1):
                if (phrase := lowered[start : start + size]) in phrases:
                    spellings[phrase][" ".join(shown[start : start + size])] += 1
    return {phrase: found.most_common(1)[0][0] for phrase, found in spellings.items()}
