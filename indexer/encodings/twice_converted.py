"""Unicode text that somebody ran through a VNI converter once too often: ò, ó, ô became ị, ĩ, ơ.

Many such words ("cĩ", "khơng", "cịn") cannot be Vietnamese; others ("hịa", "nĩi") are merely not in use, and
a few ("đĩ", "tơi") are words, but far rarer than their twins. In 12,000 news articles a word of `_NOT_IN_USE`
occurs at most once, and one of `_RARE` at least 30 times less often than its twin.
"""

import re

from indexer.encodings.syllables import is_syllable

__all__ = ["undo_second_conversion"]

_SIGNS = ("cĩ", "khơng", "cơng", "thơng", "hịa", "cịn", "phịng", "khĩ", "nĩi", "đĩi")
_SIGNS_NEEDED = 2
_SURE_SIGN = "Hịa Bình"
_TWINS = str.maketrans("ịĩơỊĨƠ", "òóôÒÓÔ")
_NOT_IN_USE = " ".join(
    (
        "phịng hịa vịng lịng tịa dịng trịn hị lị hịn rị rịng thịi sịng vịi nịng tịng hịng chịi hịm sị xịe",
        "nhịa trịng tịi nĩi hĩa khĩ bĩng nhĩm phĩ nĩ đĩng phĩng nĩng chĩng sĩc đĩn mĩn sĩng khĩa khĩc tĩc",
        "xĩm xĩa mĩc sĩt thĩi chĩ mĩng khĩi vĩc xĩt đĩi bĩn tĩm hĩc lĩc bĩc bĩp trĩi nĩc lĩt nĩn chĩt",
        "nhĩc lĩng chĩi trĩt sĩi xĩc trĩc nhĩt xĩi thĩc khĩe chĩc hĩm mĩi hĩng tĩt hơm nơm đơi mơi sơi ơm",
        "tơm trơi nơn khơn rơn nhơm thơn",
    )
)
_RARE = "đĩ bĩ tơi khơ mơn tơn xơn thơi chơn hơ lơi phơ vơ đơ"
_UNLIKELY = frozenset(f"{_NOT_IN_USE} {_RARE}".split(" "))
_SUSPECT = re.compile(r"[^\W\d_]*[ịĩơỊĨƠ][^\W\d_]*")
_MODEL = re.compile(r"\b([Mm])ơ(?= hình\b)")


def undo_second_conversion(text: str) -> str:
    """`text` with ò, ó, ô where a needless conversion left ị, ĩ, ơ; other text comes back as it is.

    >>> undo_second_conversion("Tỉnh Hịa Bình cĩ mơ hình trồng cam, đĩ là cơ hội cho địa phương.")
    'Tỉnh Hòa Bình có mô hình trồng cam, đó là cơ hội cho địa phương.'
    >>> undo_second_conversion("Tơi là cô giáo, nghĩ về địa phương, làm cơn mưa.")
    'Tơi là cô giáo, nghĩ về địa phương, làm cơn mưa.'
    """
    if sum(sign in text for sign in _SIGNS) < _SIGNS_NEEDED and _SURE_SIGN not in text:
        return text
    return _MODEL.sub(r"\1ô", _SUSPECT.sub(_restored, text))


def _restored(match: re.Match[str]) -> str:
    word = match[0]
    twin = word.translate(_TWINS)
    unlikely = word.lower() in _UNLIKELY or not is_syllable(word)
    return twin if unlikely and is_syllable(twin) else word
