"""One frozen Settings from one table; the environment is read here and nowhere else."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kb.errors import SettingInvalid

__all__ = ["Settings", "read_settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the data lives and how much of a machine may be used.

    | name | variable | default | meaning |
    |---|---|---|---|
    | data_dir | KB_DATA | ./kb-data | the data directory |
    | max_file_bytes | KB_MAX_FILE_MB | 100 | a larger single document is refused |
    | is_semantic | KB_SEMANTIC | 0 | 1: results are ordered by meaning too; needs the extra "semantic" |
    | database_url | KB_DATABASE_URL | none | PostgreSQL holds the store: postgresql://user@host:5432/name |
    | database_password | KB_DATABASE_PASSWORD | none | the password, when it is not in the address |

    Any of them may stand in a file instead, whose path the variable with _FILE behind its name gives.
    """

    data_dir: Path
    max_file_bytes: int = 100_000_000
    is_semantic: bool = False
    database_url: str | None = field(default=None, repr=False)
    database_password: str | None = field(default=None, repr=False)

    @property
    def store_path(self) -> Path:
        return self.data_dir / "store.sqlite"

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def vectors_path(self) -> Path:
        return self.data_dir / "vectors.sqlite"


def read_settings(data_dir: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment; `data_dir` wins over KB_DATA. Raises SettingInvalid."""
    return Settings(
        data_dir=data_dir or Path(_read(environ, "KB_DATA") or "kb-data"),
        max_file_bytes=_whole_number(environ, "KB_MAX_FILE_MB", 100) * 1_000_000,
        is_semantic=_switch(environ, "KB_SEMANTIC"),
        database_url=_read(environ, "KB_DATABASE_URL"),
        database_password=_read(environ, "KB_DATABASE_PASSWORD"),
    )


def _read(environ: Mapping[str, str], name: str) -> str | None:
    """The value of a variable, or what the file named by its _FILE twin holds; None when empty."""
    path = environ.get(f"{name}_FILE")
    if not path:
        return environ.get(name) or None
    try:
        return Path(path).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingInvalid(name=f"{name}_FILE", example=f"/run/secrets/{name.lower()}") from error


def _switch(environ: Mapping[str, str], name: str) -> bool:
    text = _read(environ, name) or "0"
    if text not in ("0", "1"):
        raise SettingInvalid(name=name, example="1")
    return text == "1"


def _whole_number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = _read(environ, name) or str(default)
    if not (text.isdecimal() and int(text)):
        raise SettingInvalid(name=name, example=str(default))
    return int(text)
