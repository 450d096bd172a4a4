"""Sessions as they are answered: one with its logs as a tree, many in pages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from humanloop.server.domain import projects
from humanloop.server.domain.log_answers import log_answers
from humanloop.server.domain.log_trees import tree_of
from humanloop.server.domain.sessions import find_session
from humanloop.server.store import logs as log_rows
from humanloop.server.store import sessions as rows

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.domain.pages import Page
    from humanloop.server.store.rows import Row

# What a project is called as a file: its configs decide.
_FILE_TYPES = {"tool": "tool", "evaluator": "evaluator"}
_MOST_LOGS = 1000


def get_session(connection: Connection, session_id: str, only: Collection[str] = ()) -> dict[str, Any]:
    """Answer a session, with its logs as a tree.

    Args:
        connection: The database.
        session_id: The session.
        only: Ids of the only projects whose logs are shown; empty means all.

    Raises:
        NotFoundError: There is none of this id.
    """
    row = find_session(connection, session_id)
    found = log_rows.first_logs_of_session(connection, session_id, _MOST_LOGS, only)
    return _answers(connection, [row], only)[0] | {"logs": tree_of(log_answers(connection, found))}


def list_sessions(connection: Connection, project_id: str, page: Page, only: Collection[str] = ()) -> dict[str, Any]:
    """Answer a page of the sessions that hold at least one log of a project, newest first.

    Args:
        connection: The database.
        project_id: The project.
        page: Which page.
        only: Ids of the only projects that are shown; empty means all.
    """
    project = projects.find_project(connection, project_id)
    found = rows.sessions_of_project(connection, project_id, page.offset, page.size)
    return page.answer(_answers(connection, found, only), project["sessions_count"])


def _answers(connection: Connection, sessions: Sequence[Row], only: Collection[str]) -> list[dict[str, Any]]:
    ids = [row["id"] for row in sessions]
    of_session: dict[str, list[dict[str, Any]]] = {}
    counts: Counter[str] = Counter()
    for row in rows.projects_of_sessions(connection, ids):
        if only and row["id"] not in only:
            continue
        file_type = _FILE_TYPES.get(row["config_type"], "prompt")
        answer = {"id": row["id"], "name": row["name"], "type": file_type}
        of_session.setdefault(row["session_id"], []).append(answer)
        # Not the session's own count, which knows nothing of projects that were deleted.
        counts[row["session_id"]] += row["data_count"]
    return [_answer(connection, row, of_session.get(row["id"], []), counts[row["id"]], only) for row in sessions]


def _answer(
    connection: Connection, row: Row, of_projects: list[dict[str, Any]], count: int, only: Collection[str]
) -> dict[str, Any]:
    first = log_rows.log_at_end_of_session(connection, row["id"], last=False, only=only)
    last = log_rows.log_at_end_of_session(connection, row["id"], last=True, only=only)
    return {
        "id": row["id"],
        "reference_id": row["reference_id"],
        "projects": of_projects,
        "datapoints_count": count,
        "first_inputs": None if first is None else first["inputs"],
        "last_output": None if last is None else last["output"],
        "logs": None,
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
    }
