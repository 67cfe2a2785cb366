"""The tables of the store. `migrations/` builds them step by step; a test proves that both agree."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

__all__ = [
    "answers",
    "deletions",
    "documents",
    "figures",
    "files",
    "indicators",
    "metadata",
    "models",
    "originals",
    "passages",
    "state",
    "stories",
    "story_bands",
    "tags",
]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_ROW_NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""A hundred million documents have more than 2^31 tags; SQLite numbers rows of an INTEGER key only."""


def _document_id(*, is_key: bool = False) -> Column[str]:
    return Column(
        "doc_id",
        String,
        ForeignKey("documents.doc_id", ondelete="CASCADE"),
        primary_key=is_key,
        nullable=False,
        index=not is_key,
    )


state = Table(
    "state",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Integer, nullable=False),
)
"""Counters of the store itself: "revision" grows by one with every committed batch."""

files = Table(
    "files",
    metadata,
    Column("path", String, primary_key=True),
    Column("root", String, nullable=False, index=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("modified_ns", BigInteger, nullable=False),
    Column("pipeline", String, nullable=False),
)
"""Files read whole without an error: one that still looks the same need not be opened again."""

documents = Table(
    "documents",
    metadata,
    Column("doc_id", String, primary_key=True),
    Column("revision", Integer, nullable=False, index=True),
    Column("path", String, nullable=False, index=True),
    Column("digest", String, nullable=False),
    Column("pipeline", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("source", Text),
    Column("url", Text),
    Column("published", Date),
    Column("headings", JSON, nullable=False),
)
"""`path`: the file it came from; `digest`: SHA-256 of its original; `pipeline`: the version that read it."""

originals = Table(
    "originals",
    metadata,
    _document_id(is_key=True),
    Column("suffix", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""The bytes as received, zlib-compressed."""

deletions = Table(
    "deletions",
    metadata,
    Column("doc_id", String, primary_key=True),
    Column("revision", Integer, nullable=False, index=True),
)
"""Documents that are gone, so that an index which stands for an older revision can catch up."""

passages = Table(
    "passages",
    metadata,
    _document_id(is_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("heading", Text),
)

tags = Table(
    "tags",
    metadata,
    Column("id", _ROW_NUMBER, primary_key=True),
    _document_id(),
    Column("passage", Integer),
    Column("facet", String, nullable=False),
    Column("value", String, nullable=False, index=True),
    Column("mentions", JSON, nullable=False),
)

models = Table(
    "models",
    metadata,
    Column("model_id", String, primary_key=True),
    _document_id(),
    Column("ordinal", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("province", String, index=True),
    Column("district", String),
    Column("commune", String),
    Column("livelihood", String, nullable=False, index=True),
    Column("organiser", String),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
)

figures = Table(
    "figures",
    metadata,
    Column(
        "model_id",
        String,
        ForeignKey("models.model_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("key", String, primary_key=True),
    Column("value", Double, nullable=False),
    Column("basis", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column(
        "model_id",
        String,
        ForeignKey("models.model_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("ordinal", Integer, primary_key=True),
    Column("question", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
)
"""Passages that answer what a replicator asks; `ordinal` counts in the order of `PovertyModel.answers`."""

stories = Table(
    "stories",
    metadata,
    _document_id(is_key=True),
    Column("leader", String, ForeignKey("documents.doc_id", ondelete="SET NULL"), index=True),
    Column("signature", LargeBinary, nullable=False),
)
"""Which documents tell one story: those with one leader, itself among them; none yet while `leader` is null.
`signature` is the text's as in `indexer.shingles`, empty for a text too short to be known again."""

story_bands = Table(
    "story_bands",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("doc_id", String, primary_key=True),
    sqlite_with_rowid=False,
)
"""The bands of leaders' signatures (`kb.stories.bands_of`), by which like documents are found. It has no
foreign key, whose index would double it; `kb.store.stories.clear_bands` keeps it in step."""

indicators = Table(
    "indicators",
    metadata,
    Column("id", _ROW_NUMBER, primary_key=True),
    _document_id(),
    Column("name", Text, nullable=False),
    Column("place", String, index=True),
    Column("year", Integer, index=True),
    Column("value", Double, nullable=False),
    Column("unit", String, nullable=False),
    Column("is_target", Boolean, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
)
