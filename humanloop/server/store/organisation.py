"""Rows that belong to the whole server: the organisation, and its environments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store.rows import all_rows, first_row
from humanloop.server.store.schema import environments, organisations

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def find_organisation(connection: Connection) -> Row | None:
    """Find the organisation; there is one, once the server has started."""
    return first_row(connection, sa.select(organisations).limit(1))


def insert_organisation(connection: Connection, row: Row) -> None:
    """Store the organisation."""
    connection.execute(sa.insert(organisations), dict(row))


def all_environments(connection: Connection) -> list[Row]:
    """List the environments, the default one first."""
    is_other = sa.case((environments.c.tag == "default", 0), else_=1)
    return all_rows(connection, sa.select(environments).order_by(is_other, environments.c.name))


def find_environment(connection: Connection, name: str | None) -> Row | None:
    """Find an environment by name, or the default one."""
    condition = environments.c.tag == "default" if name is None else environments.c.name == name
    return first_row(connection, sa.select(environments).where(condition))


def find_environment_by_id(connection: Connection, environment_id: str) -> Row | None:
    """Find an environment by id."""
    return first_row(connection, sa.select(environments).where(environments.c.id == environment_id))


def insert_environment(connection: Connection, row: Row) -> None:
    """Store an environment."""
    connection.execute(sa.insert(environments), dict(row))
