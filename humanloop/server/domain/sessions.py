"""Sessions: logs of several projects that belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.times import now
from humanloop.server.errors import NotFoundError
from humanloop.server.store import schema
from humanloop.server.store import sessions as rows
from humanloop.server.store.turns import make

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def create_session(connection: Connection, reference_id: str | None = None) -> dict[str, Any]:
    """Make a session; answers its id."""
    moment = now()
    row = {
        "id": new_id("sesh"),
        "reference_id": reference_id,
        "datapoints_count": 0,
        "created_at": moment,
        "updated_at": moment,
    }
    make(connection, schema.sessions, reference_id)
    rows.insert_session(connection, row)
    return {"id": row["id"]}


def create_sessions(connection: Connection, reference_ids: Sequence[str]) -> dict[str, str]:
    """Make sessions of these references, none of which has one; answers reference → id."""
    if not reference_ids:
        return {}
    moment = now()
    new: list[dict[str, Any]] = [
        {
            "id": new_id("sesh"),
            "reference_id": reference_id,
            "datapoints_count": 0,
            "created_at": moment,
            "updated_at": moment,
        }
        for reference_id in reference_ids
    ]
    for reference_id in reference_ids:
        make(connection, schema.sessions, reference_id)
    rows.insert_sessions(connection, new)
    return {row["reference_id"]: row["id"] for row in new}


def find_session(connection: Connection, session_id: str) -> Row:
    """Find a session by id.

    Raises:
        NotFoundError: There is none.
    """
    row = rows.find_session(connection, session_id)
    if row is None:
        raise NotFoundError.of("session", session_id)
    return row
