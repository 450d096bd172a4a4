"""Configs: registered once per project and content, found again by either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import organisation
from humanloop.server.domain.config_content import id_for, identity_of
from humanloop.server.domain.deployments import deploy
from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.roles import SERVER
from humanloop.server.domain.times import now
from humanloop.server.errors import NotFoundError, UnprocessableError
from humanloop.server.store import configs as rows
from humanloop.server.store import deployments as deployment_rows
from humanloop.server.store import schema
from humanloop.server.store.rows import update

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def ensure_config(
    connection: Connection,
    project: Row,
    config_type: str,
    content: Mapping[str, Any],
    name: str | None = None,
    description: str | None = None,
    *,
    is_active: bool = True,
) -> Row:
    """Find the config of a project that has this content, or register it.

    A name or description that is given replaces the earlier one.

    Args:
        connection: The database.
        project: The project.
        config_type: The type of the config.
        content: What it consists of.
        name: What it is called.
        description: What is said of it.
        is_active: Whether the first model config of a project becomes active in the default environment.
    """
    identity = identity_of(config_type, content)
    found = rows.find_config_by_identity(connection, project["id"], identity)
    if found is not None:
        return _renamed(connection, found, name, description)
    is_first = config_type == "model" and not rows.has_config_of_type(connection, project["id"], "model")
    moment = now()
    row: dict[str, Any] = {
        "id": _new_config_id(connection, identity),
        "project_id": project["id"],
        "type": config_type,
        "identity": identity,
        "name": name,
        "description": description,
        "status": "committed",
        "content": dict(content),
        "num_datapoints": 0,
        "created_at": moment,
        "updated_at": moment,
        "last_used": moment,
    }
    rows.insert_config(connection, row)
    if project["config_type"] is None:
        update(connection, schema.projects, project["id"], config_type=config_type)
    if is_first and is_active:
        _activate(connection, project["id"], row["id"])
    return row


def find_config(connection: Connection, config_id: str) -> Row:
    """Find a config by id.

    Raises:
        NotFoundError: There is none.
    """
    row = rows.find_config(connection, config_id)
    if row is None:
        raise NotFoundError.of("config", config_id)
    return row


def find_model_config(connection: Connection, config_id: str) -> Row:
    """Find a model config by id.

    Raises:
        NotFoundError: There is no config of this id.
        UnprocessableError: It is of another type.
    """
    row = find_config(connection, config_id)
    if row["type"] != "model":
        raise UnprocessableError(f"{config_id} is a {row['type']} config; a model config is needed.")
    return row


def config_in_project(connection: Connection, config: Row, project: Row) -> Row:
    """Find the twin of a config in another project, or register it there; the config itself if it is at home."""
    if config["project_id"] == project["id"]:
        return config
    return ensure_config(connection, project, config["type"], config["content"], config["name"], config["description"])


def own_config(connection: Connection, project: Row, config_id: str) -> Row:
    """Find a config that must belong to a project.

    Raises:
        NotFoundError: There is none of this id.
        UnprocessableError: It belongs to another project.
    """
    row = find_config(connection, config_id)
    if row["project_id"] != project["id"]:
        raise UnprocessableError(
            f"The config {config_id} belongs to the project {row['project_id']}, not to {project['id']}."
        )
    return row


def _new_config_id(connection: Connection, identity: str) -> str:
    """Choose the id of a new config: the one its content has everywhere, unless another project's config has it."""
    config_id = id_for(identity)
    return new_id("config") if rows.configs_by_id(connection, [config_id]) else config_id


def _activate(connection: Connection, project_id: str, config_id: str) -> None:
    default = organisation.environment(connection)
    if deployment_rows.find_deployment(connection, project_id, default["id"]) is None:
        deploy(connection, project_id, [default], config_id=config_id, by=SERVER)


def _renamed(connection: Connection, found: Row, name: str | None, description: str | None) -> Row:
    given = {"name": name, "description": description}
    changes: dict[str, Any] = {key: value for key, value in given.items() if value is not None and value != found[key]}
    if not changes:
        return found
    changes["updated_at"] = now()
    update(connection, schema.configs, found["id"], **changes)
    return {**found, **changes}
