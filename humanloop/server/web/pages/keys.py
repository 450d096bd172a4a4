"""The keys of the server: made, shown once, and revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse

from humanloop.server.domain import projects
from humanloop.server.domain.idempotency import AlreadyDoneError, to_answer
from humanloop.server.domain.key_records import create_key, expiry_of, list_keys, revoke_key
from humanloop.server.domain.roles import ROLES
from humanloop.server.errors import ConflictError, PermissionDeniedError
from humanloop.server.web.once import once_for
from humanloop.server.web.rendering import render
from humanloop.server.web.rows import Change, Page, Raw

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection
    from starlette.responses import Response

    from humanloop.server.web.visit import Visit


def _check(visit: Visit) -> None:
    if not visit.session.caller.may("admin"):
        raise PermissionDeniedError("Keys are for those of the role admin.")


def _show(connection: Connection, visit: Visit) -> dict[str, Any]:
    _check(visit)
    names = {row["id"]: row["name"] for row in projects.recent_projects(connection)}
    return {
        "section": "settings",
        "keys": list_keys(connection, with_ended=visit.one("ended") == "yes"),
        "roles": ROLES,
        "names": names,
        "projects": list(names.items()),
        "made": None,
    }


async def _create(visit: Visit) -> Response:
    """Make a key, and answer with the only page that shows it: nothing keeps it."""
    _check(visit)
    name, by = visit.required("name"), visit.session.caller
    expires = visit.field("expires").strip()
    rest: dict[str, Any] = {
        "role": visit.required("role"),
        "projects": visit.fields("project"),
        "expires_at": expiry_of(expires) if expires else None,
    }
    made: list[str] = []

    def make(connection: Connection) -> str:
        made.append(create_key(connection, by, name, **rest))
        return "made"

    once, store = once_for(visit), visit.service.store
    try:
        if once is None:
            await store.write(make)
        else:
            to_answer(await store.write(lambda connection: once.run(connection, make)))
    except AlreadyDoneError:
        raise ConflictError("This form has made its key already, which is shown once only.") from None
    await visit.service.read_keys()
    values = await store.read(lambda connection: _show(connection, visit))
    return HTMLResponse(render("keys.html", visit, {**values, "made": {"name": name, "key": made[-1]}}))


def _ask(connection: Connection, visit: Visit) -> dict[str, Any]:
    del connection
    _check(visit)
    return {"section": "settings", "name": visit.one("name")}


def _revoke(connection: Connection, visit: Visit) -> str:
    _check(visit)
    revoke_key(connection, visit.session.caller, visit.required("name"))
    return visit.link("settings", "keys", done="revoked")


async def _read_again(visit: Visit, address: str) -> None:
    del address
    await visit.service.read_keys()


ROWS = (
    Page("/settings/keys", "keys.html", _show),
    Raw("/settings/keys", _create, "POST"),
    Page("/settings/keys/revoke", "key_revoke.html", _ask, is_for_change=True),
    Change("/settings/keys/revoke", _revoke, _read_again),
)
