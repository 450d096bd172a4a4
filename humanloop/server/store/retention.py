"""Queries over logs that are old enough to go."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from humanloop.server.store.rows import all_rows
from humanloop.server.store.schema import (
    audit,
    evaluation_logs,
    evaluation_lost_results,
    evaluation_results,
    logs,
    projects,
)
from humanloop.server.store.upserts import upsert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


class Mark(NamedTuple):
    """How far a walk through the logs of a project has come: all before this one were looked at."""

    created_at: datetime
    seq: int


def all_terms(connection: Connection) -> list[Row]:
    """List all projects that are not deleted: `id`, and `keep_logs_days` of their own."""
    query = sa.select(projects.c.id, projects.c.keep_logs_days).where(projects.c.deleted_at.is_(None))
    return all_rows(connection, query.order_by(projects.c.id))


def set_term(connection: Connection, project_id: str, days: int | None) -> None:
    """Note how long the logs of a project are kept."""
    connection.execute(sa.update(projects).where(projects.c.id == project_id).values(keep_logs_days=days))


def old_logs(connection: Connection, project_id: str, before: datetime, after: Mark | None, most: int) -> list[Row]:
    """List the next logs of a project that were created before a moment, the oldest first.

    Every row has `id`, `seq`, `created_at` and `arrived_at`, which is null where that was not noted.
    """
    place = sa.tuple_(logs.c.created_at, logs.c.seq)
    query = sa.select(logs.c.id, logs.c.seq, logs.c.created_at, logs.c.arrived_at).where(
        logs.c.project_id == project_id, logs.c.created_at < before
    )
    if after is not None:
        query = query.where(
            place > sa.tuple_(sa.literal(after.created_at, logs.c.created_at.type), sa.literal(after.seq))
        )
    return all_rows(connection, query.order_by(logs.c.created_at, logs.c.seq).limit(most))


def present_ids(connection: Connection, log_ids: Sequence[str]) -> list[str]:
    """Answer those of some logs that are there."""
    return list(connection.scalars(sa.select(logs.c.id).where(logs.c.id.in_(log_ids))))


def keep_numbers(connection: Connection, log_ids: Sequence[str]) -> None:
    """Keep the numbers of what evaluators said of logs that are about to go, so that averages stay what they are."""
    present = sa.and_(
        evaluation_logs.c.evaluation_id == evaluation_results.c.evaluation_id,
        evaluation_logs.c.log_id == evaluation_results.c.log_id,
    )
    number = evaluation_results.c.number
    query = (
        sa.select(
            evaluation_logs.c.evaluation_id, evaluation_logs.c.datapoint_id, evaluation_results.c.evaluator_id, number
        )
        .join_from(evaluation_results, evaluation_logs, present)
        .where(evaluation_results.c.log_id.in_(log_ids), number.is_not(None))
    )
    table = evaluation_lost_results
    insert = upsert(connection, table).from_select([column.name for column in table.columns], query)
    # A release before this one lets other logs come and leaves these numbers.
    changes = {"number": insert.excluded.number}
    connection.execute(insert.on_conflict_do_update(index_elements=[*table.primary_key.columns], set_=changes))


def change_entry(connection: Connection, seq: int, detail: Mapping[str, Any]) -> None:
    """Change what an entry of the audit list says besides: one entry stands for all pieces of a work."""
    connection.execute(sa.update(audit).where(audit.c.seq == seq).values(detail=dict(detail)))
