"""The settings of a project: its name, its types of feedback, how long it keeps logs, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import activation, feedback_types, projects, retention
from humanloop.server.errors import InvalidRequestError, PermissionDeniedError
from humanloop.server.web.forms import checked
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
    kept = retention.term_of_project(connection, project_id)[retention.FIELD]
    own = {"kept": kept, "kept_by_all": visit.service.settings.keep_logs_days}
    return {**frame, **own, "types": described, "classes": _CLASSES, "monitors": answer["active_evaluators"]}


def _rename(connection: Connection, visit: Visit) -> str:
    body = checked("projects.update", {"name": visit.required("name")})
    activation.update_project(connection, visit.path["project"], body, visit.session.caller)
    return visit.link("projects", visit.path["project"], "settings", done="saved")


def _keep(connection: Connection, visit: Visit) -> str:
    """Change how long the project keeps its logs; an empty field leaves that to the server."""
    if not visit.session.caller.may("admin"):
        raise PermissionDeniedError("How long logs are kept is for those of the role admin to say.")
    text = visit.field("days").strip()
    days = int(text) if text.isdecimal() and len(text) < 9 else text or None
    try:
        body = retention.check_term({retention.FIELD: days})
    except InvalidRequestError as error:
        # The field as the page names it; nothing is what the API calls null.
        message = error.problems[0][1].replace("null", "nothing")
        raise InvalidRequestError(
            [(("form", "days"), f"“Days that logs are kept” is {message}.", "value_error")]
        ) from None
    retention.change_term(connection, visit.path["project"], body, visit.session.caller.name)
    return visit.link("projects", visit.path["project"], "settings", done="saved")


async def _look(visit: Visit, address: str) -> None:
    del address
    visit.service.retention.look()


def _add(connection: Connection, visit: Visit) -> str:
    """Add a type of feedback, or a label to one."""
    label = visit.field("label").strip()
    body: dict[str, Any] = {"type": visit.required("type")}
    if visit.field("class"):
        body["class"] = visit.field("class")
    if label:
        body["values"] = [{"value": label, "sentiment": visit.field("sentiment") or "unset"}]
    wanted = checked("projects.update_feedback_types", [body])
    projects.update_feedback_types(connection, visit.path["project"], wanted, visit.session.caller)
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
    Change("/projects/{project}/settings/retention", _keep, _look),
    Page("/projects/{project}/settings/delete", "project_delete.html", _ask, is_for_change=True),
    Change("/projects/{project}/settings/delete", _delete),
)
