"""How often somebody has ended while making a result of an evaluation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Change the tables."""
    op.add_column("evaluations", sa.Column("tries", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Change them back."""
    op.drop_column("evaluations", "tries")
