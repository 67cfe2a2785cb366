"""Take the pictures of the documentation again: docs/images/*.png, from a running site.

    python scripts/take_screenshots.py http://127.0.0.1:8000

Needs Chromium and the libraries of the tests.
"""

import argparse
import json
import shutil
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

_FOLDER = Path(__file__).parents[1] / "docs" / "images"
_DESK = {"viewport": {"width": 1280, "height": 860}}
_TELEPHONE = {"viewport": {"width": 360, "height": 720}, "device_scale_factor": 2, "has_touch": True}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", help="the address of a running site")
    site = parser.parse_args().site.rstrip("/")
    chosen = "&".join(f"m={urllib.parse.quote(model_id)}" for model_id in _cattle(site))
    pictures: dict[str, tuple[str, dict[str, Any]]] = {
        "trang-dau": ("/", _DESK),
        "ket-qua": ("/?q=nuôi+bò&livelihood=chan-nuoi", _DESK),
        "so-sanh": (f"/compare?{chosen}", _DESK),
        "soan-tai-lieu": (f"/collection?title=Bốn+mô+hình+nuôi+bò&{chosen}", _DESK),
        "dien-thoai-toi": (f"/compare?{chosen}", {**_TELEPHONE, "color_scheme": "dark"}),
    }
    _FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (address, options) in pictures.items():
            page = browser.new_context(**options).new_page()
            page.goto(site + address, wait_until="networkidle")
            page.screenshot(path=_FOLDER / f"{name}.png")
        browser.close()


def _cattle(site: str) -> list[str]:
    """Four models of cattle raising, those with most figures first."""
    query = urllib.parse.urlencode({"q": "nuôi bò", "sort": "figures"})
    with urllib.request.urlopen(f"{site}/api/v1/models?{query}") as answer:
        models = json.load(answer)["models"]
    return [model["id"] for model in models if "bò" in model["name"].lower()][:4]


if __name__ == "__main__":
    main()
