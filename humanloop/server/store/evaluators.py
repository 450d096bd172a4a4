"""Queries over evaluators, their versions, and which of them watch a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store.rows import all_rows, first_row
from humanloop.server.store.schema import evaluation_evaluators, evaluator_versions, evaluators, monitors, projects

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

_ALIVE = evaluators.c.deleted_at.is_(None)
_VERSION = (
    evaluator_versions.c.arguments_type,
    evaluator_versions.c.return_type,
    evaluator_versions.c.code,
    evaluator_versions.c.config_id,
)
_PRESENT = sa.select(evaluators, *_VERSION).join(evaluator_versions, evaluator_versions.c.id == evaluators.c.version_id)


def insert_evaluator(connection: Connection, row: Row) -> None:
    """Store an evaluator, without what its versions hold."""
    connection.execute(sa.insert(evaluators), dict(row))


def insert_version(connection: Connection, row: Row) -> None:
    """Store a version of an evaluator."""
    connection.execute(sa.insert(evaluator_versions), dict(row))


def find_evaluator(connection: Connection, evaluator_id: str) -> Row | None:
    """Find an evaluator that is not deleted, in its present version."""
    return first_row(connection, _PRESENT.where(evaluators.c.id == evaluator_id, _ALIVE))


def find_evaluator_by_name(connection: Connection, name: str) -> Row | None:
    """Find an evaluator that is not deleted by its name, in its present version; the oldest of several."""
    query = _PRESENT.where(evaluators.c.name == name, _ALIVE).order_by(evaluators.c.created_at, evaluators.c.id)
    return first_row(connection, query.limit(1))


def find_evaluator_version(connection: Connection, version_id: str) -> Row | None:
    """Find an evaluator that is not deleted, in a version of it."""
    other = evaluator_versions.c.id.label("version_id")
    columns = [column for column in evaluators.c if column.name != "version_id"]
    query = sa.select(*columns, other, *_VERSION).join_from(
        evaluators, evaluator_versions, evaluator_versions.c.evaluator_id == evaluators.c.id
    )
    return first_row(connection, query.where(evaluator_versions.c.id == version_id, _ALIVE))


def evaluator_ids(connection: Connection) -> list[str]:
    """List the ids of all evaluators, deleted ones too: their results are still there."""
    return [row["id"] for row in all_rows(connection, sa.select(evaluators.c.id).order_by(evaluators.c.created_at))]


def evaluator_names(connection: Connection) -> list[str]:
    """List the names of the evaluators that are not deleted."""
    return [row["name"] for row in all_rows(connection, sa.select(evaluators.c.name).where(_ALIVE))]


def logging_project_id(connection: Connection, evaluator_id: str) -> str | None:
    """Find the project of an evaluator's own logs, also of one that is deleted."""
    query = sa.select(evaluators.c.logging_project_id).where(evaluators.c.id == evaluator_id)
    found: str | None = connection.scalar(query)
    return found


def all_evaluators(connection: Connection) -> list[Row]:
    """List the evaluators that are not deleted, newest first."""
    return all_rows(connection, _PRESENT.where(_ALIVE).order_by(evaluators.c.created_at.desc(), evaluators.c.id))


def names_by_id(connection: Connection, evaluator_ids: Iterable[str]) -> dict[str, str]:
    """Find the names of several evaluators, deleted ones too: id → name."""
    query = sa.select(evaluators.c.id, evaluators.c.name).where(evaluators.c.id.in_(list(evaluator_ids)))
    return {row["id"]: row["name"] for row in all_rows(connection, query)}


def of_booleans(connection: Connection, evaluator_ids: Iterable[str]) -> set[str]:
    """Tell which of several evaluators, deleted ones too, answer with true or false."""
    query = (
        sa.select(evaluators.c.id)
        .join_from(evaluators, evaluator_versions, evaluator_versions.c.id == evaluators.c.version_id)
        .where(evaluators.c.id.in_(list(evaluator_ids)), evaluator_versions.c.return_type == "boolean")
    )
    return {row["id"] for row in all_rows(connection, query)}


def evaluators_of_evaluations(connection: Connection, evaluation_ids: Iterable[str]) -> list[Row]:
    """List the evaluators of several evaluations, deleted ones too, each in the version that the evaluation uses.

    Every row has the `evaluation_id` besides the columns of an evaluator.
    """
    columns = [column for column in evaluators.c if column.name != "version_id"]
    used = (evaluation_evaluators.c.evaluation_id, evaluation_evaluators.c.version_id)
    query = (
        sa.select(*columns, *used, *_VERSION)
        .join_from(evaluation_evaluators, evaluators, evaluators.c.id == evaluation_evaluators.c.evaluator_id)
        .join(evaluator_versions, evaluator_versions.c.id == evaluation_evaluators.c.version_id)
        .where(evaluation_evaluators.c.evaluation_id.in_(list(evaluation_ids)))
        .order_by(evaluation_evaluators.c.position)
    )
    return all_rows(connection, query)


def add_evaluators(connection: Connection, evaluation_id: str, chosen: Sequence[Row], first_position: int) -> None:
    """Add evaluators to an evaluation."""
    rows = [
        {
            "evaluation_id": evaluation_id,
            "evaluator_id": row["id"],
            "version_id": row["version_id"],
            "position": position,
        }
        for position, row in enumerate(chosen, first_position)
    ]
    connection.execute(sa.insert(evaluation_evaluators), rows)


def choose_monitors(connection: Connection, chosen: Mapping[str, Iterable[str]]) -> None:
    """Choose which evaluators watch some projects, and leave all others as they are.

    Args:
        connection: The database.
        chosen: Name of the project → names of evaluators; without any, nobody watches it.
    """
    if not chosen:
        return
    connection.execute(sa.delete(monitors).where(monitors.c.project_name.in_(list(chosen))))
    rows = [
        {"project_name": project, "evaluator_name": name}
        for project, names in sorted(chosen.items())
        for name in sorted(set(names))
    ]
    if rows:
        connection.execute(sa.insert(monitors), rows)
    # What evaluators write is not judged again.
    is_evaluator = sa.func.coalesce(projects.c.config_type, "") == "evaluator"
    is_monitored = sa.and_(projects.c.name.in_([row["project_name"] for row in rows]), ~is_evaluator)
    mine = (projects.c.name.in_(list(chosen)), projects.c.is_monitored != is_monitored)
    connection.execute(sa.update(projects).where(*mine).values(is_monitored=is_monitored))


def is_monitored_name(connection: Connection, project_name: str) -> bool:
    """Tell whether a project of this name is watched."""
    query = sa.select(monitors.c.project_name).where(monitors.c.project_name == project_name).limit(1)
    return first_row(connection, query) is not None


def active_evaluators(connection: Connection, project_ids: Iterable[str]) -> list[Row]:
    """List the evaluators that watch projects.

    Every row has the id of the project as `watched_project_id` besides the columns of an evaluator.
    """
    query = (
        _PRESENT.add_columns(projects.c.id.label("watched_project_id"))
        .join(monitors, monitors.c.evaluator_name == evaluators.c.name)
        .join(projects, projects.c.name == monitors.c.project_name)
        .where(projects.c.id.in_(list(project_ids)), projects.c.is_monitored.is_(True), _ALIVE)
        .order_by(evaluators.c.created_at, evaluators.c.id)
    )
    return all_rows(connection, query)
