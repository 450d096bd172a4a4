"""The logs of a project: a table with filters, and the same as files."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json
from starlette.responses import JSONResponse, Response, StreamingResponse

from humanloop.server.domain import log_lists
from humanloop.server.domain import logs as log_rules
from humanloop.server.domain.log_options import options_of_project
from humanloop.server.errors import NotFoundError
from humanloop.server.web.alike import alike
from humanloop.server.web.cells import cell
from humanloop.server.web.log_query import (
    COLUMNS,
    FILTERS,
    SPANS,
    columns_of,
    filter_of,
    list_query,
    query_of_form,
    spot_of,
    stretch_of,
)
from humanloop.server.web.pages.log import show_log
from humanloop.server.web.project_frame import project_frame
from humanloop.server.web.rows import Change, Page, Raw
from humanloop.server.web.texts import Room
from humanloop.server.web.visit import to_query

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from sqlalchemy.engine import Connection

    from humanloop.server.domain.log_lists import Stretch
    from humanloop.server.web.visit import Visit

_ROWS_AT_ONCE = 200
# Bytes of the texts of a log beside the list, which has texts of its own.
_ROOM_BESIDE = 20_000
_FIELDS = (
    "id",
    "created_at",
    "config_id",
    "config_name",
    "inputs",
    "messages",
    "output",
    "error",
    "source",
    "environment",
    "user",
    "session_id",
    "parent_id",
    "reference_id",
    "prompt_tokens",
    "output_tokens",
    "prompt_cost",
    "output_cost",
    "duration",
    "feedback",
    "evaluation_results",
    "metadata",
)


def _show(connection: Connection, visit: Visit) -> dict[str, Any]:
    frame = project_frame(connection, visit, "logs")
    wanted, stretch = filter_of(visit), stretch_of(visit)
    found = log_lists.list_lines(connection, frame["project"]["id"], wanted, stretch)
    query = list_query(visit)
    return {
        **frame,
        "found": found,
        "columns": columns_of(visit),
        "all_columns": COLUMNS,
        "alike": alike(found.lines, columns_of(visit)),
        "spans": SPANS,
        "options": options_of_project(connection, frame["project"]["id"]),
        "is_filtered": any(visit.many(name) for name in FILTERS),
        "list_query": query,
        "list_part": to_query(query),
        "newer": _turn(visit, found, stretch, newer=True),
        "older": _turn(visit, found, stretch, newer=False),
        "beside": _beside(connection, visit, frame["project"]["id"]),
    }


def _beside(connection: Connection, visit: Visit, project_id: str) -> dict[str, Any] | None:
    """Read the log that is shown beside the list, if one is chosen that is still there."""
    if not visit.one("selected"):
        return None
    try:
        shown = show_log(connection, visit, log_rules.get_log(connection, visit.one("selected")), Room(_ROOM_BESIDE))
    except NotFoundError:
        return None
    return shown if shown["project"]["id"] == project_id else None


def _turn(visit: Visit, found: log_lists.LogLines, stretch: Stretch, *, newer: bool) -> str | None:
    """Write the address of the next stretch of the list in one direction; None if there is nothing."""
    if not (found.has_newer if newer else found.has_older):
        return None
    if stretch.offset or filter_of(visit).choices.sort:
        offset = max(stretch.offset + (-stretch.size if newer else stretch.size), 0)
        return visit.same(after=str(offset) if offset else None, selected=None)
    if newer:
        return visit.same(before=str(found.newest), after=None, selected=None)
    return visit.same(after=str(found.oldest), before=None, selected=None)


async def _count_newer(visit: Visit) -> Response:
    """Say how many logs have come since the first one that is shown."""
    spot = spot_of(visit, "than")
    project_id, wanted = visit.path["project"], filter_of(visit)
    if spot is None:
        raise NotFoundError("There is no such place in the list.")
    count = await visit.service.store.read(lambda c: log_lists.count_newer(c, project_id, wanted, spot))
    return JSONResponse({"count": count})


def _delete(connection: Connection, visit: Visit) -> str:
    _check_project(connection, visit)
    log_rules.delete_logs(connection, visit.fields("log"), visit.session.caller)
    query = to_query({**query_of_form(visit), "done": "deleted"})
    return visit.link("projects", visit.path["project"], "logs") + query


def _ask(connection: Connection, visit: Visit) -> dict[str, Any]:
    """Ask before anything is deleted."""
    return {
        **project_frame(connection, visit, "logs"),
        "chosen": visit.ticked("log", "Tick the logs that are to be deleted"),
        "back": to_query(list_query(visit)),
    }


def _check_project(connection: Connection, visit: Visit) -> None:
    project_frame(connection, visit, "logs")


async def _csv(visit: Visit) -> Response:
    return await _download(visit, "csv", "text/csv", _csv_lines)


async def _jsonl(visit: Visit) -> Response:
    return await _download(visit, "jsonl", "application/jsonl", _json_lines)


async def _download(
    visit: Visit, ending: str, media_type: str, write: Callable[[list[dict[str, Any]], bool], bytes]
) -> Response:
    project_id, wanted = visit.path["project"], filter_of(visit)
    # Before the answer begins: a project that is not there is no file.
    await visit.service.store.read(lambda connection: project_frame(connection, visit, "logs"))

    async def pieces() -> AsyncIterator[bytes]:
        spot, offset, is_first = None, 0, True
        while True:
            stretch = log_lists.Stretch(older_than=spot, offset=offset, size=_ROWS_AT_ONCE)
            answers, spot = await visit.service.store.read(
                lambda c, stretch=stretch: log_lists.whole_logs(c, project_id, wanted, stretch),  # type: ignore[misc] # a default
                on_standby=True,
            )
            if wanted.choices.sort:
                spot, offset = None, offset + _ROWS_AT_ONCE
            yield write(answers, is_first)
            is_first = False
            if len(answers) < _ROWS_AT_ONCE:
                return

    headers = {"Content-Disposition": f'attachment; filename="logs.{ending}"'}
    return StreamingResponse(pieces(), media_type=media_type, headers=headers)


def _json_lines(answers: list[dict[str, Any]], is_first: bool) -> bytes:
    del is_first
    return b"".join(to_json(answer) + b"\n" for answer in answers)


def _csv_lines(answers: list[dict[str, Any]], is_first: bool) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    if is_first:
        writer.writerow(_FIELDS)
    writer.writerows([cell(_field(answer, name)) for name in _FIELDS] for answer in answers)
    return text.getvalue().encode(errors="replace")


def _field(answer: Mapping[str, Any], name: str) -> Any:
    if name == "config_name":
        return answer["config"]["name"]
    if name == "feedback":
        return [{"type": item["type"], "value": item["value"]} for item in answer["feedback"]]
    if name == "evaluation_results":
        return [{"evaluator_id": item["evaluator_id"], "value": item["value"]} for item in answer[name]]
    return answer[name]


ROWS = (
    Page("/projects/{project}/logs", "logs.html", _show),
    Page("/projects/{project}/logs/delete", "logs_delete.html", _ask, is_for_change=True),
    Change("/projects/{project}/logs/delete", _delete),
    Raw("/projects/{project}/logs/newer", _count_newer),
    Raw("/projects/{project}/logs.csv", _csv),
    Raw("/projects/{project}/logs.jsonl", _jsonl),
)
