"""Trials: a config that an experiment has drawn, the logs that came out of it, and what their feedback says."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from humanloop.server.domain.feedback_counts import labels_of
from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.times import now
from humanloop.server.errors import NotFoundError
from humanloop.server.store import experiments as experiment_rows
from humanloop.server.store import feedback as feedback_rows
from humanloop.server.store import schema
from humanloop.server.store import trials as rows
from humanloop.server.store.rows import update

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

INITIALIZED = "Initialized"
IN_PROGRESS = "In progress"


def new_trial_id() -> str:
    """Make the identifier of a trial."""
    return new_id("trial")


def start_trials(connection: Connection, experiment_id: str, config_id: str, trial_ids: Sequence[str]) -> None:
    """Store trials of a config; the first ones set their experiment in progress."""
    moment = now()
    new = [
        {"id": trial_id, "experiment_id": experiment_id, "config_id": config_id, "created_at": moment}
        for trial_id in trial_ids
    ]
    rows.insert_trials(connection, new)
    experiment = experiment_rows.experiments_by_id(connection, [experiment_id])[experiment_id]
    if experiment["status"] == INITIALIZED:
        update(connection, schema.experiments, experiment_id, status=IN_PROGRESS, updated_at=moment)


def find_trial(connection: Connection, trial_id: str) -> Row:
    """Find a trial; that of a deleted experiment too, because its logs are still wanted.

    Raises:
        NotFoundError: There is none of this id.
    """
    row = rows.trials_by_id(connection, [trial_id]).get(trial_id)
    if row is None:
        raise NotFoundError.of("trial", trial_id)
    return row


def join_trials(connection: Connection, logs: Sequence[Row]) -> None:
    """Note which of several new logs came out of trials."""
    trial_ids = {log["id"]: log["details"]["trial_id"] for log in logs if log["details"].get("trial_id")}
    if not trial_ids:
        return
    found = rows.trials_by_id(connection, trial_ids.values())
    new = [
        {
            "log_id": log_id,
            "trial_id": trial_id,
            "experiment_id": found[trial_id]["experiment_id"],
            "config_id": found[trial_id]["config_id"],
        }
        for log_id, trial_id in trial_ids.items()
    ]
    rows.insert_trial_logs(connection, new)


def judge(connection: Connection, log_ids: Iterable[str]) -> None:
    """Bring the results of experiments up to date after the feedback on logs has changed."""
    found = rows.trial_logs_by_id(connection, log_ids)
    if not found:
        return
    experiments = experiment_rows.experiments_by_id(connection, {log["experiment_id"] for log in found})
    given: dict[str, list[Row]] = {log["log_id"]: [] for log in found}
    for item in feedback_rows.current_of_logs(connection, given):
        given[item["log_id"]].append(item)
    changed: dict[bool | None, list[str]] = {}
    judged: Counter[tuple[str, str]] = Counter()
    successes: Counter[tuple[str, str]] = Counter()
    for log in found:
        success = is_success(given[log["log_id"]], experiments[log["experiment_id"]]["positive_labels"])
        if success is log["success"]:
            continue
        changed.setdefault(success, []).append(log["log_id"])
        member = (log["experiment_id"], log["config_id"])
        judged[member] += (success is not None) - (log["success"] is not None)
        successes[member] += bool(success) - bool(log["success"])
    for success, ids in changed.items():
        rows.set_success(connection, ids, success=success)
    for member in judged:
        experiment_rows.add_to_member(connection, *member, judged[member], successes[member])


def judge_all(connection: Connection, experiment_id: str, positive_labels: Sequence[Mapping[str, Any]]) -> None:
    """Judge all logs of an experiment again, because something else counts as a success now."""
    given: dict[str, list[Row]] = {}
    for item in rows.current_feedback_of(connection, experiment_id):
        given.setdefault(item["log_id"], []).append(item)
    changed: dict[bool | None, list[str]] = {}
    successes: Counter[str] = Counter()
    for log in rows.judged_logs_of(connection, experiment_id):
        success = is_success(given[log["log_id"]], positive_labels)
        successes[log["config_id"]] += bool(success)
        if success is not log["success"]:
            changed.setdefault(success, []).append(log["log_id"])
    for success, ids in changed.items():
        rows.set_success(connection, ids, success=success)
    for config_id, count in successes.items():
        experiment_rows.update_member(connection, experiment_id, config_id, success_count=count)


def leave_trials(connection: Connection, log_ids: Iterable[str]) -> None:
    """Take logs that are about to be removed out of the results of their experiments."""
    for log in rows.trial_logs_by_id(connection, log_ids):
        if log["success"] is not None:
            successes = -1 if log["success"] else 0
            experiment_rows.add_to_member(connection, log["experiment_id"], log["config_id"], -1, successes)


def is_success(given: Sequence[Mapping[str, Any]], positive_labels: Sequence[Mapping[str, Any]]) -> bool | None:
    """Tell whether feedback holds a positive label; None if there is no feedback."""
    if not given:
        return None
    positive = {(label["type"], label["value"]) for label in positive_labels}
    return any((item["type"], label) in positive for item in given for label in labels_of(item["value"]))
