"""Collects the texts that people read and keeps the catalogues of `webui/translations` in step with them.

    python scripts/translations.py

After it, `git diff` shows new texts with an empty translation: write them in, and run it again. A text that
is gone is dropped; one that changed gets its old translation, marked "fuzzy". So does `make translations`.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from kb.places import REGIONS, REGIONS_2025
from kb.programmes import PROGRAMMES, PROJECTS

ROOT = Path(__file__).parent.parent
TRANSLATIONS = ROOT / "webui" / "translations"

_METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
KEYWORDS: dict[str, Any] = {"_": None, "marked": None, "counted": (1, 1), "plural": (1, 1)}
_UNITS = (
    *("%", "điểm %", "hộ", "đồng", "người", "ha", "năm", "lao động", "tháng", "ngày", "mô hình", "tài liệu"),
    *("dự án", "tiểu dự án", "thẻ", "lượt", "lượt hộ", "công trình", "cụm loa", "trẻ", "đài", "căn", "nhà"),
    *("sản phẩm", "huyện", "xã", "thôn", "bản", "buôn", "lớp", "tỷ đồng", "triệu đồng"),
)
"""What figures and indicators are counted in, as `indexer/data` names it."""


def collect() -> Catalog:
    """Every text of the code, the templates and the data whose names are shown, in alphabetical order."""
    catalogue = Catalog(fuzzy=False, charset="utf-8")
    for text, place in _texts():
        catalogue.add(text, locations=[place] if place else [])
    return catalogue


def _texts() -> Iterator[tuple[str | tuple[str, str], tuple[str, int] | None]]:
    for package in ("kb", "webui"):
        found = extract_from_dir(ROOT / package, _METHODS, keywords=KEYWORDS, options_map=_OPTIONS)
        for path, _line, text, _comments, _context in found:
            yield text, (f"{package}/{path}", 0)
    for unit in _UNITS:
        yield (unit, unit), None
    for names in (REGIONS, REGIONS_2025):
        yield from ((name, None) for name in names)
    for each in (*PROGRAMMES.values(), *PROJECTS.values()):
        yield each.short_name, None


_OPTIONS = {"**.html": {"silent": "false"}}


def translated(path: Path, catalogue: Catalog) -> Catalog:
    """The catalogue of one language, with the texts of `catalogue` and no others."""
    with path.open("rb") as file:
        own = read_po(file, locale=path.parent.parent.name)
    made_on = own.creation_date
    own.update(catalogue)
    own.creation_date = made_on  # a run that changes nothing leaves the file as it is
    own.obsolete.clear()
    return own


def compiled(catalogue: Catalog) -> bytes:
    """What a program reads."""
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def written(catalogue: Catalog) -> bytes:
    """What a translator reads: by alphabet, with the files a text stands in."""
    target = BytesIO()
    write_po(target, catalogue, width=110, sort_output=True, include_lineno=False, omit_header=False)
    return target.getvalue()


def main() -> None:
    texts = collect()
    for path in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po")):
        catalogue = translated(path, texts)
        path.write_bytes(written(catalogue))
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
        missing = sum(not _is_said(message.string) or message.fuzzy for message in catalogue if message.id)
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} texts, {missing} to translate")


def _is_said(string: str | tuple[str, ...] | list[str]) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


if __name__ == "__main__":
    main()
