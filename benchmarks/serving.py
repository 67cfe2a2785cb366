"""Whether the server holds a rate of searches, and that no request fails while the index is built anew.

    python benchmarks/serving.py --data DIR [--rate 100] [--seconds 30]

DIR has been filled by `kb index`. Starts `kb serve`, then sends requests at fixed moments, whether or not
earlier ones have been answered: a server that falls behind is seen in the waiting times (Tene, "How not to
measure latency"). The requests are a mix: searches by page and by API with and without filters, suggestions,
models. A second round runs while `kb index --rebuild` builds a new index and swaps it in. The sender takes
its part of the same processors. Needs the "bench" group.
"""

import argparse
import http.client
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psutil
from peers import draw_requests

from indexer.reindex import entry_of
from kb.search import SearchRequest
from kb.settings import read_settings
from kb.store import Store

_HOST, _PORT = "127.0.0.1", 8765
_SENDERS = 64
_STRETCH = 5.0
"""Seconds of load at a time while something else runs."""
_SEED = 5

Answer = tuple[int, float]
"""The status (0 without an answer), and seconds from the moment that the request was due."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--rate", type=float, default=100, metavar="PER_SECOND")
    parser.add_argument("--seconds", type=float, default=30)
    arguments = parser.parse_args()
    addresses = _addresses(arguments.data)
    kb = [str(Path(sys.executable).with_name("kb")), "--data", str(arguments.data)]
    with _server(kb) as server, tempfile.TemporaryDirectory() as empty:
        _load(addresses, 20, 5)
        at_rest = _load(addresses, arguments.rate, arguments.seconds)
        _report("at rest", at_rest, server)
        busy = _load_during([*kb, "index", "--rebuild", empty], addresses, arguments.rate / 4)
        _report("while the index is rebuilt", busy, server)
    return int(any(status != http.client.OK for status, _ in [*at_rest, *busy]))


def _addresses(data: Path) -> list[str]:
    """A thousand requests in a random order: six in ten are searches, half of them filtered."""
    with closing(Store.open(read_settings(data))) as store:
        chosen = random.Random(_SEED).sample(store.doc_ids(), 1000)
        requests = draw_requests([entry_of(record) for record in store.records(chosen)], len(chosen))
    return [_address(number, request) for number, request in enumerate(requests)]


def _address(number: int, request: SearchRequest) -> str:
    typed = {"q": request.text}
    filtered = typed | {"province": request.filters.chosen("province")}
    kinds = [
        ("/", typed),
        ("/api/v1/search", typed),
        ("/", filtered),
        ("/api/v1/search", filtered),
        ("/api/v1/suggest", {"q": request.text[:8]}),
        ("/models", {"province": filtered["province"]}),
    ]
    path, arguments = kinds[number % len(kinds)]
    return f"{path}?{urlencode(arguments, doseq=True)}"


@contextmanager
def _server(kb: Sequence[str]) -> Iterator[psutil.Process]:
    """`kb serve`, once it answers, until the block ends."""
    server = psutil.Popen([*kb, "serve", "--port", str(_PORT)], stdout=subprocess.DEVNULL)
    try:
        while _status("/healthz") != http.client.OK:
            time.sleep(0.1)
        yield server
    finally:
        server.terminate()
        server.wait()


def _status(address: str) -> int:
    """The status of one request; 0 when there was no answer."""
    try:
        with closing(http.client.HTTPConnection(_HOST, _PORT, timeout=30)) as connection:
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
            return answer.status
    except OSError:
        return 0


def _load(addresses: Sequence[str], rate: float, seconds: float) -> list[Answer]:
    """Requests sent at fixed moments."""
    started = time.perf_counter()

    def send(number: int) -> Answer:
        due = started + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        status = _status(addresses[number % len(addresses)])
        return status, time.perf_counter() - due

    with ThreadPoolExecutor(_SENDERS) as senders:
        return list(senders.map(send, range(int(rate * seconds))))


def _load_during(command: Sequence[str], addresses: Sequence[str], rate: float) -> list[Answer]:
    """Requests sent while `command` runs, and for a while after."""
    answers: list[Answer] = []
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            answers += _load(addresses, rate, _STRETCH)
    return answers + _load(addresses, rate, _STRETCH)


def _report(name: str, answers: Sequence[Answer], server: psutil.Process) -> None:
    waits = sorted(seconds for _, seconds in answers)
    median, high = (1000 * waits[int(share * len(waits))] for share in (0.5, 0.95))
    counts = Counter(status for status, _ in answers)
    statuses = ", ".join(f"{status or 'no answer'}: {count}" for status, count in counts.items())
    held = sum(each.memory_full_info().pss for each in [server, *server.children(recursive=True)])
    print(f"{name}: median {median:.0f} ms, 95th {high:.0f} ms; {statuses}; {held / 1e6:.0f} MB", flush=True)


if __name__ == "__main__":
    sys.exit(main())
