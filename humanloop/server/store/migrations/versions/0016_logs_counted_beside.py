"""New logs that were counted beside other servers, and that no column says yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from humanloop.server.store.schema import Moment

revision = "0016"
down_revision = "0015"

# Nobody who goes back may lose what is counted here.
_NEW = "(SELECT id, sum(logs) AS logs, sum(sessions) AS sessions, max(moment) AS moment FROM log_counts GROUP BY id)"
_OF_PROJECTS = (
    "UPDATE projects SET data_count = data_count + new.logs, sessions_count = sessions_count + new.sessions,"
    f" updated_at = greatest(updated_at, new.moment) FROM {_NEW} AS new WHERE projects.id = new.id"
)
_OF_CONFIGS = (
    "UPDATE configs SET num_datapoints = num_datapoints + new.logs, last_used = greatest(last_used, new.moment)"
    f" FROM {_NEW} AS new WHERE configs.id = new.id"
)


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "log_counts",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("writer", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("logs", sa.Integer(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("moment", Moment(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", "writer", name=op.f("pk_log_counts")),
    )


def downgrade() -> None:
    """Change them back."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text(_OF_PROJECTS))
        connection.execute(sa.text(_OF_CONFIGS))
    op.drop_table("log_counts")
