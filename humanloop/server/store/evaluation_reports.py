"""What evaluators said in evaluations, value by value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store.rows import all_rows
from humanloop.server.store.schema import evaluation_logs, evaluation_results

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def values_of_evaluations(connection: Connection, evaluation_ids: Iterable[str]) -> list[Row]:
    """List the results on the present logs of several evaluations.

    Every row has `evaluation_id`, `datapoint_id`, `log_id`, `evaluator_id`, `number`, `value` and `error`.
    """
    present = sa.and_(
        evaluation_logs.c.evaluation_id == evaluation_results.c.evaluation_id,
        evaluation_logs.c.log_id == evaluation_results.c.log_id,
    )
    query = (
        sa.select(
            evaluation_results.c.evaluation_id,
            evaluation_logs.c.datapoint_id,
            evaluation_results.c.log_id,
            evaluation_results.c.evaluator_id,
            evaluation_results.c.number,
            evaluation_results.c.value,
            evaluation_results.c.error,
        )
        .join_from(evaluation_results, evaluation_logs, present)
        .where(evaluation_results.c.evaluation_id.in_(list(evaluation_ids)))
        .order_by(evaluation_results.c.seq)
    )
    return all_rows(connection, query)


def logs_done(connection: Connection, evaluation_ids: Iterable[str]) -> dict[str, int]:
    """Count the logs of several evaluations: id → logs."""
    query = (
        sa.select(evaluation_logs.c.evaluation_id, sa.func.count().label("count"))
        .where(evaluation_logs.c.evaluation_id.in_(list(evaluation_ids)))
        .group_by(evaluation_logs.c.evaluation_id)
    )
    return {row["evaluation_id"]: row["count"] for row in all_rows(connection, query)}
