"""Logs as they are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.config_answers import config_answer
from humanloop.server.domain.feedback import feedback_of_logs
from humanloop.server.domain.log_rows import DETAILS
from humanloop.server.domain.messages import whole_message, whole_messages
from humanloop.server.domain.metrics import metrics_of_logs
from humanloop.server.domain.result_answers import result_answer
from humanloop.server.store import configs as config_rows
from humanloop.server.store import logs as rows
from humanloop.server.store import projects as project_rows
from humanloop.server.store import results as result_rows
from humanloop.server.store import sessions as session_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

_SHOWN = tuple(name for name in DETAILS if name not in {"save", "otel"})


def log_answers(connection: Connection, logs: Sequence[Row], *, with_results: bool = True) -> list[dict[str, Any]]:
    """Build the answers for several logs, with as many queries as for one.

    Args:
        connection: The database.
        logs: The logs.
        with_results: Whether to say what evaluators made of them; left out inside of a result.
    """
    configs = {
        config_id: config_answer(row)
        for config_id, row in config_rows.configs_by_id(connection, (log["config_id"] for log in logs)).items()
    }
    projects: dict[str, Row] = {}
    for project_id in dict.fromkeys(log["project_id"] for log in logs):
        project = project_rows.find_project(connection, project_id)
        projects |= {} if project is None else {project_id: project}
    sessions = session_rows.sessions_by_id(connection, _set(logs, "session_id"))
    parents = rows.logs_by_id(connection, _set(logs, "parent_id"))
    ids = [log["id"] for log in logs]
    feedback = feedback_of_logs(connection, ids)
    metrics = metrics_of_logs(connection, logs, projects, feedback)
    results = results_of_logs(connection, ids) if with_results else {}
    return [
        _answer(log)
        | {
            "project": projects[log["project_id"]]["name"] if log["project_id"] in projects else "",
            "config": configs[log["config_id"]],
            "session_reference_id": _reference(sessions, log["session_id"]),
            "parent_reference_id": _reference(parents, log["parent_id"]),
            "feedback": feedback.get(log["id"], []),
            "metric_values": metrics.get(log["id"]),
            "evaluation_results": results.get(log["id"], []),
        }
        for log in logs
    ]


def results_of_logs(
    connection: Connection, log_ids: Sequence[str], evaluation_id: str | None = None
) -> dict[str, list[dict[str, Any]]]:
    """Build the answers for the results on several logs: id of the log → results, oldest first.

    Args:
        connection: The database.
        log_ids: The logs that were judged.
        evaluation_id: Only the results of this evaluation.
    """
    found = result_rows.results_of_logs(connection, log_ids, evaluation_id)
    evaluator_logs = logs_of_results(connection, found)
    answers: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        answers.setdefault(row["log_id"], []).append(result_answer(row, evaluator_logs))
    return answers


def logs_of_results(connection: Connection, results: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """Build the answers for the logs that evaluators wrote: id → log."""
    found = rows.whole_logs_by_id(connection, _set(results, "evaluator_log_id"))
    return {answer["id"]: answer for answer in log_answers(connection, found, with_results=False)} if found else {}


def _answer(log: Row) -> dict[str, Any]:
    """Build what a log's own row says."""
    details = log["details"]
    return {
        "id": log["id"],
        "project_id": log["project_id"],
        "config_id": log["config_id"],
        "session_id": log["session_id"],
        "parent_id": log["parent_id"],
        "reference_id": log["reference_id"],
        "source_datapoint_id": log["source_datapoint_id"],
        "environment": log["environment"],
        "source": log["source"],
        "user": log["user"],
        "inputs": log["inputs"],
        "messages": whole_messages(log["messages"]),
        "metadata": whole_metadata(log),
        "output": log["output"],
        "error": log["error"],
        "duration": log["duration"],
        "created_at": log["created_at"],
        "updated_at": log["updated_at"],
        "save": details.get("save", True),
        **{name: details.get(name) for name in _SHOWN},
        "output_message": whole_message(details["output_message"]) if "output_message" in details else None,
        "observability_status": log.get("observability_status", "completed"),
        "batch_ids": [],
    }


def whole_metadata(log: Row) -> dict[str, Any] | None:
    """Build the metadata of a log; that of a span has parts that are kept apart, because nobody searches them."""
    metadata: dict[str, Any] | None = log["metadata"]
    context = log["details"].get("otel")
    if context is None:
        return metadata
    found = metadata or {}
    return {**found, "otel": {**context, **found.get("otel", {})}}


def _set(logs: Sequence[Row], column: str) -> set[str]:
    return {log[column] for log in logs if log[column] is not None}


def _reference(found: Mapping[str, Row], wanted: str | None) -> str | None:
    row = found.get(wanted) if wanted is not None else None
    return None if row is None else row["reference_id"]
