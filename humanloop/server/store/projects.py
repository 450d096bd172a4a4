"""Queries over projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store.log_counts import counted, whole
from humanloop.server.store.memo import remembered
from humanloop.server.store.rows import all_rows, contains, first_row
from humanloop.server.store.schema import projects

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

_PROJECTS = sa.select(*whole(projects))
_ALIVE = projects.c.deleted_at.is_(None)
# Built once, because every log needs them.
_BY_ID = _PROJECTS.where(projects.c.id == sa.bindparam("wanted"), _ALIVE)
_BY_NAME = _PROJECTS.where(projects.c.name == sa.bindparam("wanted"), _ALIVE)
_MONITORED = sa.select(projects.c.id).where(
    projects.c.id.in_(sa.bindparam("wanted", expanding=True)), projects.c.is_monitored.is_(True)
)
_COUNT = (
    sa.update(projects)
    .where(projects.c.id == sa.bindparam("counted"))
    .values(
        data_count=projects.c.data_count + sa.bindparam("logs"),
        sessions_count=projects.c.sessions_count + sa.bindparam("sessions"),
        updated_at=sa.bindparam("moment", type_=projects.c.updated_at.type),
    )
)

SORTS = {"created_at": projects.c.created_at, "updated_at": counted(projects.c.updated_at), "name": projects.c.name}
"""What projects can be sorted by."""


def insert_project(connection: Connection, row: Row) -> None:
    """Store a project."""
    connection.execute(sa.insert(projects), dict(row))


def find_project(connection: Connection, project_id: str) -> Row | None:
    """Find a project that is not deleted."""
    return remembered(
        connection, ("project", project_id), lambda: first_row(connection, _BY_ID, {"wanted": project_id})
    )


def find_project_by_name(connection: Connection, name: str) -> Row | None:
    """Find the project of this name that is not deleted."""
    return remembered(connection, ("name", name), lambda: first_row(connection, _BY_NAME, {"wanted": name}))


def project_names(connection: Connection) -> list[str]:
    """List the names of the projects that are not deleted."""
    return [row["name"] for row in all_rows(connection, sa.select(projects.c.name).where(_ALIVE))]


def ids_by_name(connection: Connection, project_ids: Collection[str]) -> dict[str, str]:
    """Find those of several projects that are not deleted: name → id, in the order of their names."""
    wanted = (projects.c.id.in_(project_ids), _ALIVE)
    found = all_rows(connection, sa.select(projects.c.name, projects.c.id).where(*wanted).order_by(projects.c.name))
    return {row["name"]: row["id"] for row in found}


def projects_page(
    connection: Connection,
    *,
    name_part: str | None,
    sort_by: str,
    descending: bool,
    offset: int,
    size: int,
    only: Collection[str] = (),
) -> tuple[list[Row], int]:
    """List a page of projects, and how many there are in all.

    Args:
        connection: The database.
        name_part: Only projects whose name contains this, in any case.
        sort_by: A key of `SORTS`.
        descending: Whether the largest comes first.
        offset: Projects to skip.
        size: Most projects to list.
        only: Ids of the only ones that are listed; empty means all.
    """
    conditions: list[sa.ColumnElement[bool]] = [_ALIVE]
    if only:
        conditions.append(projects.c.id.in_(only))
    if name_part:
        conditions.append(contains(projects.c.name, name_part))
    column = SORTS[sort_by]
    # Two projects may be of the same moment: the id makes the order of pages firm.
    order = [column.desc(), projects.c.id.desc()] if descending else [column, projects.c.id]
    query = _PROJECTS.where(*conditions).order_by(*order).offset(offset).limit(size)
    total = connection.scalar(sa.select(sa.func.count()).select_from(projects).where(*conditions))
    return all_rows(connection, query), total or 0


def add_to_project(
    connection: Connection,
    project_id: str,
    *,
    logs: int,
    sessions: int = 0,
    updated_at: datetime,
) -> None:
    """Add to a project's counters."""
    add_to_projects(connection, {project_id: (logs, sessions)}, updated_at)


def add_to_projects(connection: Connection, counts: Mapping[str, tuple[int, int]], updated_at: datetime) -> None:
    """Add to the counters of several projects, in this order: id → logs and sessions."""
    rows = [
        {"counted": project_id, "logs": logs, "sessions": sessions, "moment": updated_at}
        for project_id, (logs, sessions) in counts.items()
    ]
    if rows:
        connection.execute(_COUNT, rows)


def monitored_of(connection: Connection, project_ids: Iterable[str]) -> set[str]:
    """Tell which of several projects have evaluators that judge their new logs."""
    wanted = frozenset(project_ids)

    def find() -> set[str]:
        return {row["id"] for row in all_rows(connection, _MONITORED, {"wanted": list(wanted)})}

    return remembered(connection, ("monitored", wanted), find) or set()
