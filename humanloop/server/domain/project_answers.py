"""Projects as they are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import feedback_types, organisation
from humanloop.server.domain.evaluator_answers import evaluator_answers
from humanloop.server.domain.experiment_answers import experiment_answers
from humanloop.server.domain.project_configs import project_config_answers
from humanloop.server.store import configs as config_rows
from humanloop.server.store import deployments as deployment_rows
from humanloop.server.store import evaluators as evaluator_rows
from humanloop.server.store import experiments as experiment_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def project_answer(connection: Connection, project: Row) -> dict[str, Any]:
    """Build the answer for a project."""
    return project_answers(connection, [project])[0]


def project_answers(connection: Connection, projects: Sequence[Row]) -> list[dict[str, Any]]:
    """Build the answers for several projects, with as many queries as for one."""
    ids = [project["id"] for project in projects]
    types = feedback_types.types_of_projects(connection, ids)
    team_id = organisation.team_id(connection)
    default = organisation.environment(connection)
    deployed = deployment_rows.deployments_in_environment(connection, ids, default["id"])
    configs = _active_configs(connection, projects, deployed)
    experiments = _active_experiments(connection, deployed)
    evaluators = _active_evaluators(connection, projects)
    return [
        {
            "id": project["id"],
            "name": project["name"],
            "active_experiment": experiments.get(project["id"]),
            "active_config": configs.get(project["id"]),
            "users": [],
            "data_count": project["data_count"],
            "feedback_types": types.get(project["id"], []),
            "team_id": team_id,
            "config_type": project["config_type"],
            "active_evaluators": evaluators.get(project["id"], []),
            "directory_id": project["directory_id"],
            "created_at": project["created_at"],
            "updated_at": project["updated_at"],
        }
        for project in projects
    ]


def _active_configs(
    connection: Connection, projects: Sequence[Row], deployed: Sequence[Row]
) -> dict[str, dict[str, Any]]:
    """Build the answers for the configs that are deployed: project id → config."""
    ids = {row["config_id"] for row in deployed if row["config_id"] is not None}
    found = list(config_rows.configs_by_id(connection, ids).values())
    answers = project_config_answers(connection, found, {project["id"]: project for project in projects})
    return {answer["project_id"]: answer for answer in answers}


def _active_experiments(connection: Connection, deployed: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """Build the answers for the experiments that are deployed: project id → experiment."""
    ids = {row["experiment_id"] for row in deployed if row["experiment_id"] is not None}
    found = list(experiment_rows.experiments_by_id(connection, ids).values())
    return {answer["project_id"]: answer for answer in experiment_answers(connection, found)}


def _active_evaluators(connection: Connection, projects: Sequence[Row]) -> dict[str, list[dict[str, Any]]]:
    """Build the answers for the evaluators that judge new logs: project id → evaluators."""
    monitored = [project["id"] for project in projects if project["is_monitored"]]
    found = evaluator_rows.active_evaluators(connection, monitored) if monitored else []
    answers: dict[str, list[dict[str, Any]]] = {}
    # An evaluator answers with its own project, which nobody monitors: there it ends.
    for row, answer in zip(found, evaluator_answers(connection, found, project_answers), strict=True):
        answers.setdefault(row["watched_project_id"], []).append(answer)
    return answers
