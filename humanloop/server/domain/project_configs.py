"""Configs as they are answered in the context of their project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.config_answers import config_answer
from humanloop.server.domain.feedback_counts import feedback_stats

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def project_config_answer(
    connection: Connection, config: Row, project: Row, experiment_id: str | None = None
) -> dict[str, Any]:
    """Build the answer for a config in its project.

    Args:
        connection: The database.
        config: The config.
        project: Its project.
        experiment_id: The experiment through which it was found or registered.
    """
    answer = project_config_answers(connection, [config], {project["id"]: project})[0]
    return answer | {"experiment_id": experiment_id}


def project_config_answers(
    connection: Connection, configs: Sequence[Row], projects: Mapping[str, Row]
) -> list[dict[str, Any]]:
    """Build the answers for several configs, with as many queries as for one.

    Args:
        connection: The database.
        configs: The configs.
        projects: Id → project, for all their projects.
    """
    stats = feedback_stats(connection, [config["id"] for config in configs])
    return [
        {
            "project_id": config["project_id"],
            "project_name": projects[config["project_id"]]["name"],
            "created_at": config["created_at"],
            "updated_at": config["updated_at"],
            "last_used": config["last_used"],
            "feedback_stats": stats[config["id"]],
            "num_datapoints": config["num_datapoints"],
            "experiment_id": None,
            "evaluation_aggregates": None,
            "config": config_answer(config),
        }
        for config in configs
    ]
