"""Logistic regression with weights kept as data: how likely something is, by the features it has."""

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

__all__ = ["probability"]


def probability(name: str, features: Mapping[str, float]) -> float:
    """How likely by the weights of `indexer/data/<name>.toml`, between 0 and 1; a feature without a weight
    says nothing."""
    weights = _weights(name)
    score = weights["bias"] + sum(weights.get(feature, 0.0) * value for feature, value in features.items())
    return 1 / (1 + math.exp(-score))


@cache
def _weights(name: str) -> Mapping[str, float]:
    source = files("indexer").joinpath(f"data/{name}.toml").read_text(encoding="utf-8")
    return {feature: float(weight) for feature, weight in tomllib.loads(source)["weights"].items()}
