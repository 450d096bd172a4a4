"""Projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import projects

if TYPE_CHECKING:
    from humanloop.server.calls import Call

_PAGE_SIZE = 10


async def _create(call: Call) -> Any:
    return await call.commit(lambda connection: projects.create_project(connection, call.body))


async def _get(call: Call) -> Any:
    return await call.read(lambda connection: projects.get_project(connection, call.path["id"]))


async def _list(call: Call) -> Any:
    page = call.page(size=_PAGE_SIZE)
    sort_by = call.choice("sort_by", ("created_at", "updated_at", "name"))
    order = call.choice("order", ("desc", "asc"))
    name_part, user = call.query.get("filter"), call.query.get("user_filter")
    return await call.read(
        lambda connection: projects.list_projects(
            connection, page, name_part=name_part, user=user, sort_by=sort_by, order=order
        )
    )


HANDLERS = {"create": _create, "get": _get, "list": _list}
