"""What callers bring to an evaluation: logs that they have generated, and results that they have found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import projects
from humanloop.server.domain.body_limits import check_number
from humanloop.server.domain.evaluation_work import settle
from humanloop.server.domain.evaluations import find_running
from humanloop.server.domain.judgements import Judgement, result_row, verdict_columns
from humanloop.server.domain.log_answers import log_answers, logs_of_results
from humanloop.server.domain.logs import create_logs, read_logs
from humanloop.server.domain.result_answers import result_answer
from humanloop.server.domain.times import now
from humanloop.server.errors import InvalidRequestError, NotFoundError, UnprocessableError
from humanloop.server.store import datasets as dataset_rows
from humanloop.server.store import evaluation_work as work_rows
from humanloop.server.store import evaluators as evaluator_rows
from humanloop.server.store import logs as log_rows
from humanloop.server.store import results as rows
from humanloop.server.store import schema
from humanloop.server.store.rows import update

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

    from humanloop.server.prices import Rates
    from humanloop.server.store.rows import Row

_WANTED = {"boolean": "a boolean", "number": "a number"}


def post_log(
    connection: Connection,
    evaluation_id: str,
    evaluatee_id: str | None,
    body: Mapping[str, Any],
    rates: Rates,
    *,
    strict: bool,
) -> dict[str, Any]:
    """Take in a log for a datapoint, in place of an earlier one; answers its ids.

    A log that names no project or config gets those of the evaluation. `strict` is meant for its feedback, `rates` say
    what it cost.

    Raises:
        NotFoundError: The evaluation, or something that the log names, does not exist.
        UnprocessableError: The evaluation is not running, or the datapoint is not in its dataset.
    """
    evaluation = find_running(connection, evaluation_id, evaluatee_id)
    datapoint_id = body["datapoint_id"]
    _check_datapoint(connection, evaluation, datapoint_id, f"The datapoint {datapoint_id!r}")
    log = {**body["log"], "source_datapoint_id": datapoint_id}
    if not projects.names_project(log):
        log["project_id"] = evaluation["project_id"]
    if not any(log.get(key) for key in ("config", "config_id", "trial_id")):
        log["config_id"] = evaluation["config_id"]
    new = read_logs(connection.dialect, [log], [("body", "log")], rates)
    answer = create_logs(connection, new, strict=strict)[0]
    work_rows.set_logs(connection, evaluation_id, [(datapoint_id, answer["id"])])
    return answer


def post_result(
    connection: Connection, evaluation_id: str, evaluatee_id: str | None, body: Mapping[str, Any]
) -> dict[str, Any]:
    """Take in what an evaluator found, in place of what it found before; answers the result.

    The log that is judged becomes the one of its datapoint, whoever has generated it.

    Raises:
        NotFoundError: The evaluation or the log does not exist.
        UnprocessableError: The evaluation is not running, or the evaluator or the log does not belong to it.
        InvalidRequestError: There is not exactly one of `result` and `error`, or the result is of another type.
    """
    evaluation = find_running(connection, evaluation_id, evaluatee_id)
    evaluators = evaluator_rows.evaluators_of_evaluations(connection, [evaluation_id])
    evaluator = next((row for row in evaluators if row["id"] == body["evaluator_id"]), None)
    if evaluator is None:
        raise UnprocessableError(f"The evaluator {body['evaluator_id']!r} is not part of the evaluation.")
    judgement = _judgement(body, evaluator["return_type"])
    log = log_rows.find_log(connection, body["log_id"])
    if log is None:
        raise NotFoundError.of("log", body["log_id"])
    _check_datapoint(connection, evaluation, log["source_datapoint_id"], "The `source_datapoint_id` of the log")
    work_rows.set_logs(connection, evaluation_id, [(log["source_datapoint_id"], log["id"])])
    row = _store(connection, evaluation_id, evaluator, log, judgement)
    settle(connection, evaluation_id)
    row = {**row, "evaluator_name": evaluator["name"]}
    return result_answer(row, logs_of_results(connection, [row]), log_answers(connection, [log])[0])


def _store(connection: Connection, evaluation_id: str, evaluator: Row, log: Row, judgement: Judgement) -> Row:
    known = rows.find_result(connection, evaluation_id, evaluator["id"], log["id"])
    if known is None:
        row = result_row(evaluation_id, evaluator, log, judgement)
        rows.insert_results(connection, [row])
        return row
    changes = {
        **verdict_columns(judgement),
        "version_id": evaluator["version_id"],
        "evaluator_log_id": None,
        "updated_at": now(),
    }
    update(connection, schema.evaluation_results, known["id"], **changes)
    return {**known, **changes}


def _judgement(body: Mapping[str, Any], return_type: str) -> Judgement:
    value, error = body.get("result"), body.get("error")
    if (value is None) == (error is None):
        raise InvalidRequestError([(("body", "result"), "give exactly one of `result` and `error`", "value_error")])
    wanted = _WANTED.get(return_type)
    # The API takes no other verdicts from outside; for those of other types only the error is left.
    if value is not None and (wanted is None or isinstance(value, bool) != (return_type == "boolean")):
        message = f"the evaluator returns {wanted or return_type}"
        raise InvalidRequestError([(("body", "result"), message, f"{return_type}_type")])
    check_number(value, ("body", "result"))
    return Judgement(value, error)


def _check_datapoint(connection: Connection, evaluation: Row, datapoint_id: str | None, what: str) -> None:
    frozen = (evaluation["dataset_id"], evaluation["dataset_version"])
    if datapoint_id is None or not dataset_rows.frozen_datapoints(connection, *frozen, [datapoint_id]):
        raise UnprocessableError(f"{what} is not in the dataset of the evaluation, as it was when that was created.")
