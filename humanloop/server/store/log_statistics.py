"""Figures of a project's logs in stretches of time: counted by the index, and measured on the newest of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store.log_windows import MOST_COUNTED
from humanloop.server.store.rows import all_rows
from humanloop.server.store.schema import evaluation_results, feedback, logs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


_STRETCH: tuple[sa.ColumnElement[bool], ...] = (
    logs.c.project_id == sa.bindparam("project"),
    logs.c.created_at >= sa.bindparam("start", type_=logs.c.created_at.type),
    logs.c.created_at < sa.bindparam("end", type_=logs.c.created_at.type),
)
_NEWEST_FIRST = (logs.c.created_at.desc(), logs.c.seq.desc())
# Built once: a page runs them for each of its stretches, and building costs more than running.
_LIMIT = sa.select(logs.c.created_at).where(*_STRETCH).order_by(*_NEWEST_FIRST).limit(1).offset(MOST_COUNTED)
_COUNT = sa.select(sa.func.count()).select_from(logs).where(*_STRETCH)
_NEWEST = (
    sa.select(
        logs.c.id,
        logs.c.config_id,
        logs.c.error.is_not(None).label("failed"),
        logs.c.duration,
        *(
            logs.c.details[name].as_float().label(name)
            for name in ("tokens", "prompt_tokens", "output_tokens", "prompt_cost", "output_cost")
        ),
    )
    .where(*_STRETCH)
    .order_by(*_NEWEST_FIRST)
    .limit(sa.bindparam("size"))
)


def counts(
    connection: Connection, project_id: str, stretches: Sequence[tuple[datetime, datetime]]
) -> list[tuple[int, datetime | None]]:
    """Count the newest logs of each stretch up to one more than `MOST_COUNTED`.

    Answers of each stretch with as many also when the oldest of those was made.
    """
    found: list[tuple[int, datetime | None]] = []
    for start, end in stretches:
        values = {"project": project_id, "start": start, "end": end}
        since = connection.scalar(_LIMIT, values)
        count = (connection.scalar(_COUNT, values) or 0) if since is None else MOST_COUNTED + 1
        found.append((count, since))
    return found


def newest_logs(
    connection: Connection, project_id: str, stretches: Sequence[tuple[datetime, datetime]], size: int
) -> list[list[Row]]:
    """List the newest logs of each stretch: `id`, `config_id`, `failed`, `duration`, tokens and costs."""
    values = {"project": project_id, "size": size}
    return [all_rows(connection, _NEWEST, {**values, "start": start, "end": end}) for start, end in stretches]


def judged(connection: Connection, log_ids: Sequence[str]) -> tuple[list[Row], list[Row]]:
    """List what people (`log_id`, `type`, `value`) and evaluators (`log_id`, `evaluator_id`, `number`) said of logs."""
    if not log_ids:
        return [], []
    said = sa.select(feedback.c.log_id, feedback.c.type, feedback.c.value)
    said = said.where(feedback.c.log_id.in_(log_ids), feedback.c.current.is_(True))
    found = sa.select(evaluation_results.c.log_id, evaluation_results.c.evaluator_id, evaluation_results.c.number)
    found = found.where(evaluation_results.c.log_id.in_(log_ids), evaluation_results.c.number.is_not(None))
    return all_rows(connection, said), all_rows(connection, found)
