"""Queries over projects and what is deployed in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.store.rows import all_rows, first_row, like_pattern
from humanloop.server.store.tables import deployments, projects

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

_ALIVE = projects.c.deleted_at.is_(None)

SORTS = {"created_at": projects.c.created_at, "updated_at": projects.c.updated_at, "name": projects.c.name}
"""What projects can be sorted by."""


def insert_project(connection: Connection, row: Row) -> None:
    """Store a project."""
    connection.execute(sa.insert(projects), dict(row))


def find_project(connection: Connection, project_id: str) -> Row | None:
    """Find a project that is not deleted."""
    return first_row(connection, sa.select(projects).where(projects.c.id == project_id, _ALIVE))


def find_project_by_name(connection: Connection, name: str) -> Row | None:
    """Find the project of this name that is not deleted."""
    return first_row(connection, sa.select(projects).where(projects.c.name == name, _ALIVE))


def projects_page(
    connection: Connection, *, name_part: str | None, sort_by: str, descending: bool, offset: int, size: int
) -> tuple[list[Row], int]:
    """List a page of projects, and how many there are in all.

    Args:
        connection: The database.
        name_part: Only projects whose name contains this, in any case.
        sort_by: A key of `SORTS`.
        descending: Whether the largest comes first.
        offset: Projects to skip.
        size: Most projects to list.
    """
    conditions: list[sa.ColumnElement[bool]] = [_ALIVE]
    if name_part:
        conditions.append(sa.func.lower(projects.c.name).like(like_pattern(name_part), escape="\\"))
    column = SORTS[sort_by]
    # Two projects may be of the same moment: the id makes the order of pages firm.
    order = [column.desc(), projects.c.id.desc()] if descending else [column, projects.c.id]
    query = sa.select(projects).where(*conditions).order_by(*order).offset(offset).limit(size)
    total = connection.scalar(sa.select(sa.func.count()).select_from(projects).where(*conditions))
    return all_rows(connection, query), total or 0


def update_project(connection: Connection, project_id: str, **values: Any) -> None:
    """Change columns of a project."""
    connection.execute(sa.update(projects).where(projects.c.id == project_id).values(**values))


def add_to_project(
    connection: Connection,
    project_id: str,
    *,
    logs: int,
    sessions: int = 0,
    updated_at: datetime | None = None,
) -> None:
    """Add to a project's counters."""
    values: dict[str, Any] = {"data_count": projects.c.data_count + logs}
    if sessions:
        values["sessions_count"] = projects.c.sessions_count + sessions
    if updated_at is not None:
        values["updated_at"] = updated_at
    update_project(connection, project_id, **values)


def find_deployment(connection: Connection, project_id: str, environment_id: str) -> Row | None:
    """Find what is deployed to an environment of a project."""
    mine = (deployments.c.project_id == project_id, deployments.c.environment_id == environment_id)
    return first_row(connection, sa.select(deployments).where(*mine))


def deployments_of(connection: Connection, project_ids: list[str], environment_id: str) -> list[Row]:
    """List what is deployed to an environment of several projects."""
    mine = (deployments.c.project_id.in_(project_ids), deployments.c.environment_id == environment_id)
    return all_rows(connection, sa.select(deployments).where(*mine))


def insert_deployment(connection: Connection, row: Row) -> None:
    """Deploy something to an environment where nothing is."""
    connection.execute(sa.insert(deployments), dict(row))
