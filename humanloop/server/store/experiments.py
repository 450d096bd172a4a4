"""Queries over experiments and the configs that take part in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.store.rows import all_rows, first_row
from humanloop.server.store.schema import experiment_configs, experiments, projects

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

_ALIVE = experiments.c.deleted_at.is_(None)
_OF_LIVING_PROJECT = (experiments.c.project_id == projects.c.id, projects.c.deleted_at.is_(None))


def insert_experiment(connection: Connection, row: Row) -> None:
    """Store an experiment."""
    connection.execute(sa.insert(experiments), dict(row))


def find_experiment(connection: Connection, experiment_id: str) -> Row | None:
    """Find an experiment that is not deleted, and whose project is not either."""
    return first_row(
        connection, sa.select(experiments).where(experiments.c.id == experiment_id, _ALIVE, *_OF_LIVING_PROJECT)
    )


def find_experiment_by_name(connection: Connection, project_id: str, name: str) -> Row | None:
    """Find the experiment of a project that has this name and is not deleted."""
    mine = (experiments.c.project_id == project_id, experiments.c.name == name, _ALIVE)
    return first_row(connection, sa.select(experiments).where(*mine))


def experiments_by_id(connection: Connection, experiment_ids: Iterable[str]) -> dict[str, Row]:
    """Find several experiments, deleted ones too: id → row."""
    wanted = set(experiment_ids)
    if not wanted:
        return {}
    return {row["id"]: row for row in all_rows(connection, sa.select(experiments).where(experiments.c.id.in_(wanted)))}


def experiments_of_project(connection: Connection, project_id: str) -> list[Row]:
    """List the experiments of a project, newest first."""
    mine = (experiments.c.project_id == project_id, _ALIVE)
    order = (experiments.c.created_at.desc(), experiments.c.id.desc())
    return all_rows(connection, sa.select(experiments).where(*mine).order_by(*order))


def insert_member(connection: Connection, row: Row) -> None:
    """Store that a config takes part in an experiment."""
    connection.execute(sa.insert(experiment_configs), dict(row))


def members_of(connection: Connection, experiment_ids: Iterable[str]) -> list[Row]:
    """List the configs that take part in experiments, or did, in the order in which they joined."""
    mine = experiment_configs.c.experiment_id.in_(list(experiment_ids))
    return all_rows(connection, sa.select(experiment_configs).where(mine).order_by(experiment_configs.c.seq))


def update_member(connection: Connection, experiment_id: str, config_id: str, **values: Any) -> int:
    """Change columns of a config's part in an experiment; answers how many rows that were, 0 or 1."""
    mine = (experiment_configs.c.experiment_id == experiment_id, experiment_configs.c.config_id == config_id)
    return connection.execute(sa.update(experiment_configs).where(*mine).values(**values)).rowcount


def add_to_member(connection: Connection, experiment_id: str, config_id: str, judged: int, successes: int) -> None:
    """Add to the counters of a config in an experiment."""
    update_member(
        connection,
        experiment_id,
        config_id,
        judged_count=experiment_configs.c.judged_count + judged,
        success_count=experiment_configs.c.success_count + successes,
    )
