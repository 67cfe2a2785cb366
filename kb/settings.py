"""One frozen Settings from one table; the environment is read here and nowhere else."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Settings", "read_settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the data lives and how much of a machine may be used.

    | name | variable | default | meaning |
    |---|---|---|---|
    | data_dir | KB_DATA | ./kb-data | the data directory |
    | max_file_bytes | KB_MAX_FILE_MB | 100 | a larger single document is refused |
    """

    data_dir: Path
    max_file_bytes: int = 100_000_000

    @property
    def store_path(self) -> Path:
        return self.data_dir / "store.sqlite"

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def lock_path(self) -> Path:
        return self.data_dir / "writer.lock"


def read_settings(data_dir: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment; `data_dir` wins over KB_DATA."""
    return Settings(
        data_dir=data_dir or Path(environ.get("KB_DATA", "kb-data")),
        max_file_bytes=int(environ.get("KB_MAX_FILE_MB", "100")) * 1_000_000,
    )
