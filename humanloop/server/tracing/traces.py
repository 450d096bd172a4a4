"""What the spans of a trace have in common: its session and its user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.log_rows import move_logs
from humanloop.server.store import sessions as session_store
from humanloop.server.store import spans as rows
from humanloop.server.tracing.joining import first_session

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row
    from humanloop.server.tracing.items import Item


def place_traces(
    connection: Connection,
    traces: Mapping[str, Row],
    items: Iterable[Item],
    with_logs: AbstractSet[str],
    ids: Mapping[str, str],
    moment: datetime,
) -> tuple[dict[str, str], dict[str, str | None]]:
    """Settle session and user of each trace; answers them by trace.

    Args:
        connection: The transaction.
        traces: The rows of the traces, locked.
        items: The spans that have come.
        with_logs: The traces that have logs which go where their trace goes.
        ids: The ids of the traces, which name the sessions of those that name none.
        moment: When the spans came.
    """
    sessions: dict[str, str] = {}
    users: dict[str, str | None] = {}
    wanted: dict[str, str] = {}
    changes: dict[str, dict[str, Any]] = {}
    of_trace: dict[str, list[Item]] = {}
    for item in items:
        of_trace.setdefault(item.span.trace, []).append(item)
    for trace_id, row in traces.items():
        mine = of_trace.get(trace_id, [])
        session, changed = _session(row, mine)
        users[trace_id], known = _user(row, mine)
        if known != row["users"]:
            changed["users"] = known
        if trace_id in with_logs or row["session_id"] is not None:
            wanted[trace_id] = session or ids[trace_id]
        changes[trace_id] = changed
    found = _sessions(connection, wanted.values(), moment)
    for trace_id, row in traces.items():
        changed, reference = changes[trace_id], wanted.get(trace_id)
        if reference is not None:
            sessions[trace_id] = found[reference]
            if row["session_id"] != found[reference]:
                changed["session_id"] = found[reference]
                if row["session_id"] is not None:
                    old = rows.logs_of_trace(connection, trace_id)
                    move_logs(connection, old, found[reference], disappearing=ids[trace_id])
        if "users" in changed and row["session_id"] is not None:
            rows.set_user_of_trace(connection, trace_id, users[trace_id])
    rows.update_traces(connection, [{**traces[key], **changed} for key, changed in changes.items() if changed])
    return sessions, users


def _session(row: Row, mine: Sequence[Item]) -> tuple[str | None, dict[str, Any]]:
    """Choose the session of a trace: answers it, and what changes in the row."""
    keys = {item.span.key for item in mine}
    known: tuple[int, str, str] | None = None
    if row["session"] is not None and row["session_span"] not in keys:
        known = (row["session_started"], row["session_span"], row["session"])
    given = [(item.span.started, item.span.key, item.draft.session) for item in mine if item.draft.session]
    chosen = first_session([*given, *([] if known is None else [known])])
    if chosen is None:
        return row["session"], {}
    started, key, session = chosen
    changed = {"session_started": started, "session_span": key, "session": session}
    return session, {} if chosen == known else changed


def _user(row: Row, mine: Sequence[Item]) -> tuple[str | None, list[str]]:
    known: list[str] = list(row["users"])
    for item in mine:
        user = item.draft.user
        if user is not None and user not in known and len(known) < 2:
            known.append(user)
    return known[0] if len(known) == 1 else None, known


def _sessions(connection: Connection, references: Iterable[str], moment: datetime) -> dict[str, str]:
    """Find sessions by reference, making those that are new: reference → id."""
    wanted = [*dict.fromkeys(references)]
    found = session_store.sessions_by_reference(connection, wanted)
    new = [reference for reference in wanted if reference not in found]
    made: list[dict[str, Any]] = [
        {
            "id": new_id("sesh"),
            "reference_id": reference,
            "datapoints_count": 0,
            "created_at": moment,
            "updated_at": moment,
        }
        for reference in new
    ]
    session_store.insert_sessions(connection, made)
    return found | {row["reference_id"]: row["id"] for row in made}
