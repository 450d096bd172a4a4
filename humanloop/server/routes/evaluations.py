"""Evaluations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from humanloop.server.domain import evaluation_posts, evaluations
from humanloop.server.domain.times import end_of, to_moment
from humanloop.server.json_values import as_object
from humanloop.server.store.evaluations import EvaluationFilter
from humanloop.type.evaluation_status import EvaluationStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection

    from humanloop.server.http.calls import Call

    Job = Callable[[Connection], dict[str, Any]]

_PAGE_SIZE = 50
_DATAPOINTS_PAGE_SIZE = 10
_STATUSES: tuple[str, ...] = get_args(get_args(EvaluationStatus)[0])
_SORT_COLUMNS = ("dataset", "config", "status")
MORE_QUERY = ("sort", "id_filter", "dataset_filter", "config_filter", "status_filter")
"""Query parameters of `list` that the description names in words only."""


async def _create(call: Call) -> Any:
    project_id = call.path["project_id"]
    return await _begin(call, lambda c: evaluations.create_evaluation(c, project_id, call.body))


async def _get(call: Call) -> Any:
    with_aggregates = bool(call.query.get("evaluator_aggregates"))
    evaluation_id, evaluatee_id = call.path["id"], call.query.get("evaluatee_id")
    return await call.read(
        lambda c: evaluations.get_evaluation(c, evaluation_id, evaluatee_id, with_aggregates=with_aggregates)
    )


async def _list(call: Call) -> Any:
    page, query, more = call.page(size=_PAGE_SIZE), call.query, call.more_query
    wanted = EvaluationFilter(
        ids=[*query.get("id", ()), *more("id_filter")],
        datasets=more("dataset_filter"),
        configs=more("config_filter"),
        statuses=call.more_words("status_filter", _STATUSES),
        evaluatee=query.get("evaluatee_id"),
        start=to_moment(query["start_date"]) if "start_date" in query else None,
        end=end_of(query["end_date"]) if "end_date" in query else None,
        sort=call.order(_SORT_COLUMNS, "evaluator-"),
    )
    return await call.read(lambda c: evaluations.list_evaluations(c, query["project_id"], wanted, page))


async def _list_all_for_project(call: Call) -> Any:
    with_aggregates = bool(call.query.get("evaluator_aggregates"))
    project_id, evaluatee_id = call.path["project_id"], call.query.get("evaluatee_id")
    return await call.read(
        lambda c: evaluations.list_evaluations_of_project(c, project_id, evaluatee_id, with_aggregates=with_aggregates)
    )


async def _list_datapoints(call: Call) -> Any:
    page = call.page(size=_DATAPOINTS_PAGE_SIZE, first=1)
    evaluation_id, evaluatee_id = call.path["id"], call.query.get("evaluatee_id")
    return await call.read_page(lambda c: evaluations.page_of_datapoints(c, evaluation_id, evaluatee_id, page))


async def _log(call: Call) -> Any:
    evaluation_id, evaluatee_id = call.path["evaluation_id"], call.query.get("evaluatee_id")
    strict, rates = call.service.settings.strict_feedback, call.service.providers.rates
    return await _go_on(
        call,
        evaluation_id,
        lambda c: evaluation_posts.post_log(c, evaluation_id, evaluatee_id, call.body, rates, strict=strict),
    )


async def _result(call: Call) -> Any:
    evaluation_id, evaluatee_id = call.path["evaluation_id"], call.query.get("evaluatee_id")
    return await _go_on(
        call, evaluation_id, lambda c: evaluation_posts.post_result(c, evaluation_id, evaluatee_id, call.body)
    )


async def _update_status(call: Call) -> Any:
    evaluation_id, status = call.path["id"], call.body["status"]
    return await _go_on(call, evaluation_id, lambda c: evaluations.update_status(c, evaluation_id, status))


async def _add_evaluators(call: Call) -> Any:
    evaluation_id = call.path["id"]
    return await _go_on(call, evaluation_id, lambda c: evaluations.add_evaluators(c, evaluation_id, call.body))


async def _begin(call: Call, job: Job) -> Any:
    """Commit a new evaluation, and set to work on it."""
    answer = await call.commit(job)
    keys = as_object(call.body.get("provider_api_keys"))
    await call.service.runner.begin(answer["id"], {name: key for name, key in keys.items() if key})
    return answer


async def _go_on(call: Call, evaluation_id: str, job: Job) -> Any:
    """Commit a change of an evaluation, and let the work on it take notice."""
    answer = await call.commit(job)
    await call.service.runner.look_at(evaluation_id)
    return answer


HANDLERS = {
    "create": _create,
    "get": _get,
    "list": _list,
    "list_all_for_project": _list_all_for_project,
    "list_datapoints": _list_datapoints,
    "log": _log,
    "result": _result,
    "update_status": _update_status,
    "add_evaluators": _add_evaluators,
}
