"""Which old character set each word of a text is in, judged by Vietnamese spelling.

The text is taken as a chain of words, each read as it stands or through one of the old sets. A word costs 1
where it is not spelt as Vietnamese may be; a change of set between two words costs more, so that a verdict
rests on the neighbours too and a foreign name ("Müller") stays as it is. The cheapest chain is found as in
Viterbi (1967). The costs were chosen on news articles put into each old set.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby

from indexer.encodings.legacy import LATIN_READINGS
from indexer.encodings.lookalikes import is_word

__all__ = ["UnknownEncodingError", "read_legacy"]

_READINGS: tuple[Callable[[str], str], ...] = (str, *LATIN_READINGS.values())
_ODD_COST = 1.0
_CHANGE_COST = 1.5
_CHANGE_AT_LINE_COST = 0.75  # a paragraph in another font is likelier than such a word
_START_COST = 1.0  # the text begins in an old set
_PLAIN_COST = 0.25  # a word without marks in an old set: three words in four of Vietnamese have some
_LATIN_COST = 0.2  # a marked word in Unicode without any letter beyond Latin-1: half of them have one
_IMPOSSIBLE_COST = 3.0  # the set has no such letter

_WINDOWS_SIGNS = frozenset("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\u03bc\ufffd")
_VIETNAMESE_LATIN = "àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ"
_FOREIGN_LATIN = "".join(set(map(chr, range(0x80, 0x100))) - set(_VIETNAMESE_LATIN + "\xa0°±²³´"))
_SUSPECT = re.compile(
    f"[\x00-\x08\x0e-\x1f{re.escape(_FOREIGN_LATIN)}ŠŒŽšœžŸƒ„†‡‰‹›ˆ˜€™\u03bc\ufffd]|[aAeE][{_VIETNAMESE_LATIN}]"
)
_LETTERS = re.compile(r"[^\W\d_°±²³´¼½¾]+")
_STRAY = re.compile(  # signs that stand for letters in an old set, where they touch a letter
    "[A-Za-z][«\x80-\x9f¡-¦¨ª¬\xad¯µ-º¼-¿×÷]|[\x80-\x9f¡-ª¬-¯µ-¿×÷][A-Za-z]"
)
_LOST = re.compile(r"\ufffd|[^\W\d_]\?[^\W\d_]|\?+(?= [a-z])|\?\?(?=[a-z])")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_FOREIGN = re.compile(f"[^\x00-\xffăĂđĐĩĨũŨơƠưƯ\u1ea0-\u1ef9{''.join(_WINDOWS_SIGNS)}]")


class UnknownEncodingError(ValueError):
    """No character set makes Vietnamese, or any other readable text, of what was given."""


def read_legacy(text: str) -> str:
    """`text` with the stretches in an old character set read as they were meant; line breaks stay in place.

    Raises UnknownEncodingError where no set makes the whole readable.

    >>> read_legacy("Mô hình giảm nghèo\\nTØnh Hµ Giang hç trî vay vèn\\nở Lạng Sơn với Müller")
    'Mô hình giảm nghèo\\nTỉnh Hà Giang hỗ trợ vay vốn\\nở Lạng Sơn với Müller'
    """
    if not _is_suspect(text):
        return text
    lines = [line.split(" ") for line in text.split("\n")]
    chain = iter(_cheapest_chain(lines))
    text = "\n".join(" ".join(_read_runs(line, chain)) for line in lines)
    if _is_rubbish(text):
        raise UnknownEncodingError(text[:80])
    return text


def _read_runs(words: list[str], chain: Iterator[int]) -> Iterator[str]:
    for reading, run in groupby(zip(words, chain, strict=False), key=lambda word: word[1]):
        yield _READINGS[reading](" ".join(word for word, _ in run))


def _is_suspect(text: str) -> bool:
    return bool(_SUSPECT.search(text)) or 50 * text.count("?") > len(text)


def _is_rubbish(text: str) -> bool:
    """Whether so many words are misspelt in the manner of a wrong character set that nobody could read it.

    French has such a word in five, as it has accents of its own; a letter lost for good is never right.
    """
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    garbled = sum(map(_is_garbled, words))
    lost, controls = len(_LOST.findall(text)), len(_CONTROL.findall(text))
    return (
        (garbled > 2 and garbled > 0.45 * len(words))
        or lost > 0.15 * len(words)
        or controls > 0.02 * len(text)
        or len(_SUSPECT.findall(text)) > 0.15 * len(text)
    )


def _is_garbled(word: str) -> bool:
    return not word.isascii() and not _FOREIGN.search(word) and _is_odd(word)


def _is_latin(word: str) -> bool:
    """Whether every character is one that a byte stands for in Windows Latin, or the mark of a lost one."""
    return all(character <= "\xff" or character in _WINDOWS_SIGNS for character in word)


def _is_odd(word: str) -> bool:
    """Whether some run of letters is not Vietnamese, or a sign stands where only a letter makes sense."""
    runs = (run for run in _LETTERS.findall(word) if not run.isascii())
    return bool(_STRAY.search(word)) or not all(map(is_word, runs))


@lru_cache(maxsize=50_000)
def _costs(word: str) -> tuple[float, ...]:
    """The cost of each reading of one word, in the order of `_READINGS`."""
    if word.isascii():
        plain = _PLAIN_COST if any(map(str.isalpha, word)) else 0.0
        return (0.0, *[plain] * len(LATIN_READINGS))
    if not _is_latin(word):
        return (_ODD_COST * _is_odd(word), *[_IMPOSSIBLE_COST] * len(LATIN_READINGS))
    as_it_is, *meant = (_ODD_COST * _is_odd(read(word)) for read in _READINGS)
    return (max(as_it_is, _LATIN_COST), *meant)


def _cheapest_chain(lines: list[list[str]]) -> list[int]:
    """For each word, line after line, the number of its reading; costs and changes add up to the least."""
    totals = [0.0, *[_START_COST] * len(LATIN_READINGS)]
    steps: list[list[int]] = []
    for line in lines:
        for place, word in enumerate(line):
            best = min(range(len(totals)), key=totals.__getitem__)
            changed = totals[best] + (_CHANGE_COST if place else _CHANGE_AT_LINE_COST)
            steps.append([before if total <= changed else best for before, total in enumerate(totals)])
            totals = [min(total, changed) + own for total, own in zip(totals, _costs(word), strict=True)]
    return _backwards(steps, min(range(len(totals)), key=totals.__getitem__))


def _backwards(steps: list[list[int]], last: int) -> list[int]:
    """The chain that ends in `last`; `steps[n][reading]` is what best came before word n in that reading."""
    chain = [last]
    for step in reversed(steps[1:]):
        chain.append(step[chain[-1]])
    return chain[::-1]
