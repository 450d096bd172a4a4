"""A column of the playground on a row of a dataset, with what an evaluator says of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse

from humanloop.server.domain import datapoints, evaluators, logs
from humanloop.server.errors import ServerError
from humanloop.server.evaluation.judging import judge
from humanloop.server.evaluation.means import Means
from humanloop.server.web.columns import answer_of, request_of
from humanloop.server.web.problems import words_of
from humanloop.server.web.rows import Raw

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection
    from starlette.responses import Response

    from humanloop.server.web.visit import Visit

    Judges = tuple[Mapping[str, Any], Mapping[str, Any] | None]

# What logs have that answers do not have.
_UNKNOWN = ("error", "user", "metadata", "session_id", "parent_id", "reference_id", "environment", "duration", "stdout")


async def _answer(visit: Visit) -> Response:
    """Ask with the inputs of a row, and judge the answer."""
    row_id, evaluator_id = visit.required("datapoint"), visit.field("evaluator")

    def read(connection: Connection) -> tuple[dict[str, Any], Judges | None]:
        judges = evaluators.evaluator_with_config(connection, evaluator_id) if evaluator_id else None
        return datapoints.get_datapoint(connection, row_id), judges

    row, judges = await visit.service.store.read(read)
    key, body = request_of(visit, row)
    try:
        entry = (await answer_of(visit, key, body))["data"][0]
    except ServerError as error:
        return JSONResponse({"output": None, "error": words_of(error), "verdict": None})
    verdict = None if judges is None else await _judge(visit, judges, await _log(visit, body, entry), row)
    return JSONResponse({"output": entry["output"], "error": None, "verdict": verdict})


async def _log(visit: Visit, body: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """Answer the log of an answer; what belongs to no project is not kept, and looks like one."""
    if body.get("project"):
        return await visit.service.store.read(lambda connection: logs.get_log(connection, entry["id"]))
    asked = {"inputs": body["inputs"], "messages": body.get("messages"), "source": body["source"]}
    return {**dict.fromkeys(_UNKNOWN), **entry, **asked, "config": {"type": "model", **body["model_config"]}}


async def _judge(visit: Visit, judges: Judges, log: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    service = visit.service
    means = Means(service.store, service.providers, service.settings, service.sandbox, service.idempotency.owner)
    judgement = await judge(means, *judges, log, row, {})
    return {"name": judges[0]["name"], "value": judgement.value, "error": judgement.error}


ROWS = (Raw("/playground/row", _answer, "POST"),)
