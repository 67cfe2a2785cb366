"""What pyvi has learned: the weights of its model and the words of its dictionary, from the files it ships.

The model is a CRFsuite binary (version 100: a header, the features, and labels and attributes as constant
databases; N. Okazaki, CRFsuite, 2007) inside a pickle. Both are read here directly, in about 20 ms; to
unpickle it the usual way would import scikit-learn and SciPy.
"""

import codecs
import pickle
import struct
from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

__all__ = ["Weights", "WeightsUnreadable", "read_weights", "shipped_models"]

_CONTINUES, _BEGINS = "I_W", "B_W"
_STATE_FEATURE = 0
_FEATURES = {
    *("bias", "word.isdigit()"),
    *(f"{place}word.{name}" for place in ("", "-1:", "+1:") for name in ("", "istitle()", "isupper()")),
    *("-1:word.bi_gram()", "+1:word.bi_gram()", "-2:word.tri_gram()", "+2:word.tri_gram()"),
}
"""What pyvi tells the model of a syllable; "word." stands for "word.lower():" and the syllable."""


class WeightsUnreadable(Exception):
    """pyvi's files are missing, or are not of the make known here."""


class Weights(NamedTuple):
    """A two-label model.

    `attributes`: by name, how much the attribute speaks for going on with a word over beginning one.
    `moves[previous][next]`: weight of a label following another; 0 begins a word, 1 goes on.
    `words`: the dictionary's words by their number of syllables, the syllables apart by spaces.
    """

    attributes: dict[str, float]
    moves: tuple[tuple[float, float], tuple[float, float]]
    words: dict[int, list[str]]


def shipped_models() -> Path:
    """The folder of the installed pyvi that holds its models; WeightsUnreadable without pyvi."""
    spec = find_spec("pyvi")
    if spec is None or spec.origin is None:
        raise WeightsUnreadable("pyvi is not installed")
    return Path(spec.origin).parent / "models"


def read_weights(folder: Path) -> Weights:
    """The weights in a folder of pyvi's models; WeightsUnreadable when they cannot be made out."""
    try:
        attributes, moves = _parse_model(_model_bytes((folder / "pyvi3.pkl").read_bytes()))
        lines = (folder / "words.txt").read_text(encoding="utf-8").split("\n")
    except (OSError, *_MALFORMED) as error:
        raise WeightsUnreadable(repr(error)) from error
    words = {length: [line for line in lines if line.count(" ") == length - 1] for length in (2, 3)}
    return Weights(attributes, moves, words)


_MALFORMED = (ValueError, LookupError, AttributeError, TypeError, EOFError, struct.error, pickle.PickleError)
"""What reading a damaged pickle or model can end in."""


class _Record:
    """Stands in for any class named in the pickle and keeps what was stored of it."""

    def __init__(self, *_: object) -> None:
        self.stored: dict[str, Any] = {}

    def __setstate__(self, state: Any) -> None:
        self.stored = state


class _RecordUnpickler(pickle.Unpickler):
    """Reads a pickle without running or importing anything that it names."""

    def find_class(self, module_name: str, global_name: str) -> Any:
        return codecs.encode if (module_name, global_name) == ("_codecs", "encode") else _Record


def _model_bytes(pickled: bytes) -> bytes:
    model = _RecordUnpickler(BytesIO(pickled)).load()
    data = model.stored["modelfile"].stored["__FILE_RESOURCE_DATA__"]
    if not isinstance(data, bytes):
        raise TypeError("the pickle holds no model")
    return data


_HEADER = struct.Struct("<4sI4sIIIIIIIII")
_FEATURE = np.dtype([("kind", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])


def _parse_model(data: bytes) -> tuple[dict[str, float], tuple[tuple[float, float], tuple[float, float]]]:
    magic, _, _, version, *_, features_at, labels_at, attributes_at, _, _ = _HEADER.unpack_from(data)
    labels = list(_read_names(data, labels_at))
    if (magic, version) != (b"lCRF", 100) or sorted(labels) != [_BEGINS, _CONTINUES]:
        raise ValueError(f"not a model of two word labels: {magic!r} {version} {labels}")
    names = list(_read_names(data, attributes_at))
    (count,) = struct.unpack_from("<8xI", data, features_at)
    attributes = dict.fromkeys(names, 0.0)
    if {name.partition("lower():")[0] for name in names} != _FEATURES:
        raise ValueError("the model has learned from other features")
    moves = [[0.0, 0.0], [0.0, 0.0]]
    continues = [label == _CONTINUES for label in labels]
    for kind, source, label, weight in np.frombuffer(data, _FEATURE, count, features_at + 12).tolist():
        if kind == _STATE_FEATURE:
            attributes[names[source]] += weight if continues[label] else -weight
        else:
            moves[continues[source]][continues[label]] = weight
    return attributes, ((moves[0][0], moves[0][1]), (moves[1][0], moves[1][1]))


def _read_names(data: bytes, start: int) -> Iterator[str]:
    """The strings of a constant database (CQDB) at `start`, by their number."""
    magic, _, _, _, count, offsets_at = struct.unpack_from("<4sIIIII", data, start)
    if magic != b"CQDB":
        raise ValueError(f"not a constant database: {magic!r}")
    for offset in struct.unpack_from(f"<{count}I", data, start + offsets_at):
        _, size = struct.unpack_from("<II", data, start + offset)
        name_at = start + offset + 8
        yield data[name_at : name_at + size - 1].decode()
