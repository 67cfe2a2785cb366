"""A document as it was received, before anything is made of it."""

from dataclasses import dataclass

__all__ = ["Original"]


@dataclass(frozen=True, slots=True)
class Original:
    """One document's bytes: a whole file, or one line of a JSONL file.

    `path` is the file as the user named it; for line 12 of a JSONL file it ends in ":12" and `line` is 12.
    `suffix` is one of `SUFFIXES`, in small letters.
    """

    path: str
    content: bytes
    suffix: str
    line: int | None = None

    @property
    def place(self) -> dict[str, str | int]:
        """Where it stands, as the keywords that every InputError takes."""
        return {"path": self.path} if self.line is None else {"path": self.path, "line": self.line}
