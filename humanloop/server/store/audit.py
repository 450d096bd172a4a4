"""The audit list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store.rows import all_rows
from humanloop.server.store.schema import audit

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def insert_entry(connection: Connection, row: Row) -> int:
    """Add an entry; answers its number."""
    number: int = connection.scalars(sa.insert(audit).returning(audit.c.seq), dict(row)).one()
    return number


def entries(connection: Connection, since: datetime | None, limit: int | None) -> list[Row]:
    """List the entries since a moment, the newest first."""
    query = sa.select(audit).order_by(audit.c.seq.desc()).limit(limit)
    return all_rows(connection, query if since is None else query.where(audit.c.at >= since))
