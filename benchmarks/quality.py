"""How well search ranks, beside other engines, for queries as given and with all marks stripped.

    python benchmarks/quality.py                       the project's own judged queries over corpus/documents
    python benchmarks/quality.py FOLDER [FOLDER...]    sets of corpus.jsonl, queries.tsv and qrels.tsv instead
    python benchmarks/quality.py --news FILE           judged short queries over a sample of news (.jsonl.xz)
    python benchmarks/quality.py --data DIR            keeps the indexes under DIR; indexing takes longest

The product answers through `kb index` and `kb search --topics`, with its defaults; with KB_SEMANTIC=1 also
through `kb embed`. Needs the "bench" group.
Intervals are 95 % percentile bootstrap intervals over queries. nDCG uses the grades as gains (as trec_eval).
"""

import argparse
import json
import lzma
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import ir_measures
import numpy as np
from _baselines import BASELINES, DEPTH, Ranking
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG
from scipy.stats import bootstrap

from indexer.extract import Original, parse, read_originals
from indexer.normalize import fold_diacritics
from kb.settings import read_settings

MEASURES = (nDCG @ 10, RR @ 10, R @ 20)
NAMES = ("nDCG@10", "MRR@10", "recall@20")
PRODUCT = "kb"

_ROOT = Path(__file__).parents[1]
_JUDGED = _ROOT / "tests" / "quality"

_NEWS_SEED, _NEWS_ARTICLES = 7, 8000
"""Which articles of the file the judgements of short queries are on."""


@dataclass(frozen=True)
class TestSet:
    """Documents to index, queries by id and the judgements on them."""

    name: str
    source: Path
    queries: Mapping[str, str]
    qrels: tuple[Qrel, ...]

    @classmethod
    def read(cls, name: str, source: Path, folder: Path, prefix: str = "") -> "TestSet":
        queries = dict(line.split("\t", 1) for line in _lines(folder / f"{prefix}queries.tsv"))
        judged = (line.split("\t") for line in _lines(folder / f"{prefix}qrels.tsv"))
        qrels = tuple(Qrel(query_id, doc_id, int(grade)) for query_id, _, doc_id, grade in judged)
        return cls(name, source, queries, qrels)

    def documents(self) -> dict[str, str]:
        """Title and text of each, by doc_id: what the baselines index."""
        if self.source.suffix == ".jsonl":
            records = [json.loads(line) for line in _lines(self.source)]
            return {record["id"]: f"{record['title']}\n{record['text']}" for record in records}
        files = sorted(self.source.glob("*.md"))
        originals = (original for path in files for original in read_originals(path, max_bytes=sys.maxsize))
        parsed = [parse(original) for original in originals if isinstance(original, Original)]
        return {document.doc_id: f"{document.title}\n{document.text}" for document in parsed}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="*", metavar="FOLDER")
    parser.add_argument("--data", type=Path, metavar="DIR", help="keep the product's indexes here")
    parser.add_argument("--only-product", action="store_true", help="leave the baselines out")
    parser.add_argument("--news", type=Path, metavar="FILE", help="news articles, a JSON object a line")
    arguments = parser.parse_args()
    sets = [TestSet.read(folder.name, folder / "corpus.jsonl", folder) for folder in arguments.folders]
    with tempfile.TemporaryDirectory() as temporary:
        if arguments.news:
            sets.append(_news(arguments.news, Path(temporary) / "news.jsonl"))
        if not sets:
            sets = [TestSet.read("corpus", _ROOT / "corpus" / "documents", _JUDGED)]
        for test_set in sets:
            _report(test_set, arguments.data or Path(temporary), with_baselines=not arguments.only_product)


def _news(articles: Path, sample: Path) -> TestSet:
    """The judged short queries, over the articles they were judged on, which are written to `sample`."""
    with lzma.open(articles, "rt", encoding="utf-8") as file:
        chosen = random.Random(_NEWS_SEED).sample(list(file), _NEWS_ARTICLES)
    sample.write_text("".join(chosen), encoding="utf-8")
    return TestSet.read("news", sample, _JUDGED, "news_")


def _report(test_set: TestSet, data: Path, *, with_baselines: bool) -> None:
    marked = test_set.queries
    stripped = {query_id: fold_diacritics(text) for query_id, text in marked.items()}
    data_dir = data / test_set.name
    _kb("index", test_set.source, "--data", data_dir)
    if read_settings().is_semantic:
        _kb("embed", "--data", data_dir)
    scores = {
        PRODUCT: [_measure(test_set, _product_run(data_dir, queries)) for queries in (marked, stripped)]
    }
    for name, build in BASELINES.items() if with_baselines else ():
        search = build(test_set.documents())
        runs = [
            {query_id: search(text) for query_id, text in queries.items()} for queries in (marked, stripped)
        ]
        scores[name] = [_measure(test_set, run) for run in runs]
    print(_table(test_set, scores), *_warnings(scores), sep="\n", end="\n\n", flush=True)


def _product_run(data_dir: Path, queries: Mapping[str, str]) -> dict[str, Ranking]:
    """What `kb search --topics` answers."""
    topics, run = data_dir / "topics.tsv", data_dir / "run.trec"
    topics.write_text(
        "".join(f"{query_id}\t{text}\n" for query_id, text in queries.items()), encoding="utf-8"
    )
    _kb("search", "--topics", topics, "--run", run, "--limit", DEPTH, "--data", data_dir)
    ranked: dict[str, list[tuple[str, float]]] = {query_id: [] for query_id in queries}
    for line in _lines(run):
        query_id, _, doc_id, _, score, _ = line.split()
        ranked[query_id].append((doc_id, float(score)))
    return dict(ranked)


def _kb(*arguments: object) -> None:
    kb = Path(sys.executable).with_name("kb")
    subprocess.run([kb, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def _measure(test_set: TestSet, run: Mapping[str, Ranking]) -> dict[ir_measures.Measure, np.ndarray]:
    """The value of each query, by measure; a query without answers counts 0."""
    # The rank is what was answered: equal scores must not be put in another order by doc_id.
    scored = [
        ScoredDoc(query_id, doc_id, float(-rank))
        for query_id, ranking in run.items()
        for rank, (doc_id, _) in enumerate(ranking)
    ]
    values: dict[ir_measures.Measure, list[float]] = {measure: [] for measure in MEASURES}
    for value in ir_measures.iter_calc(MEASURES, test_set.qrels, scored):
        values[value.measure].append(value.value)
    return {measure: np.array(found) for measure, found in values.items()}


def _table(test_set: TestSet, scores: Mapping[str, list[dict[ir_measures.Measure, np.ndarray]]]) -> str:
    head = [f"| {test_set.name}: {len(test_set.queries)} queries |"]
    head += [f" {name}{kind} |" for kind in ("", ", stripped") for name in NAMES]
    rows = ["".join(head), "|---|" + "---|" * (len(NAMES) * 2)]
    for name, kinds in scores.items():
        cells = [_with_interval(values[measure]) for values in kinds for measure in MEASURES]
        rows.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _with_interval(values: np.ndarray) -> str:
    if values.std() == 0:
        return f"{values.mean():.3f}"
    found = bootstrap((values,), np.mean, method="percentile", n_resamples=2000, batch=100, rng=0)
    low, high = found.confidence_interval
    return f"{values.mean():.3f} ({low:.3f}-{high:.3f})"


def _warnings(scores: Mapping[str, list[dict[ir_measures.Measure, np.ndarray]]]) -> Iterable[str]:
    """A line for each figure in which a baseline is better than the product."""
    for column, kind in enumerate(("", ", stripped")):
        for measure, name in zip(MEASURES, NAMES, strict=True):
            means = {searcher: kinds[column][measure].mean() for searcher, kinds in scores.items()}
            best = max(means, key=lambda searcher: means[searcher])
            if means[best] > means[PRODUCT]:
                yield f"WARNING: {name}{kind}: {best} has {means[best]:.4f}, kb {means[PRODUCT]:.4f}"


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    main()
