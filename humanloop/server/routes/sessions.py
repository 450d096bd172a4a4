"""Sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import session_answers, sessions

if TYPE_CHECKING:
    from humanloop.server.http.calls import Call

_PAGE_SIZE = 10


async def _create(call: Call) -> Any:
    return await call.commit(sessions.create_session)


async def _get(call: Call) -> Any:
    return await call.read(
        lambda connection: session_answers.get_session(connection, call.path["id"], call.caller.projects)
    )


async def _list(call: Call) -> Any:
    page, project_id = call.page(size=_PAGE_SIZE, first=1), call.query["project_id"]
    return await call.read(
        lambda connection: session_answers.list_sessions(connection, project_id, page, call.caller.projects)
    )


HANDLERS = {"create": _create, "get": _get, "list": _list}
