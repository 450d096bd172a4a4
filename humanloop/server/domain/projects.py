"""Projects: made by name, found by name or id, with their feedback types from the start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import audit, feedback_types
from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.names import check_name, check_not_empty
from humanloop.server.domain.project_answers import project_answer, project_answers
from humanloop.server.domain.times import now
from humanloop.server.errors import ConflictError, InvalidRequestError, NotFoundError, UnprocessableError
from humanloop.server.json_values import as_array
from humanloop.server.store import projects as rows
from humanloop.server.store import schema
from humanloop.server.store.evaluators import is_monitored_name
from humanloop.server.store.rows import update

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.domain.pages import Page
    from humanloop.server.domain.roles import Caller
    from humanloop.server.store.rows import Row

_BY_NAME = "-"
"""Stands in a path for the id of a project that is known by its name."""
_MOST_RECENT = 200


def create_project(connection: Connection, body: Mapping[str, Any]) -> dict[str, Any]:
    """Make a project; answers it.

    Raises:
        ConflictError: The name is taken.
        InvalidRequestError: The name is empty, or the feedback types do not fit.
    """
    check_is_free(connection, body["name"])
    project = _insert(connection, body["name"], body.get("directory_id"))
    for index, requested in enumerate(as_array(body.get("feedback_types"))):
        feedback_types.add_type(connection, project["id"], requested, ("body", "feedback_types", index))
    return project_answer(connection, project)


def delete_project(connection: Connection, project_id: str, by: Caller) -> None:
    """Hide a project with all that belongs to it; its name may be used again.

    Raises:
        NotFoundError: There is none of this id.
    """
    project = find_project(connection, project_id)
    moment = now()
    update(connection, schema.projects, project_id, deleted_at=moment, updated_at=moment)
    detail = {"name": project["name"], "rows": project["data_count"]}
    audit.record(connection, by.name, "project.delete", project_id, detail)


def check_is_free(connection: Connection, name: str) -> None:
    """Refuse a name that cannot be given to a project.

    Raises:
        ConflictError: Another project has it.
        InvalidRequestError: It is empty.
    """
    check_name(name)
    if rows.find_project_by_name(connection, name) is not None:
        raise ConflictError(f"There is a project {name!r} already.")


def get_project(connection: Connection, project_id: str, name: str | None = None) -> dict[str, Any]:
    """Answer a project.

    Args:
        connection: The database.
        project_id: Its id; `-` for one that is known by its name.
        name: Its name, letter for letter.

    Raises:
        NotFoundError: There is none.
        InvalidRequestError: There is not exactly one of the two.
    """
    if (name is None) == (project_id == _BY_NAME):
        message = "give the id of a project, or `name`, and not both"
        raise InvalidRequestError([(("query", "name"), message, "value_error")])
    if name is None:
        return project_answer(connection, find_project(connection, project_id))
    row = rows.find_project_by_name(connection, name)
    if row is None:
        raise NotFoundError.of("project", name)
    return project_answer(connection, row)


def list_projects(
    connection: Connection,
    page: Page,
    *,
    name_part: str | None,
    user: str | None,
    sort_by: str,
    order: str,
    only: Collection[str] = (),
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
        only: Ids of the only ones that are listed; empty means all.
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
        only=only,
    )
    return page.answer(project_answers(connection, found), total)


def recent_projects(connection: Connection, only: Collection[str] = ()) -> list[Row]:
    """List the projects that were changed last, at most two hundred, for those who choose one.

    Args:
        connection: The database.
        only: Ids of the only ones that are listed; empty means all.
    """
    options: dict[str, Any] = {"name_part": None, "sort_by": "updated_at", "descending": True, "only": only}
    return rows.projects_page(connection, **options, offset=0, size=_MOST_RECENT)[0]


def create_feedback_type(
    connection: Connection, project_id: str, body: Mapping[str, Any], by: Caller
) -> dict[str, Any]:
    """Add a type of feedback to a project; answers it.

    Raises:
        NotFoundError: There is no such project.
        ConflictError: It has this type already.
        InvalidRequestError: The class or the labels do not fit.
    """
    find_project(connection, project_id)
    audit.record(connection, by.name, "settings.change", project_id, {"fields": ["feedback_types"]})
    return feedback_types.create_type(connection, project_id, body)


def update_feedback_types(
    connection: Connection, project_id: str, body: Sequence[Mapping[str, Any]], by: Caller
) -> list[dict[str, Any]]:
    """Add types of feedback and labels to a project, or change them; answers all its types.

    Raises:
        NotFoundError: There is no such project.
        InvalidRequestError: A class or a label does not fit.
    """
    find_project(connection, project_id)
    audit.record(connection, by.name, "settings.change", project_id, {"fields": ["feedback_types"]})
    return feedback_types.update_types(connection, project_id, body)


def find_project(connection: Connection, project_id: str) -> Row:
    """Find a project by id.

    Raises:
        NotFoundError: There is none.
    """
    row = rows.find_project(connection, project_id)
    if row is None:
        raise NotFoundError.of("project", project_id)
    return row


def names_project(body: Mapping[str, Any]) -> bool:
    """Tell whether a request names a project; one that does so with an empty text is refused later."""
    return body.get("project") is not None or body.get("project_id") is not None


def find_named_project(connection: Connection, body: Mapping[str, Any]) -> Row | None:
    """Find the project that a request names by `project_id` or `project`; None if it names none, or a new name.

    Raises:
        NotFoundError: The id is not known.
        UnprocessableError: The id is one project's, the name is another's.
        InvalidRequestError: One of them is empty.
    """
    check_not_empty(body, "project", "project_id")
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
    check_name(body["project"], "project")
    return _insert(connection, body["project"], None)


def _insert(connection: Connection, name: str, directory_id: str | None) -> Row:
    check_name(name)
    moment = now()
    row: dict[str, Any] = {
        "id": new_id("pr"),
        "name": name,
        "directory_id": directory_id,
        "config_type": None,
        "positive_labels": None,
        "data_count": 0,
        "sessions_count": 0,
        "is_monitored": is_monitored_name(connection, name),
        "created_at": moment,
        "updated_at": moment,
        "deleted_at": None,
    }
    rows.insert_project(connection, row)
    feedback_types.add_default_types(connection, row["id"])
    return row
