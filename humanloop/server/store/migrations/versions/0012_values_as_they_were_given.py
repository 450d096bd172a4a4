"""Values of evaluators and feedback as they were given: SQLite made numbers of what looked like some."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_VALUES = {"feedback": False, "evaluation_results": True}


def upgrade() -> None:
    """Change the tables. Digits that are lost stay lost."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    for name, nullable in _VALUES.items():
        table = sa.table(name, sa.column("seq", sa.Integer), sa.column("value"))
        fractions = sa.select(table.c.seq, table.c.value).where(sa.func.typeof(table.c.value) == "real")
        found = [{"row": row.seq, "text": json.dumps(row.value)} for row in connection.execute(fractions)]
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.alter_column("value", existing_type=sa.JSON(), type_=sa.Text(), existing_nullable=nullable)
        # SQLite itself writes them with fifteen digits, and has a word of its own for what was too large.
        if found:
            mend = sa.update(table).where(table.c.seq == sa.bindparam("row")).values(value=sa.bindparam("text"))
            connection.execute(mend, found)


def downgrade() -> None:
    """Change them back."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, nullable in _VALUES.items():
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.alter_column("value", existing_type=sa.Text(), type_=sa.JSON(), existing_nullable=nullable)
