"""The evaluations of a project, and a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import datasets, evaluations, evaluators, versions
from humanloop.server.domain.evaluation_reports import list_lines
from humanloop.server.errors import InvalidRequestError
from humanloop.server.web.paging import Paging
from humanloop.server.web.project_frame import project_frame
from humanloop.server.web.rows import Change, Page

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from humanloop.server.web.visit import Visit


def _show(connection: Connection, visit: Visit) -> dict[str, Any]:
    frame = project_frame(connection, visit, "evaluations")
    paging = Paging.of(visit)
    lines, total = list_lines(connection, frame["project"]["id"], paging.offset, paging.size)
    names = {key: value.name for line in lines for key, value in line["findings"].items()}
    return {**frame, "lines": lines, "total": total, "names": names, **paging.links(visit, total)}


def _new(connection: Connection, visit: Visit) -> dict[str, Any]:
    frame = project_frame(connection, visit, "evaluations")
    project_id = frame["project"]["id"]
    own = datasets.list_datasets_of_project(connection, project_id)
    known = [each for each in datasets.list_datasets(connection) if visit.sees(each["project_id"])]
    others = [each for each in known if each["project_id"] != project_id]
    return {
        **frame,
        "choices": versions.list_versions(connection, project_id, 0, 0)["choices"],
        "datasets": [*own, *others],
        "evaluators": evaluators.list_evaluators(connection),
    }


def _start(connection: Connection, visit: Visit) -> str:
    project = project_frame(connection, visit, "evaluations")["project"]
    body: dict[str, Any] = {
        "config_id": visit.required("version"),
        "dataset_id": visit.required("dataset"),
        "evaluator_ids": visit.fields("evaluator"),
        "name": visit.field("name").strip() or None,
    }
    if not body["evaluator_ids"]:
        raise InvalidRequestError([(("form", "evaluator"), "Choose at least one evaluator.", "missing")])
    made = evaluations.create_evaluation(connection, project["id"], body)
    return visit.link("evaluations", made["id"])


async def _begin(visit: Visit, address: str) -> None:
    await visit.service.runner.begin(address.rpartition("/")[2], {})


ROWS = (
    Page("/projects/{project}/evaluations", "evaluations.html", _show),
    Page("/projects/{project}/evaluations/new", "evaluation_new.html", _new, is_for_change=True),
    Change("/projects/{project}/evaluations/new", _start, _begin),
)
