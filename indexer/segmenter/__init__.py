"""Vietnamese words (từ) in running text, exactly as pyvi finds them, many times faster.

pyvi (github.com/trungtv/pyvi, MIT licence) is the reference: its weights and its dictionary are read from the
files it ships and decoded here. Should they ever not be readable this way, pyvi itself answers.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

from indexer.segmenter.decoder import Decoder, may_join
from indexer.segmenter.weights import WeightsUnreadable, read_weights, shipped_models
from kb.document import Span

__all__ = ["find_joins", "find_syllables", "segment", "tokenize"]

_SYLLABLE = re.compile(
    r"[^\W\d_]++(?![\w.@+:-])"
    r"|(?! )(?:[^\w\s=\-.>+]"
    r"|[A-ZĐ]+\.|(?:Tp|Mr|Mrs|Ms|Dr|ThS)\.|==>|->|\.\.\.|>>|\n"
    r"|\w++://\S+|[a-zA-Z0-9_.+-]++@(?:[a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+"
    r"|\d+(?:[.,_]\d+)+|[^\w\s]|\w+)"
)
"""The first alternatives are for speed: what they match, a later one would match the same."""


def tokenize(text: str) -> str:
    """`text` as `pyvi.ViTokenizer.tokenize` gives it: words apart by " ", the syllables of one joined by "_".

    >>> tokenize("Hộ nghèo vay vốn ưu đãi nuôi bò sinh sản.")
    'Hộ nghèo vay vốn ưu_đãi nuôi bò sinh_sản .'
    """
    syllables = find_syllables(unicodedata.normalize("NFC", text))
    pieces = [""] * (2 * len(syllables))
    pieces[::2] = map(" _".__getitem__, find_joins(syllables))
    pieces[1::2] = syllables
    return "".join(pieces)[1:] or text


def segment(text: str) -> list[Span]:
    """The words of NFC `text` in order, punctuation marks among them; they leave out white space alone.

    >>> [word.cut("giảm nghèo bền vững") for word in segment("giảm nghèo bền vững")]
    ['giảm', 'nghèo', 'bền vững']
    """
    syllables = list(_SYLLABLE.finditer(text))
    joins = find_joins([syllable[0] for syllable in syllables])
    firsts = [index for index, is_joined in enumerate(joins) if not is_joined]
    return [
        Span(syllables[first].start(), syllables[following - 1].end())
        for first, following in pairwise([*firsts, len(syllables)])
    ]


def find_syllables(text: str) -> list[str]:
    """The syllables (tiếng) of NFC `text` in order as pyvi cuts them: also marks, numbers and addresses.

    >>> find_syllables("Giảm 2,75%, TP. HCM")
    ['Giảm', '2,75', '%', ',', 'TP.', 'HCM']
    """
    return _SYLLABLE.findall(text)


def find_joins(syllables: Sequence[str]) -> list[bool]:
    """For each syllable, whether it goes on with the word of the one before it; the first never does.

    >>> find_joins(["bà", "con", "dân", "tộc", "thiểu", "số"])
    [False, True, False, True, True, True]
    """
    return _joiner()(syllables) if syllables else []


@cache
def _joiner() -> Callable[[Sequence[str]], list[bool]]:
    try:
        return Decoder(read_weights(shipped_models())).find_joins
    except WeightsUnreadable:
        return _find_joins_with_pyvi


def _find_joins_with_pyvi(syllables: Sequence[str]) -> list[bool]:
    from pyvi.ViTokenizer import ViTokenizer  # noqa: PLC0415 - takes seconds, and is hardly ever needed

    labels = ViTokenizer.model.predict([ViTokenizer.sent2features(list(syllables), False)])[0]
    pairs = pairwise(syllables)
    return [
        False,
        *(label == "I_W" and may_join(*pair) for label, pair in zip(labels[1:], pairs, strict=True)),
    ]
