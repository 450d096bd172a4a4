"""Experiments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import experiments

if TYPE_CHECKING:
    from humanloop.server.http.calls import Call


async def _list(call: Call) -> Any:
    return await call.read(lambda connection: experiments.list_experiments(connection, call.path["project_id"]))


async def _create(call: Call) -> Any:
    project_id = call.path["project_id"]
    return await call.commit(
        lambda connection: experiments.create_experiment(connection, project_id, call.body, call.caller)
    )


async def _update(call: Call) -> Any:
    experiment_id = call.path["experiment_id"]
    return await call.commit(lambda connection: experiments.update_experiment(connection, experiment_id, call.body))


async def _delete(call: Call) -> None:
    await call.commit(
        lambda connection: experiments.delete_experiment(connection, call.path["experiment_id"], call.caller)
    )


async def _sample(call: Call) -> Any:
    experiment_id, sampler = call.path["experiment_id"], call.service.sampler
    return await call.commit(lambda connection: experiments.sample(connection, experiment_id, sampler))


HANDLERS = {"list": _list, "create": _create, "update": _update, "delete": _delete, "sample": _sample}
