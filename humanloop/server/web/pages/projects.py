"""All projects, and a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import projects
from humanloop.server.domain.project_lists import list_lines
from humanloop.server.errors import PermissionDeniedError
from humanloop.server.web.charts import spark
from humanloop.server.web.forms import checked
from humanloop.server.web.paging import Paging
from humanloop.server.web.rows import Change, Page

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from humanloop.server.web.visit import Visit

_SIZE = 20


def _show(connection: Connection, visit: Visit) -> dict[str, Any]:
    paging = Paging.of(visit, _SIZE)
    found, total = list_lines(connection, visit.one("q") or None, paging.offset, _SIZE, visit.session.caller.projects)
    lines = [{**line, "spark": spark(line["days"])} for line in found]
    return {"section": "", "lines": lines, "total": total, **paging.links(visit, total)}


def _new(connection: Connection, visit: Visit) -> dict[str, Any]:
    del connection
    _check_all(visit)
    return {"section": ""}


def _check_all(visit: Visit) -> None:
    if visit.session.caller.projects:
        raise PermissionDeniedError("This key sees some projects only, and cannot make another one.")


def _create(connection: Connection, visit: Visit) -> str:
    _check_all(visit)
    project = projects.create_project(connection, checked("projects.create", {"name": visit.required("name")}))
    return visit.link("projects", project["id"], "logs")


ROWS = (
    Page("", "projects.html", _show),
    Page("/projects/new", "project_new.html", _new, is_for_change=True),
    Change("/projects/new", _create),
)
