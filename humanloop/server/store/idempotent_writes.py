"""Queries over writes that were done under a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store.rows import first_row
from humanloop.server.store.schema import idempotent_writes

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

_FIND = sa.select(idempotent_writes).where(
    idempotent_writes.c.id == sa.bindparam("wanted"), idempotent_writes.c.created_at >= sa.bindparam("since")
)
_INSERT = sa.insert(idempotent_writes)
_DELETE = sa.delete(idempotent_writes).where(idempotent_writes.c.id == sa.bindparam("wanted"))


def find_write(connection: Connection, write_id: str, since: datetime) -> Row | None:
    """Find a write that was done since then."""
    return first_row(connection, _FIND, {"wanted": write_id, "since": since})


def insert_write(connection: Connection, row: Row) -> None:
    """Store a write with its answer."""
    connection.execute(_INSERT, dict(row))


def delete_write(connection: Connection, write_id: str) -> None:
    """Forget a write."""
    connection.execute(_DELETE, {"wanted": write_id})


def delete_writes(connection: Connection, before: datetime, most: int) -> int:
    """Forget writes that were done before then, the oldest first; answers how many."""
    old = sa.select(idempotent_writes.c.id).where(idempotent_writes.c.created_at < before)
    old = old.order_by(idempotent_writes.c.created_at).limit(most)
    return connection.execute(sa.delete(idempotent_writes).where(idempotent_writes.c.id.in_(old))).rowcount
