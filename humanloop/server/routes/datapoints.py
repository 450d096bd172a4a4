"""Datapoints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import datapoints

if TYPE_CHECKING:
    from humanloop.server.http.calls import Call


async def _get(call: Call) -> Any:
    return await call.read(lambda c: datapoints.get_datapoint(c, call.path["id"]))


async def _update(call: Call) -> Any:
    return await call.commit(lambda c: datapoints.update_datapoint(c, call.path["id"], call.body))


async def _delete(call: Call) -> None:
    await call.commit(lambda c: datapoints.delete_datapoints(c, call.body, call.caller))


HANDLERS = {"get": _get, "update": _update, "delete": _delete}
