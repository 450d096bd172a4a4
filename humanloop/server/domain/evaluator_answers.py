"""Evaluators as they are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.config_answers import model_config_answer
from humanloop.server.store import configs as config_rows
from humanloop.server.store import projects as project_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

    ProjectAnswers = Callable[[Connection, Sequence[Row]], list[dict[str, Any]]]


def evaluator_answers(
    connection: Connection, evaluators: Sequence[Row], project_answers: ProjectAnswers
) -> list[dict[str, Any]]:
    """Build the answers for several evaluators.

    Args:
        connection: The database.
        evaluators: Each in one of its versions.
        project_answers: Builds the answers for projects. It is handed in because projects answer with evaluators too.
    """
    if not evaluators:
        return []
    configs = config_rows.configs_by_id(connection, (row["config_id"] for row in evaluators if row["config_id"]))
    wanted = {row["logging_project_id"] for row in evaluators if row["logging_project_id"] is not None}
    found = [project_rows.find_project(connection, project_id) for project_id in sorted(wanted)]
    projects = {row["id"]: row for row in project_answers(connection, [row for row in found if row is not None])}
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "description": row["description"],
            "type": row["type"],
            "arguments_type": row["arguments_type"],
            "return_type": row["return_type"],
            "code": row["code"],
            "model_config": model_config_answer(configs[row["config_id"]]) if row["config_id"] in configs else None,
            "logging_project": projects.get(row["logging_project_id"]),
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
        }
        for row in evaluators
    ]
