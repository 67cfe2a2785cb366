"""One line of a JSONL collection: an object with id, title, text and the optional keys."""

import json

from indexer.extract.draft import Block, Draft, text_of
from indexer.extract.metadata import read_metadata
from indexer.extract.original import Original
from kb.errors import FileBroken, MetadataInvalid, TextMissing

__all__ = ["read_json_line"]


def read_json_line(original: Original) -> Draft:
    """Its text as it stands, in one block. Raises FileBroken, TextMissing and MetadataInvalid."""
    try:
        record = json.loads(text_of(original))
    except (ValueError, RecursionError) as error:
        raise FileBroken(**original.place, reason=str(error)) from error
    if not isinstance(record, dict):
        raise FileBroken(**original.place, reason="not an object")
    text = record.get("text")
    if text is None:
        raise TextMissing(**original.place)
    if not isinstance(text, str):
        raise MetadataInvalid(**original.place, key="text", value=str(text)[:100])
    return Draft(read_metadata(original, record), [Block(text)])
