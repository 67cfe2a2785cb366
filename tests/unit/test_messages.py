"""Every error has a Vietnamese message that can be said with the data the error carries."""

import inspect
import pickle

import pytest

from kb import errors
from kb.errors import KbError
from kb.messages import MESSAGES, NOTES, message_of

DATA = {
    "path": "bao-cao.pdf",
    "other_path": "khac/bao-cao.pdf",
    "suffix": ".doc",
    "size_bytes": 200_000_000,
    "limit_bytes": 100_000_000,
    "reason": "Permission denied",
    "key": "published",
    "value": "31/02/2024",
    "doc_id": "bao-cao",
    "length": 10_000,
    "limit": 1000,
    "name": "year",
    "choices": ("2023",),
    "count": 9,
    "low": 2,
    "high": 6,
    "what": "document",
    "directory": "kb-data",
    "holder": "PID 7",
    "found": "9",
    "supported": "1",
    "user": "kb",
    "database": "kb",
    "encoding": "LATIN1",
    "example": "100",
    "extra": "cluster",
    "reasons": {"bao-cao": "quá dài"},
}
CLASSES = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, KbError)]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_error_has_its_own_vietnamese_message(kind: type[KbError]) -> None:
    assert kind in MESSAGES
    message = message_of(kind(**DATA))
    assert message.endswith((".", ").", "”.")) and len(message) > 30
    assert any(letter in message for letter in "ạảấầẩậắằặẹẻếềểễệịọốồổộớờởợụủứừửựỳýđ")


def test_every_error_is_named_in_all_and_in_the_tree_of_the_docstring() -> None:
    assert set(errors.__all__) == {kind.__name__ for kind in CLASSES}
    assert all(kind.__name__ in (errors.__doc__ or "") for kind in CLASSES)


def test_an_error_keeps_its_data_on_the_way_between_processes() -> None:
    error = errors.IdClash(path="a.md", other_path="b.md", doc_id="a")
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), copy.data) == (errors.IdClash, error.data)


def test_a_large_file_is_named_in_megabytes() -> None:
    error = errors.FileTooLarge(path="a.pdf", size_bytes=1_500_000_000, limit_bytes=100_000_000)
    assert "1,5 GB" in message_of(error) and "100 MB" in message_of(error)


def test_notes_are_sentences() -> None:
    assert all(note.endswith(".") for note in NOTES.values())
