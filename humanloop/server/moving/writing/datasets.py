"""Datasets with their datapoints on their way into the database."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from humanloop.server.domain.times import now
from humanloop.server.moving.records import Change, Failure
from humanloop.server.moving.writing.definitions import name_project, put_project
from humanloop.server.moving.writing.known import id_from
from humanloop.server.store import datasets as rows
from humanloop.server.store import imported as imported_rows
from humanloop.server.store import projects as project_rows
from humanloop.server.store import schema
from humanloop.server.store.rows import update

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

    from humanloop.server.moving.records import Datapoint, Dataset
    from humanloop.server.moving.writing.known import Known
    from humanloop.server.store.rows import Row

_LONGEST_NAME = 255
# The version that holds what was imported, whatever has become of the dataset since.
_IMPORTED_VERSION = 1
PIECE = 500
"""Datapoints that are stored at once."""


def put_dataset(connection: Connection, known: Known, record: Dataset) -> Row:
    """Find the dataset that a version has become, or make it, without its datapoints; answers its row."""
    dataset_id = id_from("evts", record.file_key, record.key)
    if known.find("dataset", record.key) is None:
        found = rows.datasets_by_id(connection, [dataset_id])
        if found:
            known.counted.skipped("datasets")
            _heal(connection, known, record, found[dataset_id])
        else:
            _insert(connection, known, record, dataset_id)
        known.put("dataset", record.key, dataset_id)
    return rows.datasets_by_id(connection, [dataset_id])[dataset_id]


def datapoint_pieces(record: Dataset) -> Iterator[list[Datapoint | Failure]]:
    """Read the datapoints of a dataset, some at a time."""
    items = record.datapoints()
    while piece := list(islice(items, PIECE)):
        yield piece


def put_datapoints(connection: Connection, known: Known, record: Dataset, piece: list[Datapoint | Failure]) -> None:
    """Add datapoints to a dataset, those that have not been added yet."""
    dataset = put_dataset(connection, known, record)
    new: dict[str, dict[str, Any]] = {}
    found: dict[str, Datapoint] = {}
    for item in piece:
        if isinstance(item, Failure):
            known.counted.failed(item.kind, item.place, item.reason)
            continue
        datapoint_id = datapoint_id_of(record.key, item.key)
        found[datapoint_id] = item
        moment = item.created_at or record.created_at or now()
        new[datapoint_id] = {
            "id": datapoint_id,
            "dataset_id": dataset["id"],
            "added_version": _IMPORTED_VERSION,
            "source_log_id": None,
            "inputs": item.inputs,
            "messages": item.messages,
            "target": item.target,
            "created_at": moment,
            "updated_at": moment,
        }
    present = rows.known_datapoints(connection, new)
    for datapoint_id, item in found.items():
        known.note("datapoint", item.key, datapoint_id, item.rest)
        if datapoint_id in present:
            known.counted.skipped("datapoints")
        else:
            known.counted.imported("datapoints", item.changes)
    missing = [row for datapoint_id, row in new.items() if datapoint_id not in present]
    if missing:
        rows.insert_datapoints(connection, missing)
        update(connection, schema.datasets, dataset["id"], datapoint_count=dataset["datapoint_count"] + len(missing))


def datapoint_id_of(dataset_key: str, key: str) -> str:
    """Compute the id of a datapoint of a dataset."""
    return id_from("evtc", dataset_key, key)


def _insert(connection: Connection, known: Known, record: Dataset, dataset_id: str) -> None:
    project_id = put_project(connection, known, record.project)
    moment = now()
    changes = list(record.changes)
    # Of several trees, the latest comes first.
    is_newest = record.is_newest and known.find("newest dataset", record.file_key) is None
    name = record.name if is_newest else record.older_name
    if is_newest:
        known.put("newest dataset", record.file_key, dataset_id)
    if len(name) > _LONGEST_NAME:
        changes.append(Change("name", f"cut to {_LONGEST_NAME} characters"))
    row = {
        "id": dataset_id,
        "project_id": project_id,
        "name": name[:_LONGEST_NAME],
        "description": (record.description or "")[:_LONGEST_NAME],
        "version": _IMPORTED_VERSION,
        "version_id": id_from("evv", record.file_key, record.key),
        "datapoint_count": 0,
        "created_at": record.created_at or moment,
        "updated_at": record.updated_at or record.created_at or moment,
    }
    rows.insert_dataset(connection, row)
    known.counted.imported("datasets", changes)
    if is_newest and record.file_key != record.key:
        known.note("dataset", record.file_key, dataset_id)
    known.note("dataset", record.key, dataset_id, record.rest)


def _heal(connection: Connection, known: Known, record: Dataset, row: Row) -> None:
    """Give a dataset the name that it could not have when it was imported, unless it has got another one since."""
    project = project_rows.find_project(connection, row["project_id"])
    if project is not None:
        name_project(connection, known, record.project, project)
    # The old id of all versions leads to the one that was taken for the newest.
    newest = imported_rows.new_ids(connection, [record.file_key]).get(record.file_key)
    name, older_name = record.name[:_LONGEST_NAME], record.older_name[:_LONGEST_NAME]
    if not record.is_newest:
        if newest == row["id"] and row["name"] == name:
            update(connection, schema.datasets, row["id"], name=older_name)
        return
    is_known = newest == row["id"] or known.find("newest dataset", record.file_key) is not None
    if not is_known and not _is_older(connection, row, newest):
        if row["name"] == older_name:
            update(connection, schema.datasets, row["id"], name=name)
        known.note("dataset", record.file_key, row["id"])
    known.put("newest dataset", record.file_key, row["id"])


def _is_older(connection: Connection, row: Row, newest: str | None) -> bool:
    """Tell whether a version is older than the newest one: an older tree may come after a later one."""
    there = rows.datasets_by_id(connection, [] if newest is None else [newest])
    return any(row["created_at"] < each["created_at"] for each in there.values())
