"""Queries over writes that were done under a key, and over those that somebody is doing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store.moments import present
from humanloop.server.store.rows import first_row
from humanloop.server.store.schema import idempotent_writes, write_claims
from humanloop.server.store.upserts import upsert

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

READS_NO_LOGS = "humanloop_reads_no_logs"
"""An option of statements that need not wait until logs are stored."""
_FIND = (
    sa.select(idempotent_writes)
    .where(idempotent_writes.c.id == sa.bindparam("wanted"), idempotent_writes.c.created_at >= sa.bindparam("since"))
    .execution_options(**{READS_NO_LOGS: True})
)


def find_write(connection: Connection, write_id: str, since: datetime) -> Row | None:
    """Find a write that was done since then."""
    return first_row(connection, _FIND, {"wanted": write_id, "since": since})


def insert_writes(connection: Connection, rows: Sequence[Row], since: datetime) -> int:
    """Store writes with their answers; answers how many.

    Args:
        connection: The database.
        rows: The writes. One that is there already stays, if it counts.
        since: Writes that were done before do not count any more.
    """
    insert = upsert(connection, idempotent_writes)
    changes = {name: insert.excluded[name] for name in ("request", "status", "body", "created_at")}
    query = insert.on_conflict_do_update(
        index_elements=[idempotent_writes.c.id], set_=changes, where=idempotent_writes.c.created_at < since
    ).returning(idempotent_writes.c.id)
    return len(connection.scalars(query, [dict(row) for row in rows]).all())


def end_future(connection: Connection, moment: datetime) -> None:
    """Let writes count as done now that were done later than now."""
    later = idempotent_writes.c.created_at > moment
    connection.execute(sa.update(idempotent_writes).where(later).values(created_at=moment))


def delete_writes(connection: Connection, before: datetime, most: int) -> int:
    """Forget writes that were done before then, the oldest first; answers how many."""
    old = sa.select(idempotent_writes.c.id).where(idempotent_writes.c.created_at < before)
    old = old.order_by(idempotent_writes.c.created_at).limit(most)
    return connection.execute(sa.delete(idempotent_writes).where(idempotent_writes.c.id.in_(old))).rowcount


def find_claim(connection: Connection, write_id: str) -> Row | None:
    """Find who does a write, and whether the time is over in which nobody else may."""
    is_over = (write_claims.c.expires_at < present(connection)).label("is_over")
    return first_row(connection, sa.select(write_claims.c.owner, is_over).where(write_claims.c.id == write_id))


def claim_write(connection: Connection, write_id: str, owner: str, lease: timedelta) -> None:
    """Let nobody else do a write for a while."""
    insert = upsert(connection, write_claims)
    values = {"id": write_id, "owner": owner, "expires_at": present(connection, lease)}
    changes = {name: insert.excluded[name] for name in ("owner", "expires_at")}
    connection.execute(insert.values(values).on_conflict_do_update(index_elements=[write_claims.c.id], set_=changes))


def renew_claims(connection: Connection, write_ids: Collection[str], owner: str, lease: timedelta) -> None:
    """Begin the time anew in which nobody else may do several writes."""
    mine = (write_claims.c.id.in_(sorted(write_ids)), write_claims.c.owner == owner)
    connection.execute(sa.update(write_claims).where(*mine).values(expires_at=present(connection, lease)))


def release_claim(connection: Connection, write_id: str, owner: str) -> None:
    """Let others do a write."""
    mine = (write_claims.c.id == write_id, write_claims.c.owner == owner)
    connection.execute(sa.delete(write_claims).where(*mine))


def delete_claim(connection: Connection, write_id: str) -> None:
    """Forget who did a write that is done."""
    connection.execute(sa.delete(write_claims).where(write_claims.c.id == write_id))


def delete_old_claims(connection: Connection) -> None:
    """Forget claims that are over."""
    connection.execute(sa.delete(write_claims).where(write_claims.c.expires_at < present(connection)))
