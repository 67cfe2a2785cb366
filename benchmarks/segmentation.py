"""Whether words are exactly pyvi's, and how much faster; and what the analysis of the same texts takes.

    python benchmarks/segmentation.py FILE.jsonl[.xz|.gz] [--limit N]

Each line of the file is an object with a "text". Both run on one core over the same texts, in turns, so that
a busy machine slows both; times are of the processor. Exit status 1 when any text is segmented differently.
"""

import argparse
import gzip
import json
import lzma
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from pyvi.ViTokenizer import ViTokenizer

from indexer.analysis import analyze, terms
from indexer.segmenter import tokenize

_TURN = 200
_IMPORT = "import indexer.segmenter as s; s.find_joins(['a', 'b'])"
_OPENERS = {".xz": lzma.open, ".gz": gzip.open}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", type=Path)
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N texts")
    arguments = parser.parse_args()

    tokenize("đọc trọng số trước khi đo")
    clocks = {name: _Clock() for name in ("pyvi", "segmenter", "analysis: terms", "analysis: tokens")}
    texts = syllables = different = 0
    for turn in _turns(islice(_read_texts(arguments.path), arguments.limit)):
        with clocks["pyvi"]:
            expected = [ViTokenizer.tokenize(text) for text in turn]
        with clocks["segmenter"]:
            found = [tokenize(text) for text in turn]
        with clocks["analysis: terms"]:
            for text in turn:
                terms(text)
        with clocks["analysis: tokens"]:
            for text in turn:
                analyze(text)
        texts += len(turn)
        syllables += sum(text.count(" ") + text.count("_") + 1 for text in expected)
        different += sum(one != other for one, other in zip(expected, found, strict=True))

    print(f"{texts} texts, {syllables} syllables and marks, {different} segmented differently")
    for name, clock in clocks.items():
        speed, ratio = syllables / clock.seconds, clocks["pyvi"].seconds / clock.seconds
        print(f"{name:18}{clock.seconds:9.1f} s {speed:12,.0f} a second {ratio:7.1f} times pyvi")
    print(f"import and first use of the segmenter: {_import_seconds():.2f} s")
    return 1 if different else 0


class _Clock:
    """Adds up the processor seconds of the blocks it is entered for."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __enter__(self) -> None:
        self._start = time.process_time()

    def __exit__(self, *_: object) -> None:
        self.seconds += time.process_time() - self._start


def _read_texts(path: Path) -> Iterator[str]:
    file: TextIO
    with _OPENERS.get(path.suffix, open)(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)["text"]


def _turns(texts: Iterator[str]) -> Iterator[list[str]]:
    while turn := list(islice(texts, _TURN)):
        yield turn


def _import_seconds() -> float:
    """Seconds that the segmenter adds to the start of a program, the best of five."""
    runs = []
    for code in ("pass", _IMPORT) * 5:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        runs.append(time.perf_counter() - start)
    return min(runs[1::2]) - min(runs[::2])


if __name__ == "__main__":
    sys.exit(main())
