"""What evaluations have lost: logs that were deleted, and servers that ended while they worked on them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Change the tables."""
    for name in ("deleted_logs", "fruitless_starts"):
        op.add_column("evaluations", sa.Column(name, sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    """Change them back."""
    for name in ("deleted_logs", "fruitless_starts"):
        op.drop_column("evaluations", name)
