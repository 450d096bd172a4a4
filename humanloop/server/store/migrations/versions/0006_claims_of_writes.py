"""Writes that somebody is doing, for all servers of a database to see."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from humanloop.server.store.schema import Moment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "write_claims",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_write_claims"),
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_table("write_claims")
