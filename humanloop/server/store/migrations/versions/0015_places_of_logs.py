"""Places of logs beside what was said of them, and indexes for lists by values, and by configs and sources."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from humanloop.server.store.log_said import create_said_indexes
from humanloop.server.store.schema import Moment

revision = "0015"
down_revision = "0014"

_LOGS = "ix_logs_config_and_source"
_TABLES = ("feedback", "evaluation_results")
# Not `UPDATE … FROM`, which SQLite has not always had.
_PLACES = """
UPDATE {0} SET log_seq = (SELECT seq FROM logs WHERE id = {0}.log_id),
    log_created_at = (SELECT created_at FROM logs WHERE id = {0}.log_id)
"""


def upgrade() -> None:
    """Change the tables."""
    for table in _TABLES:
        op.add_column(table, sa.Column("log_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        op.add_column(table, sa.Column("log_created_at", Moment(), nullable=True))
        op.execute(_PLACES.format(table))
        unplaced = sa.text("log_seq IS NULL")
        op.create_index(f"ix_{table}_unplaced", table, ["seq"], sqlite_where=unplaced, postgresql_where=unplaced)
    create_said_indexes(op.get_bind())
    op.create_index(_LOGS, "logs", ["project_id", "config_id", "source", "created_at", "seq"])


def downgrade() -> None:
    """Change them back."""
    op.drop_index(_LOGS, "logs")
    for table in _TABLES:
        op.drop_index(f"ix_{table}_said", table)
        op.drop_index(f"ix_{table}_unplaced", table)
        for name in ("log_seq", "log_created_at"):
            op.drop_column(table, name)
