"""How long suggestions take while somebody types, on whatever is in a data directory.

    python benchmarks/suggestions.py [--data DIR] [--queries FILE]

Every query is typed letter by letter as it stands, without marks, and as the keys of Telex; each state is
asked of the API once, and its processor time taken. Exit status 1 when one in a hundred takes longer than the
budget.
"""

import argparse
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from flask.testing import FlaskClient

from indexer.normalize import fold_diacritics
from kb.settings import read_settings
from webui import create_app

_BUDGET_SECONDS = 0.05
_QUERIES = Path(__file__).parents[1] / "tests" / "quality" / "queries.tsv"

_TELEX = dict(zip("\u0300\u0301\u0309\u0303\u0323\u0302\u0306\u031b", "fsrxj^ww", strict=True))
"""The key of each mark; a circumflex doubles its letter."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data directory, by default KB_DATA")
    parser.add_argument("--queries", type=Path, default=_QUERIES, metavar="FILE", help="id<TAB>query lines")
    arguments = parser.parse_args()

    client = create_app(read_settings(arguments.data)).test_client()
    queries = [line.split("\t")[1] for line in arguments.queries.read_text(encoding="utf-8").splitlines()]
    _ask(client, "a")
    time.sleep(10)  # while phrases and titles are gathered
    typings = {
        "as it stands": queries,
        "without marks": [*map(fold_diacritics, queries)],
        "Telex keys": [*map(_keys, queries)],
    }
    slowest = [_measure(client, name, texts) for name, texts in typings.items()]
    return int(max(slowest) > _BUDGET_SECONDS)


def _measure(client: FlaskClient, name: str, queries: list[str]) -> float:
    """The 99th percentile, after printing a line."""
    states = list(dict.fromkeys(query[:end] for query in queries for end in range(1, len(query) + 1)))
    found = [_ask(client, state) for state in states]
    seconds = np.array([each for each, _ in found])
    answered = sum(has_any for _, has_any in found) / len(found)
    median, slow = np.percentile(seconds, [50, 99])
    print(
        f"{name:16}{len(states):6} states{1000 * median:8.1f} ms{1000 * slow:8.1f} ms (99 %)"
        f"{1000 * seconds.max():8.1f} ms (longest), {answered:.0%} answered"
    )
    return float(slow)


def _ask(client: FlaskClient, typed: str) -> tuple[float, bool]:
    """Seconds, and whether anything was suggested."""
    started = time.thread_time()
    answer = client.get("/api/v1/suggest", query_string={"q": typed}).get_json()
    return time.thread_time() - started, bool(answer["suggestions"])


def _keys(text: str) -> str:
    """What is typed for a text with Telex, tones at the end of words."""
    return " ".join("".join(_keys_of(word)) for word in text.split())


def _keys_of(word: str) -> Iterator[str]:
    tone, before = "", ""
    for letter in unicodedata.normalize("NFD", word.replace("đ", "dd").replace("Đ", "DD")):
        key = _TELEX.get(letter, letter)
        if letter != key and key in "fsrxj":
            tone = key
            continue
        yield before if key == "^" else key
        before = letter
    yield tone


if __name__ == "__main__":
    raise SystemExit(main())
