"""What became of what was imported: old ids and new ones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from humanloop.server.store.schema import Key, Moment

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "imported",
        sa.Column("old_id", Key(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("rest", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("old_id", name=op.f("pk_imported")),
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_table("imported")
