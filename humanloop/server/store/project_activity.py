"""How much is going on in projects, counted by rolling days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.store.log_windows import MOST_COUNTED
from humanloop.server.store.rows import all_rows
from humanloop.server.store.schema import configs, deployments, environments, experiments, logs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

_DAY = timedelta(days=1)


def logs_by_day(connection: Connection, project_ids: Sequence[str], end: datetime, days: int) -> dict[str, list[int]]:
    """Count the logs of several projects for each of the last days, oldest first: project id → counts.

    A day is counted up to one more than `MOST_COUNTED`.
    """
    counts = {project_id: [0] * days for project_id in project_ids}
    queries: list[sa.Select[*tuple[Any, ...]]] = []
    for project_id in project_ids:
        for day in range(days):
            start = end - _DAY * (days - day)
            found = (
                sa.select(sa.literal(1))
                .where(logs.c.project_id == project_id, logs.c.created_at > start, logs.c.created_at <= start + _DAY)
                .limit(MOST_COUNTED + 1)
                .subquery()
            )
            count = sa.select(sa.func.count()).select_from(found).scalar_subquery()
            queries.append(
                sa.select(
                    sa.literal(project_id).label("project_id"), sa.literal(day).label("day"), count.label("count")
                )
            )
    if queries:
        for row in all_rows(connection, sa.select(sa.union_all(*queries).subquery())):
            counts[row["project_id"]][row["day"]] = row["count"]
    return counts


def deployed_in_projects(connection: Connection, project_ids: Sequence[str]) -> list[Row]:
    """List what is deployed in several projects, with the names of the environments and experiments."""
    query = (
        sa.select(
            deployments.c.project_id,
            environments.c.name.label("environment"),
            configs,
            experiments.c.name.label("experiment"),
        )
        .join(environments, environments.c.id == deployments.c.environment_id)
        .outerjoin(configs, configs.c.id == deployments.c.config_id)
        .outerjoin(experiments, experiments.c.id == deployments.c.experiment_id)
        .where(deployments.c.project_id.in_(list(project_ids)))
        .order_by(environments.c.tag, environments.c.name)
    )
    columns = [column for column in query.selected_columns if column.key != "project_id"]
    return all_rows(connection, query.with_only_columns(deployments.c.project_id.label("of_project"), *columns))
