"""Rows of an export on their way into a database that may hold some of them already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from humanloop.server.domain.identifiers import new_id
from humanloop.server.moving.own.form import plain
from humanloop.server.store import schema
from humanloop.server.store.evaluators import is_monitored_name
from humanloop.server.store.redacted import RedactedJson, RedactedText, redactor_for
from humanloop.server.store.rows import all_rows
from humanloop.server.store.schema import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

STOPPED = {"pending": "cancelled", "running": "cancelled"}
"""What becomes of evaluations that are under way."""
# Of a row that is there already, these may have moved on.
_MOVING = frozenset(
    {
        *("seq", "updated_at", "last_used", "data_count", "sessions_count", "num_datapoints", "datapoints_count"),
        *("datapoint_count", "count", "judged_count", "success_count", "success", "deleted_at", "deleted_logs"),
        *("fruitless_starts", "tries", "is_monitored", "current", "removed_version", "version", "version_id"),
        *("config_type", "keep_logs_days", "arrived_at", "total", "observability_status", "status", "position"),
        *("feedback_type_id", "environment_id", "parent_id", "session_id", "observer", "owner", "news"),
    }
)
_SAME = {
    "configs": (("identity", "project_id"),),
    "sessions": (("id",), ("reference_id",)),
    "feedback_types": (("project_id", "type"),),
    "feedback_labels": (("feedback_type_id", "value"),),
    "logs": (("id",),),
    "feedback": (("id",),),
    "evaluations": (("id",),),
    "evaluation_results": (("id",),),
    "experiment_configs": (("experiment_id", "config_id"),),
    "datapoints": (("id", "dataset_id", "added_version"),),
    "deployment_history": (("project_id", "environment_id", "created_at"),),
}
"""What tells that a row is the same as one that is here, one way or another, where that is not its primary key."""
_FIXED = {
    "projects": ("created_at",),
    "configs": (),
    "sessions": (),
    "deployments": (),
    "logs": ("project_id",),
    "feedback_types": (),
    "feedback_labels": (),
    "datasets": ("project_id",),
    "evaluators": ("type",),
    "evaluations": ("project_id", "dataset_id", "dataset_version"),
    "evaluation_evaluators": (),
    "evaluation_results": ("evaluator_id", "log_id"),
    "experiments": ("project_id",),
    "experiment_configs": (),
    "finetunes": ("project_id",),
}
"""What never changes of rows that may be changed in any other column, there and here; of all others, everything."""
# Several labels may be the same one when they are redacted.
_LABELS = {
    "feedback_labels": ("feedback_type_id", "value"),
    "feedback_counts": ("config_id", "feedback_type_id", "value"),
}
# Of these it does not matter what is said: they join others, or change while more of a trace comes.
_AS_THEY_ARE = frozenset({schema.session_projects, schema.spans, schema.traces, schema.span_records})


class Outcome(NamedTuple):
    """What became of a row.

    Attributes:
        what: `imported`, `skipped` or `failed`.
        here: The row that is here now.
        others: The columns that are others here: for which it failed, or which stay.
    """

    what: str
    here: Row
    others: tuple[str, ...] = ()


def put_rows(connection: Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> list[Outcome]:
    """Store rows that are not there yet; answers what became of each."""
    rows = _redacted(connection, table, rows)
    present = _present(connection, table, rows)
    keeps_numbers = not _are_numbers_taken(connection, table, rows)
    taken = _taken_configs(connection, rows) if table is schema.configs else frozenset[str]()
    outcomes: list[Outcome] = []
    new: list[dict[str, Any]] = []
    labels: dict[tuple[Any, ...], Row] = {}
    for row, there in zip(rows, present, strict=True):
        label = tuple(row[name] for name in _LABELS.get(table.name, ()))
        found = there or labels.get(label)
        if found is None:
            made = _prepared(connection, table, row, keeps_number=keeps_numbers)
            if made.get("id") in taken:
                made["id"] = new_id("config")
            new.append(made)
            if label:
                labels[label] = made
            outcomes.append(Outcome("imported", made))
        else:
            outcomes.append(_compared(table, found, row))
    _insert(connection, table, new)
    if table is schema.feedback_types and not keeps_numbers:
        return _numbered(connection, table, rows, outcomes)
    return outcomes


def _redacted(connection: Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """Take out of rows what is not to be stored, as their columns do: else they would not be the same as those here."""
    dialect = connection.dialect
    if redactor_for(dialect) is None:
        return rows
    binders = {
        column.name: column.type.process_bind_param
        for column in table.columns
        if isinstance(column.type, (Label, RedactedText, RedactedJson))
    }
    return [
        {name: binders[name](value, dialect) if name in binders else value for name, value in row.items()}
        for row in rows
    ]


def _insert(connection: Connection, table: sa.Table, new: Sequence[dict[str, Any]]) -> None:
    # Rows of several releases have several columns; what one does not have is what the database gives it.
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in new:
        alike.setdefault(tuple(row), []).append(row)
    for rows in alike.values():
        connection.execute(sa.insert(table), rows)


def _compared(table: sa.Table, found: Row, row: dict[str, Any]) -> Outcome:
    """Tell whether what is here is the same, though it may have been changed, or something else."""
    if table in _AS_THEY_ARE:
        return Outcome("skipped", found)
    before, after = plain(found), plain(row)
    said = [name for name in after if name not in _MOVING and not table.c[name].primary_key]
    others = tuple(name for name in said if before[name] != after[name])
    fixed = _FIXED.get(table.name)
    if fixed is None:
        return Outcome("failed" if others else "skipped", found, others)
    wrong = tuple(name for name in others if name in fixed)
    return Outcome("failed", found, wrong) if wrong else Outcome("skipped", found, others)


def _present(connection: Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> list[Row | None]:
    """Find of each row the one that is the same here."""
    found: list[Row | None] = [None] * len(rows)
    for names in _SAME.get(table.name) or (tuple(column.name for column in table.primary_key.columns),):
        places: dict[tuple[Any, ...], list[int]] = {}
        for place, row in enumerate(rows):
            if found[place] is None and row.get(names[0]) is not None:
                places.setdefault(tuple(row[name] for name in names), []).append(place)
        query = sa.select(table).where(table.c[names[0]].in_({key[0] for key in places}))
        for here in all_rows(connection, query) if places else ():
            for place in places.get(tuple(here[name] for name in names), ()):
                found[place] = here
    return found


def _are_numbers_taken(connection: Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> bool:
    """Tell whether rows that are there have numbers that some rows want."""
    (key, *more) = table.primary_key.columns
    if more or not isinstance(rows[0].get(key.name), int):
        return False
    found = connection.scalar(sa.select(key).where(key.in_([row[key.name] for row in rows])).limit(1))
    return found is not None


def _taken_configs(connection: Connection, rows: Sequence[dict[str, Any]]) -> frozenset[str]:
    """Answer the ids that configs have here: equal content has the same id everywhere, once in each database."""
    key = schema.configs.c.id
    return frozenset(connection.scalars(sa.select(key).where(key.in_([row["id"] for row in rows]))))


def _prepared(connection: Connection, table: sa.Table, row: dict[str, Any], *, keeps_number: bool) -> dict[str, Any]:
    """Change of a row what cannot be as it was: nothing begins to work because it was imported."""
    (key, *_) = table.primary_key.columns
    made = dict(row)
    if not keeps_number and isinstance(made.get(key.name), int):
        del made[key.name]
    if table is schema.projects:
        made["is_monitored"] = is_monitored_name(connection, row["name"])
    elif table is schema.logs:
        made["observability_status"] = "completed"
        made["observer"] = None
    elif table is schema.evaluations:
        made["status"] = STOPPED.get(row["status"], row["status"])
    return made


def _numbered(
    connection: Connection, table: sa.Table, rows: Sequence[dict[str, Any]], outcomes: Sequence[Outcome]
) -> list[Outcome]:
    """Find the numbers of rows that were given new ones."""
    present = _present(connection, table, rows)
    return [each._replace(here=here or each.here) for each, here in zip(outcomes, present, strict=True)]
