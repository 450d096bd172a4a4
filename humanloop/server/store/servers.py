"""Queries over the servers that work on a database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.store.moments import present
from humanloop.server.store.schema import servers
from humanloop.server.store.upserts import upsert

if TYPE_CHECKING:
    from datetime import timedelta

    from sqlalchemy.engine import Connection


def put_server(connection: Connection, server_id: str, lease: timedelta) -> None:
    """Note that a server is there, for a while from now."""
    insert = upsert(connection, servers).values(id=server_id, expires_at=present(connection, lease))
    changes = {"expires_at": insert.excluded.expires_at}
    connection.execute(insert.on_conflict_do_update(index_elements=[servers.c.id], set_=changes))


def drop_server(connection: Connection, server_id: str) -> None:
    """Note that a server has ended."""
    connection.execute(sa.delete(servers).where(servers.c.id == server_id))


def drop_all_servers(connection: Connection) -> None:
    """Note that all servers have ended."""
    connection.execute(sa.delete(servers))


def drop_old_servers(connection: Connection) -> None:
    """Forget servers that have not said for a while that they are there."""
    connection.execute(sa.delete(servers).where(servers.c.expires_at < present(connection)))


def is_free(connection: Connection, owner: sa.Column[Any]) -> sa.ColumnElement[bool]:
    """Say that nobody owns a row, or a server that has ended.

    Args:
        connection: The database.
        owner: The column that names the owner.
    """
    there = sa.select(servers.c.id).where(servers.c.expires_at >= present(connection))
    return sa.or_(owner.is_(None), owner.not_in(there))
