"""Queries over how often each label was given to the logs of a config."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store.rows import all_rows
from humanloop.server.store.schema import feedback, feedback_counts, feedback_types, logs
from humanloop.server.store.upserts import upsert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def add_to_counts(connection: Connection, numbers: Mapping[tuple[str, int, str], int]) -> None:
    """Add to how often labels were given to the logs of configs.

    Args:
        connection: The database.
        numbers: Config, number of the type, and label → what is added.
    """
    new = [
        {"config_id": config_id, "feedback_type_id": type_id, "value": value, "count": number}
        for (config_id, type_id, value), number in numbers.items()
        if number
    ]
    if not new:
        return
    insert = upsert(connection, feedback_counts)
    key = (feedback_counts.c.config_id, feedback_counts.c.feedback_type_id, feedback_counts.c.value)
    count = feedback_counts.c.count + insert.excluded.count
    connection.execute(insert.on_conflict_do_update(index_elements=key, set_={"count": count}), new)


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
