"""Counters that stand beside what they count, and what is found when it is counted again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from humanloop.server.store.log_counts import counted
from humanloop.server.store.rows import all_rows
from humanloop.server.store.schema import (
    configs,
    datapoints,
    datasets,
    evaluations,
    experiment_configs,
    feedback,
    feedback_counts,
    feedback_types,
    logs,
    projects,
    session_projects,
    sessions,
    trial_logs,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

Key = tuple[Any, ...]


class _Counter(NamedTuple):
    """A column that counts.

    Args:
        column: The column.
        key: What tells the rows of its table apart.
        of: The same of what is counted, column by column.
        where: What of it counts.
    """

    column: sa.Column[int]
    key: tuple[sa.Column[Any], ...]
    of: tuple[sa.Column[Any], ...]
    where: tuple[sa.ColumnElement[bool], ...] = ()


_SNAPSHOT = evaluations.c.dataset_snapshot
_TOTAL = "datapoint_count"
_MEMBER = (experiment_configs.c.experiment_id, experiment_configs.c.config_id)
_TRIED = (trial_logs.c.experiment_id, trial_logs.c.config_id)
_COUNTERS = (
    _Counter(projects.c.data_count, (projects.c.id,), (logs.c.project_id,)),
    _Counter(projects.c.sessions_count, (projects.c.id,), (session_projects.c.project_id,)),
    _Counter(configs.c.num_datapoints, (configs.c.id,), (logs.c.config_id,)),
    _Counter(sessions.c.datapoints_count, (sessions.c.id,), (logs.c.session_id,)),
    _Counter(
        session_projects.c.data_count,
        (session_projects.c.session_id, session_projects.c.project_id),
        (logs.c.session_id, logs.c.project_id),
    ),
    _Counter(
        datasets.c.datapoint_count,
        (datasets.c.id,),
        (datapoints.c.dataset_id,),
        (datapoints.c.removed_version.is_(None),),
    ),
    _Counter(experiment_configs.c.judged_count, _MEMBER, _TRIED, (trial_logs.c.success.is_not(None),)),
    _Counter(experiment_configs.c.success_count, _MEMBER, _TRIED, (trial_logs.c.success.is_(True),)),
)


class Counted(NamedTuple):
    """A counter that says something else than what is there.

    Args:
        column: The column, with its table.
        names: The columns that tell its row from others.
        key: Their values.
        stored: What it says; None if there is no such row.
        counted: How many there are.
    """

    column: sa.Column[Any]
    names: tuple[sa.Column[Any], ...]
    key: Key
    stored: int | None
    counted: int


def wrong_columns(connection: Connection) -> list[Counted]:
    """Count again all that the database can count."""
    return [found for counter in _COUNTERS for found in _wrong(connection, counter)]


def wrong_totals(connection: Connection) -> list[Counted]:
    """Count again how many datapoints evaluations have frozen; they say so within what they show of their dataset."""
    frozen = (
        datapoints.c.dataset_id == evaluations.c.dataset_id,
        datapoints.c.added_version <= evaluations.c.dataset_version,
        sa.or_(datapoints.c.removed_version.is_(None), datapoints.c.removed_version > evaluations.c.dataset_version),
    )
    counted = sa.select(sa.func.count()).select_from(datapoints).where(*frozen).scalar_subquery()
    query = sa.select(evaluations.c.id, _SNAPSHOT, counted.label("counted")).order_by(evaluations.c.seq)
    return [
        Counted(_SNAPSHOT, (evaluations.c.id,), (row["id"],), stored, row["counted"])
        for row in all_rows(connection, query)
        if (stored := row[_SNAPSHOT.name].get(_TOTAL)) != row["counted"]
    ]


def label_counts(connection: Connection) -> dict[Key, int]:
    """List how often each label is counted: config, type and label → number."""
    table = feedback_counts.c
    return {
        (row["config_id"], row["feedback_type_id"], row["value"]): row["count"]
        for row in all_rows(connection, sa.select(table.config_id, table.feedback_type_id, table.value, table.count))
    }


def current_values(connection: Connection, classes: Sequence[str]) -> list[Row]:
    """List the values that count now, as JSON: `config_id`, `feedback_type_id`, `value` and their `number`."""
    value = sa.cast(feedback.c.value, sa.Text)
    query = (
        sa.select(logs.c.config_id, feedback.c.feedback_type_id, value.label("value"), sa.func.count().label("number"))
        .join(logs, logs.c.id == feedback.c.log_id)
        .join(feedback_types, feedback_types.c.id == feedback.c.feedback_type_id)
        .where(feedback.c.current.is_(True), feedback_types.c["class"].in_(list(classes)))
        .group_by(logs.c.config_id, feedback.c.feedback_type_id, value)
    )
    return all_rows(connection, query)


def wrong_label(key: Key, stored: int | None, counted: int) -> Counted:
    """Say that a label is counted wrongly."""
    table = feedback_counts.c
    return Counted(table.count, (table.config_id, table.feedback_type_id, table.value), key, stored, counted)


def write_counted(connection: Connection, wrong: Counted) -> None:
    """Let a counter say what was counted."""
    table = wrong.column.table
    if wrong.stored is None and wrong.column is not _SNAPSHOT:
        key = {column.name: value for column, value in zip(wrong.names, wrong.key, strict=True)}
        connection.execute(sa.insert(table), {**key, wrong.column.name: wrong.counted})
        return
    mine = [column == value for column, value in zip(wrong.names, wrong.key, strict=True)]
    if wrong.column is _SNAPSHOT:
        snapshot = connection.execute(sa.select(_SNAPSHOT).where(*mine)).scalar_one()
        connection.execute(sa.update(table).where(*mine).values({_SNAPSHOT: {**snapshot, _TOTAL: wrong.counted}}))
        return
    # It may not say all that is stored.
    right = wrong.column + (wrong.counted - (wrong.stored or 0))
    connection.execute(sa.update(table).where(*mine).values({wrong.column.name: right}))


def _wrong(connection: Connection, counter: _Counter) -> list[Counted]:
    groups = [column.label(f"key{place}") for place, column in enumerate(counter.of)]
    number = sa.func.count().label("number")
    found = sa.select(*groups, number).where(*counter.where).group_by(*counter.of).subquery()
    same = [column == found.c[f"key{place}"] for place, column in enumerate(counter.key)]
    stored = counted(counter.column)
    there = sa.func.coalesce(found.c.number, 0)
    query = (
        sa.select(*(column.label(f"key{place}") for place, column in enumerate(counter.key)))
        .add_columns(stored.label("stored"), there.label("counted"))
        .join_from(counter.column.table, found, sa.and_(*same), isouter=True)
        .where(stored != there)
        .order_by(*counter.key)
    )
    return [
        Counted(counter.column, counter.key, tuple(row[: len(counter.key)]), row.stored, row.counted)
        for row in connection.execute(query)
    ]
