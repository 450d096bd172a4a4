"""The number of the last turn in which somebody was alone to write, on PostgreSQL."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_TURNS = sa.Sequence("humanloop_turns")


def upgrade() -> None:
    """Change the tables."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.schema.CreateSequence(_TURNS))


def downgrade() -> None:
    """Change them back."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.schema.DropSequence(_TURNS))
