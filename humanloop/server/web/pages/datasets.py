"""The datasets of a project, and logs that become rows of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import datapoints, datasets
from humanloop.server.errors import InvalidRequestError
from humanloop.server.web.forms import checked
from humanloop.server.web.project_frame import project_frame
from humanloop.server.web.rows import Change, Page

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from humanloop.server.web.visit import Visit


def _show(connection: Connection, visit: Visit) -> dict[str, Any]:
    frame = project_frame(connection, visit, "datasets")
    return {**frame, "datasets": datasets.list_datasets_of_project(connection, frame["project"]["id"])}


def _create(connection: Connection, visit: Visit) -> str:
    project = project_frame(connection, visit, "datasets")["project"]
    body = {"name": visit.required("name"), "description": visit.field("description").strip()}
    return visit.link(
        "datasets", datasets.create_dataset(connection, project["id"], checked("datasets.create", body))["id"]
    )


def _ask(connection: Connection, visit: Visit) -> dict[str, Any]:
    """Ask which dataset logs are to be added to."""
    return {**_show(connection, visit), "chosen": visit.ticked("log", "Tick the logs that are to be added")}


def _add(connection: Connection, visit: Visit) -> str:
    project = project_frame(connection, visit, "datasets")["project"]
    logs = visit.fields("log")
    if not logs:
        raise InvalidRequestError([(("form", "log"), "No log is selected.", "missing")])
    dataset_id, name = visit.field("dataset"), visit.field("name").strip()
    if name:
        body = checked("datasets.create", {"name": name, "description": ""})
        dataset_id = datasets.create_dataset(connection, project["id"], body)["id"]
    if not dataset_id:
        raise InvalidRequestError([(("form", "dataset"), "Choose a dataset, or name a new one.", "missing")])
    datapoints.add_datapoints(connection, dataset_id, {"log_ids": logs})
    return visit.link("datasets", dataset_id, done="added")


ROWS = (
    Page("/projects/{project}/datasets", "datasets.html", _show),
    Page("/projects/{project}/datasets/add", "datasets_add.html", _ask, is_for_change=True),
    Change("/projects/{project}/datasets", _create),
    Change("/projects/{project}/datasets/add", _add),
)
