"""Fits the weights that tell models from mere mentions of an activity, and measures them on documents unseen.

    python benchmarks/model_weights.py [--news FILE.jsonl.xz] [--write]

Labelled documents are split five ways; each part is measured with weights fitted on the others. With --news
(a JSON object a line: id, title, text) the articles of tests/quality/news_models.json are fitted on too, and
random other articles, which hold no models. --write saves weights fitted on all of it. Needs scikit-learn.
"""

import json
import lzma
import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
from _weights import read_arguments, save_weights
from sklearn.linear_model import LogisticRegression

from indexer._label_matching import model_likeness, pair
from indexer.evaluation import read_records
from indexer.extract import Original, parse, read_originals
from indexer.extraction.candidates import Candidate, gather_candidates, join_stories
from indexer.extraction.models import choose, may_hold_models, model_name
from indexer.extraction.numbers import find_quantities
from indexer.extraction.ranking import candidate_features
from indexer.extraction.scenes import Scene, read_scenes
from indexer.tagging.places import read_places
from kb.document import Document, Kind

ROOT = Path(__file__).parents[1]
WEIGHTS = ROOT / "indexer" / "data" / "model_weights.toml"
NEWS_LABELS = ROOT / "tests" / "quality" / "news_models.json"
COMMENT = """\
Weights of the features in indexer/extraction/ranking.py: logistic regression, fitted by
benchmarks/model_weights.py on the labelled documents and on news."""

FOLDS = 5
STRENGTH = 0.3
"""Inverse of the L2 penalty; 0.1 and 1 give the same F1 within 0.005."""
LABELLED_NEWS_WEIGHT, OTHER_NEWS_WEIGHT = 0.25, 0.25
OTHER_NEWS_COUNT = 3000
ABOUT_MODELS = re.compile(
    r"hộ nghèo|thoát nghèo|làm giàu|giảm nghèo|mô hình (?:nuôi|trồng|chăn nuôi|kinh tế)|khuyến nông"
    r"|hội nông dân|hợp tác xã",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sample:
    """The candidates of one document, their features, which of them are models, and the labelled models."""

    scenes: list[Scene]
    candidates: list[Candidate]
    features: list[dict[str, float]]
    is_model: list[bool]
    labelled: list[dict[str, Any]]
    weight: float = 1.0


def read(document: Document) -> tuple[list[Scene], list[Candidate], list[dict[str, float]]]:
    if not may_hold_models(document):
        return [], [], []
    scenes = read_scenes(document, read_places(document, ()))
    quantities = find_quantities(document.text)
    candidates = gather_candidates(document, scenes, quantities)
    return scenes, candidates, candidate_features(document, scenes, candidates, quantities)


def labelled_samples() -> Iterator[Sample]:
    for label in read_records(ROOT / "tests" / "quality" / "gold"):
        path = ROOT / "corpus" / "documents" / f"{label['id']}.md"
        [original] = read_originals(path, max_bytes=1_000_000)
        assert isinstance(original, Original)
        scenes, candidates, features = read(parse(original))
        records = [record(candidate) for candidate in candidates]
        matched = {found for _, found in pair(label["models"], records, model_likeness)}
        is_model = [at in matched for at in range(len(records))]
        yield Sample(scenes, candidates, features, is_model, list(label["models"]))


def record(candidate: Candidate) -> dict[str, Any]:
    place = candidate.place
    return {
        "name": model_name(candidate),
        "province": place.province,
        "district": place.district,
        "commune": place.commune,
    }


def news_samples(path: Path) -> Iterator[Sample]:
    labels = {one["id"]: one["models"] for one in json.loads(NEWS_LABELS.read_text(encoding="utf-8"))}
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        articles = [json.loads(unicodedata.normalize("NFC", line)) for line in lines]
    others = [one for one in articles if not ABOUT_MODELS.search(f"{one['title']}\n{one['text']}")]
    for article in [one for one in articles if str(one["id"]) in labels]:
        yield news_sample(article, labels[str(article["id"])], LABELLED_NEWS_WEIGHT)
    for article in random.Random(5).sample(others, OTHER_NEWS_COUNT):
        yield news_sample(article, [], OTHER_NEWS_WEIGHT)


def news_sample(article: dict[str, Any], models: list[dict[str, Any]], weight: float) -> Sample:
    document = Document(str(article["id"]), article["title"], article["text"], Kind.NEWS)
    scenes, candidates, features = read(document)
    is_model = [
        any(
            model["thing"] in one.heads and model["place"] in (one.place.commune, one.place.district)
            for model in models
        )
        for one in candidates
    ]
    return Sample(scenes, candidates, features, is_model, models, weight)


def fit(samples: Sequence[Sample], names: Sequence[str]) -> LogisticRegression:
    rows = [[found.get(name, 0.0) for name in names] for one in samples for found in one.features]
    truth = [is_model for one in samples for is_model in one.is_model]
    weights = [one.weight for one in samples for _ in one.features]
    return LogisticRegression(C=STRENGTH, max_iter=5000).fit(
        numpy.array(rows), numpy.array(truth), sample_weight=weights
    )


def chances(fitted: LogisticRegression, sample: Sample, names: Sequence[str]) -> list[float]:
    rows = [[found.get(name, 0.0) for name in names] for found in sample.features]
    return [float(chance) for chance in fitted.predict_proba(rows)[:, 1]] if rows else []


def measure(labelled: Sequence[Sample], news: Sequence[Sample], names: Sequence[str]) -> None:
    fitted = [
        fit([*(one for at, one in enumerate(labelled) if at % FOLDS != fold), *news], names)
        for fold in range(FOLDS)
    ]
    for at, sample in enumerate(labelled):
        for candidate, chance in zip(
            sample.candidates, chances(fitted[at % FOLDS], sample, names), strict=True
        ):
            candidate.chance = chance
    right = wrong = 0
    for sample in labelled:
        found = [record(one) for one in join_stories(choose(sample.candidates), sample.scenes)]
        hits = len(pair(sample.labelled, found, model_likeness))
        right, wrong = right + hits, wrong + len(found) - hits
    total = sum(len(sample.labelled) for sample in labelled)
    precision, recall = right / (right + wrong), right / total
    f1 = 2 * right / (right + wrong + total)
    print(f"{total} labelled models: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")


def main() -> None:
    arguments = read_arguments(__doc__)
    labelled = list(labelled_samples())
    news = list(news_samples(arguments.news)) if arguments.news else []
    names = sorted({name for one in labelled for found in one.features for name in found})
    measure(labelled, news, names)
    if arguments.write:
        save_weights(WEIGHTS, COMMENT, fit([*labelled, *news], names), names)


if __name__ == "__main__":
    main()
