"""Fits the weights that tell figures of models from other numbers, and measures them on documents unseen.

    python benchmarks/figure_weights.py [--news FILE.jsonl.xz] [--write]

What numbers of the labelled documents claim of models is split five ways by document; each part is measured
with weights fitted on the others, at several thresholds. With --news (a JSON object a line: id, title, text)
the claims judged in tests/quality/news_figures.json are fitted on and measured too. --write saves weights
fitted on all of it. Needs scikit-learn.
"""

import hashlib
import json
import lzma
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
from _weights import read_arguments, save_weights
from sklearn.linear_model import LogisticRegression

from indexer._label_matching import model_likeness, pair
from indexer.evaluation import read_records
from indexer.extract import Original, parse, read_originals
from indexer.extraction.candidates import Candidate
from indexer.extraction.claims import Claim, gather_claims
from indexer.extraction.figures import THRESHOLD, choose_figures
from indexer.extraction.models import find_models, may_hold_models, model_name
from indexer.extraction.numbers import find_quantities
from indexer.extraction.scenes import read_scenes
from indexer.tagging.places import read_places
from kb.document import Document, Kind
from kb.model import FIGURES

ROOT = Path(__file__).parents[1]
WEIGHTS = ROOT / "indexer" / "data" / "figure_weights.toml"
NEWS_LABELS = ROOT / "tests" / "quality" / "news_figures.json"
COMMENT = """\
Weights of the signs in indexer/extraction/claims.py: logistic regression, fitted by
benchmarks/figure_weights.py on the labelled documents and on news."""

FOLDS = 5
STRENGTH = 0.1
"""Inverse of the L2 penalty; from 0.05 to 0.3 the area under the ROC curve is the same within 0.01."""
THRESHOLDS = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)


@dataclass(frozen=True)
class Sample:
    """The judged claims of one document; `labelled` counts the figures in the labels of its models."""

    doc_id: str
    claims: list[Claim]
    is_right: list[bool]
    labelled: int

    @property
    def fold(self) -> int:
        return int(hashlib.sha256(f"fold {self.doc_id}".encode()).hexdigest(), 16) % FOLDS


def read(document: Document) -> tuple[list[Candidate], list[Claim]]:
    """The models of a document and what numbers claim of them."""
    if not may_hold_models(document):
        return [], []
    scenes = read_scenes(document, read_places(document, ()))
    quantities = find_quantities(document.text)
    models, others = find_models(document, scenes, quantities)
    return models, gather_claims(document.text, scenes, [*models, *others], quantities, len(models))


def labelled_samples() -> Iterator[Sample]:
    for label in read_records(ROOT / "tests" / "quality" / "gold"):
        path = ROOT / "corpus" / "documents" / f"{label['id']}.md"
        [original] = read_originals(path, max_bytes=1_000_000)
        assert isinstance(original, Original)
        models, claims = read(parse(original))
        records = [record(model) for model in models]
        labels = {
            found: label["models"][row] for row, found in pair(label["models"], records, model_likeness)
        }
        judged = [claim for claim in claims if claim.model in labels]
        labelled = sum(one[key] is not None for one in labels.values() for key in FIGURES)
        yield Sample(label["id"], judged, [agrees(claim, labels[claim.model]) for claim in judged], labelled)


def record(candidate: Candidate) -> dict[str, Any]:
    place = candidate.place
    return {
        "name": model_name(candidate),
        "province": place.province,
        "district": place.district,
        "commune": place.commune,
    }


def agrees(claim: Claim, label: Mapping[str, Any]) -> bool:
    expected, given = label[claim.role.key], claim.role.value
    if expected is None:
        return False
    return abs(expected - given) <= (0.01 * expected if FIGURES[claim.role.key].is_money else 1e-9)


def news_samples(path: Path) -> Iterator[Sample]:
    judged: dict[str, list[dict[str, Any]]] = {}
    for one in json.loads(NEWS_LABELS.read_text(encoding="utf-8")):
        judged.setdefault(one["id"], []).append(one)
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        articles = (json.loads(unicodedata.normalize("NFC", line)) for line in lines)
        for article in articles:
            if labels := judged.get(str(article["id"])):
                yield news_sample(article, labels)


def news_sample(article: Mapping[str, Any], labels: Sequence[Mapping[str, Any]]) -> Sample:
    document = Document(str(article["id"]), article["title"], article["text"], Kind.NEWS)
    models, claims = read(document)
    verdicts = {(one["start"], one["key"], one["model"]): one["is_right"] for one in labels}
    found = [
        (claim, (claim.role.span.start, claim.role.key, model_name(models[claim.model]))) for claim in claims
    ]
    known = [(claim, verdicts[key]) for claim, key in found if key in verdicts]
    right = {(claim.model, claim.role.key) for claim, is_right in known if is_right}
    return Sample(document.doc_id, [one for one, _ in known], [verdict for _, verdict in known], len(right))


def fit(samples: Sequence[Sample], names: Sequence[str]) -> LogisticRegression:
    rows = [[claim.signs.get(name, 0.0) for name in names] for one in samples for claim in one.claims]
    truth = [is_right for one in samples for is_right in one.is_right]
    return LogisticRegression(C=STRENGTH, max_iter=5000).fit(numpy.array(rows), numpy.array(truth))


def weigh(fitted: LogisticRegression, samples: Sequence[Sample], names: Sequence[str]) -> None:
    for claim in (claim for one in samples for claim in one.claims):
        row = [claim.signs.get(name, 0.0) for name in names]
        claim.chance = float(fitted.predict_proba([row])[0, 1])


def weigh_unseen(samples: Sequence[Sample], names: Sequence[str]) -> None:
    """Sets the chance of every claim by weights fitted on the documents of the other folds."""
    for fold in range(FOLDS):
        fitted = fit([one for one in samples if one.fold != fold], names)
        weigh(fitted, [one for one in samples if one.fold == fold], names)


def measure(title: str, samples: Sequence[Sample]) -> None:
    total = sum(one.labelled for one in samples)
    print(f"{title}: {total} figures")
    for threshold in THRESHOLDS:
        found = right = 0
        for one in samples:
            verdicts = dict(zip(map(id, one.claims), one.is_right, strict=True))
            chosen = choose_figures(one.claims, threshold).values()
            judged = [verdicts[id(claim)] for own in chosen for claim in own.values()]
            found, right = found + len(judged), right + sum(judged)
        mark = " (used)" if threshold == THRESHOLD else ""
        print(f"  from {threshold}: precision {right / (found or 1):.3f}, recall {right / total:.3f}{mark}")


def main() -> None:
    arguments = read_arguments(__doc__)
    labelled = list(labelled_samples())
    news = list(news_samples(arguments.news)) if arguments.news else []
    samples = [*labelled, *news]
    names = sorted({name for one in samples for claim in one.claims for name in claim.signs})
    weigh_unseen(samples, names)
    measure("labelled documents", labelled)
    if news:
        measure("news", news)
    if arguments.write:
        save_weights(WEIGHTS, COMMENT, fit(samples, names), names)


if __name__ == "__main__":
    main()
