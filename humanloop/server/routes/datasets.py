"""Datasets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list
from humanloop.server.domain import datapoints, datasets

if TYPE_CHECKING:
    from humanloop.server.http.calls import Call

_PAGE_SIZE = 50


async def _create(call: Call) -> Any:
    return await call.commit(lambda c: datasets.create_dataset(c, call.path["project_id"], call.body))


async def _list(call: Call) -> Any:
    return await call.read(lambda c: datasets.list_datasets(c, call.caller.projects))


async def _list_all_for_project(call: Call) -> Any:
    return await call.read(lambda c: datasets.list_datasets_of_project(c, call.path["project_id"]))


async def _get(call: Call) -> Any:
    return await call.read(lambda c: datasets.get_dataset(c, call.path["id"]))


async def _update(call: Call) -> Any:
    return await call.commit(lambda c: datasets.update_dataset(c, call.path["id"], call.body))


async def _delete(call: Call) -> None:
    await call.commit(lambda c: datasets.delete_dataset(c, call.path["id"], call.caller))


async def _create_datapoint(call: Call) -> Any:
    records = len(call.body) if is_list(call.body) else 1
    new = await call.prepare(records, lambda dialect: datapoints.read_datapoints(dialect, call.body))
    return await call.commit(lambda c: datapoints.create_datapoints(c, call.path["dataset_id"], new))


async def _list_datapoints(call: Call) -> Any:
    page = call.page(size=_PAGE_SIZE)
    return await call.read_page(lambda c: datapoints.page_of_datapoints(c, call.path["dataset_id"], page))


HANDLERS = {
    "create": _create,
    "list": _list,
    "list_all_for_project": _list_all_for_project,
    "get": _get,
    "update": _update,
    "delete": _delete,
    "create_datapoint": _create_datapoint,
    "list_datapoints": _list_datapoints,
}
