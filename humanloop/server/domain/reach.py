"""What a caller reaches who sees some projects only: everything else is as if it were not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.errors import NotFoundError, PermissionDeniedError
from humanloop.server.store.owners import Kind, owners_of
from humanloop.server.store.projects import ids_by_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.engine import Connection

    from humanloop.server.domain.roles import Caller

NAMES: dict[str, Kind] = {
    "project_id": "project",
    "project": "project of the name",
    "config_id": "config",
    "config_ids": "config",
    "config_ids_to_register": "config",
    "config_ids_to_deregister": "config",
    "model_config_id": "config",
    "active_config_id": "config",
    "experiment_id": "experiment",
    "active_experiment_id": "experiment",
    "trial_id": "trial",
    "dataset_id": "dataset",
    "datapoint_id": "datapoint",
    "source_datapoint_id": "datapoint",
    "evaluation_id": "evaluation",
    "session_id": "session",
    "log_id": "log",
    "log_ids": "log",
    "data_id": "log",
    "parent_id": "log",
    "parent_reference_id": "log of the reference",
}
"""Parameters and fields of bodies that name something of a project."""
ELSEWHERE = frozenset(
    {
        # Of the whole server.
        "directory_id",
        "environment_id",
        "evaluator_id",
        "evaluator_ids",
        "evaluator_version_ids",
        # Of the evaluation that the path names.
        "evaluatee_id",
        # What the caller calls what it makes.
        "reference_id",
        "session_reference_id",
        # Of a call of a tool, in a conversation.
        "tool_call_id",
    }
)
"""Those that do not."""
# What a path calls `id`, by the first part of the operation's key.
_IDS: dict[str, Kind] = {
    "datapoints": "datapoint",
    "datasets": "dataset",
    "evaluations": "evaluation",
    "finetunes": "finetune",
    "logs": "log",
    "model_configs": "config",
    "projects": "project",
    "sessions": "session",
}
# Fields that hold bodies of their own.
_WITHIN = ("log", "feedback")
_BY_NAME = "-"
_OF_THE_SERVER = frozenset(
    {"projects.create", "sessions.create", "evaluators.create", "evaluators.update", "evaluators.delete"}
)


def check_reach(
    connection: Connection, caller: Caller, key: str, path: Mapping[str, str], query: Mapping[str, Any], body: Any
) -> None:
    """See that a request of a caller who sees some projects only names nothing of others.

    Args:
        connection: The database.
        caller: Who calls.
        key: What the table of operations calls the operation.
        path: Parameters of the path.
        query: Parameters of the query.
        body: The body.

    Raises:
        NotFoundError: It does.
        PermissionDeniedError: It would make a project, or change what belongs to the whole server.
    """
    if key in _OF_THE_SERVER:
        raise PermissionDeniedError(f"The key {caller.name!r} sees some projects only: this concerns the whole server.")
    wanted: dict[Kind, set[str]] = {}
    for kind, name in named(key, path, query, body):
        wanted.setdefault(kind, set()).add(name)
    for kind, names in wanted.items():
        owners = owners_of(connection, kind, names)
        for name in sorted(names):
            found = owners.get(name, set())
            # Of several logs of a reference the latest is meant: all of them have to be seen.
            is_seen = found <= caller.projects if kind == "log of the reference" else bool(found & caller.projects)
            if found and not is_seen:
                raise NotFoundError(f"There is no {kind} {name!r}.")
            if not found and kind == "project of the name":
                raise PermissionDeniedError(
                    f"There is no project {name!r}, and the key {caller.name!r}, which sees some projects only, "
                    "may not make it."
                )


def projects_for_spans(connection: Connection, caller: Caller, chosen: str | None) -> tuple[str | None, dict[str, str]]:
    """Choose the project of the spans of a caller who sees some projects only, and say which they may go to.

    Args:
        connection: The database.
        caller: Whose exporter it is.
        chosen: The project that the exporter names for all of them; None if it names none.

    Returns:
        The project for all of them, None where each one says its own; and the projects of the caller: name → id.

    Raises:
        PermissionDeniedError: The exporter names another, or there is none.
    """
    reach = ids_by_name(connection, caller.projects)
    if chosen in reach or (chosen is None and len(reach) > 1):
        return chosen, reach
    if chosen is None and reach:
        return next(iter(reach)), reach
    seen = ", ".join(map(repr, reach)) or "none any more"
    raise PermissionDeniedError(f"The key {caller.name!r} takes the header x-humanloop-project, with one of: {seen}.")


def named(key: str, path: Mapping[str, str], query: Mapping[str, Any], body: Any) -> Iterator[tuple[Kind, str]]:
    """List what a request names: of which kind, and by which id, name or reference."""
    tag = key.partition(".")[0]
    for name, value in path.items():
        kind = _IDS.get(tag) if name == "id" else NAMES.get(name)
        if kind is not None and value != _BY_NAME:
            yield kind, value
    if key == "projects.get" and query.get("name"):
        yield "project of the name", query["name"]
    if key == "logs.update_by_ref":
        yield "log of the reference", query["reference_id"]
    yield from _of_fields(query)
    for each in body if is_list(body) else [body]:
        if is_object(each):
            yield from _of_body(each)


def _of_body(body: Mapping[str, Any]) -> Iterator[tuple[Kind, str]]:
    yield from _of_fields(body)
    for name in _WITHIN:
        inner = body.get(name)
        for each in inner if is_list(inner) else [inner]:
            if is_object(each):
                yield from _of_body(each)


def _of_fields(fields: Mapping[str, Any]) -> Iterator[tuple[Kind, str]]:
    for name, kind in NAMES.items():
        value = fields.get(name)
        for each in value if is_list(value) else [value]:
            if isinstance(each, str):
                yield kind, each
