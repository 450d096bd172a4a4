"""Queries over feedback, its types and their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.store.rows import all_rows, first_row
from humanloop.server.store.schema import feedback, feedback_labels, feedback_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row


def insert_type(connection: Connection, project_id: str, name: str, feedback_class: str) -> int:
    """Store a type of feedback; answers its number."""
    values = {"project_id": project_id, "type": name, "class": feedback_class}
    # The first column of the primary key is the number that the database gave.
    key: Any = connection.execute(sa.insert(feedback_types).values(values)).inserted_primary_key
    return int(key[0])


def insert_labels(connection: Connection, type_id: int, labels: Sequence[tuple[str, str]]) -> None:
    """Store labels of a type, each a value and its sentiment."""
    rows = [{"feedback_type_id": type_id, "value": value, "sentiment": sentiment} for value, sentiment in labels]
    if rows:
        connection.execute(sa.insert(feedback_labels), rows)


def find_type(connection: Connection, project_id: str, name: str) -> Row | None:
    """Find a project's type of feedback."""
    mine = (feedback_types.c.project_id == project_id, feedback_types.c.type == name)
    return first_row(connection, sa.select(feedback_types).where(*mine))


def types_of_projects(connection: Connection, project_ids: Iterable[str]) -> list[Row]:
    """List the types of feedback of several projects."""
    mine = feedback_types.c.project_id.in_(list(project_ids))
    return all_rows(connection, sa.select(feedback_types).where(mine).order_by(feedback_types.c.id))


def names_of_types(connection: Connection, project_id: str | None) -> list[str]:
    """List the names of the types of feedback of a project, or of all."""
    query = sa.select(feedback_types.c.type).distinct()
    if project_id is not None:
        query = query.where(feedback_types.c.project_id == project_id)
    return [row["type"] for row in all_rows(connection, query.order_by(feedback_types.c.type))]


def labels_of_types(connection: Connection, type_ids: Iterable[int]) -> list[Row]:
    """List the labels of several types."""
    mine = feedback_labels.c.feedback_type_id.in_(list(type_ids))
    return all_rows(connection, sa.select(feedback_labels).where(mine).order_by(feedback_labels.c.seq))


def has_label(connection: Connection, type_id: int, value: str) -> bool:
    """Tell whether a type has a label."""
    mine = (feedback_labels.c.feedback_type_id == type_id, feedback_labels.c.value == value)
    return first_row(connection, sa.select(feedback_labels.c.seq).where(*mine)) is not None


def update_label(connection: Connection, type_id: int, value: str, sentiment: str) -> None:
    """Change the sentiment of a label."""
    mine = (feedback_labels.c.feedback_type_id == type_id, feedback_labels.c.value == value)
    connection.execute(sa.update(feedback_labels).where(*mine).values(sentiment=sentiment))


def insert_feedback(connection: Connection, row: Row) -> None:
    """Store an item of feedback."""
    connection.execute(sa.insert(feedback), dict(row))


def current_of_log(connection: Connection, log_id: str, type_id: int, user: str | None) -> list[Row]:
    """List what a user currently says of a log by this type, oldest first."""
    mine = (
        feedback.c.log_id == log_id,
        feedback.c.feedback_type_id == type_id,
        feedback.c.user.is_(None) if user is None else feedback.c.user == user,
        feedback.c.current.is_(True),
    )
    return all_rows(connection, sa.select(feedback).where(*mine).order_by(feedback.c.seq))


def current_of_logs(connection: Connection, log_ids: Iterable[str]) -> list[Row]:
    """List the current feedback of several logs, oldest first."""
    mine = (feedback.c.log_id.in_(list(log_ids)), feedback.c.current.is_(True))
    return all_rows(connection, sa.select(feedback).where(*mine).order_by(feedback.c.seq))


def insert_many(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Store several items of feedback."""
    if rows:
        connection.execute(sa.insert(feedback), list(rows))


def known_feedback(connection: Connection, feedback_ids: Iterable[str]) -> set[str]:
    """Tell which of some ids items of feedback have."""
    return set(connection.scalars(sa.select(feedback.c.id).where(feedback.c.id.in_(set(feedback_ids)))))


def supersede(connection: Connection, feedback_ids: Iterable[str]) -> None:
    """Let items of feedback count no more: newer ones take their places."""
    connection.execute(sa.update(feedback).where(feedback.c.id.in_(set(feedback_ids))).values(current=False))
