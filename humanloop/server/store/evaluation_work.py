"""Queries over the work of an evaluation: which logs and which results it has, and which are still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store.datasets import in_version
from humanloop.server.store.rows import all_rows, first_row
from humanloop.server.store.schema import (
    datapoints,
    evaluation_evaluators,
    evaluation_logs,
    evaluation_lost_logs,
    evaluation_lost_results,
    evaluation_results,
    evaluations,
    evaluators,
    logs,
    projects,
)
from humanloop.server.store.upserts import upsert

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def datapoints_without_log(connection: Connection, evaluation: Row, after: int, limit: int) -> list[Row]:
    """List datapoints of an evaluation after a position that never had a log, in the order of the dataset."""
    had_one = [
        sa.exists().where(each.c.evaluation_id == evaluation["id"], each.c.datapoint_id == datapoints.c.id)
        for each in (evaluation_logs, evaluation_lost_logs)
    ]
    frozen = in_version(evaluation["dataset_id"], evaluation["dataset_version"])
    query = (
        sa.select(datapoints)
        .where(*frozen, ~sa.or_(*had_one), datapoints.c.position > after)
        .order_by(datapoints.c.position)
        .limit(limit)
    )
    return all_rows(connection, query)


def pairs_without_result(connection: Connection, evaluation_id: str, types: Iterable[str], limit: int) -> list[Row]:
    """List logs of an evaluation that an evaluator of these types has not judged yet; none of a deleted project.

    Every row has `evaluator_id`, `log_id` and `datapoint_id`.
    """
    judged = sa.exists().where(
        evaluation_results.c.evaluation_id == evaluation_id,
        evaluation_results.c.evaluator_id == evaluators.c.id,
        evaluation_results.c.log_id == evaluation_logs.c.log_id,
    )
    query = (
        sa.select(evaluators.c.id.label("evaluator_id"), evaluation_logs.c.log_id, evaluation_logs.c.datapoint_id)
        .join_from(
            evaluation_logs,
            evaluation_evaluators,
            evaluation_evaluators.c.evaluation_id == evaluation_logs.c.evaluation_id,
        )
        .join(evaluators, evaluators.c.id == evaluation_evaluators.c.evaluator_id)
        .join(logs, logs.c.id == evaluation_logs.c.log_id)
        .join(projects, sa.and_(projects.c.id == logs.c.project_id, projects.c.deleted_at.is_(None)))
        .where(evaluation_logs.c.evaluation_id == evaluation_id, evaluators.c.type.in_(list(types)), ~judged)
        .limit(limit)
    )
    return all_rows(connection, query)


def count_logs(connection: Connection, evaluation_id: str) -> int:
    """Count the datapoints of an evaluation that have a log."""
    mine = evaluation_logs.c.evaluation_id == evaluation_id
    return connection.scalar(sa.select(sa.func.count()).select_from(evaluation_logs).where(mine)) or 0


def note_deleted_logs(connection: Connection, log_ids: Sequence[str]) -> list[str]:
    """Note in their evaluations that logs are about to be deleted; answers the ids of those."""
    gone = evaluation_logs.c.log_id.in_(log_ids)
    places = sa.select(evaluation_logs.c.evaluation_id, evaluation_logs.c.datapoint_id).where(gone)
    insert = upsert(connection, evaluation_lost_logs).from_select(["evaluation_id", "datapoint_id"], places)
    connection.execute(insert.on_conflict_do_nothing())
    counted = sa.select(evaluation_logs.c.evaluation_id, sa.func.count().label("number")).where(gone)
    found = all_rows(connection, counted.group_by(evaluation_logs.c.evaluation_id))
    for row in found:
        _add_deleted_logs(connection, row["evaluation_id"], row["number"])
    return [row["evaluation_id"] for row in found]


def _add_deleted_logs(connection: Connection, evaluation_id: str, number: int) -> None:
    deleted = evaluations.c.deleted_logs + number
    connection.execute(sa.update(evaluations).where(evaluations.c.id == evaluation_id).values(deleted_logs=deleted))


def has_log_without_error(connection: Connection, evaluation_id: str) -> bool:
    """Tell whether any log of an evaluation came about without an error."""
    query = (
        sa.select(logs.c.seq)
        .join(evaluation_logs, evaluation_logs.c.log_id == logs.c.id)
        .where(evaluation_logs.c.evaluation_id == evaluation_id, logs.c.error.is_(None))
        .limit(1)
    )
    return first_row(connection, query) is not None


def logs_of_evaluation(connection: Connection, evaluation_id: str, datapoint_ids: Iterable[str]) -> dict[str, str]:
    """Find the logs of datapoints in an evaluation: id of the datapoint → id of the log."""
    mine = (
        evaluation_logs.c.evaluation_id == evaluation_id,
        evaluation_logs.c.datapoint_id.in_(list(datapoint_ids)),
    )
    found = all_rows(connection, sa.select(evaluation_logs.c.datapoint_id, evaluation_logs.c.log_id).where(*mine))
    return {row["datapoint_id"]: row["log_id"] for row in found}


def set_logs(connection: Connection, evaluation_id: str, chosen: Sequence[tuple[str, str]]) -> None:
    """Give datapoints of an evaluation their logs, each a pair of ids; they take the place of earlier ones.

    Those that were deleted are no loss any more, and what was said of them counts no more.
    """
    datapoint_ids = [datapoint_id for datapoint_id, _ in chosen]
    _forget(connection, evaluation_logs, evaluation_id, datapoint_ids)
    if lost := _forget(connection, evaluation_lost_logs, evaluation_id, datapoint_ids):
        _forget(connection, evaluation_lost_results, evaluation_id, datapoint_ids)
        _add_deleted_logs(connection, evaluation_id, -lost)
    rows = [
        {"evaluation_id": evaluation_id, "datapoint_id": datapoint_id, "log_id": log_id}
        for datapoint_id, log_id in chosen
    ]
    connection.execute(sa.insert(evaluation_logs), rows)


def _forget(connection: Connection, table: sa.Table, evaluation_id: str, datapoint_ids: Sequence[str]) -> int:
    """Remove what a table says of datapoints of an evaluation; answers how many rows that were."""
    mine = (table.c.evaluation_id == evaluation_id, table.c.datapoint_id.in_(datapoint_ids))
    return connection.execute(sa.delete(table).where(*mine)).rowcount
