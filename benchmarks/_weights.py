"""What the trainers of weights share: their arguments, and the file that weights are kept in."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from sklearn.linear_model import LogisticRegression

__all__ = ["read_arguments", "save_weights"]


def read_arguments(description: str | None) -> argparse.Namespace:
    """`news`, a path or None, and whether to `write`."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--news", type=Path, help="news articles, JSON Lines in xz")
    parser.add_argument("--write", action="store_true", help="save weights fitted on everything")
    return parser.parse_args()


def save_weights(path: Path, comment: str, fitted: LogisticRegression, names: Sequence[str]) -> None:
    """Write the weight of each name, and the bias, as TOML under lines of comment."""
    lines = [
        *(f"# {line}" for line in comment.splitlines()),
        "",
        "[weights]",
        f"bias = {fitted.intercept_[0]:.2f}",
        *(f'"{name}" = {weight:.2f}' for name, weight in zip(names, fitted.coef_[0], strict=True)),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
