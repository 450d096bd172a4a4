"""Queries over configs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store.functions import octets
from humanloop.server.store.log_counts import whole
from humanloop.server.store.memo import remembered
from humanloop.server.store.rows import all_rows, first_row
from humanloop.server.store.schema import configs, projects

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

_CONFIGS = sa.select(*whole(configs))
_OF_LIVING_PROJECT = (configs.c.project_id == projects.c.id, projects.c.deleted_at.is_(None))
# Built once, because every log needs them.
_BY_IDENTITY = _CONFIGS.where(
    configs.c.project_id == sa.bindparam("project"), configs.c.identity == sa.bindparam("wanted")
)
_COUNT = (
    sa.update(configs)
    .where(configs.c.id == sa.bindparam("counted"))
    .values(
        num_datapoints=configs.c.num_datapoints + sa.bindparam("logs"),
        last_used=sa.func.coalesce(sa.bindparam("moment", type_=configs.c.last_used.type), configs.c.last_used),
    )
)


def insert_config(connection: Connection, row: Row) -> None:
    """Store a config."""
    connection.execute(sa.insert(configs), dict(row))


def find_config(connection: Connection, config_id: str) -> Row | None:
    """Find a config whose project is not deleted."""
    return first_row(connection, _CONFIGS.where(configs.c.id == config_id, *_OF_LIVING_PROJECT))


def find_config_by_identity(connection: Connection, project_id: str, identity: str) -> Row | None:
    """Find the config of a project that has this content."""
    values = {"project": project_id, "wanted": identity}
    return remembered(connection, ("config", project_id, identity), lambda: first_row(connection, _BY_IDENTITY, values))


def find_first_config_by_identity(connection: Connection, identity: str) -> Row | None:
    """Find the first config of this content in any project that is not deleted."""
    mine = (configs.c.identity == identity, *_OF_LIVING_PROJECT)
    order = (configs.c.created_at, configs.c.id)
    return first_row(connection, _CONFIGS.where(*mine).order_by(*order).limit(1))


def configs_by_id(connection: Connection, config_ids: Iterable[str]) -> dict[str, Row]:
    """Find several configs: id → row."""
    wanted = set(config_ids)
    if not wanted:
        return {}
    return {row["id"]: row for row in all_rows(connection, _CONFIGS.where(configs.c.id.in_(wanted)))}


def octets_of_configs(connection: Connection, config_ids: Iterable[str]) -> dict[str, int]:
    """Tell how many bytes the content of several configs has: id → bytes."""
    query = sa.select(configs.c.id, octets(configs.c.content)).where(configs.c.id.in_(set(config_ids)))
    return {row["id"]: row["octets"] for row in all_rows(connection, query)}


def configs_of_project(connection: Connection, project_id: str) -> list[Row]:
    """List the configs of a project, newest first."""
    order = (configs.c.created_at.desc(), configs.c.id.desc())
    return all_rows(connection, _CONFIGS.where(configs.c.project_id == project_id).order_by(*order))


def has_config_of_type(connection: Connection, project_id: str, config_type: str) -> bool:
    """Tell whether a project holds a config of this type."""
    mine = (configs.c.project_id == project_id, configs.c.type == config_type)
    return first_row(connection, sa.select(configs.c.id).where(*mine).limit(1)) is not None


def add_to_config(connection: Connection, config_id: str, logs: int, last_used: datetime | None) -> None:
    """Add to the number of a config's logs, and note when it was used."""
    add_to_configs(connection, {config_id: logs}, last_used)


def add_to_configs(connection: Connection, counts: Mapping[str, int], last_used: datetime | None) -> None:
    """Add to the numbers of several configs' logs, in this order, and note when they were used: id → logs."""
    rows = [{"counted": config_id, "logs": logs, "moment": last_used} for config_id, logs in counts.items()]
    if rows:
        connection.execute(_COUNT, rows)
