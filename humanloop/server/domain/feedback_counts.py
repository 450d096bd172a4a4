"""How often each label is given to the logs of a config, as far as it counts now."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from humanloop.server.domain.feedback_types import WITH_LABELS
from humanloop.server.json_values import as_array
from humanloop.server.store import feedback_counts as rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def labels_of(value: Any) -> list[str]:
    """List the labels in a value of feedback: one text, or a list of them."""
    if isinstance(value, str):
        return [value]
    return [label for label in as_array(value) or [value] if isinstance(label, str)]


def counted_labels(type_row: Row, value: Any) -> list[str]:
    """List the labels in a value that are counted.

    Numbers and free text are not: there is no end to the values that they can have.
    """
    return labels_of(value) if type_row["class"] in WITH_LABELS else []


def uncount_logs(connection: Connection, log_ids: Iterable[str]) -> None:
    """Take back what is counted of logs that are about to be removed."""
    numbers: Counter[tuple[str, int, str]] = Counter()
    for row in rows.current_values_of_logs(connection, log_ids):
        for label in counted_labels(row, row["value"]):
            numbers[row["config_id"], row["feedback_type_id"], label] -= 1
    rows.add_to_counts(connection, numbers)


def feedback_stats(connection: Connection, config_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Build the statistics of several configs: config id → its labels, with how often each was given."""
    stats: dict[str, list[dict[str, Any]]] = {config_id: [] for config_id in config_ids}
    for row in rows.counts_of_configs(connection, config_ids):
        answer = {
            "feedback_type_id": row["feedback_type_id"],
            "feedback_type": row["type"],
            "feedback_value": row["value"],
            "feedback_count": row["count"],
        }
        stats[row["config_id"]].append(answer)
    return stats
