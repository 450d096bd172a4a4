"""What is deployed: one config or one experiment in each environment of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import audit
from humanloop.server.domain.config_answers import config_name
from humanloop.server.domain.times import now
from humanloop.server.errors import UnprocessableError
from humanloop.server.store import configs as config_rows
from humanloop.server.store import deployments as rows
from humanloop.server.store import experiments as experiment_rows
from humanloop.server.store import schema
from humanloop.server.store.rows import update

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.domain.roles import Caller
    from humanloop.server.store.rows import Row


def deploy(
    connection: Connection,
    project_id: str,
    environments: Iterable[Row],
    *,
    config_id: str | None = None,
    experiment_id: str | None = None,
    by: Caller | None = None,
) -> None:
    """Deploy a config or an experiment of a project, in place of what is there, and note who has done it.

    Args:
        connection: The database.
        project_id: The project.
        environments: Where.
        config_id: The config.
        experiment_id: Or the experiment.
        by: Who does it; None for an import, which has an entry of its own in the audit list.
    """
    moment = now()
    for environment in environments:
        row = {
            "project_id": project_id,
            "environment_id": environment["id"],
            "config_id": config_id,
            "experiment_id": experiment_id,
            "updated_at": moment,
        }
        rows.put_deployment(connection, row)
        _note(connection, project_id, environment, config_id, experiment_id, by)
    update(connection, schema.projects, project_id, updated_at=moment)


def clear(connection: Connection, project_id: str, environment: Row, by: Caller, kind: str | None = None) -> None:
    """Clear an environment of a project; does nothing if nothing is there.

    Args:
        connection: The database.
        project_id: The project.
        environment: The environment.
        by: Who does it.
        kind: `config_id` or `experiment_id`: only if that is what is deployed.
    """
    found = rows.find_deployment(connection, project_id, environment["id"])
    if found is not None and (kind is None or found[kind] is not None):
        rows.delete_deployment(connection, project_id, environment["id"])
        _note(connection, project_id, environment, None, None, by)
        update(connection, schema.projects, project_id, updated_at=now())


def roll_back(connection: Connection, project_id: str, environment: Row, by: Caller) -> bool:
    """Deploy what stood in an environment before its last change; that is a change, too.

    Returns:
        Whether anything stands there now.

    Raises:
        UnprocessableError: There was no change yet, or what stood there is gone.
    """
    before = rows.state_before(connection, project_id, environment["id"])
    if before is None and rows.find_deployment(connection, project_id, environment["id"]) is None:
        raise UnprocessableError(f"Nothing was deployed to {environment['name']} yet.")
    config_id, experiment_id = (None, None) if before is None else (before["config_id"], before["experiment_id"])
    experiment = experiment_rows.experiments_by_id(connection, _ids([before or {}], "experiment_id"))
    if any(each["deleted_at"] is not None for each in experiment.values()):
        raise UnprocessableError("The experiment that was deployed before is deleted.")
    if config_id is None and experiment_id is None:
        clear(connection, project_id, environment, by)
        return False
    deploy(connection, project_id, [environment], config_id=config_id, experiment_id=experiment_id, by=by)
    return True


def history(connection: Connection, project_id: str, limit: int = 50) -> list[Row]:
    """List the last changes of what is deployed in a project, newest first."""
    return rows.history_of_project(connection, project_id, limit)


def deployment_answers(connection: Connection, project: Row, environments: Sequence[Row]) -> list[dict[str, Any]]:
    """Build the answers for environments of a project: what is deployed to each of them."""
    found = {row["environment_id"]: row for row in rows.deployments_of_project(connection, project["id"])}
    configs = config_rows.configs_by_id(connection, _ids(found.values(), "config_id"))
    experiments = experiment_rows.experiments_by_id(connection, _ids(found.values(), "experiment_id"))
    return [
        _answer(project, environment, found.get(environment["id"], {}), configs, experiments)
        for environment in environments
    ]


def _note(
    connection: Connection,
    project_id: str,
    environment: Row,
    config_id: str | None,
    experiment_id: str | None,
    by: Caller | None,
) -> None:
    row = {
        "project_id": project_id,
        "environment_id": environment["id"],
        "config_id": config_id,
        "experiment_id": experiment_id,
        "user": None if by is None else by.shown,
        "created_at": now(),
    }
    rows.insert_history(connection, row)
    if by is None:
        return
    what = {"config_id": config_id} if config_id else {"experiment_id": experiment_id} if experiment_id else {}
    action: audit.Action = "config.deploy" if what else "config.undeploy"
    audit.record(connection, by.name, action, project_id, {"environment": environment["name"], **what})


def _answer(
    project: Row, environment: Row, deployment: Row, configs: dict[str, Row], experiments: dict[str, Row]
) -> dict[str, Any]:
    config = configs.get(deployment.get("config_id") or "")
    experiment = experiments.get(deployment.get("experiment_id") or "")
    return {
        "project_id": project["id"],
        "project_name": project["name"],
        "model_config_id": None if config is None else config["id"],
        "model_config_name": None if config is None else config_name(config),
        "experiment_id": None if experiment is None else experiment["id"],
        "experiment_name": None if experiment is None else experiment["name"],
        "environment_id": environment["id"],
        "environment_name": environment["name"],
        "environment_tag": environment["tag"],
    }


def _ids(deployments: Iterable[Row], column: str) -> set[str]:
    return {row[column] for row in deployments if row.get(column) is not None}
