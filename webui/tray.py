"""What a reader has chosen: models and passages in an order, with notes. The address holds all of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from flask import request, url_for
from werkzeug.datastructures import MultiDict

__all__ = ["Chosen", "Tray", "is_passage", "read_tray"]

_MAX_ITEMS = 60
_MAX_ADDRESS = 3500
"""Characters, under the 4,094 of a request line that servers take by default."""

_MAX_TITLE, _MAX_NOTE = 300, 5000


@dataclass(frozen=True, slots=True)
class Chosen:
    """A model by its id, or a passage as «document~ordinal», and what the reader wrote about it."""

    key: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tray:
    """Everything chosen, in the reader's order, no key twice."""

    items: tuple[Chosen, ...] = ()
    title: str = ""
    subtitle: str = ""
    has_table: bool = True

    def address(self, endpoint: str, **more: str) -> str:
        return url_for(endpoint, **self._arguments(), **more)  # type: ignore[arg-type]

    def fits_address(self) -> bool:
        """Whether its address is short enough for every server and browser."""
        return len(self.address("collection.show")) <= _MAX_ADDRESS

    def changed(self, change: str) -> Self:
        """After a button was pressed: «up:2», «down:0», «remove:1», counted from 0; others change nothing."""
        verb, _, number = change.partition(":")
        index = int(number) if number.isdecimal() else -1
        items = list(self.items)
        if not 0 <= index < len(items):
            return self
        item = items.pop(index)
        if verb in ("up", "down"):
            items.insert(max(index + (1 if verb == "down" else -1), 0), item)
        elif verb != "remove":
            return self
        return replace(self, items=tuple(items))

    def _arguments(self) -> Mapping[str, object]:
        notes = [item.note for item in self.items]
        while notes and not notes[-1]:
            notes.pop()
        arguments = {
            "title": self.title,
            "subtitle": self.subtitle,
            "m": [item.key for item in self.items],
            "n": notes,
            "table": "" if self.has_table else "0",
        }
        return {name: value for name, value in arguments.items() if value}


def read_tray() -> Tray:
    """The tray of the address or of a form sent: `m` holds the keys, `n` their notes in the same order."""
    values: MultiDict[str, str] = request.form if request.method == "POST" else request.args
    notes = values.getlist("n")
    items: dict[str, Chosen] = {}
    for index, key in enumerate(values.getlist("m")):
        note = notes[index] if index < len(notes) else ""
        if key and key not in items:
            items[key] = Chosen(key, note.strip()[:_MAX_NOTE])
    return Tray(
        tuple(items.values())[:_MAX_ITEMS],
        _one_line(values.get("title", "")),
        _one_line(values.get("subtitle", "")),
        values.get("table") != "0",
    )


def is_passage(key: str) -> bool:
    """Whether a key names a passage.

    >>> is_passage("can-tho-2023~2"), is_passage("can-tho-2023--nuoi-bo")
    (True, False)
    """
    return key.rpartition("~")[2].isdecimal() and "~" in key


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_MAX_TITLE]
