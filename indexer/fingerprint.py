"""What made a result, as a short hash of the code and data that took part.

A store or index made by other code is recognised without anybody remembering to raise a version number.
"""

import hashlib
from functools import cache
from pathlib import Path

__all__ = ["ANALYSIS", "PIPELINE", "fingerprint"]

_ROOT = Path(__file__).parent
_DATA = _ROOT.parent / "kb"
_TAXONOMIES = (*(_DATA / "data").glob("places*"), _DATA / "data" / "programmes.toml")

ANALYSIS = (
    "analysis.py",
    "normalize.py",
    "segmenter",
    "entry_terms.py",
    "inversion.py",
    "postings.py",
    "segments.py",
    "vocabulary.py",
    "whoosh_index.py",
    "columns.py",
)
"""What decides the files of an index."""

PIPELINE = (
    "encodings.py",
    "encodings",
    "extract",
    "passages.py",
    "patterns.py",
    "records.py",
    "shingles.py",
    "tagging",
    "extraction",
    "data",
)
"""What decides the record that is made of a file; the taxonomies of `kb` take part as well."""


@cache
def fingerprint(parts: tuple[str, ...]) -> str:
    """Twelve hex digits that change with any source or data file of `parts` (names beside this module)."""
    paths = [_ROOT / part for part in parts]
    if parts is PIPELINE:
        paths += [_DATA / "places.py", _DATA / "programmes.py", *_TAXONOMIES]
    digest = hashlib.sha256()
    for file in sorted(file for path in paths for file in _files(path)):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return [file for file in path.rglob("*") if file.is_file() and file.suffix != ".pyc"]
    return [path] if path.exists() else []
