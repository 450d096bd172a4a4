"""Evaluations as they are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.aggregates import aggregates_of_evaluations, feedback_aggregates
from humanloop.server.domain.config_answers import config_answer
from humanloop.server.domain.datasets import dataset_answer
from humanloop.server.domain.evaluator_answers import evaluator_answers
from humanloop.server.domain.project_answers import project_answers
from humanloop.server.store import configs as config_rows
from humanloop.server.store import datasets as dataset_rows
from humanloop.server.store import evaluators as evaluator_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def evaluation_answer(connection: Connection, evaluation: Row, *, with_aggregates: bool = False) -> dict[str, Any]:
    """Build the answer for an evaluation."""
    return evaluation_answers(connection, [evaluation], with_aggregates=with_aggregates)[0]


def evaluation_answers(
    connection: Connection, evaluations: Sequence[Row], *, with_aggregates: bool = False
) -> list[dict[str, Any]]:
    """Build the answers for several evaluations, with as many queries as for one.

    Args:
        connection: The database.
        evaluations: The evaluations.
        with_aggregates: Whether to say what the evaluators have found, summed up.
    """
    ids = [row["id"] for row in evaluations]
    configs = config_rows.configs_by_id(connection, (row["config_id"] for row in evaluations))
    datasets = dataset_rows.datasets_by_id(connection, (row["dataset_id"] for row in evaluations))
    evaluators = evaluator_rows.evaluators_of_evaluations(connection, ids)
    of_evaluation: dict[str, list[dict[str, Any]]] = {evaluation_id: [] for evaluation_id in ids}
    answers = evaluator_answers(connection, evaluators, project_answers)
    for evaluator, answer in zip(evaluators, answers, strict=True):
        of_evaluation[evaluator["evaluation_id"]].append(answer)
    aggregates = aggregates_of_evaluations(connection, evaluations, evaluators) if with_aggregates else {}
    feedback = feedback_aggregates(connection, ids)
    return [
        {
            "id": row["id"],
            "status": row["status"],
            "config": config_answer(configs[row["config_id"]]),
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
            "evaluators": of_evaluation[row["id"]],
            "dataset": dataset_answer(datasets[row["dataset_id"]]),
            "dataset_version_id": row["dataset_version_id"],
            "dataset_snapshot": row["dataset_snapshot"],
            "evaluator_aggregates": aggregates.get(row["id"]),
            "feedback_aggregates": feedback.get(row["id"]),
        }
        for row in evaluations
    ]
