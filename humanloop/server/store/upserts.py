"""`INSERT … ON CONFLICT`, which both databases know and SQLAlchemy spells twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    import sqlalchemy as sa
    from sqlalchemy.engine import Connection


def upsert(connection: Connection, table: sa.Table) -> sqlite.Insert:
    """Begin a statement that may say what to do with rows that are there already."""
    if connection.dialect.name == "postgresql":
        # The same methods by the same names; only their classes have nothing in common.
        found: sqlite.Insert = postgresql.insert(table)  # type: ignore[assignment]
        return found
    return sqlite.insert(table)
