"""Elements of a drawing: markup with everything escaped, in the colours and letters of all charts."""

from html import escape
from typing import Protocol

__all__ = [
    "COLORS",
    "GRID",
    "INK",
    "PAPER",
    "SOFT",
    "Named",
    "canvas",
    "label",
    "link",
    "mark",
    "percent",
    "tag",
]

INK, SOFT, GRID, PAPER = "#1b211e", "#565f5a", "#dadfd9", "#ffffff"
COLORS = ("#0a64aa", "#d37112", "#24304a", "#6e2a12", "#8f2fd0", "#9a8a5c")
"""One a line, in this order: 3:1 and more on white, and told apart without red, green or blue cones."""

_FONT = "Be Vietnam Pro, Arial, sans-serif"
_MARKS = (
    "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    "M-4.5-4.5h9v9h-9z",
    "M0-6l6 6-6 6-6-6z",
    "M0-6l5.5 10h-11z",
    "M0 6l5.5-10h-11z",
    "M-1.8-6h3.6v4.2h4.2v3.6h-4.2v4.2h-3.6v-4.2h-4.2v-3.6h4.2z",
)


class Named(Protocol):
    """A chart as far as its name goes; `key` is unique on a page."""

    @property
    def key(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def title_language(self) -> str | None: ...


def tag(name: str, *children: str, **attributes: str | float | None) -> str:
    """An element. Children are markup; attributes are escaped, None left out, `_` in a name is `-`.

    >>> tag("text", "Bò", x="50%", text_anchor="end", href=None)
    '<text x="50%" text-anchor="end">Bò</text>'
    """
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(_written(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"


def canvas(chart: Named, described: str, height: float, width: int | None, *children: str) -> str:
    """The whole drawing, named and described for those who do not see it."""
    has_links = any("<a " in child for child in children)
    return tag(
        "svg",
        tag("title", escape(chart.title), id=f"{chart.key}-title", lang=chart.title_language),
        tag("desc", escape(described), id=f"{chart.key}-desc"),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        class_="chart-drawing",
        role="group" if has_links else "img",
        aria_labelledby=f"{chart.key}-title",
        aria_describedby=f"{chart.key}-desc",
        width=width or "100%",
        height=height,
        font_family=_FONT,
        font_size=13,
        fill=INK,
    )


def label(text: str, x: str, y: float, *, kind: str = "ink", anchor: str | None = None) -> str:
    """Text at a place; `kind` is "ink", "soft" or "paper" (on a coloured ground)."""
    fill = {"ink": None, "soft": SOFT, "paper": PAPER}[kind]
    class_ = None if kind == "ink" else f"chart-{kind}"
    return tag("text", escape(text), x=x, y=y, fill=fill, class_=class_, text_anchor=anchor)


def link(address: str | None, name: str, *children: str) -> str:
    """The children as one thing called `name`, a link when there is an address."""
    return tag("a" if address else "g", tag("title", escape(name)), *children, href=address)


def mark(line: int, x: str, y: float, *, is_hollow: bool = False, size: float = 1.0) -> str:
    """The mark of the line with this number, at a place; hollow for what is only aimed at.

    Colours come round after six lines, each then with another mark.
    """
    color = COLORS[line % len(COLORS)]
    kind = f"chart-{'hollow' if is_hollow else 'solid'}-{line % len(COLORS) + 1}"
    path = tag(
        "path",
        d=_MARKS[(line + line // len(COLORS)) % len(_MARKS)],
        fill=PAPER if is_hollow else color,
        stroke=color,
        stroke_width=2.0,
        class_=kind,
        transform=f"scale({_number(size)})" if size != 1.0 else None,
    )
    return tag("svg", path, x=x, y=y, overflow="visible")


def percent(share: float) -> str:
    """A share of the width: 0.125 is "12.5%"."""
    return f"{_number(share * 100)}%"


def _written(value: str | float) -> str:
    return _number(value) if isinstance(value, float) else str(value)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
