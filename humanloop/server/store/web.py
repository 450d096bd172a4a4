"""Who is signed in to the pages: links that are good once, and sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store.rows import first_row
from humanloop.server.store.schema import web_links, web_sessions

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def insert_link(connection: Connection, row: Row) -> None:
    """Store a link."""
    connection.execute(sa.insert(web_links), dict(row))


def find_link(connection: Connection, digest: str) -> Row | None:
    """Find a link."""
    return first_row(connection, sa.select(web_links).where(web_links.c.digest == digest))


def use_link(connection: Connection, digest: str, moment: datetime) -> None:
    """Note that a link was used."""
    connection.execute(sa.update(web_links).where(web_links.c.digest == digest).values(used_at=moment))


def insert_session(connection: Connection, row: Row) -> None:
    """Store a session."""
    connection.execute(sa.insert(web_sessions), dict(row))


def find_session(connection: Connection, digest: str) -> Row | None:
    """Find a session."""
    return first_row(connection, sa.select(web_sessions).where(web_sessions.c.digest == digest))


def name_session(connection: Connection, digest: str, name: str) -> None:
    """Say what the person of a session is called."""
    connection.execute(sa.update(web_sessions).where(web_sessions.c.digest == digest).values(name=name))


def delete_session(connection: Connection, digest: str) -> None:
    """End a session."""
    connection.execute(sa.delete(web_sessions).where(web_sessions.c.digest == digest))


def forget_old(connection: Connection, before: datetime) -> None:
    """Remove the links and sessions that ended before a moment."""
    for table in (web_links, web_sessions):
        connection.execute(sa.delete(table).where(table.c.expires_at < before))
