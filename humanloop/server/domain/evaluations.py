"""Evaluations: a config, a frozen dataset and the evaluators that judge what the one makes of the other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from humanloop.server.domain import configs, datasets, projects
from humanloop.server.domain.datapoints import datapoint_answer
from humanloop.server.domain.evaluation_answers import evaluation_answer, evaluation_answers
from humanloop.server.domain.evaluators import find_evaluator, find_evaluator_version
from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.list_choices import check_evaluation_order
from humanloop.server.domain.log_answers import log_answers, results_of_logs
from humanloop.server.domain.long_pages import LongPage
from humanloop.server.domain.times import now
from humanloop.server.errors import ConflictError, InvalidRequestError, NotFoundError, UnprocessableError
from humanloop.server.json_values import as_array
from humanloop.server.store import datasets as dataset_rows
from humanloop.server.store import evaluation_work as work_rows
from humanloop.server.store import evaluations as rows
from humanloop.server.store import evaluators as evaluator_rows
from humanloop.server.store import logs as log_rows
from humanloop.server.store import schema
from humanloop.server.store.rows import update

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.domain.pages import Page
    from humanloop.server.store.evaluations import EvaluationFilter
    from humanloop.server.store.rows import Row

_TRANSITIONS = {
    ("pending", "running"),
    ("pending", "cancelled"),
    ("pending", "failed"),
    ("running", "cancelled"),
    ("running", "failed"),
    ("running", "completed"),
    ("completed", "running"),
}
_CONCURRENCY = 5
_MOST_AT_ONCE = 1000


def create_evaluation(connection: Connection, project_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Make an evaluation, which freezes its dataset; answers it.

    A provider that the server cannot speak to keeps nobody from it: logs may be posted, and those that the server is to
    generate say in their errors what is wrong.

    Args:
        connection: The database.
        project_id: The project.
        body: The request.

    Raises:
        NotFoundError: The project, the config, the dataset or an evaluator does not exist.
        UnprocessableError: The server is to generate logs with a config that is no model config.
        ConflictError: Another evaluation of the project has the name.
        InvalidRequestError: The concurrency is out of its range.
    """
    project = projects.find_project(connection, project_id)
    concurrency = body.get("max_concurrency")
    if concurrency is not None and not 1 <= concurrency <= _MOST_AT_ONCE:
        message = f"it must lie between 1 and {_MOST_AT_ONCE}"
        raise InvalidRequestError([(("body", "max_concurrency"), message, "value_error")])
    is_generated = body.get("hl_generated") is not False
    find_config = configs.find_model_config if is_generated else configs.find_config
    config = configs.config_in_project(connection, find_config(connection, body["config_id"]), project)
    dataset = datasets.find_dataset(connection, body["dataset_id"])
    chosen = [find_evaluator(connection, each) for each in dict.fromkeys(body["evaluator_ids"])]
    name = body.get("name")
    if name and rows.has_name(connection, project["id"], name):
        raise ConflictError(f"There is an evaluation {name!r} in this project already.")
    moment = now()
    row: dict[str, Any] = {
        "id": new_id("ev"),
        "project_id": project["id"],
        "config_id": config["id"],
        "dataset_id": dataset["id"],
        "dataset_version": dataset["version"],
        "dataset_version_id": dataset["version_id"],
        "dataset_snapshot": datasets.dataset_answer(dataset),
        "name": name or None,
        "status": "pending",
        "hl_generated": is_generated,
        "max_concurrency": concurrency or _CONCURRENCY,
        "is_reopened": False,
        "created_at": moment,
        "updated_at": moment,
    }
    rows.insert_evaluation(connection, row)
    if chosen:
        evaluator_rows.add_evaluators(connection, row["id"], chosen, 0)
    return evaluation_answer(connection, row)


def get_evaluation(
    connection: Connection, evaluation_id: str, evaluatee_id: str | None, *, with_aggregates: bool
) -> dict[str, Any]:
    """Answer an evaluation."""
    evaluation = find_evaluation_of(connection, evaluation_id, evaluatee_id)
    return evaluation_answer(connection, evaluation, with_aggregates=with_aggregates)


def list_evaluations(connection: Connection, project_id: str, wanted: EvaluationFilter, page: Page) -> dict[str, Any]:
    """Answer a page of the evaluations of a project."""
    project = projects.find_project(connection, project_id)
    check_evaluation_order(connection, wanted.sort)
    found, total = rows.evaluations_page(connection, project["id"], wanted, page.offset, page.size)
    return page.answer(evaluation_answers(connection, found), total)


def list_evaluations_of_project(
    connection: Connection, project_id: str, evaluatee_id: str | None, *, with_aggregates: bool
) -> list[dict[str, Any]]:
    """Answer all evaluations of a project, or those of one evaluatee, newest first."""
    project = projects.find_project(connection, project_id)
    found = rows.all_evaluations(connection, project["id"])
    if evaluatee_id is not None:
        found = [row for row in found if row["config_id"] == evaluatee_id]
    return evaluation_answers(connection, found, with_aggregates=with_aggregates)


def list_datapoints(connection: Connection, evaluation_id: str, evaluatee_id: str | None, page: Page) -> dict[str, Any]:
    """Answer a page of the datapoints of an evaluation, each with its log and what the evaluators made of that."""
    return page_of_datapoints(connection, evaluation_id, evaluatee_id, page).read(connection)


def page_of_datapoints(connection: Connection, evaluation_id: str, evaluatee_id: str | None, page: Page) -> LongPage:
    """Find a page of the datapoints of an evaluation, each with its log and what the evaluators made of that."""
    evaluation = find_evaluation_of(connection, evaluation_id, evaluatee_id)
    frozen = (evaluation["dataset_id"], evaluation["dataset_version"])
    found = dataset_rows.frozen_page(connection, *frozen, page.offset, page.size)
    log_ids = work_rows.logs_of_evaluation(connection, evaluation_id, [row["id"] for row in found])
    of_logs = log_rows.octets_of_logs(connection, log_ids.values())
    octets = [row["octets"] + of_logs.get(log_ids.get(row["id"], ""), 0) for row in found]
    keys, total = [row["seq"] for row in found], evaluation["dataset_snapshot"]["datapoint_count"]
    return LongPage(page, total, keys, octets, partial(datapoint_answers, evaluation_id=evaluation_id))


def datapoint_answers(connection: Connection, numbers: Sequence[int], *, evaluation_id: str) -> list[dict[str, Any]]:
    """Answer datapoints by their `seq`, in the order of the dataset, each with its log and what was made of that."""
    datapoints = dataset_rows.states(connection, numbers)
    log_ids = work_rows.logs_of_evaluation(connection, evaluation_id, [row["id"] for row in datapoints])
    found = log_answers(connection, log_rows.whole_logs_by_id(connection, log_ids.values()))
    logs = {log["id"]: log for log in found}
    results = results_of_logs(connection, list(logs), evaluation_id)
    return [
        {
            "datapoint": datapoint_answer(row),
            "log": logs.get(log_ids.get(row["id"], "")),
            "evaluation_results": results.get(log_ids.get(row["id"], ""), []),
        }
        for row in datapoints
    ]


def update_status(connection: Connection, evaluation_id: str, status: str) -> dict[str, Any]:
    """Set the status of an evaluation; answers the evaluation.

    Raises:
        UnprocessableError: The present status cannot become this one.
    """
    evaluation = find_evaluation(connection, evaluation_id)
    present = evaluation["status"]
    if status != present:
        if (present, status) not in _TRANSITIONS:
            raise UnprocessableError(f"An evaluation that is {present} cannot become {status}.")
        # Whoever opens it again wants to go on: then it is theirs to close.
        is_reopened = present == "completed" or evaluation["is_reopened"]
        evaluation = changed(connection, evaluation, status=status, is_reopened=is_reopened)
    return evaluation_answer(connection, evaluation)


def add_evaluators(connection: Connection, evaluation_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Add evaluators, which judge the logs that are there; answers the evaluation. One that was complete goes on.

    Raises:
        NotFoundError: The evaluation or an evaluator does not exist.
        UnprocessableError: The evaluation has been given up, or one of its evaluators is named in another version.
        InvalidRequestError: No evaluator is named.
    """
    evaluation = find_evaluation(connection, evaluation_id)
    named = [find_evaluator(connection, each) for each in as_array(body.get("evaluator_ids"))]
    versions = [find_evaluator_version(connection, each) for each in as_array(body.get("evaluator_version_ids"))]
    if not named and not versions:
        raise InvalidRequestError([(("body", "evaluator_ids"), "field required", "missing")])
    if evaluation["status"] in {"cancelled", "failed"}:
        raise UnprocessableError(f"The evaluation is {evaluation['status']}: it takes no more evaluators.")
    present = {row["id"]: row for row in evaluator_rows.evaluators_of_evaluations(connection, [evaluation_id])}
    for row in versions:
        if row["id"] in present and present[row["id"]]["version_id"] != row["version_id"]:
            raise UnprocessableError(f"The evaluator {row['id']} is in the evaluation already, in another version.")
    # A version that is named goes before the present one.
    new = {row["id"]: row for row in (*named, *versions) if row["id"] not in present}
    if new:
        evaluator_rows.add_evaluators(connection, evaluation_id, list(new.values()), len(present))
        status = "running" if evaluation["status"] == "completed" else evaluation["status"]
        evaluation = changed(connection, evaluation, status=status, is_reopened=False)
    return evaluation_answer(connection, evaluation)


def find_evaluation(connection: Connection, evaluation_id: str) -> Row:
    """Find an evaluation by id.

    Raises:
        NotFoundError: There is none.
    """
    row = rows.find_evaluation(connection, evaluation_id)
    if row is None:
        raise NotFoundError.of("evaluation", evaluation_id)
    return row


def find_evaluation_of(connection: Connection, evaluation_id: str, evaluatee_id: str | None) -> Row:
    """Find an evaluation of an evaluatee, if one is named: every evaluation has exactly one, its config.

    Raises:
        NotFoundError: There is none of this id, or it is one of another evaluatee.
    """
    row = find_evaluation(connection, evaluation_id)
    if evaluatee_id is not None and row["config_id"] != evaluatee_id:
        raise NotFoundError(f"The evaluation is one of {row['config_id']}, not of the evaluatee {evaluatee_id!r}.")
    return row


def find_running(connection: Connection, evaluation_id: str, evaluatee_id: str | None = None) -> Row:
    """Find an evaluation that is running.

    Raises:
        NotFoundError: There is none of this id, or it is one of another evaluatee.
        UnprocessableError: It is not running.
    """
    row = find_evaluation_of(connection, evaluation_id, evaluatee_id)
    if row["status"] != "running":
        raise UnprocessableError(f"The evaluation is {row['status']}, it has to be running: set its status first.")
    return row


def changed(connection: Connection, evaluation: Row, **values: Any) -> Row:
    """Change columns of an evaluation; answers it as it is then."""
    values["updated_at"] = now()
    update(connection, schema.evaluations, evaluation["id"], **values)
    return {**evaluation, **values}
