"""How long logs are kept, when they arrived, and what evaluators said of those that are gone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from humanloop.server.store.schema import Moment

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Change the tables."""
    op.add_column("projects", sa.Column("keep_logs_days", sa.Integer()))
    op.add_column("logs", sa.Column("arrived_at", Moment()))
    op.create_table(
        "evaluation_sums",
        sa.Column("evaluation_id", sa.String(64), nullable=False),
        sa.Column("evaluator_id", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("total", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluations.id"], name=op.f("fk_evaluation_sums_evaluation_id")),
        sa.ForeignKeyConstraint(["evaluator_id"], ["evaluators.id"], name=op.f("fk_evaluation_sums_evaluator_id")),
        sa.PrimaryKeyConstraint("evaluation_id", "evaluator_id", name=op.f("pk_evaluation_sums")),
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_table("evaluation_sums")
    op.drop_column("logs", "arrived_at")
    op.drop_column("projects", "keep_logs_days")
