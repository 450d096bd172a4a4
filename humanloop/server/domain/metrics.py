"""Metrics of logs: what their feedback says by the positive labels of their project, and of their experiment."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from humanloop.server.domain.identifiers import to_id
from humanloop.server.domain.trials import is_success
from humanloop.server.store import experiments as experiment_rows
from humanloop.server.store import trials as rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

NAME = "Positive feedback"
"""What the metrics are called."""


def metrics_of_logs(
    connection: Connection,
    logs: Sequence[Row],
    projects: Mapping[str, Row],
    feedback: Mapping[str, Sequence[Mapping[str, Any]]],
) -> dict[str, list[dict[str, Any]]]:
    """Build the metrics of several logs: log id → 1 or 0 for each metric. Logs without feedback have none.

    Args:
        connection: The database.
        logs: The logs.
        projects: Id → project, for all their projects.
        feedback: Log id → its feedback, as it is answered.
    """
    judged = [log for log in logs if feedback.get(log["id"])]
    metrics: dict[str, list[dict[str, Any]]] = {}
    for log in judged:
        project = projects.get(log["project_id"])
        labels = None if project is None else project["positive_labels"]
        if labels:
            value = is_success(feedback[log["id"]], labels)
            metrics[log["id"]] = [_metric(_id_for(log["project_id"]), value=bool(value))]
    of_trials = rows.trial_logs_by_id(connection, [log["id"] for log in judged if log["details"].get("trial_id")])
    experiments = experiment_rows.experiments_by_id(connection, {row["experiment_id"] for row in of_trials})
    for row in of_trials:
        metric = _metric(experiments[row["experiment_id"]]["metric_id"], value=bool(row["success"]))
        metrics.setdefault(row["log_id"], []).append(metric)
    return metrics


def _metric(metric_id: str, *, value: bool) -> dict[str, Any]:
    return {"metric_id": metric_id, "metric_name": NAME, "metric_value": float(value)}


def _id_for(project_id: str) -> str:
    """Compute the id of a project's metric: a project has one, so that no table has to keep it."""
    return to_id("metric", int.from_bytes(sha256(project_id.encode()).digest(), "big"))
