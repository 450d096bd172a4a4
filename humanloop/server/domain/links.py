"""Where a log belongs: its session and its parent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from humanloop.server.domain.names import check_not_empty
from humanloop.server.domain.sessions import create_sessions
from humanloop.server.errors import NotFoundError, UnprocessableError
from humanloop.server.store import logs as log_rows
from humanloop.server.store import sessions as session_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


_NAMES = frozenset({"session_id", "session_reference_id", "parent_id", "parent_reference_id"})


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
    _check([body])
    _find_sessions(connection, [body])
    _find_parents(connection, [body])


def make_links(connection: Connection, bodies: Sequence[Mapping[str, Any]]) -> list[Links]:
    """Find the session and the parent that each of several logs names; a new `session_reference_id` makes a session.

    A log without a session of its own joins the one of its parent.

    Raises:
        NotFoundError: A session or a parent does not exist.
        UnprocessableError: A log names one of them twice.
    """
    _check(bodies)
    if not any(_NAMES & body.keys() for body in bodies):
        return [Links()] * len(bodies)
    parents, sessions = _find_parents(connection, bodies), _find_sessions(connection, bodies)
    new = dict.fromkeys(
        body["session_reference_id"]
        for body, session_id in zip(bodies, sessions, strict=True)
        if session_id is None and body.get("session_reference_id")
    )
    made = create_sessions(connection, list(new))
    links: list[Links] = []
    for body, session_id, parent in zip(bodies, sessions, parents, strict=True):
        own = session_id or made.get(body.get("session_reference_id") or "")
        links.append(Links(own) if parent is None else Links(own or parent["session_id"], parent["id"]))
    return links


def _check(bodies: Iterable[Mapping[str, Any]]) -> None:
    """Refuse logs that name an empty session or parent, or two of one."""
    for body in bodies:
        named = _NAMES & body.keys()
        if not named:
            continue
        check_not_empty(body, *sorted(named))
        if body.get("session_id") and body.get("session_reference_id"):
            raise UnprocessableError("Give at most one of `session_id` and `session_reference_id`.")
        if body.get("parent_id") and body.get("parent_reference_id"):
            raise UnprocessableError("Give at most one of `parent_id` and `parent_reference_id`.")


def _find_sessions(connection: Connection, bodies: Sequence[Mapping[str, Any]]) -> list[str | None]:
    """Find the session that each log names, by id; None where it names none, or a new one."""
    by_id = session_rows.sessions_by_id(connection, _named(bodies, "session_id"))
    by_reference = session_rows.sessions_by_reference(connection, _named(bodies, "session_reference_id"))
    found: list[str | None] = []
    for body in bodies:
        session_id = body.get("session_id")
        if session_id and session_id not in by_id:
            raise NotFoundError.of("session", session_id)
        found.append(session_id or by_reference.get(body.get("session_reference_id") or ""))
    return found


def _find_parents(connection: Connection, bodies: Sequence[Mapping[str, Any]]) -> list[Row | None]:
    """Find the parent that each log names; None where it names none."""
    by_id = log_rows.logs_by_id(connection, _named(bodies, "parent_id"))
    by_reference = log_rows.latest_by_reference(connection, _named(bodies, "parent_reference_id"))
    found: list[Row | None] = []
    for body in bodies:
        parent_id, reference_id = body.get("parent_id"), body.get("parent_reference_id")
        row = by_id.get(parent_id) if parent_id else by_reference.get(reference_id or "")
        if row is None and (parent_id or reference_id):
            raise NotFoundError.of("parent log", parent_id or reference_id or "")
        found.append(row)
    return found


def _named(bodies: Sequence[Mapping[str, Any]], field: str) -> set[str]:
    return {body[field] for body in bodies if body.get(field)}
