"""Projects: made by name, found by name or id, with their feedback types from the start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import feedback_types, organisation
from humanloop.server.domain.config_answers import project_config_answer
from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.times import now
from humanloop.server.errors import ConflictError, InvalidRequestError, NotFoundError, UnprocessableError
from humanloop.server.json_values import as_array
from humanloop.server.store import configs as config_rows
from humanloop.server.store import projects as rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.domain.pages import Page
    from humanloop.server.store.rows import Row


def create_project(connection: Connection, body: Mapping[str, Any]) -> dict[str, Any]:
    """Make a project; answers it.

    Raises:
        ConflictError: The name is taken.
        InvalidRequestError: The name is empty.
    """
    name = body["name"]
    if rows.find_project_by_name(connection, name) is not None:
        raise ConflictError(f"There is a project {name!r} already.")
    project = _insert(connection, name, body.get("directory_id"))
    for requested in as_array(body.get("feedback_types")):
        feedback_types.add_type(connection, project["id"], requested)
    return project_answer(connection, project)


def get_project(connection: Connection, project_id: str) -> dict[str, Any]:
    """Answer a project."""
    return project_answer(connection, find_project(connection, project_id))


def list_projects(
    connection: Connection, page: Page, *, name_part: str | None, user: str | None, sort_by: str, order: str
) -> dict[str, Any]:
    """Answer a page of projects.

    Args:
        connection: The database.
        page: Which page.
        name_part: Only projects whose name contains this.
        user: Only projects that a user of this name or address takes part in. A local server has no users, so any
            value finds nothing.
        sort_by: `created_at`, `updated_at` or `name`.
        order: `asc` or `desc`.
    """
    if user:
        return page.answer([], 0)
    found, total = rows.projects_page(
        connection,
        name_part=name_part,
        sort_by=sort_by,
        descending=order == "desc",
        offset=page.offset,
        size=page.size,
    )
    return page.answer(project_answers(connection, found), total)


def find_project(connection: Connection, project_id: str) -> Row:
    """Find a project by id.

    Raises:
        NotFoundError: There is none.
    """
    row = rows.find_project(connection, project_id)
    if row is None:
        raise NotFoundError.of("project", project_id)
    return row


def find_named_project(connection: Connection, body: Mapping[str, Any]) -> Row | None:
    """Find the project that a request names by `project_id` or `project`; None if it names none, or a new name.

    Raises:
        NotFoundError: The id is not known.
        UnprocessableError: The id is one project's, the name is another's.
    """
    name, project_id = body.get("project"), body.get("project_id")
    by_name = rows.find_project_by_name(connection, name) if name else None
    if not project_id:
        return by_name
    project = find_project(connection, project_id)
    if by_name is not None and by_name["id"] != project["id"]:
        raise UnprocessableError(
            f"`project_id` is {project_id}, but the project {name!r} is {by_name['id']}: give one of the two."
        )
    return project


def ensure_project(connection: Connection, body: Mapping[str, Any]) -> Row:
    """Find the project that a request names, or make it if the name is new.

    Raises:
        UnprocessableError: The request names none, or contradicts itself.
        NotFoundError: The id is not known.
    """
    project = find_named_project(connection, body)
    if project is not None:
        return project
    if not body.get("project"):
        raise UnprocessableError("Say which project: `project` (its name; a new one is created) or `project_id`.")
    return _insert(connection, body["project"], None)


def project_answer(connection: Connection, project: Row) -> dict[str, Any]:
    """Build the answer for a project."""
    return project_answers(connection, [project])[0]


def project_answers(connection: Connection, projects: Sequence[Row]) -> list[dict[str, Any]]:
    """Build the answers for several projects, with as many queries as for one."""
    ids = [project["id"] for project in projects]
    types = feedback_types.types_of_projects(connection, ids)
    default = organisation.environment(connection)
    deployed = {row["project_id"]: row["config_id"] for row in rows.deployments_of(connection, ids, default["id"])}
    configs = config_rows.configs_by_id(connection, (each for each in deployed.values() if each is not None))
    team_id = organisation.team_id(connection)
    return [
        {
            "id": project["id"],
            "name": project["name"],
            "active_experiment": None,
            "active_config": _active(configs.get(deployed.get(project["id"], "")), project),
            "users": [],
            "data_count": project["data_count"],
            "feedback_types": types.get(project["id"], []),
            "team_id": team_id,
            "config_type": project["config_type"],
            "active_evaluators": [],
            "directory_id": project["directory_id"],
            "created_at": project["created_at"],
            "updated_at": project["updated_at"],
        }
        for project in projects
    ]


def _active(config: Row | None, project: Row) -> dict[str, Any] | None:
    return None if config is None else project_config_answer(config, project)


def _insert(connection: Connection, name: str, directory_id: str | None) -> Row:
    if not name.strip():
        raise InvalidRequestError([(("body", "name"), "a name cannot be empty", "string_too_short")])
    moment = now()
    row: dict[str, Any] = {
        "id": new_id("pr"),
        "name": name,
        "directory_id": directory_id,
        "config_type": None,
        "data_count": 0,
        "sessions_count": 0,
        "created_at": moment,
        "updated_at": moment,
        "deleted_at": None,
    }
    rows.insert_project(connection, row)
    feedback_types.add_default_types(connection, row["id"])
    return row
