"""Projects as a list for people: what goes on in each, and what is deployed where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.config_answers import config_name
from humanloop.server.domain.times import now
from humanloop.server.store import project_activity
from humanloop.server.store import projects as rows

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.engine import Connection

_DAYS = 7


def list_lines(
    connection: Connection, name_part: str | None, offset: int, size: int, only: Collection[str] = ()
) -> tuple[list[dict[str, Any]], int]:
    """Answer some projects, those first that had something to do last, and how many there are in all.

    Args:
        connection: The database.
        name_part: Only projects whose name contains this.
        offset: Projects to skip.
        size: Most projects.
        only: Ids of the only ones that are listed; empty means all.
    """
    found, total = rows.projects_page(
        connection, name_part=name_part, sort_by="updated_at", descending=True, offset=offset, size=size, only=only
    )
    ids = [project["id"] for project in found]
    days = project_activity.logs_by_day(connection, ids, now(), _DAYS)
    deployed: dict[str, list[dict[str, str]]] = {}
    for row in project_activity.deployed_in_projects(connection, ids):
        name = row["experiment"] if row["experiment"] is not None else config_name(row)
        deployed.setdefault(row["of_project"], []).append({"environment": row["environment"], "name": name})
    lines = [
        {
            **project,
            "days": days[project["id"]],
            "day": days[project["id"]][-1],
            "week": sum(days[project["id"]]),
            "deployed": deployed.get(project["id"], []),
        }
        for project in found
    ]
    return lines, total
