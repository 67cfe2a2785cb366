"""How long the server takes for each kind of page, and how much goes over the line.

    python benchmarks/pages.py [--data DIR] [--rounds N]

Processor time of this process, the median of N rounds after one that warms up; no browser, no network. Sizes
are of the page alone, as sent. Exit status 1 when the first page of results takes more than its budget.
"""

import argparse
import statistics
import time
from pathlib import Path

from flask.testing import FlaskClient

from kb.settings import read_settings
from webui import create_app

_BUDGET_SECONDS = 0.1

_PAGES = {
    "start": "/",
    "results": "/?q=nuôi+bò+sinh+sản",
    "results in English": "/?q=nuôi+bò+sinh+sản&lang=en",
    "results, filtered": "/?q=nuôi+bò&livelihood=chan-nuoi&year=2021-2025",
    "no result": "/?q=nhãn&province=Vĩnh+Long&kind=plan",
    "models": "/models",
    "models by words": "/models?q=nuôi+bò&cost=50",
    "provinces": "/provinces",
    "a province": "/provinces/ha-giang",
    "matrix": "/matrix",
}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data directory, by default KB_DATA")
    parser.add_argument("--rounds", type=int, default=15, metavar="N")
    arguments = parser.parse_args()

    client = create_app(read_settings(arguments.data)).test_client()
    ids = [model["id"] for model in client.get("/api/v1/models?q=nuôi+bò").get_json()["models"][:6]]
    chosen = "&".join(f"m={model_id}" for model_id in ids)
    pages = _PAGES | {
        "model": f"/models/{ids[0]}",
        "comparison of six": f"/compare?{chosen}",
        "collection of six": f"/collection?{chosen}",
        "Word handout of six": f"/collection/export?format=docx&{chosen}",
    }
    seconds = {name: _measure(client, name, address, arguments.rounds) for name, address in pages.items()}
    return int(seconds["results"] > _BUDGET_SECONDS)


def _measure(client: FlaskClient, name: str, address: str, rounds: int) -> float:
    """The median, after printing a line."""
    times, size = [], 0
    for _ in range(rounds + 1):
        started = time.process_time()
        size = len(client.get(address, headers={"Accept-Encoding": "gzip"}).data)
        times.append(time.process_time() - started)
    median = statistics.median(times[1:])
    print(f"{name:22}{1000 * median:8.1f} ms {size / 1000:8.1f} kB")
    return median


if __name__ == "__main__":
    raise SystemExit(main())
