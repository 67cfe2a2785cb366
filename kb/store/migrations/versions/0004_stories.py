"""Near-duplicates: which documents tell one story."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "stories",
        sa.Column("doc_id", sa.String(), nullable=False),
        sa.Column("leader", sa.String(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["doc_id"], ["documents.doc_id"], name=op.f("fk_stories_doc_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["leader"], ["documents.doc_id"], name=op.f("fk_stories_leader"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("doc_id", name=op.f("pk_stories")),
    )
    op.create_index(op.f("ix_stories_leader"), "stories", ["leader"], unique=False)
    op.create_table(
        "story_bands",
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("doc_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("band", "doc_id", name=op.f("pk_story_bands")),
        sqlite_with_rowid=False,
    )
