"""Queries over the trials of experiments, and the logs that came out of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store.rows import all_rows, among
from humanloop.server.store.schema import feedback, trial_logs, trials

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def insert_trials(connection: Connection, rows: Sequence[Row]) -> None:
    """Store trials."""
    connection.execute(sa.insert(trials), [dict(row) for row in rows])


def trials_by_id(connection: Connection, trial_ids: Iterable[str]) -> dict[str, Row]:
    """Find several trials: id → row."""
    mine = trials.c.id.in_(set(trial_ids))
    return {row["id"]: row for row in all_rows(connection, sa.select(trials).where(mine))}


def insert_trial_logs(connection: Connection, rows: Sequence[Row]) -> None:
    """Store which logs came out of which trials."""
    connection.execute(sa.insert(trial_logs), [dict(row) for row in rows])


def trial_logs_by_id(connection: Connection, log_ids: Iterable[str]) -> list[Row]:
    """Find those of several logs that came out of trials."""
    return all_rows(connection, sa.select(trial_logs).where(among(connection, trial_logs.c.log_id, log_ids)))


def set_success(connection: Connection, log_ids: Sequence[str], *, success: bool | None) -> None:
    """Note whether the feedback on logs is a success."""
    connection.execute(sa.update(trial_logs).where(trial_logs.c.log_id.in_(log_ids)).values(success=success))


def judged_logs_of(connection: Connection, experiment_id: str) -> list[Row]:
    """List the logs of an experiment that have feedback."""
    mine = (trial_logs.c.experiment_id == experiment_id, trial_logs.c.success.is_not(None))
    return all_rows(connection, sa.select(trial_logs).where(*mine))


def current_feedback_of(connection: Connection, experiment_id: str) -> list[Row]:
    """List the current feedback on the logs of an experiment: `log_id`, `type` and `value` of each."""
    query = (
        sa.select(feedback.c.log_id, feedback.c.type, feedback.c.value)
        .join(trial_logs, trial_logs.c.log_id == feedback.c.log_id)
        .where(trial_logs.c.experiment_id == experiment_id, feedback.c.current.is_(True))
    )
    return all_rows(connection, query)
