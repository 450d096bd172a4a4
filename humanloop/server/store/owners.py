"""Which projects things belong to, whatever they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from humanloop.server.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection

Kind = Literal[
    "project",
    "project of the name",
    "config",
    "experiment",
    "dataset",
    "datapoint",
    "log",
    "log of the reference",
    "evaluation",
    "trial",
    "finetune",
    "session",
]
"""What can belong to a project, and by what it is found."""

_Columns = tuple[sa.ColumnElement[Any], sa.ColumnElement[Any], sa.FromClause]


def _own(table: sa.Table, key: str = "id") -> _Columns:
    return table.c[key], table.c.project_id, table


_THROUGH_DATASET = schema.datapoints.join(schema.datasets, schema.datasets.c.id == schema.datapoints.c.dataset_id)
_THROUGH_EXPERIMENT = schema.trials.join(schema.experiments, schema.experiments.c.id == schema.trials.c.experiment_id)
_KINDS: dict[Kind, _Columns] = {
    "project": (schema.projects.c.id, schema.projects.c.id, schema.projects),
    "project of the name": (schema.projects.c.name, schema.projects.c.id, schema.projects),
    "config": _own(schema.configs),
    "experiment": _own(schema.experiments),
    "dataset": _own(schema.datasets),
    "datapoint": (schema.datapoints.c.id, schema.datasets.c.project_id, _THROUGH_DATASET),
    "log": _own(schema.logs),
    "log of the reference": _own(schema.logs, "reference_id"),
    "evaluation": _own(schema.evaluations),
    "trial": (schema.trials.c.id, schema.experiments.c.project_id, _THROUGH_EXPERIMENT),
    "finetune": _own(schema.finetunes),
    "session": _own(schema.session_projects, "session_id"),
}


def owners_of(connection: Connection, kind: Kind, names: Iterable[str]) -> dict[str, set[str]]:
    """Find the projects that several things belong to: id (or name, or reference) → ids of projects.

    Args:
        connection: The database.
        kind: What they are.
        names: By what they are found; what is not there is not in the answer.
    """
    key, project, source = _KINDS[kind]
    query = sa.select(key, project).select_from(source).where(key.in_(set(names))).distinct()
    if kind == "project of the name":
        query = query.where(schema.projects.c.deleted_at.is_(None))
    found: dict[str, set[str]] = {}
    for name, project_id in connection.execute(query):
        found.setdefault(name, set()).add(project_id)
    return found
