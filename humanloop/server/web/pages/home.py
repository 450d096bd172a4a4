"""What belongs to no project: going to an id, and the name of who is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from humanloop.server.domain import web_sessions
from humanloop.server.domain.places import find_place
from humanloop.server.domain.sight import check_sight
from humanloop.server.errors import NotFoundError
from humanloop.server.web.rows import Change, Raw

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection
    from starlette.responses import Response

    from humanloop.server.web.visit import Visit


async def _find(visit: Visit) -> Response:
    """Go to what has an id, wherever that is."""
    wanted = visit.one("id").strip()
    parts = await visit.service.store.read(lambda connection: find_place(connection, wanted))
    if parts is not None:
        # What was found by another name than its id is looked at once more.
        named = [(parts[0].removesuffix("s"), parts[1])]
        await visit.service.store.read(lambda connection: check_sight(connection, visit.session.caller, named))
    if parts is None:
        raise NotFoundError(f"Nothing has the id {wanted[:200]!r}.")
    return RedirectResponse(visit.link(*parts), 303)


def _name(connection: Connection, visit: Visit) -> str:
    web_sessions.name_session(connection, visit.session.token, visit.field("name"))
    return visit.base if visit.page == visit.here else visit.page


async def _to_logs(visit: Visit) -> Response:
    return RedirectResponse(visit.link("projects", visit.path["project"], "logs"), 303)


ROWS = (
    Raw("/find", _find, is_form=True),
    Raw("/projects/{project}", _to_logs),
    Change("/me", _name),
)
