"""Logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import logs
from humanloop.server.domain.times import end_of, to_moment
from humanloop.server.errors import InvalidRequestError
from humanloop.server.http.calls import as_list, in_form_of
from humanloop.server.store.log_choices import FEEDBACK, LogChoices
from humanloop.server.store.log_search import LogFilter

if TYPE_CHECKING:
    from humanloop.server.http.calls import Call

_PAGE_SIZE = 50
_MOST_FILTERS = 20
_MOST_VALUES = 100
_MOST_SORTS = 10
MORE_QUERY = ("sort", "source_filter", "model_filter", "feedback-{type}_filter", "evaluator-{evaluator_id}_filter")
"""Query parameters of `list` that the description names in words only."""


async def _log(call: Call) -> Any:
    bodies, places = as_list(call.body)
    strict, rates = call.service.settings.strict_feedback, call.service.providers.rates
    hang = None if call.parent is None else call.parent.hang
    new = await call.prepare(len(bodies), lambda dialect: logs.read_logs(dialect, bodies, places, rates))
    return await call.commit(
        lambda c: in_form_of(call.body, logs.create_logs(c, new, strict=strict, hang=hang)), is_beside=True
    )


async def _list(call: Call) -> Any:
    query, page = call.query, call.page(size=_PAGE_SIZE)
    wanted = LogFilter(
        session=query.get("session_id"),
        search=query.get("search"),
        metadata_search=query.get("metadata_search"),
        version_status=query.get("version_status"),
        start=to_moment(query["start_date"]) if "start_date" in query else None,
        end=end_of(query["end_date"]) if "end_date" in query else None,
        choices=_check_number(
            LogChoices(
                sources=call.more_query("source_filter"),
                models=call.more_query("model_filter"),
                feedback=call.more_queries(FEEDBACK, "_filter"),
                evaluators=call.more_queries("evaluator-", "_filter"),
                sort=call.order(("source", "model", "timestamp"), FEEDBACK),
            )
        ),
        only=call.caller.projects,
    )
    return await call.read_page(lambda connection: logs.list_logs(connection, query.get("project_id"), wanted, page))


def _check_number(choices: LogChoices) -> LogChoices:
    """Refuse a list that would take the database too long to put together.

    Raises:
        InvalidRequestError: There are too many filters, values of a filter, or columns to sort by.
    """
    by_name = {f"{FEEDBACK}{kind}_filter": values for kind, values in choices.feedback.items()}
    by_name |= {f"evaluator-{name}_filter": values for name, values in choices.evaluators.items()}
    problems: list[tuple[tuple[str | int, ...], str, str]] = []
    if len(by_name) > _MOST_FILTERS:
        message = f"at most {_MOST_FILTERS} filters of feedback and evaluators are possible, not {len(by_name)}"
        problems.append((("query",), message, "too_long"))
    by_name |= {"source_filter": choices.sources, "model_filter": choices.models}
    for name, values in by_name.items():
        if len(values) > _MOST_VALUES:
            message = f"at most {_MOST_VALUES} values are possible, not {len(values)}"
            problems.append((("query", name), message, "too_long"))
    if len(choices.sort) > _MOST_SORTS:
        message = f"at most {_MOST_SORTS} columns are possible, not {len(choices.sort)}"
        problems.append((("query", "sort"), message, "too_long"))
    if problems:
        raise InvalidRequestError(problems)
    return choices


async def _get(call: Call) -> Any:
    return await call.read(lambda connection: logs.get_log(connection, call.path["id"]))


async def _update(call: Call) -> Any:
    return await call.commit(lambda connection: logs.update_log(connection, call.path["id"], call.body))


async def _update_by_ref(call: Call) -> Any:
    reference_id = call.query["reference_id"]
    return await call.commit(lambda connection: logs.update_log_by_reference(connection, reference_id, call.body))


async def _delete(call: Call) -> None:
    ids = [log_id for log_id in call.query.get("id", ()) if log_id]
    if not ids:
        raise InvalidRequestError([(("query", "id"), "field required", "missing")])
    waiting: list[str] = []
    await call.commit(lambda connection: waiting.extend(logs.delete_logs(connection, ids, call.caller)))
    for evaluation_id in waiting:
        # It may have waited for nothing but these.
        call.service.runner.wake(evaluation_id)


HANDLERS = {
    "log": _log,
    "list": _list,
    "get": _get,
    "update": _update,
    "update_by_ref": _update_by_ref,
    "delete": _delete,
}
