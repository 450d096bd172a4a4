"""The versions of a project's prompts: what they are, where they are deployed, and what differs between two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import RedirectResponse

from humanloop.server.domain import activation, deployments, organisation, versions
from humanloop.server.domain.config_differences import difference, parameters_of, template_lines
from humanloop.server.errors import UnprocessableError
from humanloop.server.web.paging import Paging
from humanloop.server.web.project_frame import project_frame
from humanloop.server.web.python_call import model_call
from humanloop.server.web.rows import Change, Page, Raw

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection
    from starlette.responses import Response

    from humanloop.server.web.visit import Visit


def _show(connection: Connection, visit: Visit) -> dict[str, Any]:
    frame = project_frame(connection, visit, "prompts")
    project = frame["project"]
    paging = Paging.of(visit)
    found = versions.list_versions(connection, project["id"], paging.offset, paging.size)
    return {
        **frame,
        **found,
        **_deployed(connection, project),
        **paging.links(visit, found["total"]),
        "names": dict(found["choices"]),
    }


def _deployed(connection: Connection, project: Any) -> dict[str, Any]:
    history = versions.history_of(connection, project["id"])
    return {"deployments": versions.deployments_of(connection, project), "history": history}


def _show_version(connection: Connection, visit: Visit) -> dict[str, Any]:
    frame = project_frame(connection, visit, "prompts")
    version = versions.get_version(connection, frame["project"]["id"], visit.path["config"])
    answer = version["answer"]
    call = {"project": frame["project"]["name"]}
    return {
        **frame,
        "version": version,
        "template": template_lines(answer),
        "parameters": parameters_of(answer),
        "environments": [each["environment_name"] for each in versions.deployments_of(connection, frame["project"])],
        "python": model_call(answer, call, []) if answer["type"] == "model" else "",
    }


async def _choose(visit: Visit) -> Response:
    """Go to the comparison of two versions that were chosen; the older one is on the left."""
    project_id, chosen = visit.path["project"], visit.many("version")

    def ordered(connection: Connection) -> list[str]:
        choices = versions.list_versions(connection, project_id, 0, 0)["choices"]
        return [config_id for config_id, _ in reversed(choices) if config_id in chosen]

    found = await visit.service.store.read(ordered)
    if len(found) != 2:
        raise UnprocessableError("Tick two versions to compare them, with the boxes at the beginning of their rows.")
    address = visit.link("projects", project_id, "prompts", "compare", a=found[0], b=found[1])
    return RedirectResponse(address, 303)


def _compare(connection: Connection, visit: Visit) -> dict[str, Any]:
    frame = project_frame(connection, visit, "prompts")
    project_id = frame["project"]["id"]
    older = versions.get_version(connection, project_id, visit.one("a"))
    newer = versions.get_version(connection, project_id, visit.one("b"))
    environments = [each["environment_name"] for each in versions.deployments_of(connection, frame["project"])]
    return {
        **frame,
        "older": older,
        "newer": newer,
        "difference": difference(older["answer"], newer["answer"]),
        "environments": environments,
    }


def _deploy(connection: Connection, visit: Visit) -> str:
    """Deploy a version; the answer shows what it changes against what was live."""
    project = project_frame(connection, visit, "prompts")["project"]
    version = visit.required("version")
    environment = organisation.environment(connection, visit.required("environment"))
    before = next(
        each["model_config_id"]
        for each in versions.deployments_of(connection, project)
        if each["environment_id"] == environment["id"]
    )
    body = {"config_id": version, "environments": [{"id": environment["id"]}]}
    activation.deploy(connection, project["id"], body, visit.session.caller)
    done = {"done": "deployed", "environment": environment["name"]}
    if before in {None, version}:
        return visit.link("projects", project["id"], "prompts", **done)
    return visit.link("projects", project["id"], "prompts", "compare", a=before, b=version, **done)


def _roll_back(connection: Connection, visit: Visit) -> str:
    project = project_frame(connection, visit, "prompts")["project"]
    environment = organisation.environment(connection, visit.required("environment"))
    is_deployed = deployments.roll_back(connection, project["id"], environment, visit.session.caller)
    done = "deployed" if is_deployed else "cleared"
    return visit.link("projects", project["id"], "prompts", done=done, environment=environment["name"])


def _clear(connection: Connection, visit: Visit) -> str:
    project = project_frame(connection, visit, "prompts")["project"]
    environment = organisation.environment(connection, visit.required("environment"))
    deployments.clear(connection, project["id"], environment, visit.session.caller)
    return visit.link("projects", project["id"], "prompts", done="cleared", environment=environment["name"])


ROWS = (
    Page("/projects/{project}/prompts", "prompts.html", _show),
    Page("/projects/{project}/prompts/compare", "prompts_compare.html", _compare),
    Raw("/projects/{project}/prompts/choose", _choose),
    Page("/projects/{project}/prompts/{config}", "prompt.html", _show_version),
    Change("/projects/{project}/prompts/deploy", _deploy),
    Change("/projects/{project}/prompts/roll-back", _roll_back),
    Change("/projects/{project}/prompts/clear", _clear),
)
