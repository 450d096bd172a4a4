"""One evaluation as a report, and several side by side."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response

from humanloop.server.domain import evaluation_reports, evaluations
from humanloop.server.domain.evaluation_reports import STEPS, Wanted
from humanloop.server.web.cells import cell
from humanloop.server.web.paging import Paging
from humanloop.server.web.project_frame import project_frame
from humanloop.server.web.rows import Change, Page, Raw

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from humanloop.server.web.visit import Visit

_ROWS_OF_FILE = 100_000


def _show(connection: Connection, visit: Visit) -> dict[str, Any]:
    paging = Paging.of(visit)
    wanted = _wanted(visit)
    found = evaluation_reports.report(connection, visit.path["evaluation"], wanted, paging.offset, paging.size)
    frame = project_frame(connection, visit, "evaluations", found["project_id"])
    return {
        **frame,
        "evaluation": found,
        "is_open": found["status"] in {"pending", "running"},
        "wanted": wanted,
        **paging.links(visit, found["count"]),
    }


def _wanted(visit: Visit) -> Wanted:
    """Read which rows are wanted: `verdict={evaluator}:{value}`, or `failed={evaluator}`."""
    if failed := visit.one("failed"):
        return Wanted(failed, is_failed=True)
    evaluator, _, value = visit.one("verdict").partition(":")
    return Wanted(evaluator, value)


async def _progress(visit: Visit) -> Response:
    evaluation_id = visit.path["evaluation"]
    return JSONResponse(await visit.service.store.read(lambda c: evaluation_reports.progress(c, evaluation_id)))


def _cancel(connection: Connection, visit: Visit) -> str:
    evaluations.update_status(connection, visit.path["evaluation"], "cancelled")
    return visit.link("evaluations", visit.path["evaluation"])


async def _look(visit: Visit, address: str) -> None:
    del address
    await visit.service.runner.look_at(visit.path["evaluation"])


def _compare(connection: Connection, visit: Visit) -> dict[str, Any]:
    found = evaluation_reports.compare(connection, visit.many("run"))
    frame = project_frame(connection, visit, "evaluations", found["runs"][0]["project_id"])
    lines = _chosen(found["rows"], visit)
    paging = Paging.of(visit)
    shown = evaluation_reports.with_texts(connection, found["runs"], lines[paging.offset : paging.offset + paging.size])
    return {**frame, **found, "rows": shown, "count": len(lines), **paging.links(visit, len(lines))}


def _chosen(lines: list[dict[str, Any]], visit: Visit) -> list[dict[str, Any]]:
    """Choose rows by `only`; with `of={run}:{evaluator}`, what that evaluator said of that run counts alone."""
    only, (run, _, evaluator) = visit.one("only"), visit.one("of").partition(":")
    if run and only in STEPS:
        return [line for line in lines if line["steps"].get((run, evaluator)) == only]
    if only == "worse":
        return [line for line in lines if line["worse"]]
    return [line for line in lines if line["differs"]] if only == "differ" else lines


async def _csv(visit: Visit) -> Response:
    """Write what evaluators said as a table: a row a datapoint, a column an evaluator of a run."""

    def read(connection: Connection) -> str:
        runs = visit.many("run")
        if len(runs) == 1:
            runs = [evaluations.find_evaluation(connection, runs[0])["id"]]
            found = evaluation_reports.single(connection, runs[0])
        else:
            found = evaluation_reports.compare(connection, runs)
        text = io.StringIO()
        writer = csv.writer(text)
        columns = [(run, key, name) for run in found["runs"] for key, name in found["evaluators"].items()]
        writer.writerow(["datapoint_id", *(cell(f"{run['title']}: {name}") for run, _, name in columns)])
        for line in _chosen(found["rows"], visit)[:_ROWS_OF_FILE]:
            results = [line["values"].get((run["id"], key)) for run, key, _ in columns]
            writer.writerow([line["datapoint"], *(cell(None if each is None else each["value"]) for each in results)])
        return text.getvalue()

    text = await visit.service.store.read(read, on_standby=True)
    headers = {"Content-Disposition": 'attachment; filename="evaluation.csv"'}
    return Response(text.encode(errors="replace"), media_type="text/csv", headers=headers)


ROWS = (
    Page("/evaluations/compare", "evaluations_compare.html", _compare),
    Raw("/evaluations/values.csv", _csv),
    Page("/evaluations/{evaluation}", "evaluation.html", _show),
    Raw("/evaluations/{evaluation}/progress", _progress),
    Change("/evaluations/{evaluation}/cancel", _cancel, _look),
)
