"""Model configs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.config_answers import model_config_answer
from humanloop.server.domain.configs import find_model_config, register

if TYPE_CHECKING:
    from humanloop.server.calls import Call


async def _register(call: Call) -> Any:
    return await call.commit(lambda connection: register(connection, call.body))


async def _get(call: Call) -> Any:
    row = await call.read(lambda connection: find_model_config(connection, call.path["id"]))
    return model_config_answer(row)


HANDLERS = {"register": _register, "get": _get}
