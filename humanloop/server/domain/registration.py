"""Registering model configs, and listing the configs of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import configs, experiments, projects
from humanloop.server.domain.aggregates import aggregates_of_configs
from humanloop.server.domain.config_content import model_content
from humanloop.server.domain.project_configs import project_config_answer, project_config_answers
from humanloop.server.store import configs as rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection


def register(connection: Connection, body: Mapping[str, Any]) -> dict[str, Any]:
    """Register a model config in a project, which is made if its name is new; answers the config in its project.

    Raises:
        UnprocessableError: The request names no project, or contradicts itself.
        NotFoundError: The project or the experiment does not exist.
    """
    project = projects.ensure_project(connection, body)
    name = body.get("experiment")
    experiment = experiments.find_by_name(connection, project, name) if name else None
    content = model_content(body, "complete")
    row = configs.ensure_config(connection, project, "model", content, body.get("name"), body.get("description"))
    if experiment is None:
        return project_config_answer(connection, row, project)
    experiments.add_members(connection, experiment, [row])
    return project_config_answer(connection, row, project, experiment["id"])


def list_configs(connection: Connection, project_id: str, *, with_aggregates: bool) -> list[dict[str, Any]]:
    """Answer all configs of a project, newest first.

    Args:
        connection: The database.
        project_id: The project.
        with_aggregates: Whether to say how evaluators have judged each config.

    Raises:
        NotFoundError: There is no such project.
    """
    project = projects.find_project(connection, project_id)
    found = rows.configs_of_project(connection, project_id)
    answers = project_config_answers(connection, found, {project_id: project})
    if not with_aggregates:
        return answers
    aggregates = aggregates_of_configs(connection, [config["id"] for config in found])
    return [answer | {"evaluation_aggregates": aggregates[answer["config"]["id"]]} for answer in answers]
