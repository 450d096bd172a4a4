"""Where a log belongs: its session and its parent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from humanloop.server.domain.names import check_not_empty
from humanloop.server.domain.sessions import create_session
from humanloop.server.errors import NotFoundError, UnprocessableError
from humanloop.server.store import logs as log_rows
from humanloop.server.store import sessions as session_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


@dataclass(frozen=True)
class Links:
    """The session and the parent of a log, by id; None where it has none."""

    session_id: str | None = None
    parent_id: str | None = None


def check_links(connection: Connection, body: Mapping[str, Any]) -> None:
    """Check what a request says of session and parent, and change nothing.

    Raises:
        NotFoundError: The session or the parent does not exist.
        UnprocessableError: It names one of them twice.
    """
    _find_session(connection, body)
    _find_parent(connection, body)


def make_links(connection: Connection, body: Mapping[str, Any]) -> Links:
    """Find the session and the parent that a request names; a new `session_reference_id` makes a session.

    A log without a session of its own joins the one of its parent.

    Raises:
        NotFoundError: The session or the parent does not exist.
        UnprocessableError: The request names one of them twice.
    """
    parent = _find_parent(connection, body)
    session = _find_session(connection, body)
    if session is not None:
        session_id = session["id"]
    elif body.get("session_reference_id"):
        session_id = create_session(connection, body["session_reference_id"])["id"]
    else:
        session_id = None if parent is None else parent["session_id"]
    return Links(session_id, None if parent is None else parent["id"])


def _find_session(connection: Connection, body: Mapping[str, Any]) -> Row | None:
    check_not_empty(body, "session_id", "session_reference_id")
    session_id, reference_id = body.get("session_id"), body.get("session_reference_id")
    if session_id and reference_id:
        raise UnprocessableError("Give at most one of `session_id` and `session_reference_id`.")
    if reference_id:
        return session_rows.find_session_by_reference(connection, reference_id)
    if not session_id:
        return None
    row = session_rows.find_session(connection, session_id)
    if row is None:
        raise NotFoundError.of("session", session_id)
    return row


def _find_parent(connection: Connection, body: Mapping[str, Any]) -> Row | None:
    check_not_empty(body, "parent_id", "parent_reference_id")
    parent_id, reference_id = body.get("parent_id"), body.get("parent_reference_id")
    if parent_id and reference_id:
        raise UnprocessableError("Give at most one of `parent_id` and `parent_reference_id`.")
    if not parent_id and not reference_id:
        return None
    if parent_id:
        row = log_rows.find_log(connection, parent_id)
    else:
        row = log_rows.find_log_by_reference(connection, reference_id or "")
    if row is None:
        raise NotFoundError.of("parent log", parent_id or reference_id or "")
    return row
