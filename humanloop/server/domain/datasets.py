"""Datasets: named collections of datapoints, made in a project and used everywhere.

Every change of the datapoints makes a new version. Reads show the latest one; evaluations keep theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import audit, projects
from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.times import now
from humanloop.server.errors import NotFoundError
from humanloop.server.store import datasets as rows
from humanloop.server.store import schema
from humanloop.server.store.rows import update

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.engine import Connection

    from humanloop.server.domain.roles import Caller
    from humanloop.server.store.rows import Row

_CHANGEABLE = ("name", "description")


def create_dataset(connection: Connection, project_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Make an empty dataset; answers it.

    Raises:
        NotFoundError: The project does not exist.
    """
    project = projects.find_project(connection, project_id)
    moment = now()
    row: dict[str, Any] = {
        "id": new_id("evts"),
        "project_id": project["id"],
        "name": body["name"],
        "description": body["description"],
        "version": 1,
        "version_id": new_id("evv"),
        "datapoint_count": 0,
        "created_at": moment,
        "updated_at": moment,
    }
    rows.insert_dataset(connection, row)
    return dataset_answer({**row, "shown_project_id": project["id"]})


def get_dataset(connection: Connection, dataset_id: str) -> dict[str, Any]:
    """Answer a dataset."""
    return dataset_answer(find_dataset(connection, dataset_id))


def list_datasets(connection: Connection, only: Collection[str] = ()) -> list[dict[str, Any]]:
    """Answer all datasets, newest first.

    Args:
        connection: The database.
        only: Ids of the only projects whose datasets are listed; empty means all.
    """
    found = rows.all_datasets(connection)
    return [dataset_answer(row) for row in found if not only or row["project_id"] in only]


def list_datasets_of_project(connection: Connection, project_id: str) -> list[dict[str, Any]]:
    """Answer the datasets that were made in a project, newest first."""
    project = projects.find_project(connection, project_id)
    return [dataset_answer(row) for row in rows.all_datasets(connection, project["id"])]


def update_dataset(connection: Connection, dataset_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Change name or description of a dataset; answers it."""
    row = find_dataset(connection, dataset_id)
    changes: dict[str, Any] = {key: body[key] for key in _CHANGEABLE if body.get(key) is not None}
    if changes:
        changes["updated_at"] = now()
        update(connection, schema.datasets, dataset_id, **changes)
    return dataset_answer({**row, **changes})


def delete_dataset(connection: Connection, dataset_id: str, by: Caller) -> None:
    """Remove a dataset. Evaluations of it keep showing what they have frozen."""
    row = find_dataset(connection, dataset_id)
    update(connection, schema.datasets, row["id"], deleted_at=now())
    detail = {"name": row["name"], "rows": row["datapoint_count"]}
    audit.record(connection, by.name, "dataset.delete", row["id"], detail)


def find_dataset(connection: Connection, dataset_id: str) -> Row:
    """Find a dataset by id.

    Raises:
        NotFoundError: There is none.
    """
    row = rows.find_dataset(connection, dataset_id)
    if row is None:
        raise NotFoundError.of("dataset", dataset_id)
    return row


def add_version(connection: Connection, dataset: Row, added: int) -> int:
    """Begin a new version of a dataset; answers its number.

    Args:
        connection: The database.
        dataset: The dataset.
        added: How many datapoints more it has than the version before.
    """
    version: int = dataset["version"] + 1
    update(
        connection,
        schema.datasets,
        dataset["id"],
        version=version,
        version_id=new_id("evv"),
        datapoint_count=dataset["datapoint_count"] + added,
        updated_at=now(),
    )
    return version


def dataset_answer(row: Row) -> dict[str, Any]:
    """Build the answer for a dataset."""
    return {
        "id": row["id"],
        "project_id": row["shown_project_id"],
        "name": row["name"],
        "description": row["description"],
        "datapoint_count": row["datapoint_count"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
    }
