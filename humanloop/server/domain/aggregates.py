"""Figures that sum up what evaluators and people said: of an evaluation, or of a config."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from humanloop.server.domain import feedback_types
from humanloop.server.domain.feedback_counts import labels_of
from humanloop.server.store import results as rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def aggregates_of_configs(connection: Connection, config_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Sum up what each evaluator said of the logs of several configs: id of the config → its figures.

    For booleans it is the share of True, for numbers the mean; null where there is nothing to count.
    """
    answers: dict[str, list[dict[str, Any]]] = {config_id: [] for config_id in config_ids}
    for row in rows.averages_of_configs(connection, config_ids):
        answers[row["config_id"]].append(_aggregate(row["config_id"], row, row["average"]))
    return answers


def aggregates_of_evaluations(
    connection: Connection, evaluations: Sequence[Row], evaluators: Sequence[Row]
) -> dict[str, list[dict[str, Any]]]:
    """Sum up what each evaluator said of the logs of several evaluations: id of the evaluation → its figures.

    Args:
        connection: The database.
        evaluations: The evaluations.
        evaluators: All their evaluators, each with its `evaluation_id`.
    """
    found = rows.averages_of_evaluations(connection, [evaluation["id"] for evaluation in evaluations])
    averages = {(row["evaluation_id"], row["evaluator_id"]): row["average"] for row in found}
    answers: dict[str, list[dict[str, Any]]] = {evaluation["id"]: [] for evaluation in evaluations}
    config_ids = {evaluation["id"]: evaluation["config_id"] for evaluation in evaluations}
    for evaluator in evaluators:
        key = evaluator["evaluation_id"]
        row = {"evaluator_id": evaluator["id"], "version_id": evaluator["version_id"]}
        answers[key].append(_aggregate(config_ids[key], row, averages.get((key, evaluator["id"]))))
    return answers


def feedback_aggregates(connection: Connection, evaluation_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Sum up the feedback on the logs of several evaluations: id of the evaluation → one item per type.

    Evaluations whose logs have none are left out.
    """
    given: dict[str, dict[tuple[str, str], _Given]] = {}
    for row in rows.feedback_of_evaluations(connection, evaluation_ids):
        of_evaluation = given.setdefault(row["evaluation_id"], {})
        key = (row["project_id"], row["type"])
        of_evaluation.setdefault(key, _Given(row["class"])).add(row["value"])
    project_ids = sorted({project_id for of_evaluation in given.values() for project_id, _ in of_evaluation})
    described = {
        (project_id, answer["type"]): answer
        for project_id, answers in feedback_types.types_of_projects(connection, project_ids).items()
        for answer in answers
    }
    return {
        evaluation_id: [{"feedback_type": described[key], **each.summed_up()} for key, each in of_evaluation.items()]
        for evaluation_id, of_evaluation in given.items()
    }


def _aggregate(config_id: str, row: Mapping[str, Any], average: float | None) -> dict[str, Any]:
    return {
        "model_config_id": config_id,
        "evaluator_id": row["evaluator_id"],
        "evaluator_version_id": row["version_id"],
        "aggregate_value": average,
    }


@dataclass
class _Given:
    """The values that were given of one type of feedback."""

    feedback_class: str
    values: list[Any] = field(default_factory=list[Any])

    def add(self, value: Any) -> None:
        self.values += labels_of(value) if self.feedback_class in feedback_types.WITH_LABELS else [value]

    def summed_up(self) -> dict[str, Any]:
        """Sum up as the class asks for: labels are counted, numbers averaged, texts only mentioned."""
        if self.feedback_class == "text":
            return {}
        if self.feedback_class == "number":
            return {"mean": sum(self.values) / len(self.values)}
        counts = Counter(self.values)
        return {"values": dict(counts), "total": counts.total()}
