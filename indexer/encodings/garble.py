"""Signs that a text was read in the wrong character set, by Vietnamese spelling."""

import re

from indexer.encodings.lookalikes import is_word

__all__ = ["is_latin", "is_odd", "is_rubbish", "is_suspect"]

_WINDOWS_SIGNS = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\u03bc\ufffd"
"""What Windows Latin has beyond Latin-1; the Greek mu that a micro sign may have become; a lost letter."""

_VIETNAMESE_LATIN = "àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ"
_FOREIGN_LATIN = "".join(set(map(chr, range(0x80, 0x100))) - set(_VIETNAMESE_LATIN + "\xa0°±²³´"))
_SUSPECT = re.compile(
    f"[{re.escape(_FOREIGN_LATIN)}ŠŒŽšœžŸƒ„†‡‰‹›ˆ˜€™\u03bc\ufffd]|[aAeE][{_VIETNAMESE_LATIN}]"
)
_LETTERS = re.compile(r"[^\W\d_°±²³´¼½¾]+")
_STRAY = re.compile(  # signs that stand for letters in an old set, where they touch a letter; UTF-8 cut up
    "[A-Za-z][«\x80-\x9f¡-¦¨ª¬\xad¯µ-º¼-¿×÷]|[\x80-\x9f¡-ª¬-¯µ-¿×÷][A-Za-z]"
    f"|[áÁ][º»][\x80-\xbf{_WINDOWS_SIGNS}]"
)
_LOST = re.compile(r"\ufffd|[^\W\d_]\?[^\W\d_]|\?+(?= [a-z])|\?\?(?=[a-z])")
_BEYOND_VIETNAMESE = re.compile(f"[^\x00-\xffăĂđĐĩĨũŨơƠưƯ\u1ea0-\u1ef9{_WINDOWS_SIGNS}]")
_MARKS = re.compile("[à-ãè-êìíò-õùúýăĩũơư\u1ea0-\u1ef9]", re.IGNORECASE)


def is_suspect(text: str) -> bool:
    """Whether anything in `text` makes it worth a closer look; Vietnamese in order passes at once."""
    return bool(_SUSPECT.search(text)) or 50 * text.count("?") > len(text)


def is_latin(word: str) -> bool:
    """Whether every character of `word` is one that a byte stands for in Windows Latin."""
    return all(character <= "\xff" or character in _WINDOWS_SIGNS for character in word)


def is_odd(word: str) -> bool:
    """Whether some run of letters is not Vietnamese, or a sign stands where only a letter makes sense.

    >>> [word for word in ("(nghèo)", "nghÌo", "gi¶m", "HĐND", "Müller", "m²") if is_odd(word)]
    ['nghÌo', 'gi¶m', 'Müller']
    """
    runs = (run for run in _LETTERS.findall(word) if not run.isascii())
    return bool(_STRAY.search(word)) or not all(map(is_word, runs))


def is_rubbish(text: str) -> bool:
    """Whether so many words are misspelt in the manner of a wrong character set that nobody could read it.

    In French one word in five looks so, as it has accents of its own. A letter lost for good is never right.

    >>> is_rubbish("Ïðèâåò êàê äåëà"), is_rubbish("H?i ??ng nhân dân t?nh h?p b?t th??ng"), is_rubbish("Đắk")
    (True, True, False)
    """
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    garbled, lost = sum(map(_is_garbled, words)), len(_LOST.findall(text))
    return (
        (garbled > 2 and garbled > 0.45 * len(words))
        or (lost > 4 and lost > 0.15 * len(words))
        or len(_SUSPECT.findall(text)) > 0.15 * len(text)
    )


def _is_garbled(word: str) -> bool:
    """Whether `word` is odd and has a letter that is not Vietnamese, or several marks."""
    if word.isascii() or _BEYOND_VIETNAMESE.search(word) or not is_odd(word):
        return False
    return bool(_SUSPECT.search(word.translate({0xD0: "D", 0xF0: "d"}))) or len(_MARKS.findall(word)) > 1
