"""Chats: the caller speaks in messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.routes.generations import (
    generate_by_config,
    generate_by_experiment,
    generate_deployed,
    generate_inline,
)

if TYPE_CHECKING:
    from humanloop.server.http.calls import Call


async def _create(call: Call) -> Any:
    return await generate_inline(call, is_chat=True)


async def _create_deployed(call: Call) -> Any:
    return await generate_deployed(call, is_chat=True)


async def _create_experiment(call: Call) -> Any:
    return await generate_by_experiment(call, is_chat=True)


async def _create_model_config(call: Call) -> Any:
    return await generate_by_config(call, is_chat=True)


HANDLERS = {
    "create": _create,
    "create_deployed": _create_deployed,
    "create_experiment": _create_experiment,
    "create_model_config": _create_model_config,
}
