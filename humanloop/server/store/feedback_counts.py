"""Queries over how often each label was given to the logs of a config."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store.rows import all_rows
from humanloop.server.store.schema import feedback, feedback_counts, feedback_types, logs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def add_to_count(connection: Connection, config_id: str, type_id: int, value: str, number: int) -> None:
    """Add to the number of times that a label was given to the logs of a config."""
    mine = (
        feedback_counts.c.config_id == config_id,
        feedback_counts.c.feedback_type_id == type_id,
        feedback_counts.c.value == value,
    )
    change = sa.update(feedback_counts).where(*mine).values(count=feedback_counts.c.count + number)
    if not connection.execute(change).rowcount:
        row = {"config_id": config_id, "feedback_type_id": type_id, "value": value, "count": number}
        connection.execute(sa.insert(feedback_counts), row)


def counts_of_configs(connection: Connection, config_ids: Iterable[str]) -> list[Row]:
    """List the labels that count for several configs: `config_id`, `feedback_type_id`, `type`, `value`, `count`."""
    query = (
        sa.select(feedback_counts, feedback_types.c.type)
        .join(feedback_types, feedback_types.c.id == feedback_counts.c.feedback_type_id)
        .where(feedback_counts.c.config_id.in_(list(config_ids)), feedback_counts.c.count > 0)
        .order_by(feedback_counts.c.feedback_type_id, feedback_counts.c.value)
    )
    return all_rows(connection, query)


def current_values_of_logs(connection: Connection, log_ids: Iterable[str]) -> list[Row]:
    """List what currently counts for several logs: `config_id`, `feedback_type_id`, `class` and `value`."""
    query = (
        sa.select(logs.c.config_id, feedback.c.feedback_type_id, feedback_types.c["class"], feedback.c.value)
        .join(logs, logs.c.id == feedback.c.log_id)
        .join(feedback_types, feedback_types.c.id == feedback.c.feedback_type_id)
        .where(feedback.c.log_id.in_(list(log_ids)), feedback.c.current.is_(True))
    )
    return all_rows(connection, query)
