"""Indexes for lists of logs by config, source and duration, and of what was said of them."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"

_INDEXES = (
    ("logs", ("config_id", "created_at", "seq")),
    ("logs", ("project_id", "source", "created_at", "seq")),
    ("logs", ("project_id", "duration", "created_at", "seq")),
    ("feedback", ("feedback_type_id", "log_id")),
)


def upgrade() -> None:
    """Change the tables."""
    for table, columns in _INDEXES:
        op.create_index(_name(table, columns), table, columns)


def downgrade() -> None:
    """Change them back."""
    for table, columns in _INDEXES:
        op.drop_index(_name(table, columns), table)


def _name(table: str, columns: tuple[str, ...]) -> str:
    return f"ix_{table}_{'_'.join(columns)}"
