"""Logs that wait for the judgement of people, one after the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from humanloop.server.domain import projects
from humanloop.server.store.log_windows import Spot, count_logs, spot_of, window

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from humanloop.server.store.log_search import LogFilter

_BEGINNING = Spot(datetime.min.replace(tzinfo=UTC), 0)


def next_log(connection: Connection, project_id: str, wanted: LogFilter, skipped: str | None) -> tuple[str | None, int]:
    """Find the oldest log of a project without feedback; answers its id, and how many wait.

    Args:
        connection: The database.
        project_id: The project.
        wanted: Which of its logs.
        skipped: Id of the log up to which they were put off.

    Raises:
        NotFoundError: There is no such project.
    """
    projects.find_project(connection, project_id)
    wanted = replace(wanted, choices=replace(wanted.choices, has_feedback=False, sort=[]))
    after = (spot_of(connection, skipped) if skipped else None) or _BEGINNING
    waiting = window(connection, project_id, wanted, 1, newer_than=after)
    return waiting[0]["id"] if waiting else None, count_logs(connection, project_id, wanted, newer_than=after)
