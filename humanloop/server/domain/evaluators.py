"""Evaluators: judges of logs. What they do is kept in versions, so that a run goes on with the one it began with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import audit, configs, projects
from humanloop.server.domain.config_content import model_content
from humanloop.server.domain.evaluator_answers import evaluator_answers
from humanloop.server.domain.evaluator_kinds import KINDS
from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.project_answers import project_answers
from humanloop.server.domain.times import now
from humanloop.server.errors import ConflictError, InvalidRequestError, NotFoundError, UnprocessableError
from humanloop.server.store import configs as config_rows
from humanloop.server.store import evaluators as rows
from humanloop.server.store import projects as project_rows
from humanloop.server.store import schema
from humanloop.server.store.rows import update

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

    from humanloop.server.domain.roles import Caller
    from humanloop.server.store.rows import Row

# Fields of bodies that a version consists of, and with the config that is made of the model config all of it.
_GIVEN = ("arguments_type", "return_type", "code")
_VERSIONED = (*_GIVEN, "config_id")


def create_evaluator(connection: Connection, body: Mapping[str, Any]) -> dict[str, Any]:
    """Make an evaluator; answers it. One that asks a model gets a project of its own for its logs.

    Raises:
        UnprocessableError: What its type needs is missing, or it has what belongs to another type.
        ConflictError: Another evaluator has the name.
    """
    kind = body["type"]
    _check_own_fields(body, kind)
    needed = KINDS[kind].own_field
    if needed is not None and not body.get(needed):
        raise UnprocessableError(f"An evaluator of type {kind!r} needs `{needed}`.")
    _check_is_free(connection, body["name"])
    moment = now()
    row: dict[str, Any] = {
        "id": new_id("evfn"),
        "name": body["name"],
        "description": body["description"],
        "type": kind,
        "logging_project_id": None,
        "created_at": moment,
        "updated_at": moment,
    }
    version = {key: body.get(key) for key in _GIVEN} | {"config_id": None}
    if KINDS[kind].asks_model:
        project = _new_logging_project(connection, row["name"])
        row["logging_project_id"] = project["id"]
        version["config_id"] = _config_id(connection, project, body["model_config"])
    row["version_id"] = new_id("evv")
    rows.insert_evaluator(connection, row)
    _insert_version(connection, row, version)
    return _answer(connection, {**row, **version})


def get_evaluator(connection: Connection, evaluator_id: str) -> dict[str, Any]:
    """Answer an evaluator."""
    return _answer(connection, find_evaluator(connection, evaluator_id))


def list_evaluators(connection: Connection) -> list[dict[str, Any]]:
    """Answer all evaluators, newest first."""
    return evaluator_answers(connection, rows.all_evaluators(connection), project_answers)


def update_evaluator(connection: Connection, evaluator_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Change the fields that are given; answers the evaluator.

    Raises:
        UnprocessableError: It would get another type, or what belongs to another type.
        InvalidRequestError: The name is empty.
        ConflictError: Another evaluator has the name.
    """
    row = find_evaluator(connection, evaluator_id)
    body = {key: value for key, value in body.items() if value is not None}
    if body.get("type", row["type"]) != row["type"]:
        raise UnprocessableError(f"The type of an evaluator cannot change; this one is of type {row['type']!r}.")
    _check_own_fields(body, row["type"])
    if body.get("name") == "":
        raise InvalidRequestError([(("body", "name"), "a name cannot be empty", "string_too_short")])
    if body.get("name", row["name"]) != row["name"]:
        _check_is_free(connection, body["name"])
    version: dict[str, Any] = {key: body.get(key, row[key]) for key in _GIVEN} | {"config_id": row["config_id"]}
    changes: dict[str, Any] = {key: body[key] for key in ("name", "description") if key in body}
    if "model_config" in body:
        project = logging_project(connection, row)
        changes["logging_project_id"] = project["id"]
        version["config_id"] = _config_id(connection, project, body["model_config"])
    if any(version[key] != row[key] for key in _VERSIONED):
        changes["version_id"] = new_id("evv")
        _insert_version(connection, {**row, **changes}, version)
    if changes:
        changes["updated_at"] = now()
        update(connection, schema.evaluators, row["id"], **changes)
    return _answer(connection, {**row, **changes, **version})


def delete_evaluator(connection: Connection, evaluator_id: str, by: Caller) -> None:
    """Remove an evaluator. Evaluations that use it keep it."""
    row = find_evaluator(connection, evaluator_id)
    update(connection, schema.evaluators, row["id"], deleted_at=now())
    audit.record(connection, by.name, "evaluator.delete", row["id"], {"name": row["name"], "rows": 1})


def find_evaluator(connection: Connection, evaluator_id: str) -> Row:
    """Find an evaluator by id.

    Raises:
        NotFoundError: There is none.
    """
    row = rows.find_evaluator(connection, evaluator_id)
    if row is None:
        raise NotFoundError.of("evaluator", evaluator_id)
    return row


def evaluator_with_config(connection: Connection, evaluator_id: str) -> tuple[Row, Row | None]:
    """Find an evaluator, and its model config if it asks a model.

    Raises:
        NotFoundError: There is no such evaluator.
    """
    row = find_evaluator(connection, evaluator_id)
    return row, config_rows.configs_by_id(connection, [row["config_id"]]).get(row["config_id"]) if row[
        "config_id"
    ] else None


def find_evaluator_version(connection: Connection, version_id: str) -> Row:
    """Find an evaluator by the id of one of its versions.

    Raises:
        NotFoundError: There is none.
    """
    row = rows.find_evaluator_version(connection, version_id)
    if row is None:
        raise NotFoundError.of("evaluator version", version_id)
    return row


def logging_project(connection: Connection, evaluator: Row) -> Row:
    """Find the project that takes an evaluator's own logs, or make it."""
    # Asked anew: a run, which began with the row that is given, may have made the project meanwhile.
    known = rows.logging_project_id(connection, evaluator["id"])
    found = None if known is None else project_rows.find_project(connection, known)
    if found is not None:
        return found
    made = _new_logging_project(connection, evaluator["name"])
    update(connection, schema.evaluators, evaluator["id"], logging_project_id=made["id"])
    return made


def _check_is_free(connection: Connection, name: str) -> None:
    """Refuse the name of another evaluator: settings and tables know evaluators by their names."""
    taken = rows.find_evaluator_by_name(connection, name)
    if taken is not None:
        raise ConflictError(
            f"There is an evaluator {name!r} already: {taken['id']}. Use it, change it, or give this one another name."
        )


def _new_logging_project(connection: Connection, evaluator_name: str) -> Row:
    name, number = evaluator_name, 1
    # A project that is no evaluator's may have the name.
    while project_rows.find_project_by_name(connection, name) is not None:
        name, number = f"{evaluator_name} ({'evaluator' if number == 1 else f'evaluator {number}'})", number + 1
    project_id = projects.create_project(connection, {"name": name})["id"]
    update(connection, schema.projects, project_id, config_type="evaluator", is_monitored=False)
    return projects.find_project(connection, project_id)


def _config_id(connection: Connection, project: Row, given: Mapping[str, Any]) -> str:
    content = model_content(given, "complete", ("chat_template", "tools"))
    row = configs.ensure_config(connection, project, "model", content, given.get("name"), given.get("description"))
    config_id: str = row["id"]
    return config_id


def _insert_version(connection: Connection, evaluator: Row, version: Row) -> None:
    row = {"id": evaluator["version_id"], "evaluator_id": evaluator["id"], "created_at": now(), **version}
    rows.insert_version(connection, row)


def _check_own_fields(body: Mapping[str, Any], kind: str) -> None:
    for owner, each in KINDS.items():
        field = each.own_field
        if field is not None and body.get(field) is not None and kind != owner:
            raise UnprocessableError(
                f"`{field}` belongs to evaluators of type {owner!r}; this one is of type {kind!r}."
            )


def _answer(connection: Connection, row: Row) -> dict[str, Any]:
    return evaluator_answers(connection, [row], project_answers)[0]
