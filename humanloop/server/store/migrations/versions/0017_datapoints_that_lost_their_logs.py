"""Which datapoints of evaluations have lost their logs, and what evaluators said of those."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_LOGS, _RESULTS = "evaluation_lost_logs", "evaluation_lost_results"
# Nobody who goes back may lose what is kept here.
_TO_SUMS = f"""
    INSERT INTO evaluation_sums (evaluation_id, evaluator_id, count, total)
    SELECT evaluation_id, evaluator_id, count(number), sum(number) FROM {_RESULTS} WHERE true
    GROUP BY evaluation_id, evaluator_id
    ON CONFLICT (evaluation_id, evaluator_id) DO UPDATE
    SET count = evaluation_sums.count + excluded.count, total = evaluation_sums.total + excluded.total
"""


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        _LOGS,
        sa.Column("evaluation_id", sa.String(64), nullable=False),
        sa.Column("datapoint_id", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluations.id"], name=op.f(f"fk_{_LOGS}_evaluation_id")),
        sa.PrimaryKeyConstraint("evaluation_id", "datapoint_id", name=op.f(f"pk_{_LOGS}")),
    )
    op.create_table(
        _RESULTS,
        sa.Column("evaluation_id", sa.String(64), nullable=False),
        sa.Column("datapoint_id", sa.String(64), nullable=False),
        sa.Column("evaluator_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluations.id"], name=op.f(f"fk_{_RESULTS}_evaluation_id")),
        sa.ForeignKeyConstraint(["evaluator_id"], ["evaluators.id"], name=op.f(f"fk_{_RESULTS}_evaluator_id")),
        sa.PrimaryKeyConstraint("evaluation_id", "datapoint_id", "evaluator_id", name=op.f(f"pk_{_RESULTS}")),
    )


def downgrade() -> None:
    """Change them back."""
    op.execute(_TO_SUMS)
    op.drop_table(_RESULTS)
    op.drop_table(_LOGS)
