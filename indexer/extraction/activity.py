"""One mention of an activity."""

from dataclasses import dataclass
from enum import IntEnum

from indexer.extraction.lexicon import lexicon
from kb.document import Span

__all__ = ["Activity", "Anchor"]


class Anchor(IntEnum):
    """What shows that the object is an activity, weakest first."""

    BARE = 0
    CLASSIFIER = 1
    PHRASE = 2
    VERB = 3
    FRAME = 4


@dataclass(frozen=True, slots=True)
class Activity:
    """One mention of an activity.

    `heads` are the things in their comparable form ("lợn" for "heo đen"), the main one first; `objects` as
    the text writes them; `verb` likewise, None where the text has none, empty where it needs none ("xưởng
    may"). `is_staple` says that the thing is grown or raised nearly everywhere, so that it rarely is the
    model itself; `is_described`, that more than one word names it ("bò lai", not "bò").
    """

    span: Span
    kind: str
    heads: tuple[str, ...]
    objects: tuple[str, ...]
    verb: str | None
    anchor: Anchor
    is_staple: bool
    is_described: bool

    @property
    def is_passing(self) -> bool:
        """Whether the text only names a thing in one word: no sign that anyone does anything with it."""
        return self.anchor is Anchor.BARE and not self.is_described

    @property
    def is_umbrella(self) -> bool:
        """Whether it names a whole kind of things: "nuôi trồng thủy sản"."""
        return lexicon().umbrellas.issuperset(self.heads)

    @property
    def livelihood(self) -> str:
        return str(lexicon().kinds[self.kind]["livelihood"])

    @property
    def name(self) -> str:
        """The activity as an editor would name the model: "Nuôi dê sinh sản".

        >>> Activity(Span(0, 9), "crop", ("hồi",), ("hồi", "quế"), "chăm", Anchor.VERB, False, False).name
        'Trồng hồi, quế'
        """
        table = lexicon().kinds[self.kind]
        if "head" in table:
            return str(table["head"])
        verb = str(table["verb"]) if self.verb is None else self.verb.lower()
        if verb and verb not in lexicon().name_verbs:
            verb = str(table["verb"])
        words = ", ".join(f"{thing[0].lower()}{thing[1:]}" for thing in self.objects)
        name = f"{verb} {words}".strip()
        return name[0].upper() + name[1:]
