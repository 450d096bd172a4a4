"""The sessions of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.session_trees import list_lines
from humanloop.server.web.paging import Paging
from humanloop.server.web.project_frame import project_frame
from humanloop.server.web.rows import Page

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from humanloop.server.web.visit import Visit


def _show(connection: Connection, visit: Visit) -> dict[str, Any]:
    frame = project_frame(connection, visit, "sessions")
    paging = Paging.of(visit)
    lines, total = list_lines(
        connection, frame["project"]["id"], paging.number, paging.size, visit.session.caller.projects
    )
    return {**frame, "lines": lines, "total": total, **paging.links(visit, total)}


ROWS = (Page("/projects/{project}/sessions", "sessions.html", _show),)
