"""Fine-tunes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import finetunes

if TYPE_CHECKING:
    from humanloop.server.http.calls import Call


async def _list_all_for_project(call: Call) -> Any:
    return await call.read(lambda connection: finetunes.list_finetunes(connection, call.path["project_id"]))


async def _create(call: Call) -> Any:
    project_id = call.path["project_id"]
    return await call.commit(lambda connection: finetunes.create_finetune(connection, project_id, call.body))


async def _summary(call: Call) -> Any:
    return await call.read(lambda connection: finetunes.summarize(connection, call.path["project_id"], call.body))


async def _update(call: Call) -> Any:
    project_id, finetune_id = call.query["project_id"], call.path["id"]
    return await call.commit(
        lambda connection: finetunes.update_finetune(connection, project_id, finetune_id, call.body)
    )


HANDLERS = {
    "list_all_for_project": _list_all_for_project,
    "create": _create,
    "summary": _summary,
    "update": _update,
}
