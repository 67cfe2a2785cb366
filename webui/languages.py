"""The languages of the pages. The address says which, so that a page can be sent as it was read."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Flask, g, request
from flask_babel import Babel, get_translations
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from kb.errors import ArgumentInvalid
from kb.language import VIETNAMESE, Language, speak, spoken

__all__ = ["LANGUAGES", "init_app"]

LANGUAGES: Mapping[str, str] = {"vi": "Tiếng Việt", "en": "English"}
"""Each by its own name; Vietnamese is meant where the address says nothing."""

_REGIONS = {"en": "GB"}


def init_app(app: Flask) -> None:
    """Read the language of each request, and keep it in every address that a page leads to."""
    Babel(app, default_locale=VIETNAMESE.code, locale_selector=lambda: g.get("language", VIETNAMESE.code))
    app.before_request(_begin)
    app.teardown_request(_end)
    app.url_defaults(_keep)
    app.jinja_env.globals.update(
        language_address=_address, language_field=_field, languages=LANGUAGES, spoken=spoken
    )
    app.jinja_env.filters["vi"] = _vietnamese


def _begin() -> None:
    """Speak the language of the address. Raises ArgumentInvalid, said in Vietnamese."""
    speak(VIETNAMESE)
    code = request.args.get("lang") or VIETNAMESE.code
    if code not in LANGUAGES:
        raise ArgumentInvalid(name="lang", value=code, choices=tuple(LANGUAGES))
    if code != VIETNAMESE.code:
        g.language = code
        speak(Language(code, _REGIONS[code], get_translations()))


def _end(_error: BaseException | None) -> None:
    """What this thread does next is Vietnamese again."""
    speak(VIETNAMESE)


def _keep(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint != "static" and spoken() is not VIETNAMESE:
        values.setdefault("lang", spoken().code)


def _address(code: str) -> str:
    """The present page in another language."""
    arguments = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    if code != VIETNAMESE.code:
        arguments.append(("lang", code))
    return request.path + (f"?{urlencode(arguments)}" if arguments else "")


def _field() -> Markup:
    """What a form that is sent by GET needs, as it does not keep the arguments of its address."""
    if spoken() is VIETNAMESE:
        return Markup()
    return Markup('<input type="hidden" name="lang" value="{}">').format(spoken().code)


@pass_context
def _vietnamese(_context: Context, text: str) -> Markup:
    """Words of a source or a name, told apart from a page in another language.

    With a context, so that a template does not keep what it gave for a constant in one language.
    """
    return Markup("{}" if spoken() is VIETNAMESE else '<span lang="vi">{}</span>').format(text)
