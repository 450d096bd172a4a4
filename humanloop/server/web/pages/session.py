"""One session: the tree of its logs, with bars of time, and one of them beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import logs
from humanloop.server.domain.session_trees import tree_of
from humanloop.server.web.pages.log import show_log
from humanloop.server.web.project_frame import project_frame
from humanloop.server.web.rows import Page
from humanloop.server.web.texts import Room

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from humanloop.server.web.visit import Visit

_DEEPEST = 12


def _show(connection: Connection, visit: Visit) -> dict[str, Any]:
    tree = tree_of(connection, visit.path["session"], visit.session.caller.projects)
    rows = [{**row, "depth": min(row["depth"], _DEEPEST)} for row in tree["rows"]]
    ids = {row["id"] for row in rows}
    chosen = visit.one("log") if visit.one("log") in ids else next(iter(row["id"] for row in rows), None)
    beside = show_log(connection, visit, logs.get_log(connection, chosen), Room()) if chosen else {}
    frame: dict[str, Any] = {}
    if rows:
        frame = project_frame(connection, visit, "sessions", beside["project"]["id"])
    return {**frame, "beside": beside, "session": tree, "rows": rows, "chosen": chosen}


ROWS = (Page("/sessions/{session}", "session.html", _show),)
