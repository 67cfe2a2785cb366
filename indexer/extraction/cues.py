"""Words that tell what a sentence says, as patterns; the lists are in indexer/data/model_cues.toml."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from indexer.patterns import whole_words

__all__ = ["cue", "cue_lists", "sign"]


@cache
def _tables() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(files("indexer").joinpath("data/model_cues.toml").read_text(encoding="utf-8"))


def cue_lists(table: str) -> Mapping[str, list[str]]:
    """The lists of one table by name, in file order."""
    return _tables()[table]


@cache
def sign(table: str, name: str) -> re.Pattern[str]:
    """The words of one list as one pattern for whole texts, which must be in small letters."""
    return re.compile(whole_words(cue_lists(table)[name]))


@cache
def cue(table: str, name: str, before: str = "", behind: str = "") -> re.Pattern[str]:
    """The words of one list as one pattern, case ignored, with patterns before and behind them.

    >>> bool(cue("ranking", "former", behind=r"[^.]*$").search("Trước đây bà trồng "))
    True
    """
    words = "|".join(sorted(cue_lists(table)[name], key=len, reverse=True))
    return re.compile(rf"{before}(?<!\w)(?:{words})(?!\w){behind}", re.IGNORECASE)
