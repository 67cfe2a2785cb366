"""Search over the shipped corpus, measured on the project's own judged queries (docs/search.md).

The floors stand a little under what was measured on exactly the texts, queries and judgements that
MEASURED_ON names. Who changes one of them measures again (`python benchmarks/quality.py`) and moves the
floors on purpose.
"""

import hashlib
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean

import pytest

from indexer.normalize import fold_diacritics
from kb.service import KnowledgeBase

HERE = Path(__file__).parent
DOCUMENTS = HERE.parents[1] / "corpus" / "documents"

MEASURED_ON = "fda32ace8e9b1c2c"
FLOORS = {"as typed": 0.93, "without marks": 0.915}
FLOOR_OF_A_KIND = 0.85
LOSS_WITHOUT_MARKS = 0.02


def read_table(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def read_qrels() -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = defaultdict(dict)
    for query_id, _, doc_id, grade in read_table("qrels.tsv"):
        qrels[query_id][doc_id] = int(grade)
    return qrels


QUERIES = dict(read_table("queries.tsv"))
QRELS = read_qrels()


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """nDCG with the grades as gains, Järvelin & Kekäläinen (2002), as trec_eval computes it."""
    gains = [grades.get(doc_id, 0) for doc_id in ranked[:depth]]
    ideal = sorted(grades.values(), reverse=True)[:depth]
    return discounted(gains) / discounted(ideal)


def discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def measure(kb: KnowledgeBase, queries: Mapping[str, str]) -> dict[str, float]:
    """nDCG@10 of each query."""
    ranked = {query_id: [doc_id for doc_id, _ in kb.rank(text, 10)] for query_id, text in queries.items()}
    return {query_id: ndcg(doc_ids, QRELS[query_id]) for query_id, doc_ids in ranked.items()}


def fingerprint() -> str:
    files = [*sorted(DOCUMENTS.glob("*.md")), HERE / "queries.tsv", HERE / "qrels.tsv"]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@pytest.fixture(scope="module")
def measured(corpus_kb: KnowledgeBase) -> dict[str, dict[str, float]]:
    stripped = {query_id: fold_diacritics(text) for query_id, text in QUERIES.items()}
    return {"as typed": measure(corpus_kb, QUERIES), "without marks": measure(corpus_kb, stripped)}


def test_floors_were_measured_on_these_texts_queries_and_judgements() -> None:
    assert fingerprint() == MEASURED_ON, "measure again and move the floors on purpose"


@pytest.mark.parametrize("typing", FLOORS)
def test_search_puts_the_judged_documents_first(measured: dict[str, dict[str, float]], typing: str) -> None:
    assert mean(measured[typing].values()) >= FLOORS[typing]


def test_queries_typed_without_marks_lose_little(measured: dict[str, dict[str, float]]) -> None:
    loss = mean(measured["as typed"].values()) - mean(measured["without marks"].values())
    assert loss <= LOSS_WITHOUT_MARKS


def test_no_kind_of_query_is_left_behind(measured: dict[str, dict[str, float]]) -> None:
    by_kind = defaultdict(list)
    for query_id, value in measured["as typed"].items():
        by_kind[query_id.split("-")[1]].append(value)
    assert {kind: mean(values) for kind, values in by_kind.items() if mean(values) < FLOOR_OF_A_KIND} == {}


def test_every_query_has_a_judged_document_of_the_corpus() -> None:
    documents = {file.stem for file in DOCUMENTS.glob("*.md")}
    assert QRELS.keys() == QUERIES.keys()
    assert {doc_id for grades in QRELS.values() for doc_id in grades} <= documents
    assert {grade for grades in QRELS.values() for grade in grades.values()} == {1, 2}


def test_ndcg_of_a_known_ranking() -> None:
    grades = {"a": 2, "b": 1}
    assert ndcg(["a", "b"], grades) == 1
    assert ndcg(["x", "a"], grades) == pytest.approx((2 / math.log2(3)) / (2 + 1 / math.log2(3)))
    assert ndcg([], grades) == 0
