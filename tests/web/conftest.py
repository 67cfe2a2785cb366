"""The site on a real server, and the system's Chromium to look at it."""

import logging
import shutil
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from kb.catalogue import ModelRequest
from kb.service import KnowledgeBase

LONGAN = "can-tho-2023-hoi-nghi-nhan-rong-mo-hinh"

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_QUIET = ("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync")


@pytest.fixture(scope="session")
def site(app: Flask) -> Iterator[str]:
    """The address of the running site."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    path = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if path is None:
        pytest.skip("no Chromium on this machine: install the package chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *_QUIET])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Any, site: str) -> Iterator[Callable[..., Any]]:
    """Opens an address of the site in a context of its own (options as of a Playwright context).

    The test fails when a page says anything on the console, or asks another host for anything. `weighed`
    is filled with the bytes of everything loaded but fonts, by address.
    """
    contexts, complaints = [], []

    def open_page(address: str, weighed: dict[str, int] | None = None, **options: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url) if _is_foreign(request) else None)
        if weighed is not None:
            page.on("requestfinished", lambda request: weighed.update(_weight(request)))
        page.goto(site + address, wait_until="networkidle")
        return page

    def _is_foreign(request: Any) -> bool:
        return not request.url.startswith((f"{site}/", "blob:"))

    yield open_page
    for context in contexts:
        context.close()
    assert [text for text in complaints if "404" not in text] == []


def _weight(request: Any) -> dict[str, int]:
    """What the response took on the line, by address; nothing for a font."""
    sizes = request.sizes()
    size = sizes["responseBodySize"] + sizes["responseHeadersSize"]
    return {} if request.url.endswith(".woff2") else {request.url: size}


PAGES = {
    "start": "/",
    "results": "/?q=nuôi+bò",
    "nothing": "/?q=nhãn+Idol&province=Vĩnh+Long&kind=plan",
    "models": "/models",
    "models-within-means": "/models?q=bò&cost=50",
    "document": f"/documents/{LONGAN}?q=nhãn",
    "provinces": "/provinces",
    "province": "/provinces/can-tho",
    "projects": "/projects",
    "project": "/projects/DA2",
    "new-map": "/provinces?map=34&measure=poverty-rate",
    "new-province": "/provinces/tuyen-quang?map=34",
    "two-provinces": "/provinces/compare?p=ha-giang&p=cao-bang",
    "matrix": "/matrix",
    "english": "/models?q=bò&lang=en",
    "about": "/about",
    "empty-collection": "/collection",
    "choose": "/compare",
    "not-found": "/khong-co",
}
KINDS = [*PAGES, "model", "compare", "collection", "print"]


@pytest.fixture(scope="session")
def pages(cattle_ids: list[str]) -> dict[str, str]:
    """An address for every kind of page, of KINDS."""
    chosen = "&".join(f"m={key}" for key in cattle_ids)
    return PAGES | {
        "model": f"/models/{cattle_ids[0]}",
        "compare": f"/compare?{chosen}",
        "collection": f"/collection?{chosen}&m={LONGAN}~0&n=Ghi+chú",
        "print": f"/collection/print?{chosen}&m={LONGAN}~0&n=Ghi+chú",
    }


@pytest.fixture(scope="session")
def cattle_ids(corpus_kb: KnowledgeBase) -> list[str]:
    """Six models of cattle raising, the best known first."""
    listed = corpus_kb.list_models(ModelRequest(text="nuôi bò", page_size=100)).models
    cattle = [each.compared.model for each in listed if "bò" in each.compared.model.name.lower()]
    return [model.model_id for model in cattle[:6]]
