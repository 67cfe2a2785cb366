"""What a text says, as a signature by which the same story in another paper is known again."""

import re
from array import array

from rensa import RMinHash  # type: ignore[import-untyped]

from kb.stories import PERMUTATIONS

__all__ = ["signature_of"]

_WORD = re.compile(r"\w+")
_SHINGLE = 5
"""Syllables of a shingle: five in a row are a phrase of this text, four are often one of the language."""

_FEWEST = 30
"""Shingles of a text that can be told from another: captions and notices are too short."""

_SEED = 1


def signature_of(text: str) -> bytes:
    """The MinHash signature (Broder 1997) of the shingles of `text`: 128 numbers of 32 bits, in order.

    Equal texts have equal signatures, and of like texts as many numbers are equal as they share shingles.
    Empty for a text too short to be known again.

    >>> story = " ".join(f"Hộ thứ {number} nuôi bò." for number in range(20))
    >>> len(signature_of(story)), len(signature_of("Xã trao bò."))
    (512, 0)
    """
    words = _WORD.findall(text.lower())
    shingles = list(map(" ".join, zip(*(words[start:] for start in range(_SHINGLE)), strict=False)))
    if len(shingles) < _FEWEST:
        return b""
    sketch = RMinHash(PERMUTATIONS, _SEED)
    sketch.update(shingles)
    return array("I", sketch.digest()).tobytes()
