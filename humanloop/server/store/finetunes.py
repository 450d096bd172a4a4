"""Queries over fine-tunes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store.rows import all_rows, first_row
from humanloop.server.store.schema import finetunes

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def insert_finetune(connection: Connection, row: Row) -> None:
    """Store a fine-tune."""
    connection.execute(sa.insert(finetunes), dict(row))


def find_finetune(connection: Connection, project_id: str, finetune_id: str) -> Row | None:
    """Find a fine-tune of a project."""
    mine = (finetunes.c.id == finetune_id, finetunes.c.project_id == project_id)
    return first_row(connection, sa.select(finetunes).where(*mine))


def finetunes_of_project(connection: Connection, project_id: str) -> list[Row]:
    """List the fine-tunes of a project, newest first."""
    mine = finetunes.c.project_id == project_id
    order = (finetunes.c.created_at.desc(), finetunes.c.id.desc())
    return all_rows(connection, sa.select(finetunes).where(mine).order_by(*order))
