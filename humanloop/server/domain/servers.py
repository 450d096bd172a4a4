"""The servers that share a database: each says that it is there, and what is a dead one's is taken over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from humanloop.server.store import servers as rows
from humanloop.server.store.evaluations import disown_evaluations
from humanloop.server.store.results import restart_observability

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

LEASE = timedelta(seconds=15)
"""How long a server is taken to be there after it has said so."""
_FOR_EVER = timedelta(days=36_500)
SECONDS_BETWEEN_RENEWALS = 5
"""How often it says so, and looks for what others have left."""


def arrive(connection: Connection, server_id: str, predecessor: str | None = None) -> None:
    """Begin to be there.

    Args:
        connection: The database.
        server_id: The server.
        predecessor: One that is known to have ended, in whose place this one is.
    """
    if connection.dialect.name == "sqlite":
        # A file has one server, which is this one, and nobody looks whether it is still there.
        rows.drop_all_servers(connection)
        rows.put_server(connection, server_id, _FOR_EVER)
        return
    if predecessor is not None:
        rows.drop_server(connection, predecessor)
    stay(connection, server_id)


def stay(connection: Connection, server_id: str) -> None:
    """Say that a server is still there."""
    rows.put_server(connection, server_id, LEASE)
    rows.drop_old_servers(connection)


def leave(connection: Connection, server_id: str) -> None:
    """End, and leave what is unfinished to the others at once."""
    disown_evaluations(connection, server_id)
    restart_observability(connection, server_id)
    rows.drop_server(connection, server_id)
