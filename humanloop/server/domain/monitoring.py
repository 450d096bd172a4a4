"""Monitoring: the active evaluators of a project judge its new logs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from humanloop.server.domain.datapoints import datapoint_answer
from humanloop.server.domain.evaluator_kinds import BY_SERVER
from humanloop.server.domain.judgements import Judged, store_judgements
from humanloop.server.domain.log_answers import log_answers
from humanloop.server.store import configs as config_rows
from humanloop.server.store import datasets as dataset_rows
from humanloop.server.store import evaluators as evaluator_rows
from humanloop.server.store import logs as log_rows
from humanloop.server.store import results as rows
from humanloop.server.store.failures import is_passing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


@dataclass(frozen=True)
class Observation:
    """A log that is to be judged.

    Args:
        log: The log, as it is answered.
        testcase: The datapoint that it was made for, as it is answered.
        evaluators: Who judges it, each with its model config if it asks a model.
    """

    log: Mapping[str, Any]
    testcase: Mapping[str, Any] | None
    evaluators: Sequence[tuple[Row, Row | None]]


def begin(connection: Connection, limit: int, observer: str) -> list[Observation]:
    """Take up logs that wait for the evaluators of their project, oldest first.

    Args:
        connection: The database.
        limit: Most logs.
        observer: The server that takes them up.
    """
    waiting = rows.take_waiting_logs(connection, limit, observer)
    if not waiting:
        return []
    logs = log_answers(connection, log_rows.whole_logs_by_id(connection, waiting), with_results=False)
    found = evaluator_rows.active_evaluators(connection, {log["project_id"] for log in logs})
    configs = config_rows.configs_by_id(connection, (row["config_id"] for row in found if row["config_id"]))
    of_project: dict[str, list[tuple[Row, Row | None]]] = {}
    for row in found:
        if row["type"] in BY_SERVER:
            of_project.setdefault(row["watched_project_id"], []).append((row, configs.get(row["config_id"])))
    sources = {log["source_datapoint_id"] for log in logs if log["source_datapoint_id"]}
    datapoints = {row["id"]: datapoint_answer(row) for row in dataset_rows.find_datapoints(connection, sources)}
    # Logs of projects that were deleted meanwhile are not answered any more, and nobody waits for them.
    rows.set_observability(connection, set(waiting) - {log["id"] for log in logs}, "completed")
    return [_observation(log, datapoints, of_project.get(log["project_id"], [])) for log in logs]


def end(connection: Connection, observed: Sequence[tuple[str, Sequence[Judged]]], observer: str) -> None:
    """Store what the evaluators made of logs. Monitoring failed where one of them gave an error.

    Args:
        connection: The database.
        observed: Ids of logs, each with what was found.
        observer: The server that took them up; what another one has taken over from it is left out.
    """
    still = rows.observed_by(connection, [log_id for log_id, _ in observed], observer)
    observed = [each for each in observed if each[0] in still]
    rows.delete_monitoring_results(connection, [log_id for log_id, _ in observed])
    store_judgements(connection, None, [each for _, judged in observed for each in judged])
    _set_outcomes(connection, observed)


def end_apart(
    connection: Connection,
    log_id: str,
    judged: Sequence[Judged],
    in_its_place: Callable[[Judged], Judged],
    observer: str,
) -> None:
    """Store what the evaluators made of a log, each by itself: one that cannot be stored takes no other with it.

    Args:
        connection: The database.
        log_id: The log.
        judged: What was found.
        in_its_place: Answers what is stored in the place of what cannot be.
        observer: The server that took up the log; nothing is done if another one has taken it over.
    """
    if not rows.observed_by(connection, [log_id], observer):
        return
    rows.delete_monitoring_results(connection, [log_id])
    stored = [_store_apart(connection, each, in_its_place) for each in judged]
    _set_outcomes(connection, [(log_id, stored)])


def _store_apart(connection: Connection, judged: Judged, in_its_place: Callable[[Judged], Judged]) -> Judged:
    try:
        with connection.begin_nested():
            store_judgements(connection, None, [judged])
    except Exception as error:
        if is_passing(error):
            raise
        judged = in_its_place(judged)
        store_judgements(connection, None, [judged])
    return judged


def _set_outcomes(connection: Connection, observed: Sequence[tuple[str, Sequence[Judged]]]) -> None:
    outcomes: dict[str, list[str]] = {}
    for log_id, judged in observed:
        has_failed = any(each.judgement.error is not None for each in judged)
        outcomes.setdefault("failed" if has_failed else "completed", []).append(log_id)
    for status, log_ids in outcomes.items():
        rows.set_observability(connection, log_ids, status)


def _observation(
    log: Mapping[str, Any], datapoints: Mapping[str, Mapping[str, Any]], evaluators: Sequence[tuple[Row, Row | None]]
) -> Observation:
    testcase = datapoints.get(log["source_datapoint_id"] or "")
    # An evaluator that compares with a target has nothing to say about a log without one.
    fit = [each for each in evaluators if testcase is not None or each[0]["arguments_type"] == "target_free"]
    return Observation(log, testcase, fit)
