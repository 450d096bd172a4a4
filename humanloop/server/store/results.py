"""Queries over the results of evaluators, and the feedback that stands beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.store.rows import all_rows, first_row
from humanloop.server.store.schema import (
    UNOBSERVED,
    evaluation_evaluators,
    evaluation_logs,
    evaluation_lost_results,
    evaluation_results,
    evaluation_sums,
    evaluations,
    evaluators,
    feedback,
    feedback_types,
    logs,
)
from humanloop.server.store.servers import is_free

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def insert_results(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Store results."""
    if rows:
        connection.execute(sa.insert(evaluation_results), list(rows))


def find_result(connection: Connection, evaluation_id: str, evaluator_id: str, log_id: str) -> Row | None:
    """Find what an evaluator said of a log in an evaluation."""
    mine = (
        evaluation_results.c.evaluation_id == evaluation_id,
        evaluation_results.c.evaluator_id == evaluator_id,
        evaluation_results.c.log_id == log_id,
    )
    return first_row(connection, sa.select(evaluation_results).where(*mine))


def results_of_logs(connection: Connection, log_ids: Iterable[str], evaluation_id: str | None = None) -> list[Row]:
    """List the results on several logs; only those of one evaluation, if it is given.

    Every row has the `evaluator_name`, too. Those of monitoring come first, then those of the evaluations, oldest
    first, each in the order of its evaluators: evaluators work side by side, so the order in which they were done says
    nothing.
    """
    query = (
        sa.select(evaluation_results, evaluators.c.name.label("evaluator_name"))
        .join_from(evaluation_results, evaluators, evaluators.c.id == evaluation_results.c.evaluator_id)
        .join(evaluations, evaluations.c.id == evaluation_results.c.evaluation_id, isouter=True)
        .join(
            evaluation_evaluators,
            sa.and_(
                evaluation_evaluators.c.evaluation_id == evaluation_results.c.evaluation_id,
                evaluation_evaluators.c.evaluator_id == evaluation_results.c.evaluator_id,
            ),
            isouter=True,
        )
        .where(evaluation_results.c.log_id.in_(list(log_ids)))
        .order_by(evaluations.c.seq.nulls_first(), evaluation_evaluators.c.position, evaluation_results.c.seq)
    )
    if evaluation_id is not None:
        query = query.where(evaluation_results.c.evaluation_id == evaluation_id)
    return all_rows(connection, query)


def judged_pairs(connection: Connection, evaluation_id: str, log_ids: Iterable[str]) -> set[tuple[str, str]]:
    """List what is judged already in an evaluation: pairs of the ids of evaluator and log."""
    found = results_of_logs(connection, log_ids, evaluation_id)
    return {(row["evaluator_id"], row["log_id"]) for row in found}


def delete_monitoring_results(connection: Connection, log_ids: Iterable[str]) -> None:
    """Remove the results of monitoring on several logs."""
    mine = (evaluation_results.c.log_id.in_(list(log_ids)), evaluation_results.c.evaluation_id.is_(None))
    connection.execute(sa.delete(evaluation_results).where(*mine))


def average_of(number: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Average a column. PostgreSQL's own average squares what it adds, and is out of its range with large numbers."""
    return sa.func.sum(number) / sa.func.nullif(sa.func.count(number), 0)


def averages_of_evaluations(connection: Connection, evaluation_ids: Iterable[str]) -> list[Row]:
    """Average what each evaluator said of the present logs of several evaluations.

    Every row has `evaluation_id`, `evaluator_id` and `average`, which is null if there is nothing to count.
    """
    present = sa.and_(
        evaluation_logs.c.evaluation_id == evaluation_results.c.evaluation_id,
        evaluation_logs.c.log_id == evaluation_results.c.log_id,
    )
    wanted = list(evaluation_ids)
    now = _summed(evaluation_results, wanted).join(evaluation_logs, present)
    # And of logs that are kept no longer.
    lost = _summed(evaluation_lost_results, wanted)
    before = sa.select(evaluation_sums).where(evaluation_sums.c.evaluation_id.in_(wanted))
    parts = sa.union_all(now, lost, before).subquery()
    average = sa.func.sum(parts.c.total) / sa.func.nullif(sa.func.sum(parts.c.count), 0)
    query = sa.select(parts.c.evaluation_id, parts.c.evaluator_id, average.label("average"))
    return all_rows(connection, query.group_by(parts.c.evaluation_id, parts.c.evaluator_id))


def _summed(table: sa.Table, evaluation_ids: Sequence[str]) -> sa.Select[str, str, int, float]:
    """Count and sum the numbers that a table has of several evaluations, by evaluation and evaluator."""
    columns, number = (table.c.evaluation_id, table.c.evaluator_id), table.c.number
    sums = sa.select(*columns, sa.func.count(number).label("count"), sa.func.sum(number).label("total"))
    return sums.where(table.c.evaluation_id.in_(evaluation_ids)).group_by(*columns)


def averages_of_configs(connection: Connection, config_ids: Iterable[str]) -> list[Row]:
    """Average what each evaluator said of all logs of several configs; who judged a config first comes first.

    Every row has `config_id`, `evaluator_id`, the `version_id` that it used last, and `average`.
    """
    columns = (evaluation_results.c.config_id, evaluation_results.c.evaluator_id)
    first = sa.func.min(evaluation_results.c.seq).label("first")
    last = sa.func.max(evaluation_results.c.seq).label("seq")
    groups = (
        sa.select(*columns, first, last, average_of(evaluation_results.c.number).label("average"))
        .where(evaluation_results.c.config_id.in_(list(config_ids)))
        .group_by(*columns)
        .subquery()
    )
    query = (
        sa.select(groups.c.config_id, groups.c.evaluator_id, groups.c.average, evaluation_results.c.version_id)
        .join_from(groups, evaluation_results, evaluation_results.c.seq == groups.c.seq)
        .order_by(groups.c.config_id, groups.c.first)
    )
    return all_rows(connection, query)


_NEWEST_OF_PAIR = (
    sa.select(evaluation_results.c.created_at, evaluation_results.c.number)
    .where(
        evaluation_results.c.config_id == sa.bindparam("config"),
        evaluation_results.c.evaluator_id == sa.bindparam("evaluator"),
        evaluation_results.c.number.is_not(None),
    )
    .order_by(evaluation_results.c.seq.desc())
    .limit(sa.bindparam("size"))
)


def newest_numbers(connection: Connection, config_id: str, evaluator_id: str, size: int) -> list[Row]:
    """List what an evaluator said last of a config's logs, as `number`, and when, as `created_at`; newest first."""
    return all_rows(connection, _NEWEST_OF_PAIR, {"config": config_id, "evaluator": evaluator_id, "size": size})


def feedback_of_evaluations(connection: Connection, evaluation_ids: Iterable[str]) -> list[Row]:
    """List the current feedback on the logs of several evaluations.

    Every row has `evaluation_id`, `project_id`, `type`, `class` and `value`.
    """
    query = (
        sa.select(
            evaluation_logs.c.evaluation_id,
            feedback_types.c.project_id,
            feedback_types.c.type,
            feedback_types.c["class"],
            feedback.c.value,
        )
        .join_from(evaluation_logs, feedback, feedback.c.log_id == evaluation_logs.c.log_id)
        .join(feedback_types, feedback_types.c.id == feedback.c.feedback_type_id)
        .where(evaluation_logs.c.evaluation_id.in_(list(evaluation_ids)), feedback.c.current.is_(True))
        .order_by(feedback_types.c.id, feedback.c.seq)
    )
    return all_rows(connection, query)


def take_waiting_logs(connection: Connection, limit: int, observer: str) -> list[str]:
    """Let a server have logs that wait for the evaluators of their project, oldest first, which nobody else takes."""
    waits = (UNOBSERVED, logs.c.observability_status == "pending")
    query = sa.select(logs.c.id).where(*waits).order_by(logs.c.seq).limit(limit).with_for_update(skip_locked=True)
    found = [row["id"] for row in all_rows(connection, query)]
    if found:
        taken = {"observability_status": "running", "observer": observer}
        connection.execute(sa.update(logs).where(logs.c.id.in_(found)).values(**taken))
    return found


def observed_by(connection: Connection, log_ids: Iterable[str], observer: str) -> set[str]:
    """Tell which of several logs a server still has."""
    mine = (logs.c.id.in_(list(log_ids)), logs.c.observer == observer, logs.c.observability_status == "running")
    return {row["id"] for row in all_rows(connection, sa.select(logs.c.id).where(*mine))}


def set_observability(connection: Connection, log_ids: Iterable[str], status: str) -> None:
    """Note how far monitoring is with several logs."""
    chosen = logs.c.id.in_(list(log_ids))
    connection.execute(sa.update(logs).where(chosen).values(observability_status=status))


def restart_observability(connection: Connection, observer: str | None = None) -> None:
    """Let logs wait again whose monitoring a server has interrupted that has ended, or this one."""
    left = sa.or_(logs.c.observer == observer, is_free(connection, logs.c.observer))
    interrupted = (UNOBSERVED, logs.c.observability_status == "running", left)
    connection.execute(sa.update(logs).where(*interrupted).values(observability_status="pending", observer=None))


def known_results(connection: Connection, result_ids: Iterable[str]) -> dict[str, Row]:
    """Find several results: id → `evaluation_id`."""
    columns = (evaluation_results.c.id, evaluation_results.c.evaluation_id)
    query = sa.select(*columns).where(evaluation_results.c.id.in_(set(result_ids)))
    return {row["id"]: row for row in all_rows(connection, query)}


def taken_places(connection: Connection, log_ids: Iterable[str]) -> set[tuple[str, str, str]]:
    """List which evaluator has judged which of some logs in which evaluation: evaluation, evaluator, log."""
    columns = (evaluation_results.c.evaluation_id, evaluation_results.c.evaluator_id, evaluation_results.c.log_id)
    mine = (evaluation_results.c.log_id.in_(set(log_ids)), evaluation_results.c.evaluation_id.is_not(None))
    return {(row[0], row[1], row[2]) for row in connection.execute(sa.select(*columns).where(*mine))}


def set_evaluation(connection: Connection, result_id: str, evaluation_id: str) -> None:
    """Let a result belong to an evaluation."""
    mine = evaluation_results.c.id == result_id
    connection.execute(sa.update(evaluation_results).where(mine).values(evaluation_id=evaluation_id))
