"""From a result into the document, and there from match to match, in a real browser."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

import pytest

pytestmark = pytest.mark.browser

Visit = Callable[..., Any]

TYPED = [
    pytest.param("hộ nghèo nuôi bò", id="marked"),
    pytest.param("ho ngheo nuoi bo", id="unmarked"),
    pytest.param("hộ ngheo nuoi bò", id="half"),
    pytest.param('"hộ nghèo"', id="phrase"),
    pytest.param("HTX nuôi heo", id="other-names"),
    pytest.param("Dak Lak", id="highlands"),
]


def shown_matches(page: Any) -> list[str]:
    return [mark.inner_text() for mark in page.locator("main mark").all()]


@pytest.mark.parametrize("typed", TYPED)
def test_matches_of_a_result_are_marked_in_the_document_too(visit: Visit, typed: str) -> None:
    page = visit(f"/?q={quote_plus(typed)}")
    link = page.locator(".hit h2 a").first
    in_result = {text.lower() for text in page.locator(".hit").first.locator("mark").all_inner_texts()}
    link.click()
    page.wait_for_selector("[data-matches]")
    in_document = {text.lower() for text in shown_matches(page)}
    assert in_result
    assert in_result <= in_document


@pytest.mark.parametrize("typed", TYPED)
def test_next_and_previous_go_through_all_matches(visit: Visit, typed: str) -> None:
    page = visit(f"/?q={quote_plus(typed)}")
    page.locator(".hit h2 a").first.click()
    bar = page.locator("[data-matches]")
    total = int(str(bar.get_attribute("data-matches")))
    seen = []
    for number in range(1, total + 1):
        bar.locator("[data-step='1']").click()
        assert bar.locator("[data-position]").inner_text() == f"{number} / {total}"
        seen.append(page.locator("mark.current").first.get_attribute("id"))
        assert page.locator("mark.current").first.is_visible()
    assert seen == [f"hit{number}" for number in range(1, total + 1)]
    bar.locator("[data-step='1']").click()
    assert bar.locator("[data-position]").inner_text() == f"1 / {total}"


def test_previous_begins_at_the_last_match(visit: Visit) -> None:
    page = visit("/?q=nuôi+bò")
    page.locator(".hit h2 a").first.click()
    bar = page.locator("[data-matches]")
    bar.locator("[data-step='-1']").click()
    total = bar.get_attribute("data-matches")
    assert bar.locator("[data-position]").inner_text() == f"{total} / {total}"
