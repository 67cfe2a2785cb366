"""Which old character set each word of a text is in, judged by Vietnamese spelling.

The text is taken as a chain of words, each read as it stands or through one of the old sets. A word costs 1
where it is not spelt as Vietnamese may be; a change of set between two words costs more, so that a verdict
rests on the neighbours too and a foreign name ("Müller") stays as it is. The cheapest chain is found as in
Viterbi (1967). The costs were chosen on news articles put into each old set.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby

from indexer.encodings.garble import is_latin, is_odd, is_rubbish, is_suspect
from indexer.encodings.legacy import LATIN_READINGS

__all__ = ["UnknownEncodingError", "read_legacy"]

_READINGS: tuple[Callable[[str], str], ...] = (str, *LATIN_READINGS.values())
_AS_IT_IS = 0

_ODD_COST = 1.0
_PLAIN_COST = 0.25  # a word without marks in an old set: three words in four of Vietnamese have some
_LATIN_COST = 0.2  # a marked word without any letter beyond Latin-1 in Unicode: half of them have one
_IMPOSSIBLE_COST = 3.0  # the set has no such letter
_CHANGE_COST = 1.5
_CHANGE_AT_LINE_COST = 0.75  # a paragraph in another font is likelier than such a word
_START_COST = 1.0  # the text begins in an old set


class UnknownEncodingError(ValueError):
    """No character set makes Vietnamese, or any other readable text, of what was given."""


def read_legacy(text: str) -> str:
    """`text` with the stretches in an old character set read as they were meant; line breaks stay in place.

    Raises UnknownEncodingError where no set makes the whole readable.

    >>> read_legacy("Mô hình giảm nghèo\\nTØnh Hµ Giang hç trî vay vèn\\nở Lạng Sơn với Müller")
    'Mô hình giảm nghèo\\nTỉnh Hà Giang hỗ trợ vay vốn\\nở Lạng Sơn với Müller'
    """
    if not is_suspect(text):
        return text
    lines = [line.split(" ") for line in text.split("\n")]
    chain = iter(_cheapest_chain(lines))
    text = "\n".join(" ".join(_read_runs(line, chain)) for line in lines)
    if is_rubbish(text):
        raise UnknownEncodingError(text[:80])
    return text


def _read_runs(words: list[str], chain: Iterator[int]) -> Iterator[str]:
    for reading, run in groupby(zip(words, chain, strict=False), key=lambda word: word[1]):
        yield _READINGS[reading](" ".join(word for word, _ in run))


def _cheapest_chain(lines: list[list[str]]) -> list[int]:
    """For each word, line after line, the number of its reading; costs and changes add up to the least.

    Where some words are in Unicode beyond doubt, a line that may be too is: only a whole file in an old set
    is certain to be in it to the last word.
    """
    is_mixed = not all(is_latin(word) for line in lines for word in line)
    totals = [0.0, *[_START_COST] * len(LATIN_READINGS)]
    steps: list[tuple[list[float], float, float]] = []
    for line in lines:
        for place, word in enumerate(line):
            least = min(totals)
            change = least + (_CHANGE_COST if place else _CHANGE_AT_LINE_COST)
            change_back = change if place or not is_mixed else least
            steps.append((totals, change_back, change))
            as_it_is, *meant = _costs(word, is_mixed)
            totals = [min(totals[_AS_IT_IS], change_back) + as_it_is] + [
                (total if total < change else change) + cost
                for total, cost in zip(totals[1:], meant, strict=True)
            ]
    return _backwards(steps, totals.index(min(totals)))


def _backwards(steps: list[tuple[list[float], float, float]], last: int) -> list[int]:
    """The chain that ends in `last`.

    A step holds, from before its word, the least total that ends in each reading, and what it costs to come
    to the word as it stands, or in another reading, from the cheapest of them.
    """
    chain = [last]
    for totals, change_back, change in reversed(steps[1:]):
        reading = chain[-1]
        is_change = totals[reading] > (change if reading != _AS_IT_IS else change_back)
        chain.append(totals.index(min(totals)) if is_change else reading)
    return chain[::-1]


@lru_cache(maxsize=50_000)
def _costs(word: str, is_mixed: bool) -> tuple[float, ...]:
    """The cost of each reading of one word, in the order of `_READINGS`."""
    if word.isascii():
        plain = _PLAIN_COST if any(map(str.isalpha, word)) else 0.0
        return (0.0, *[plain] * len(LATIN_READINGS))
    if not is_latin(word):
        return (_ODD_COST * is_odd(word), *[_IMPOSSIBLE_COST] * len(LATIN_READINGS))
    as_it_is, *meant = (_ODD_COST * is_odd(read(word)) for read in _READINGS)
    is_marked = any(letter.isalpha() and not letter.isascii() for letter in word)
    return (max(as_it_is, _LATIN_COST if is_marked and not is_mixed else 0.0), *meant)
