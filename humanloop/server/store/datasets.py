"""Queries over datasets and the states of their datapoints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.store.functions import octets
from humanloop.server.store.rows import NOT_READY, all_rows, first_row, insert_rows, made_ready
from humanloop.server.store.schema import datapoints, datasets, projects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.engine import Connection, Dialect

    from humanloop.server.store.rows import Columns, Row

_SIZED = (
    datapoints.c.seq,
    datapoints.c.id,
    octets(datapoints.c.inputs, datapoints.c.messages, datapoints.c.target),
)
_ALIVE = datasets.c.deleted_at.is_(None)
_PRESENT = datapoints.c.removed_version.is_(None)
# A dataset outlives its project, which then is not shown any more.
_SHOWN_PROJECT = sa.case((projects.c.deleted_at.is_(None), projects.c.id), else_="").label("shown_project_id")
_WITH_PROJECT = sa.select(datasets, _SHOWN_PROJECT).join(projects, projects.c.id == datasets.c.project_id)


def insert_dataset(connection: Connection, row: Row) -> None:
    """Store a dataset."""
    connection.execute(sa.insert(datasets), dict(row))


def find_dataset(connection: Connection, dataset_id: str) -> Row | None:
    """Find a dataset that is not deleted."""
    return first_row(connection, _WITH_PROJECT.where(datasets.c.id == dataset_id, _ALIVE))


def datasets_by_id(connection: Connection, dataset_ids: Iterable[str]) -> dict[str, Row]:
    """Find several datasets, deleted ones too: id → row."""
    found = all_rows(connection, _WITH_PROJECT.where(datasets.c.id.in_(set(dataset_ids))))
    return {row["id"]: row for row in found}


def all_datasets(connection: Connection, project_id: str | None = None) -> list[Row]:
    """List the datasets that are not deleted, newest first; only those of a project, if one is given."""
    query = _WITH_PROJECT.where(_ALIVE)
    if project_id is not None:
        query = query.where(datasets.c.project_id == project_id)
    return all_rows(connection, query.order_by(datasets.c.created_at.desc(), datasets.c.id))


def ready_datapoints(dialect: Dialect, rows: Sequence[Row]) -> Columns:
    """Turn columns of states of datapoints into what the database takes."""
    return made_ready(dialect, datapoints, rows)


def insert_datapoints(connection: Connection, rows: Sequence[dict[str, Any]], ready: Columns = NOT_READY) -> None:
    """Store states of datapoints, in this order. Those without a position are new, and stand at the end.

    Args:
        connection: The database.
        rows: Their rows.
        ready: Those of their columns that were made ready before.
    """
    last = connection.scalar(sa.select(sa.func.max(datapoints.c.seq))) or 0
    placed = [{**row, "position": row.get("position") or last + number} for number, row in enumerate(rows, 1)]
    insert_rows(connection, datapoints, placed, ready)


def remove_datapoints(connection: Connection, dataset_id: str, datapoint_ids: Iterable[str], version: int) -> None:
    """End the present state of datapoints: from this version on it does not count."""
    mine = (datapoints.c.dataset_id == dataset_id, datapoints.c.id.in_(list(datapoint_ids)), _PRESENT)
    connection.execute(sa.update(datapoints).where(*mine).values(removed_version=version))


def find_datapoints(connection: Connection, datapoint_ids: Iterable[str]) -> list[Row]:
    """Find the present state of datapoints, of datasets that are not deleted."""
    query = sa.select(datapoints).join(datasets, datasets.c.id == datapoints.c.dataset_id)
    return all_rows(connection, query.where(datapoints.c.id.in_(set(datapoint_ids)), _PRESENT, _ALIVE))


def known_datapoints(connection: Connection, datapoint_ids: Iterable[str]) -> set[str]:
    """Tell which of some ids datapoints have or have had, whatever has become of them."""
    return set(connection.scalars(sa.select(datapoints.c.id).where(datapoints.c.id.in_(set(datapoint_ids)))))


def datapoints_page(connection: Connection, dataset_id: str, offset: int, size: int) -> list[Row]:
    """List a page of the present datapoints of a dataset, in the order in which they were added."""
    query = sa.select(datapoints).where(datapoints.c.dataset_id == dataset_id, _PRESENT)
    return all_rows(connection, query.order_by(datapoints.c.position).offset(offset).limit(size))


def sized_page(connection: Connection, dataset_id: str, offset: int, size: int) -> list[Row]:
    """List of such a page the `seq` and `id` of each datapoint, and how many bytes it has, as `octets`."""
    query = sa.select(*_SIZED).where(datapoints.c.dataset_id == dataset_id, _PRESENT)
    return all_rows(connection, query.order_by(datapoints.c.position).offset(offset).limit(size))


def in_version(dataset_id: str, version: int) -> list[sa.ColumnElement[bool]]:
    """Build the conditions under which a state of a datapoint counts in a version of a dataset."""
    return [
        datapoints.c.dataset_id == dataset_id,
        datapoints.c.added_version <= version,
        sa.or_(_PRESENT, datapoints.c.removed_version > version),
    ]


def count_frozen(connection: Connection, dataset_id: str, version: int) -> int:
    """Count the datapoints that a dataset had in a version."""
    query = sa.select(sa.func.count()).select_from(datapoints).where(*in_version(dataset_id, version))
    return connection.scalar(query) or 0


def frozen_page(connection: Connection, dataset_id: str, version: int, offset: int, size: int) -> list[Row]:
    """List a page of the datapoints of a version of a dataset, each with its `seq`, `id` and bytes as `octets`."""
    query = sa.select(*_SIZED).where(*in_version(dataset_id, version))
    return all_rows(connection, query.order_by(datapoints.c.position).offset(offset).limit(size))


def states(connection: Connection, numbers: Sequence[int]) -> list[Row]:
    """Find states of datapoints by their `seq`, in the order of the dataset."""
    query = sa.select(datapoints).where(datapoints.c.seq.in_(list(numbers)))
    return all_rows(connection, query.order_by(datapoints.c.position))


def frozen_by_id(connection: Connection, dataset_id: str, version: int, datapoint_ids: Iterable[str]) -> dict[str, Row]:
    """Find some datapoints of a dataset as they were in a version: id → row."""
    mine = (*in_version(dataset_id, version), datapoints.c.id.in_(list(datapoint_ids)))
    return {row["id"]: row for row in all_rows(connection, sa.select(datapoints).where(*mine))}


def frozen_datapoints(
    connection: Connection, dataset_id: str, version: int, datapoint_ids: Iterable[str]
) -> dict[str, Row]:
    """Find datapoints as they were in a version of a dataset: id → row."""
    query = sa.select(datapoints).where(*in_version(dataset_id, version), datapoints.c.id.in_(set(datapoint_ids)))
    return {row["id"]: row for row in all_rows(connection, query)}
