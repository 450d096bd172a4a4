"""The keys of a database: made, listed and revoked."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from humanloop.server.domain import audit
from humanloop.server.domain.keys import Key, digest_of, new_api_key
from humanloop.server.domain.roles import ROLES, Caller
from humanloop.server.domain.times import now, to_moment
from humanloop.server.errors import ConflictError, NotFoundError, UnprocessableError
from humanloop.server.store import keys as rows
from humanloop.server.store.projects import find_project, find_project_by_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

FIRST = "first"
"""The name of the key that a server makes when there is none."""
SETTING = "setting"
"""The name of the key that a setting gives."""
_LONGEST_NAME = 80
_SHOWN = 6

_SPAN = re.compile(r"(?P<count>[0-9]+)(?P<unit>[smhdw])", re.ASCII)
_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
# What the audit list calls others than holders of keys.
_TAKEN = frozenset({SETTING, "anyone", "server", "link"})


def create_key(
    connection: Connection,
    by: Caller,
    name: str,
    *,
    role: str = "write",
    projects: Sequence[str] = (),
    expires_at: datetime | None = None,
) -> str:
    """Make a key; answers it, which nothing can do later.

    Args:
        connection: The database.
        by: Who makes it.
        name: What it is called, unlike all keys that are good.
        role: What its holder may do.
        projects: Names or ids of the only projects that it sees; none means all.
        expires_at: From when on it is good no more.

    Raises:
        ConflictError: There is a key of this name.
        NotFoundError: There is no such project.
        UnprocessableError: The name, the role or the time makes no sense.
    """
    name, moment = name.strip(), now()
    _check_name(name)
    if role not in ROLES:
        raise UnprocessableError(f"{role!r} is no role; there are: {', '.join(ROLES)}.")
    if projects and role == "admin":
        raise UnprocessableError("A key of the role admin sees all projects: take another role, or no projects.")
    if expires_at is not None and expires_at <= moment:
        raise UnprocessableError(f"The key would expire at {expires_at:%Y-%m-%d %H:%M:%S} UTC, which is over.")
    if any(row["name"] == name for row in rows.all_keys(connection) if is_good(row, moment)):
        raise ConflictError(f"There is a key {name!r} already: revoke it first, or take another name.")
    seen = sorted({_project(connection, project)["id"] for project in projects})
    key = _insert(connection, name, role, seen, expires_at, moment)
    detail = {"role": role, "projects": seen, "expires_at": None if expires_at is None else expires_at.isoformat()}
    audit.record(connection, by.name, "key.create", name, detail)
    return key


def first_key(connection: Connection) -> str | None:
    """Make a key for a database that never had one; answers it, or None."""
    if rows.all_keys(connection):
        return None
    key = _insert(connection, FIRST, "admin", [], None, now())
    audit.record(connection, "server", "key.create", FIRST, {"role": "admin", "projects": [], "expires_at": None})
    return key


def revoke_key(connection: Connection, by: Caller, name: str) -> None:
    """Let a key be good no more.

    Raises:
        NotFoundError: There is no good key of this name.
    """
    moment = now()
    found = [row for row in rows.all_keys(connection) if row["name"] == name and is_good(row, moment)]
    if not found:
        if name == SETTING:
            raise NotFoundError("The key 'setting' is that of HUMANLOOP_SERVER_API_KEY: take it out of there.")
        raise NotFoundError(f"There is no key {name!r} that could be revoked.")
    for row in found:
        rows.revoke_key(connection, row["digest"], moment)
    audit.record(connection, by.name, "key.revoke", name)


def list_keys(connection: Connection, *, with_ended: bool = False) -> list[dict[str, Any]]:
    """List the keys, those that were made first first.

    Args:
        connection: The database.
        with_ended: Whether to list those that were revoked or have expired, too.
    """
    moment = now()
    names = ("name", "role", "projects", "created_at", "last_used_at", "expires_at", "revoked_at", "prefix")
    listed = [row for row in rows.all_keys(connection) if with_ended or is_good(row, moment)]
    return [{name: row[name] for name in names} for row in listed]


def known_keys(connection: Connection, chosen: str | None) -> list[Key]:
    """Read all keys that the server knows.

    Args:
        connection: The database.
        chosen: The key that a setting gives.
    """
    known = [
        Key(
            row["digest"],
            Caller(row["name"], row["role"], frozenset(row["projects"])),
            row["expires_at"],
            row["revoked_at"],
            row["last_used_at"],
        )
        for row in rows.all_keys(connection)
    ]
    # One that was revoked stays revoked, whatever a setting says.
    if chosen is not None and all(key.digest != digest_of(chosen) for key in known):
        known.append(Key(digest_of(chosen), Caller(SETTING)))
    return known


def expiry_of(text: str) -> datetime:
    """Read when a key is good no more: a number with `s`, `m`, `h`, `d` or `w`, counted from now, or a time.

    Raises:
        UnprocessableError: It is neither.
    """
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        return to_moment(text)
    try:
        return now() + int(match["count"]) * _UNITS[match["unit"]]
    except OverflowError as error:
        raise UnprocessableError(f"{text!r} is longer than there are years.") from error


def is_good(row: Row, moment: datetime) -> bool:
    """Tell whether a key is accepted at a moment."""
    return row["revoked_at"] is None and (row["expires_at"] is None or row["expires_at"] > moment)


def _insert(
    connection: Connection, name: str, role: str, projects: list[str], expires_at: datetime | None, moment: datetime
) -> str:
    key = new_api_key()
    row = {
        "digest": digest_of(key),
        "name": name,
        "role": role,
        "projects": projects,
        "prefix": key[:_SHOWN],
        "created_at": moment,
        "last_used_at": None,
        "expires_at": expires_at,
        "revoked_at": None,
    }
    rows.insert_key(connection, row)
    return key


def _check_name(name: str) -> None:
    if not 1 <= len(name) <= _LONGEST_NAME or not name.isprintable():
        raise UnprocessableError(f"The name of a key has 1 to {_LONGEST_NAME} printable characters.")
    if name in _TAKEN or name.startswith("command:"):
        raise UnprocessableError(f"The name {name!r} stands for somebody else in the audit list: take another one.")


def _project(connection: Connection, wanted: str) -> Row:
    row = find_project(connection, wanted) or find_project_by_name(connection, wanted)
    if row is None:
        raise NotFoundError.of("project", wanted)
    return row
