"""Logs that wait for the judgement of people, one after the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from humanloop.server.domain import projects
from humanloop.server.errors import BadRequestError
from humanloop.server.store.log_windows import Spot, count_logs, window

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from humanloop.server.store.log_search import LogFilter

_BEGINNING = Spot(datetime.min.replace(tzinfo=UTC), 0)


@dataclass(frozen=True)
class Queue:
    """What waits for a judgement.

    Args:
        log_id: Id of the log that is next; None if nothing is left.
        place: Its place, as `read_place` reads it.
        left: How many are left, with this one.
        behind: How many wait that were skipped, or came later with an earlier time.
    """

    log_id: str | None
    place: str | None
    left: int
    behind: int


def next_log(connection: Connection, project_id: str, wanted: LogFilter, skipped: str | None) -> Queue:
    """Find the oldest log of a project without feedback.

    Args:
        connection: The database.
        project_id: The project.
        wanted: Which of its logs.
        skipped: The place up to which they were put off.

    Raises:
        NotFoundError: There is no such project.
        BadRequestError: What was skipped is no place.
    """
    projects.find_project(connection, project_id)
    wanted = replace(wanted, choices=replace(wanted.choices, has_feedback=False, sort=[]))
    spot = read_place(skipped) if skipped else None
    after = spot or _BEGINNING
    left = count_logs(connection, project_id, wanted, newer_than=after)
    behind = count_logs(connection, project_id, wanted, up_to=spot) if spot else 0
    for log in window(connection, project_id, wanted, 1, newer_than=after):
        return Queue(log["id"], str(Spot.of(log)), left, behind)
    return Queue(None, None, left, behind)


def read_place(text: str) -> Spot:
    """Read a place among logs: a time and a number, which stay when the log there is deleted.

    Raises:
        BadRequestError: It is none.
    """
    place = Spot.read(text)
    if place is None:
        raise BadRequestError(f"{text[:40]!r} is no place among logs: begin the review again.")
    return place
