"""Logs that wait for the judgement of people, one after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from humanloop.server.domain import projects
from humanloop.server.store.log_windows import count_logs, window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.log_search import LogFilter

_MOST_SKIPPED = 200


def next_log(
    connection: Connection, project_id: str, wanted: LogFilter, skipped: Sequence[str]
) -> tuple[str | None, int]:
    """Find the oldest log of a project without feedback; answers its id, and how many wait.

    Args:
        connection: The database.
        project_id: The project.
        wanted: Which of its logs.
        skipped: Ids of those that were put off.

    Raises:
        NotFoundError: There is no such project.
    """
    projects.find_project(connection, project_id)
    oldest_first = [("timestamp", False)]
    wanted = replace(wanted, choices=replace(wanted.choices, has_feedback=False, sort=oldest_first))
    skipped = skipped[-_MOST_SKIPPED:]
    waiting = window(connection, project_id, wanted, len(skipped) + 1)
    following = next((row["id"] for row in waiting if row["id"] not in skipped), None)
    return following, max(count_logs(connection, project_id, wanted) - len(skipped), 0)
