"""What is hidden from a key of some projects: everything of others, as if it were not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.server.errors import NotFoundError
from humanloop.server.store import configs, datasets, evaluations, experiments, logs, projects, sessions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy.engine import Connection

    from humanloop.server.domain.roles import Caller


def check_sight(connection: Connection, caller: Caller, named: Iterable[tuple[str, str]]) -> None:
    """See that a caller sees everything that a request names.

    Args:
        connection: The database.
        caller: Who asks.
        named: Kinds of things (the keys of `KINDS`) and their ids; other pairs are nothing.

    Raises:
        NotFoundError: Something of them belongs to other projects only.
    """
    if not caller.projects:
        return
    for kind, identifier in dict.fromkeys(named):
        owners = KINDS[kind](connection, identifier) if kind in KINDS and identifier else set[str]()
        # A project of a new name would be made.
        if (owners or (kind == "project" and identifier)) and not owners & caller.projects:
            raise NotFoundError.of(kind, identifier)


def _of_project(connection: Connection, wanted: str) -> set[str]:
    row = projects.find_project(connection, wanted) or projects.find_project_by_name(connection, wanted)
    return set() if row is None else {row["id"]}


def _of_log(connection: Connection, identifier: str) -> set[str]:
    row = logs.find_log(connection, identifier)
    return set() if row is None else {row["project_id"]}


def _of_session(connection: Connection, identifier: str) -> set[str]:
    return {row["id"] for row in sessions.projects_of_sessions(connection, [identifier])}


def _of_config(connection: Connection, identifier: str) -> set[str]:
    row = configs.find_config(connection, identifier)
    return set() if row is None else {row["project_id"]}


def _of_dataset(connection: Connection, identifier: str) -> set[str]:
    row = datasets.find_dataset(connection, identifier)
    return set() if row is None else {row["project_id"]}


def _of_datapoint(connection: Connection, identifier: str) -> set[str]:
    return {
        owner
        for row in datasets.find_datapoints(connection, [identifier])
        for owner in _of_dataset(connection, row["dataset_id"])
    }


def _of_evaluation(connection: Connection, identifier: str) -> set[str]:
    row = evaluations.find_evaluation(connection, identifier)
    return set() if row is None else {row["project_id"]}


def _of_experiment(connection: Connection, identifier: str) -> set[str]:
    row = experiments.find_experiment(connection, identifier)
    return set() if row is None else {row["project_id"]}


KINDS: dict[str, Callable[[Connection, str], set[str]]] = {
    "project": _of_project,
    "log": _of_log,
    "session": _of_session,
    "config": _of_config,
    "dataset": _of_dataset,
    "datapoint": _of_datapoint,
    "evaluation": _of_evaluation,
    "experiment": _of_experiment,
}
"""What belongs to projects: kind → function that answers the ids of the projects of one; none if there is no such."""
