"""Evaluators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import evaluators
from humanloop.server.errors import UnprocessableError

if TYPE_CHECKING:
    from humanloop.server.http.calls import Call


async def _list(call: Call) -> Any:
    return await call.read(evaluators.list_evaluators)


async def _create(call: Call) -> Any:
    await _check_code(call)
    return await call.commit(lambda c: evaluators.create_evaluator(c, call.body))


async def _get(call: Call) -> Any:
    return await call.read(lambda c: evaluators.get_evaluator(c, call.path["id"]))


async def _update(call: Call) -> Any:
    await _check_code(call)
    return await call.commit(lambda c: evaluators.update_evaluator(c, call.path["id"], call.body))


async def _delete(call: Call) -> None:
    await call.commit(lambda c: evaluators.delete_evaluator(c, call.path["id"], call.caller))


async def _check_code(call: Call) -> None:
    """Refuse code that cannot run. It is compiled where it will run, and not in the server."""
    code = call.body.get("code")
    problem = await call.service.sandbox.check(code) if code else None
    if problem is not None:
        raise UnprocessableError(f"The code of the evaluator does not compile: {problem}.")


HANDLERS = {"list": _list, "create": _create, "get": _get, "update": _update, "delete": _delete}
