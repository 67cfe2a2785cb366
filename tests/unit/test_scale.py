"""What docs/scale.md says is what the formulas of benchmarks/scale.py give."""

import runpy
from dataclasses import replace

from tests.conftest import ROOT

SCALE = runpy.run_path(str(ROOT / "benchmarks" / "scale.py"))
PAGE = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")


def test_the_table_of_the_page_is_computed_from_the_costs() -> None:
    assert SCALE["table"](SCALE["COSTS"]) in PAGE


def test_twice_the_cost_of_understanding_takes_longer_and_no_more_disk() -> None:
    costs = SCALE["COSTS"]
    slower = replace(costs, understanding_ms=2 * costs.understanding_ms)
    changed = [
        (before, after)
        for before, after in zip(
            SCALE["table"](costs).splitlines(), SCALE["table"](slower).splitlines(), strict=True
        )
        if before != after
    ]
    assert changed and all("hours" in before for before, _ in changed)
