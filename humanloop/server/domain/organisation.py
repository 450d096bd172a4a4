"""What exists before anything else: the organisation and its environments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.times import now
from humanloop.server.errors import NotFoundError
from humanloop.server.store import organisation as rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def set_up(connection: Connection, environment_names: Sequence[str]) -> None:
    """Make the organisation and the environments that are missing.

    Args:
        connection: The database.
        environment_names: Names; in a new database the first one becomes the default environment.
    """
    if rows.find_organisation(connection) is None:
        rows.insert_organisation(connection, {"id": new_id("tm"), "created_at": now()})
    has_default = rows.find_environment(connection, None) is not None
    for name in environment_names:
        if rows.find_environment(connection, name) is None:
            tag = "other" if has_default else "default"
            row = {"id": new_id("env"), "name": name, "tag": tag, "created_at": now()}
            rows.insert_environment(connection, row)
            has_default = True


def team_id(connection: Connection) -> str:
    """Answer the id of the organisation."""
    row = rows.find_organisation(connection)
    return "" if row is None else row["id"]


def environment(connection: Connection, name: str | None = None) -> Row:
    """Find an environment by name; without one, the default environment.

    Raises:
        NotFoundError: There is no environment of this name.
    """
    row = rows.find_environment(connection, name)
    if row is None:
        known = ", ".join(each["name"] for each in rows.all_environments(connection))
        raise NotFoundError(f"There is no environment {name!r}; there are: {known}.")
    return row


def environments(connection: Connection) -> list[Row]:
    """List all environments, the default one first."""
    return rows.all_environments(connection)


def environment_by_id(connection: Connection, environment_id: str) -> Row:
    """Find an environment by id.

    Raises:
        NotFoundError: There is none of this id.
    """
    row = rows.find_environment_by_id(connection, environment_id)
    if row is None:
        raise NotFoundError.of("environment", environment_id)
    return row


def requested_environments(connection: Connection, requested: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Find the environments that a request names by id, or by name where the id is not known; none means the default.

    Raises:
        NotFoundError: There is no such environment.
    """
    found: dict[str, Row] = {}
    for each in requested:
        row = rows.find_environment_by_id(connection, each["id"])
        if row is None and each.get("name"):
            row = environment(connection, each["name"])
        if row is None:
            raise NotFoundError.of("environment", each["id"])
        found[row["id"]] = row
    return list(found.values()) or [environment(connection)]
