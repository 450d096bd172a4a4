"""The settings of a project: its name, its types of feedback, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import activation, feedback_types, projects
from humanloop.server.web.project_frame import project_frame
from humanloop.server.web.rows import Change, Page

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from humanloop.server.web.visit import Visit

_CLASSES = ("select", "multi_select", "text", "number")


def _show(connection: Connection, visit: Visit) -> dict[str, Any]:
    frame = project_frame(connection, visit, "settings")
    project_id = frame["project"]["id"]
    types = feedback_types.types_of_projects(connection, [project_id]).get(project_id, [])
    described = [{"type": each["type"], "labels": each["values"]} for each in types]
    answer = projects.get_project(connection, project_id)
    return {**frame, "types": described, "classes": _CLASSES, "monitors": answer["active_evaluators"]}


def _rename(connection: Connection, visit: Visit) -> str:
    activation.update_project(connection, visit.path["project"], {"name": visit.required("name")}, visit.session.caller)
    return visit.link("projects", visit.path["project"], "settings", done="saved")


def _add(connection: Connection, visit: Visit) -> str:
    """Add a type of feedback, or a label to one."""
    label = visit.field("label").strip()
    body: dict[str, Any] = {"type": visit.required("type")}
    if visit.field("class"):
        body["class"] = visit.field("class")
    if label:
        body["values"] = [{"value": label, "sentiment": visit.field("sentiment") or "unset"}]
    projects.update_feedback_types(connection, visit.path["project"], [body])
    return visit.link("projects", visit.path["project"], "settings", done="added")


def _ask(connection: Connection, visit: Visit) -> dict[str, Any]:
    return project_frame(connection, visit, "settings")


def _delete(connection: Connection, visit: Visit) -> str:
    projects.delete_project(connection, visit.path["project"], visit.session.caller)
    return visit.base + "?done=deleted"


ROWS = (
    Page("/projects/{project}/settings", "project_settings.html", _show),
    Change("/projects/{project}/settings", _rename),
    Change("/projects/{project}/settings/feedback", _add),
    Page("/projects/{project}/settings/delete", "project_delete.html", _ask, is_for_change=True),
    Change("/projects/{project}/settings/delete", _delete),
)
