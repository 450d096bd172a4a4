"""Indexes of the texts of logs, for searching."""

from __future__ import annotations

from alembic import op

from humanloop.server.store.text_index import create_text_indexes, drop_text_indexes

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Change the tables."""
    # The indexes are still those of this revision; one that changes them keeps here what they were.
    create_text_indexes(op.get_bind())


def downgrade() -> None:
    """Change them back."""
    drop_text_indexes(op.get_bind())
