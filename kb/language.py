"""The language in which people are answered: Vietnamese, unless another is being spoken.

Sentences stand in the code in Vietnamese, which is also their key in a catalogue of translations. Who answers
a reader of another language brings that catalogue along; without one every text is as it stands.
"""

from contextvars import ContextVar
from dataclasses import dataclass, field
from gettext import NullTranslations

__all__ = ["VIETNAMESE", "Language", "_", "marked", "plural", "speak", "spoken"]


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its code and region (BCP 47), and the catalogue that turns Vietnamese into it."""

    code: str
    region: str
    translations: NullTranslations = field(default_factory=NullTranslations)

    @property
    def tag(self) -> str:
        """As Office files name it: «vi-VN»."""
        return f"{self.code}-{self.region}"


VIETNAMESE = Language("vi", "VN")
_SPOKEN = ContextVar("spoken language", default=VIETNAMESE)


def spoken() -> Language:
    """The language of the present request; Vietnamese outside of one."""
    return _SPOKEN.get()


def speak(language: Language) -> None:
    """Answer in `language` from here on, in this thread (or other context) only."""
    _SPOKEN.set(language)


def _(text: str, **values: object) -> str:
    """`text` in the language spoken, with `values` put in place of its %(names)s.

    >>> _("Không có %(what)s nào.", what="mô hình")
    'Không có mô hình nào.'
    """
    said = spoken().translations.gettext(text)
    return said % values if values else said


def plural(text: str, n: int | float) -> str:
    """`text` in the language spoken, in the form that goes with the number `n`; fractions count as many."""
    return spoken().translations.ngettext(text, text, int(n) if n == int(n) else 2)


def marked(text: str) -> str:
    """`text` as it is: a mark for what collects the texts to translate, where they are said later."""
    return text
