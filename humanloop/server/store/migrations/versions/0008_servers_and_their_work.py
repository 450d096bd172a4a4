"""Which server works on what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from humanloop.server.store.schema import Moment

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "servers",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_servers"),
    )
    op.add_column("evaluations", sa.Column("owner", sa.String(64)))
    op.add_column("evaluations", sa.Column("news", sa.Integer(), server_default="0", nullable=False))
    op.add_column("logs", sa.Column("observer", sa.String(64)))


def downgrade() -> None:
    """Change them back."""
    op.drop_column("logs", "observer")
    op.drop_column("evaluations", "news")
    op.drop_column("evaluations", "owner")
    op.drop_table("servers")
