"""The work of an evaluation: what is still to be done, and what has been done."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from humanloop.server.domain.datapoints import datapoint_answer
from humanloop.server.domain.evaluation_tries import RESULT_GIVEN_UP, give_up_results, tries_of
from humanloop.server.domain.evaluations import changed
from humanloop.server.domain.evaluator_kinds import BY_SERVER, COMPLETING
from humanloop.server.domain.judgements import Judged, Judgement, store_judgements
from humanloop.server.domain.log_answers import log_answers
from humanloop.server.domain.log_rows import store_logs
from humanloop.server.store import configs as config_rows
from humanloop.server.store import datasets as dataset_rows
from humanloop.server.store import evaluation_work as rows
from humanloop.server.store import evaluations as evaluation_rows
from humanloop.server.store import evaluators as evaluator_rows
from humanloop.server.store import logs as log_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


GIVEN_UP = Judgement(error="Not judged: the server ended three times in a row while it worked on this evaluation.")
"""The judgement of evaluators that end the server, most likely."""
_MOST_FRUITLESS_STARTS = 3
_MOST_RESULTS = 1000

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Work:
    """An evaluation that is running, with all that the server needs to generate its logs.

    Args:
        evaluation: The evaluation.
        config: Its config.
    """

    evaluation: Row
    config: Row


@dataclass(frozen=True)
class Pair:
    """A log that an evaluator has not judged yet.

    Args:
        evaluator: The evaluator, in the version that the evaluation uses.
        config: The config of one that asks a model.
        log: The log, as it is answered.
        datapoint: The datapoint that it was made for, as it is answered.
    """

    evaluator: Row
    config: Row | None
    log: Mapping[str, Any]
    datapoint: Mapping[str, Any] | None


def begin(connection: Connection, evaluation_id: str, owner: str) -> Work | None:
    """Set an evaluation to running whose logs the server generates.

    Args:
        connection: The database.
        evaluation_id: The evaluation.
        owner: The server that is to work on it from now on.

    Returns:
        What there is to work with; None if there is nothing to work on, or another server does, which hears of it.
    """
    evaluation = evaluation_rows.find_evaluation(connection, evaluation_id)
    if evaluation is None:
        return None
    if evaluation["tries"] and not evaluation["fruitless_starts"]:
        # Of a run that somebody has stopped: nothing has died of it.
        evaluation = changed(connection, evaluation, tries=None)
    if evaluation["status"] == "pending" and evaluation["hl_generated"]:
        evaluation = changed(connection, evaluation, status="running")
    if evaluation["status"] != "running":
        return None
    if not evaluation_rows.own_evaluation(connection, evaluation_id, owner):
        evaluation_rows.add_news(connection, evaluation_id)
        return None
    config = config_rows.configs_by_id(connection, {evaluation["config_id"]}).get(evaluation["config_id"])
    return None if config is None else Work(evaluation, config)


def next_datapoints(connection: Connection, evaluation_id: str, after: int, limit: int) -> list[Row]:
    """List datapoints for which a log is to be generated; none in place of logs that were deleted.

    Args:
        connection: The database.
        evaluation_id: The evaluation.
        after: Position of the last one for which this was done.
        limit: Most datapoints.
    """
    evaluation = evaluation_rows.find_evaluation(connection, evaluation_id)
    if evaluation is None or evaluation["status"] != "running" or _has_all_logs(connection, evaluation):
        return []
    return rows.datapoints_without_log(connection, evaluation, after, limit)


def next_pairs(connection: Connection, evaluation: Row, limit: int) -> list[Pair]:
    """List logs that an evaluator of the server has to judge, be it one that has come while others judged."""
    found = rows.pairs_without_result(connection, evaluation["id"], BY_SERVER, limit)
    if not found:
        return []
    of_evaluation = evaluator_rows.evaluators_of_evaluations(connection, [evaluation["id"]])
    evaluators = {row["id"]: row for row in of_evaluation}
    configs = config_rows.configs_by_id(connection, {row["config_id"] for row in of_evaluation} - {None})
    whole = log_rows.whole_logs_by_id(connection, {row["log_id"] for row in found})
    logs = {log["id"]: log for log in log_answers(connection, whole, with_results=False)}
    frozen = (evaluation["dataset_id"], evaluation["dataset_version"])
    datapoints = dataset_rows.frozen_datapoints(connection, *frozen, {row["datapoint_id"] for row in found})
    answers = {datapoint_id: datapoint_answer(row) for datapoint_id, row in datapoints.items()}
    pairs: list[Pair] = []
    for row in found:
        evaluator, log = evaluators.get(row["evaluator_id"]), logs.get(row["log_id"])
        # While a transaction writes, another server may delete either between two of these queries.
        if evaluator is not None and log is not None:
            pairs.append(Pair(evaluator, configs.get(evaluator["config_id"]), log, answers.get(row["datapoint_id"])))
    return pairs


def look_at(connection: Connection, evaluation_id: str, owner: str) -> str | None:
    """Answer the status of an evaluation that was changed; None if another server works on it, which hears of it."""
    evaluation = evaluation_rows.find_evaluation(connection, evaluation_id)
    if evaluation is None:
        return None
    if evaluation["owner"] not in {None, owner}:
        # It may have ended, in which case whoever takes the evaluation over sees the change.
        evaluation_rows.add_news(connection, evaluation_id)
        return None
    return _status(evaluation)


def take_up(connection: Connection, owner: str) -> list[str]:
    """List the evaluations that a server which has ended has left unfinished; they are this one's from now on.

    One that was taken up three times in a row without anything new has ended the server each time, most likely: it has
    failed, and the results that are missing say why.
    """
    found: list[str] = []
    for evaluation_id in evaluation_rows.unfinished_evaluations(connection):
        evaluation = evaluation_rows.find_evaluation(connection, evaluation_id)
        if evaluation is None:
            continue
        if evaluation["fruitless_starts"] < _MOST_FRUITLESS_STARTS:
            # Without an owner, it was left in peace; and where others are waited for, nothing can have ended a server.
            if evaluation["owner"] is not None and _has_work(connection, evaluation):
                _go_on_with_care(connection, evaluation)
            evaluation_rows.own_evaluation(connection, evaluation_id, owner)
            found.append(evaluation_id)
            continue
        if begin(connection, evaluation_id, owner) is not None:
            missing = next_pairs(connection, evaluation, _MOST_RESULTS)
            judged = [Judged(pair.evaluator, pair.log["id"], GIVEN_UP) for pair in missing]
            store_judgements(connection, evaluation_id, judged)
        changed(connection, evaluation, status="failed")
        _logger.warning("Evaluation %s has failed: %s", evaluation_id, GIVEN_UP.error)
    return found


def _go_on_with_care(connection: Connection, evaluation: Row) -> None:
    """Count a server that has died over an evaluation, and give up what has ended three."""
    evaluators = evaluator_rows.evaluators_of_evaluations(connection, [evaluation["id"]])
    config = config_rows.configs_by_id(connection, {evaluation["config_id"]}).get(evaluation["config_id"])
    given_up = list[str]()
    if config is not None and evaluation["tries"]:
        given_up = give_up_results(connection, evaluation, config, {row["id"]: row for row in evaluators})
        if given_up:
            _logger.warning("Evaluation %s: %s (%d)", evaluation["id"], RESULT_GIVEN_UP, len(given_up))
    left = {key: tries for key, tries in tries_of(evaluation).items() if key not in given_up}
    starts = evaluation["fruitless_starts"] + 1
    changed(connection, evaluation, fruitless_starts=starts, tries=left or None)


def keep_generated(connection: Connection, evaluation_id: str, new: Sequence[dict[str, Any]], owner: str) -> None:
    """Store logs that a server has generated. Where a log was posted meanwhile, that one stays in the evaluation.

    What comes after another server has taken the evaluation over is left out: that one makes these logs, too.
    """
    evaluation = evaluation_rows.find_evaluation(connection, evaluation_id)
    is_running = evaluation is not None and evaluation["status"] == "running"
    if evaluation is not None and is_running and evaluation["owner"] != owner:
        return
    store_logs(connection, new)
    if evaluation is None or not is_running:
        return
    _bear_fruit(connection, evaluation)
    taken = rows.logs_of_evaluation(connection, evaluation_id, [row["source_datapoint_id"] for row in new])
    chosen = [(row["source_datapoint_id"], row["id"]) for row in new if row["source_datapoint_id"] not in taken]
    if chosen:
        rows.set_logs(connection, evaluation_id, chosen)


def keep_judged(connection: Connection, evaluation_id: str, judged: Sequence[Judged], owner: str) -> None:
    """Store what evaluators of a server have found, unless the evaluation has ended meanwhile or is another's."""
    evaluation = evaluation_rows.find_evaluation(connection, evaluation_id)
    if evaluation is not None and evaluation["status"] == "running" and evaluation["owner"] == owner:
        store_judgements(connection, evaluation_id, judged)
        _bear_fruit(connection, evaluation)


def give_up(connection: Connection, evaluation_id: str, owner: str) -> bool:
    """Let an evaluation have failed on which its server cannot go on; what there is stays.

    Returns:
        Whether that was done: one that has ended meanwhile, or is another server's, stays as it is.
    """
    evaluation = evaluation_rows.find_evaluation(connection, evaluation_id)
    if evaluation is None or evaluation["status"] != "running" or evaluation["owner"] != owner:
        return False
    changed(connection, evaluation, status="failed")
    return True


def settle(connection: Connection, evaluation_id: str) -> str | None:
    """Complete an evaluation that has everything; answers its status.

    One that people judge waits for them, and so does one that somebody has opened again. If no log could be generated
    without an error, the evaluation has failed.
    """
    evaluation = evaluation_rows.find_evaluation(connection, evaluation_id)
    if evaluation is None:
        return None
    if evaluation["status"] != "running" or evaluation["is_reopened"]:
        return _status(evaluation)
    evaluators = evaluator_rows.evaluators_of_evaluations(connection, [evaluation_id])
    if (
        any(row["type"] not in COMPLETING for row in evaluators)
        or not _has_all_logs(connection, evaluation)
        or rows.pairs_without_result(connection, evaluation_id, COMPLETING, 1)
    ):
        return _status(evaluation)
    is_generated = evaluation["hl_generated"] and rows.count_logs(connection, evaluation_id)
    has_failed = is_generated and not rows.has_log_without_error(connection, evaluation_id)
    return _status(changed(connection, evaluation, status="failed" if has_failed else "completed"))


def _has_work(connection: Connection, evaluation: Row) -> bool:
    """Tell whether a server has anything to do for an evaluation, besides waiting for others."""
    if evaluation["hl_generated"] and not _has_all_logs(connection, evaluation):
        return True
    return bool(rows.pairs_without_result(connection, evaluation["id"], BY_SERVER, 1))


def _has_all_logs(connection: Connection, evaluation: Row) -> bool:
    """Tell whether there is a log for each datapoint, or was one before it was deleted."""
    wanted: int = evaluation["dataset_snapshot"]["datapoint_count"]
    deleted: int = evaluation["deleted_logs"]
    return rows.count_logs(connection, evaluation["id"]) + deleted >= wanted


def _bear_fruit(connection: Connection, evaluation: Row) -> None:
    if evaluation["fruitless_starts"]:
        changed(connection, evaluation, fruitless_starts=0)


def _status(evaluation: Row) -> str:
    status: str = evaluation["status"]
    return status
