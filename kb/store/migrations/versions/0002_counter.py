"""The counter of revisions stands from the start, so that the first two writers lock one row."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute(
        "INSERT INTO state (name, value) SELECT 'revision', 0 "
        "WHERE NOT EXISTS (SELECT 1 FROM state WHERE name = 'revision')"
    )
