"""Queries over feedback, its types and their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.store.rows import NOT_READY, all_rows, among, first_row, insert_rows, made_ready
from humanloop.server.store.schema import feedback, feedback_labels, feedback_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.engine import Connection, Dialect

    from humanloop.server.store.rows import Columns, Row


def insert_type(connection: Connection, project_id: str, name: str, feedback_class: str) -> int:
    """Store a type of feedback; answers its number."""
    values = {"project_id": project_id, "type": name, "class": feedback_class}
    # The first column of the primary key is the number that the database gave.
    key: Any = connection.execute(sa.insert(feedback_types).values(values)).inserted_primary_key
    return int(key[0])


def insert_types(connection: Connection, types: Sequence[tuple[str, str, str]]) -> None:
    """Store types of feedback, each a project, a name and a class, in this order."""
    rows = [{"project_id": project_id, "type": name, "class": given} for project_id, name, given in types]
    connection.execute(sa.insert(feedback_types), rows)


def insert_labels(connection: Connection, labels: Sequence[tuple[int, str, str]]) -> None:
    """Store labels, each the number of its type, a value and its sentiment, in this order."""
    rows = [{"feedback_type_id": number, "value": value, "sentiment": sentiment} for number, value, sentiment in labels]
    if rows:
        connection.execute(sa.insert(feedback_labels), rows)


def find_type(connection: Connection, project_id: str, name: str) -> Row | None:
    """Find a project's type of feedback."""
    mine = (feedback_types.c.project_id == project_id, feedback_types.c.type == name)
    return first_row(connection, sa.select(feedback_types).where(*mine))


def types_by_name(
    connection: Connection, project_ids: Iterable[str], names: Iterable[str]
) -> dict[tuple[str, str], Row]:
    """Find types of feedback of several projects: project id and name → row."""
    mine = (feedback_types.c.project_id.in_(list(project_ids)), feedback_types.c.type.in_(list(names)))
    return {
        (row["project_id"], row["type"]): row for row in all_rows(connection, sa.select(feedback_types).where(*mine))
    }


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


def known_labels(connection: Connection, type_ids: Iterable[int], values: Iterable[str]) -> set[tuple[int, str]]:
    """Tell which labels there are of several types with several values: number of the type and value of each."""
    columns = (feedback_labels.c.feedback_type_id, feedback_labels.c.value)
    mine = (feedback_labels.c.feedback_type_id.in_(list(type_ids)), feedback_labels.c.value.in_(list(values)))
    return {(row["feedback_type_id"], row["value"]) for row in all_rows(connection, sa.select(*columns).where(*mine))}


def update_label(connection: Connection, type_id: int, value: str, sentiment: str) -> None:
    """Change the sentiment of a label."""
    mine = (feedback_labels.c.feedback_type_id == type_id, feedback_labels.c.value == value)
    connection.execute(sa.update(feedback_labels).where(*mine).values(sentiment=sentiment))


def ready_feedback(dialect: Dialect, new: Sequence[Row]) -> Columns:
    """Turn columns of items of feedback into what the database takes."""
    return made_ready(dialect, feedback, new)


def insert_feedback(connection: Connection, new: Sequence[Row], ready: Columns = NOT_READY) -> None:
    """Store items of feedback, in this order.

    Args:
        connection: The database.
        new: Their rows.
        ready: Those of their columns that were made ready before.
    """
    if new:
        insert_rows(connection, feedback, new, ready)


def end_feedback(connection: Connection, feedback_ids: Sequence[str]) -> None:
    """Let items of feedback count no more."""
    if feedback_ids:
        connection.execute(
            sa.update(feedback).where(among(connection, feedback.c.id, feedback_ids)).values(current=False)
        )


def current_of_logs(connection: Connection, log_ids: Iterable[str]) -> list[Row]:
    """List the current feedback of several logs, oldest first."""
    mine = (among(connection, feedback.c.log_id, log_ids), feedback.c.current.is_(True))
    return all_rows(connection, sa.select(feedback).where(*mine).order_by(feedback.c.seq))


def known_feedback(connection: Connection, feedback_ids: Iterable[str]) -> set[str]:
    """Tell which of some ids items of feedback have."""
    return set(connection.scalars(sa.select(feedback.c.id).where(feedback.c.id.in_(set(feedback_ids)))))
