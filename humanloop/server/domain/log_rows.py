"""Logs on their way into the store: how a row is built, and all that has to be counted with it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from humanloop.server.domain.feedback_counts import uncount_logs
from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.times import now, to_moment
from humanloop.server.domain.trials import join_trials, leave_trials
from humanloop.server.store import configs as config_rows
from humanloop.server.store import logs as rows
from humanloop.server.store import projects as project_rows
from humanloop.server.store import sessions as session_rows
from humanloop.server.store.counts import counts_of
from humanloop.server.store.evaluation_work import note_deleted_logs
from humanloop.server.store.rows import NOT_READY
from humanloop.server.store.signals import signal
from humanloop.server.store.turns import count_logs, keep_logs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.domain.links import Links
    from humanloop.server.store.rows import Columns, Row

MONITORED = "monitored logs"
"""Signal that there are new logs for the evaluators of their project."""
# Fewer than the parameters that any database takes.
_CHUNK = 900
_COLUMNS = (
    "reference_id",
    "source_datapoint_id",
    "environment",
    "source",
    "user",
    "inputs",
    "messages",
    "metadata",
    "output",
    "error",
    "duration",
)
DETAILS = (
    "save",
    "trial_id",
    "judgment",
    "output_message",
    "raw_output",
    "finish_reason",
    "prompt_tokens",
    "output_tokens",
    "tokens",
    "prompt_cost",
    "output_cost",
    "provider_latency",
    "provider_request",
    "provider_response",
    "stdout",
    "tools",
    "tool_choice",
    "otel",
)
"""Fields of a log that are only ever shown; `otel` is shown in its metadata."""
_DETAILS = frozenset(DETAILS)
_UNSAVED = frozenset(
    {
        "inputs",
        "messages",
        "output",
        "output_message",
        "raw_output",
        "provider_request",
        "provider_response",
        "tools",
    }
)


def log_row(project_id: str, config_id: str, links: Links, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Build the row of a new log.

    Args:
        project_id: Its project.
        config_id: Its config.
        links: Its session and parent.
        fields: Fields of the log as they came; with `save` false, no texts are kept. `id` is honoured, because a
            stream has to name the log before it is written.
    """
    return {**log_fields(fields), **home_of(project_id, config_id, links)}


def log_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Build what the row of a new log says of the log itself; `fields` are those of `log_row`."""
    if fields.get("save") is False:
        fields = {key: value for key, value in fields.items() if key not in _UNSAVED}
    moment = now()
    created_at = fields.get("created_at")
    return {
        "id": fields.get("id") or new_id("data"),
        **{column: fields.get(column) for column in _COLUMNS},
        "details": {name: value for name, value in fields.items() if value is not None and name in _DETAILS},
        "created_at": to_moment(created_at) if isinstance(created_at, str) and created_at else created_at or moment,
        "updated_at": moment,
    }


def home_of(project_id: str, config_id: str, links: Links) -> dict[str, Any]:
    """Build what the row of a new log says of where it belongs; the arguments are those of `log_row`."""
    return {
        "project_id": project_id,
        "config_id": config_id,
        "session_id": links.session_id,
        "parent_id": links.parent_id,
    }


def store_logs(
    connection: Connection, new: Sequence[dict[str, Any]], ready: Columns = NOT_READY, *, is_watched: bool = True
) -> None:
    """Store new logs and count them in their projects, configs and sessions.

    Args:
        connection: The database.
        new: Their rows.
        ready: Those of their columns that were made ready before.
        is_watched: Whether evaluators judge those of projects that they monitor.
    """
    monitored = project_rows.monitored_of(connection, (row["project_id"] for row in new)) if is_watched else ()
    for row in new:
        row["observability_status"] = "pending" if row["project_id"] in monitored else "completed"
    keep_logs(connection, new, ready)
    join_trials(connection, new)
    count_logs(connection, counts_of(new, now()))
    if monitored:
        signal(connection, MONITORED)


def remove_logs(connection: Connection, log_ids: Iterable[str]) -> list[str]:
    """Remove logs and everything that was counted with them; ids that are not known are passed over.

    Returns:
        The evaluations that have lost some of their logs.
    """
    found = list(rows.logs_by_id(connection, log_ids).values())
    if not found:
        return []
    moment = now()
    ids = [row["id"] for row in found]
    evaluations = note_deleted_logs(connection, ids)
    uncount_logs(connection, ids)
    leave_trials(connection, ids)
    rows.delete_logs(connection, ids)
    left: Counter[str] = Counter()
    for session_id, count in _count(found, "session_id").items():
        session_rows.add_to_session(connection, session_id, -count, moment)
    for (session_id, project_id), count in _count_pairs(found).items():
        session_rows.add_to_session_project(connection, session_id, project_id, -count, moment)
        if session_rows.drop_empty_session_project(connection, session_id, project_id):
            left[project_id] += 1
    for project_id, count in _count(found, "project_id").items():
        project_rows.add_to_project(connection, project_id, logs=-count, sessions=-left[project_id], updated_at=moment)
    for config_id, count in _count(found, "config_id").items():
        config_rows.add_to_config(connection, config_id, -count, None)
    return evaluations


def move_logs(
    connection: Connection, log_ids: Sequence[str], session_id: str, *, disappearing: str | None = None
) -> None:
    """Move logs into another session, where they are counted from now on.

    Args:
        connection: The database.
        log_ids: The logs; those that are there already, or not known, are passed over.
        session_id: The session.
        disappearing: Reference of a session that is removed when its last log leaves.
    """
    moment = now()
    for start in range(0, len(log_ids), _CHUNK):
        known = rows.logs_by_id(connection, log_ids[start : start + _CHUNK]).values()
        found = [row for row in known if row["session_id"] != session_id]
        if found:
            rows.set_session(connection, [row["id"] for row in found], session_id)
            _recount_sessions(connection, found, session_id, moment, disappearing)


def _recount_sessions(
    connection: Connection, found: Sequence[Row], session_id: str, moment: datetime, disappearing: str | None
) -> None:
    changed: Counter[str] = Counter()
    session_rows.add_to_session(connection, session_id, len(found), moment)
    for project_id, count in _count(found, "project_id").items():
        changed[project_id] += session_rows.add_to_session_project(connection, session_id, project_id, count, moment)
    for (left, project_id), count in _count_pairs(found).items():
        session_rows.add_to_session_project(connection, left, project_id, -count, moment)
        changed[project_id] -= session_rows.drop_empty_session_project(connection, left, project_id)
    for left, count in _count(found, "session_id").items():
        session_rows.add_to_session(connection, left, -count, moment)
        if disappearing is not None:
            session_rows.drop_empty_session(connection, left, disappearing)
    for project_id, count in changed.items():
        if count:
            project_rows.add_to_project(connection, project_id, logs=0, sessions=count, updated_at=moment)


def recount_configs(connection: Connection, old_id: str, new_id: str) -> None:
    """Count a log with another config than before."""
    config_rows.add_to_config(connection, old_id, -1, None)
    config_rows.add_to_config(connection, new_id, 1, now())


def _count(new: Sequence[Row], column: str) -> Counter[str]:
    return Counter(row[column] for row in new if row[column] is not None)


def _count_pairs(new: Sequence[Row]) -> Counter[tuple[str, str]]:
    return Counter((row["session_id"], row["project_id"]) for row in new if row["session_id"] is not None)
