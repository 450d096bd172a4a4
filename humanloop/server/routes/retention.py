"""How long a project keeps its logs: an addition to the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.operation import Operation
from humanloop.server.domain import retention
from humanloop.server.errors import NotFoundError
from humanloop.server.http.additions import Addition

if TYPE_CHECKING:
    from humanloop.server.http.calls import Call

_PATH = "/projects/{id}/retention"
_SCHEMA = {
    "type": "object",
    "properties": {
        retention.FIELD: {
            "type": "integer",
            "minimum": 1,
            "nullable": True,
            "description": "Days after which logs are deleted; null leaves it to the setting of the server.",
        }
    },
}


def _project_of(call: Call) -> str:
    project_id = call.path["id"]
    if call.caller.projects and project_id not in call.caller.projects:
        raise NotFoundError.of("project", project_id)
    return project_id


async def _get(call: Call) -> Any:
    project_id = _project_of(call)
    return await call.read(lambda connection: retention.term_of_project(connection, project_id))


async def _update(call: Call) -> Any:
    project_id, who = _project_of(call), call.caller.name
    answer = await call.commit(lambda connection: retention.change_term(connection, project_id, call.body, who))
    call.service.retention.look()
    return answer


ADDITIONS = {
    "projects.get_retention": Addition(
        "Projects_getRetention",
        Operation("GET", _PATH, status=200),
        _get,
        ("read", "write", "admin"),
        "Say for how many days a project keeps its logs",
        _SCHEMA,
    ),
    "projects.update_retention": Addition(
        "Projects_updateRetention",
        Operation("PATCH", _PATH, status=200),
        _update,
        ("admin",),
        "Change for how many days a project keeps its logs",
        _SCHEMA,
        _SCHEMA,
        retention.check_term,
    ),
}
"""The operations, by key."""
