"""Figures of a project's logs in stretches of time: counted by the index, and measured on the newest of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.store.log_windows import MOST_COUNTED
from humanloop.server.store.rows import all_rows
from humanloop.server.store.schema import evaluation_results, feedback, logs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def _within(project_id: str, start: datetime, end: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return logs.c.project_id == project_id, logs.c.created_at >= start, logs.c.created_at < end


def counts(connection: Connection, project_id: str, stretches: Sequence[tuple[datetime, datetime]]) -> list[int]:
    """Count the logs of each stretch, up to one more than `MOST_COUNTED`."""
    queries: list[sa.Select[*tuple[Any, ...]]] = []
    for number, (start, end) in enumerate(stretches):
        found = sa.select(sa.literal(1)).where(*_within(project_id, start, end)).limit(MOST_COUNTED + 1).subquery()
        count = sa.select(sa.func.count()).select_from(found).scalar_subquery()
        queries.append(sa.select(sa.literal(number).label("number"), count.label("count")))
    found_counts = {
        row["number"]: row["count"] for row in all_rows(connection, sa.select(sa.union_all(*queries).subquery()))
    }
    return [found_counts[number] for number in range(len(stretches))]


def newest_logs(
    connection: Connection, project_id: str, stretches: Sequence[tuple[datetime, datetime]], size: int
) -> list[list[Row]]:
    """List the newest logs of each stretch: `id`, `config_id`, `error`, `duration`, tokens and costs."""
    columns = (
        logs.c.id,
        logs.c.config_id,
        logs.c.error.is_not(None).label("failed"),
        logs.c.duration,
        logs.c.details["tokens"].as_float().label("tokens"),
        logs.c.details["prompt_tokens"].as_float().label("prompt_tokens"),
        logs.c.details["output_tokens"].as_float().label("output_tokens"),
        logs.c.details["prompt_cost"].as_float().label("prompt_cost"),
        logs.c.details["output_cost"].as_float().label("output_cost"),
    )
    order = (logs.c.created_at.desc(), logs.c.seq.desc())
    return [
        all_rows(connection, sa.select(*columns).where(*_within(project_id, start, end)).order_by(*order).limit(size))
        for start, end in stretches
    ]


def judged(connection: Connection, log_ids: Sequence[str]) -> tuple[list[Row], list[Row]]:
    """List what people (`log_id`, `type`, `value`) and evaluators (`log_id`, `evaluator_id`, `number`) said of logs."""
    if not log_ids:
        return [], []
    said = sa.select(feedback.c.log_id, feedback.c.type, feedback.c.value)
    said = said.where(feedback.c.log_id.in_(log_ids), feedback.c.current.is_(True))
    found = sa.select(evaluation_results.c.log_id, evaluation_results.c.evaluator_id, evaluation_results.c.number)
    found = found.where(evaluation_results.c.log_id.in_(log_ids), evaluation_results.c.number.is_not(None))
    return all_rows(connection, said), all_rows(connection, found)
