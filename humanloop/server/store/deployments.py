"""Queries over what is deployed to the environments of projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store.rows import all_rows, first_row
from humanloop.server.store.schema import deployment_history, deployments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def find_deployment(connection: Connection, project_id: str, environment_id: str) -> Row | None:
    """Find what is deployed to an environment of a project."""
    mine = (deployments.c.project_id == project_id, deployments.c.environment_id == environment_id)
    return first_row(connection, sa.select(deployments).where(*mine))


def deployments_of_project(connection: Connection, project_id: str) -> list[Row]:
    """List what is deployed to the environments of a project."""
    return all_rows(connection, sa.select(deployments).where(deployments.c.project_id == project_id))


def deployments_in_environment(connection: Connection, project_ids: Sequence[str], environment_id: str) -> list[Row]:
    """List what is deployed to an environment of several projects."""
    mine = (deployments.c.project_id.in_(project_ids), deployments.c.environment_id == environment_id)
    return all_rows(connection, sa.select(deployments).where(*mine))


def put_deployment(connection: Connection, row: Row) -> None:
    """Deploy something to an environment of a project, in place of what was there."""
    delete_deployment(connection, row["project_id"], row["environment_id"])
    connection.execute(sa.insert(deployments), dict(row))


def delete_deployment(connection: Connection, project_id: str, environment_id: str) -> bool:
    """Clear an environment of a project; answers whether anything was there."""
    mine = (deployments.c.project_id == project_id, deployments.c.environment_id == environment_id)
    return bool(connection.execute(sa.delete(deployments).where(*mine)).rowcount)


def delete_deployments_of_experiment(connection: Connection, experiment_id: str) -> None:
    """Clear all environments to which an experiment is deployed."""
    connection.execute(sa.delete(deployments).where(deployments.c.experiment_id == experiment_id))


def insert_history(connection: Connection, row: Row) -> None:
    """Note that something was deployed, or an environment cleared."""
    connection.execute(sa.insert(deployment_history), dict(row))


def history_of_project(connection: Connection, project_id: str, limit: int) -> list[Row]:
    """List the last changes of what is deployed, newest first."""
    query = sa.select(deployment_history).where(deployment_history.c.project_id == project_id)
    return all_rows(connection, query.order_by(deployment_history.c.seq.desc()).limit(limit))


def was_deployed(connection: Connection, project_id: str, environment_id: str, config_id: str | None = None) -> bool:
    """Tell whether a config, or anything at all, was ever deployed to an environment of a project."""
    mine = [deployment_history.c.project_id == project_id, deployment_history.c.environment_id == environment_id]
    if config_id is not None:
        mine.append(deployment_history.c.config_id == config_id)
    return first_row(connection, sa.select(deployment_history.c.seq).where(*mine).limit(1)) is not None


def state_before(connection: Connection, project_id: str, environment_id: str) -> Row | None:
    """Find the change of an environment that came before the last one."""
    mine = (
        deployment_history.c.project_id == project_id,
        deployment_history.c.environment_id == environment_id,
    )
    query = sa.select(deployment_history).where(*mine).order_by(deployment_history.c.seq.desc()).offset(1).limit(1)
    return first_row(connection, query)
