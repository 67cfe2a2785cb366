"""Rebuild corpus/manifest.jsonl: one line for each document, in the order of their ids.

python scripts/build_manifest.py            # writes the file
python scripts/build_manifest.py --check    # exit 1 when the file differs from a rebuild
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path

from indexer.extract import Original, parse, read_originals
from kb.errors import InputError

CORPUS = Path(__file__).parent.parent / "corpus"
LICENCE = "CC-BY-4.0"
MAX_DOCUMENT_BYTES = 1_000_000


def build_manifest(documents: Path) -> str:
    """The manifest of the folder `documents`; raises the InputError of a file that cannot be read."""
    records = sorted((describe(original) for original in read(documents)), key=itemgetter("doc_id"))
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def read(documents: Path) -> Iterator[Original]:
    for path in documents.iterdir():
        for original in read_originals(path, MAX_DOCUMENT_BYTES):
            if isinstance(original, InputError):
                raise original
            yield original


def describe(original: Original) -> dict[str, str | None]:
    """What the manifest says of one document; null where the document does not say."""
    document = parse(original)
    return {
        "doc_id": document.doc_id,
        "title": document.title,
        "source": document.source,
        "url": document.url,
        "published": document.published.isoformat() if document.published else None,
        "kind": document.kind,
        "licence": LICENCE,
        "sha256": hashlib.sha256(original.content).hexdigest(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when out of date")
    is_check = parser.parse_args().check
    path, manifest = CORPUS / "manifest.jsonl", build_manifest(CORPUS / "documents")
    if not is_check:
        path.write_text(manifest, encoding="utf-8")
    elif not path.exists() or path.read_text(encoding="utf-8") != manifest:
        sys.exit(f"{path} is out of date: run python scripts/build_manifest.py")


if __name__ == "__main__":
    main()
