"""Projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import activation, logs, projects
from humanloop.server.domain.registration import list_configs
from humanloop.server.store.log_search import LogFilter

if TYPE_CHECKING:
    from humanloop.server.http.calls import Call

_PAGE_SIZE = 10


async def _create(call: Call) -> Any:
    return await call.commit(lambda connection: projects.create_project(connection, call.body))


async def _get(call: Call) -> Any:
    name = call.query.get("name")
    return await call.read(lambda connection: projects.get_project(connection, call.path["id"], name))


async def _list(call: Call) -> Any:
    page = call.page(size=_PAGE_SIZE)
    sort_by = call.query.get("sort_by", "created_at")
    order = call.query.get("order", "desc")
    name_part, user = call.query.get("filter"), call.query.get("user_filter")
    return await call.read(
        lambda connection: projects.list_projects(
            connection,
            page,
            name_part=name_part,
            user=user,
            sort_by=sort_by,
            order=order,
            only=call.caller.projects,
        )
    )


async def _update(call: Call) -> Any:
    return await call.commit(
        lambda connection: activation.update_project(connection, call.path["id"], call.body, call.caller)
    )


async def _delete(call: Call) -> None:
    await call.commit(lambda connection: projects.delete_project(connection, call.path["id"], call.caller))


async def _list_configs(call: Call) -> Any:
    with_aggregates = call.query.get("evaluation_aggregates") is True
    return await call.read(
        lambda connection: list_configs(connection, call.path["id"], with_aggregates=with_aggregates)
    )


async def _get_active_config(call: Call) -> Any:
    # A write, because the answer may begin a trial.
    environment, sampler = call.query.get("environment"), call.service.sampler
    return await call.commit(
        lambda connection: activation.active_config(connection, call.path["id"], environment, sampler)
    )


async def _deactivate_config(call: Call) -> Any:
    return await _deactivate(call, "config_id")


async def _deactivate_experiment(call: Call) -> Any:
    return await _deactivate(call, "experiment_id")


async def _deactivate(call: Call, kind: str) -> Any:
    project_id, environment = call.path["id"], call.query.get("environment")
    return await call.commit(lambda c: activation.deactivate(c, project_id, environment, kind, call.caller))


async def _list_deployed_configs(call: Call) -> Any:
    return await call.read(lambda connection: activation.list_deployed(connection, call.path["id"]))


async def _deploy_config(call: Call) -> Any:
    project_id = call.path["project_id"]
    return await call.commit(lambda connection: activation.deploy(connection, project_id, call.body, call.caller))


async def _delete_deployed_config(call: Call) -> Any:
    project_id, environment_id = call.path["project_id"], call.path["environment_id"]
    return await call.commit(
        lambda connection: activation.undeploy(connection, project_id, environment_id, call.caller)
    )


async def _create_feedback_type(call: Call) -> Any:
    return await call.commit(
        lambda connection: projects.create_feedback_type(connection, call.path["id"], call.body, call.caller)
    )


async def _update_feedback_types(call: Call) -> Any:
    return await call.commit(
        lambda connection: projects.update_feedback_types(connection, call.path["id"], call.body, call.caller)
    )


async def _export(call: Call) -> Any:
    page = call.page(size=_PAGE_SIZE)
    return await call.read_page(lambda connection: logs.list_logs(connection, call.path["id"], LogFilter(), page))


HANDLERS = {
    "create": _create,
    "get": _get,
    "list": _list,
    "update": _update,
    "delete": _delete,
    "list_configs": _list_configs,
    "get_active_config": _get_active_config,
    "deactivate_config": _deactivate_config,
    "deactivate_experiment": _deactivate_experiment,
    "list_deployed_configs": _list_deployed_configs,
    "deploy_config": _deploy_config,
    "delete_deployed_config": _delete_deployed_config,
    "create_feedback_type": _create_feedback_type,
    "update_feedback_types": _update_feedback_types,
    "export": _export,
}
