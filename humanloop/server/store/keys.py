"""API keys, and who they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store.rows import all_rows
from humanloop.server.store.schema import api_keys

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def all_keys(connection: Connection) -> list[Row]:
    """List all keys, also those that are good no more, in the order in which they were made."""
    return all_rows(connection, sa.select(api_keys).order_by(api_keys.c.created_at, api_keys.c.digest))


def insert_key(connection: Connection, row: Row) -> None:
    """Store a key."""
    connection.execute(sa.insert(api_keys), dict(row))


def revoke_key(connection: Connection, digest: str, moment: datetime) -> None:
    """Note that a key is good no more."""
    connection.execute(sa.update(api_keys).where(api_keys.c.digest == digest).values(revoked_at=moment))


def note_uses(connection: Connection, uses: Mapping[str, datetime]) -> None:
    """Write down when keys were used, unless a later use is written down."""
    for digest, moment in sorted(uses.items()):
        is_later = sa.or_(api_keys.c.last_used_at.is_(None), api_keys.c.last_used_at < moment)
        change = sa.update(api_keys).where(api_keys.c.digest == digest, is_later)
        connection.execute(change.values(last_used_at=moment))
