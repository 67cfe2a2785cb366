"""What a function gives, remembered: looking up costs less than calling, also a cached function."""

from collections.abc import Callable
from typing import TypeVar

__all__ = ["Remembered"]

V = TypeVar("V")


class Remembered(dict[str, V]):
    """What `function` gives for a string, worked out once; all is forgotten when `most` are remembered."""

    def __init__(self, function: Callable[[str], V], most: int) -> None:
        self._function = function
        self._most = most

    def __missing__(self, key: str) -> V:
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._function(key)
        return value
