"""No page breaks a rule that axe-core can check (WCAG 2.2 AA and its good practices), in light and dark."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import KINDS

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
OPEN_ALL = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
RUN = "axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations)"


def violations(page: Any) -> list[str]:
    """Rule, what it says, and the first elements that break it."""
    return [
        f"{each['id']}: {each['help']} {[node['html'][:160] for node in each['nodes'][:3]]}"
        for each in page.evaluate(RUN)
    ]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("kind", KINDS)
def test_no_rule_is_broken_in_light_or_dark(
    visit: Callable[..., Any], pages: dict[str, str], kind: str, width: int
) -> None:
    page = visit(pages[kind], viewport={"width": width, "height": 900})
    page.evaluate(AXE)
    page.evaluate(OPEN_ALL)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == [], scheme
