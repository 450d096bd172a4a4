"""One dataset: its rows, edited, imported and exported, and the evaluations that used it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json
from starlette.responses import HTMLResponse, Response

from humanloop.core.json_kinds import is_object
from humanloop.server.domain import datapoints, datasets
from humanloop.server.domain.dataset_files import read_rows, write_csv
from humanloop.server.domain.evaluation_reports import list_of_dataset
from humanloop.server.domain.pages import Page as Part
from humanloop.server.errors import InvalidRequestError, TooLargeError, UnprocessableError
from humanloop.server.json_values import as_object
from humanloop.server.web.alike import alike
from humanloop.server.web.cells import cell
from humanloop.server.web.forms import checked
from humanloop.server.web.packed import packed, unpacked
from humanloop.server.web.paging import Paging
from humanloop.server.web.problems import words_of
from humanloop.server.web.project_frame import project_frame
from humanloop.server.web.prompt_texts import read_json_or_text, read_list, read_object
from humanloop.server.web.rendering import render
from humanloop.server.web.rows import Change, Page, Raw

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

    from humanloop.server.web.visit import Visit

_SHOWN = 50
_NEW: dict[str, Any] = {"id": "", "inputs": None, "messages": None, "target": None}
_MOST_EXPORTED = 100_000
# Bytes of a form besides the file in it.
_OTHER_FIELDS = 10_000


def _show(connection: Connection, visit: Visit) -> dict[str, Any]:
    paging = Paging.of(visit)
    dataset_id = visit.path["dataset"]
    dataset = datasets.get_dataset(connection, dataset_id)
    found = datapoints.list_datapoints(connection, dataset_id, Part(paging.number, paging.size, 1))
    records = found["records"]
    inputs = [as_object(record["inputs"]) for record in records]
    names = list(dict.fromkeys(name for each in inputs for name in each))[:20]
    return {
        **project_frame(connection, visit, "datasets", dataset["project_id"]),
        "dataset": dataset,
        "records": records,
        "alike": alike(inputs, names),
        "inputs": names,
        "has_messages": any(record["messages"] for record in records),
        "used": list_of_dataset(connection, dataset_id, 20),
        **paging.links(visit, found["total"]),
    }


def _edit(connection: Connection, visit: Visit) -> dict[str, Any]:
    dataset = datasets.get_dataset(connection, visit.path["dataset"])
    row = visit.one("row")
    found = datapoints.get_datapoint(connection, row) if row else _new_row(connection, dataset["id"])
    return {**project_frame(connection, visit, "datasets", dataset["project_id"]), "dataset": dataset, "row": found}


def _new_row(connection: Connection, dataset_id: str) -> dict[str, Any]:
    """Begin a row with the names that the newest one has, to be filled in."""
    known = datapoints.list_datapoints(connection, dataset_id, Part(1, 1, 1))["records"]
    names = {name: as_object(known[0][name]) for name in ("inputs", "target")} if known else {}
    return {**_NEW, **{name: dict.fromkeys(values, "") for name, values in names.items() if values}}


def _save(connection: Connection, visit: Visit) -> str:
    """Add a row, or change one."""
    body = _content(visit)
    if all(value is None for value in body.values()):
        raise InvalidRequestError([(("form", "inputs"), "The row is empty.", "missing")])
    if visit.field("row"):
        datapoints.update_datapoint(connection, visit.field("row"), checked("datapoints.update", body))
    else:
        datapoints.add_datapoints(connection, visit.path["dataset"], _checked_row(body))
    return visit.link("datasets", visit.path["dataset"], done="saved")


def _content(visit: Visit) -> dict[str, Any]:
    """Read the fields of a row; empty ones are nothing."""
    inputs, messages, target = (visit.field(name).strip() for name in ("inputs", "messages", "target"))
    return {
        "inputs": read_object(inputs, "inputs") if inputs else None,
        "messages": read_list(messages, "messages") if messages else None,
        "target": _target(target) if target else None,
    }


def _target(text: str) -> dict[str, Any]:
    value = read_json_or_text(text, "target")
    return value if is_object(value) else {"output": text}


def _checked_row(row: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = checked("datasets.create_datapoint", row)
    return kept


def _fitting(row: Mapping[str, Any]) -> dict[str, Any] | str:
    """Answer a row of a file as it is kept, or why it is not."""
    try:
        return _checked_row(row)
    except InvalidRequestError as error:
        return words_of(error)


def _delete(connection: Connection, visit: Visit) -> str:
    datapoints.delete_datapoints(connection, visit.fields("row"), visit.session.caller)
    return visit.link("datasets", visit.path["dataset"], done="deleted")


def _delete_all(connection: Connection, visit: Visit) -> str:
    dataset = datasets.get_dataset(connection, visit.path["dataset"])
    datasets.delete_dataset(connection, dataset["id"], visit.session.caller)
    return visit.link("projects", dataset["project_id"], "datasets", done="deleted")


def _ask(connection: Connection, visit: Visit) -> dict[str, Any]:
    dataset = datasets.get_dataset(connection, visit.path["dataset"])
    return {
        **project_frame(connection, visit, "datasets", dataset["project_id"]),
        "dataset": dataset,
        "rows": visit.many("row"),
    }


async def _preview(visit: Visit) -> Response:
    """Show what a file would add, and what of it does not fit."""
    content, limit = visit.files.get("file", b""), visit.service.settings.body_limit
    # Beside the requests of others: it takes as long as the file is large.
    rows, problems = await asyncio.to_thread(read_rows, content, _fitting)
    kept = await asyncio.to_thread(packed, content)
    if len(kept) > limit - _OTHER_FIELDS:
        raise TooLargeError("The file is too large to be looked at before it is imported: part it.")

    def frame(connection: Connection) -> dict[str, Any]:
        dataset = datasets.get_dataset(connection, visit.path["dataset"])
        return {**project_frame(connection, visit, "datasets", dataset["project_id"]), "dataset": dataset}

    values = await visit.service.store.read(frame)
    shown = {"found": rows[:_SHOWN], "count": len(rows), "problems": problems[:_SHOWN], "wrong": len(problems)}
    return HTMLResponse(render("dataset_import.html", visit, {**values, **shown, "content": kept}))


def _import(connection: Connection, visit: Visit) -> str:
    content = unpacked(visit.field("content"), visit.service.settings.body_limit)
    # What does not fit was shown before, and stays out.
    rows, _ = read_rows(content, _fitting)
    if not rows:
        raise UnprocessableError("No row of the file fits.")
    datapoints.add_datapoints(connection, visit.path["dataset"], rows)
    return visit.link("datasets", visit.path["dataset"], done="imported")


async def _export(visit: Visit) -> Response:
    dataset_id = visit.path["dataset"]
    found = await visit.service.store.read(
        lambda connection: datapoints.list_datapoints(connection, dataset_id, Part(1, _MOST_EXPORTED, 1))["records"],
        on_standby=True,
    )
    if visit.one("as") == "jsonl":
        lines = [
            {name: each[name] for name in ("inputs", "messages", "target") if each[name] is not None} for each in found
        ]
        content, kind = b"".join(to_json(line) + b"\n" for line in lines), "jsonl"
    else:
        content, kind = write_csv(found, cell).encode(errors="replace"), "csv"
    headers = {"Content-Disposition": f'attachment; filename="dataset.{kind}"'}
    return Response(content, media_type="text/csv" if kind == "csv" else "application/jsonl", headers=headers)


ROWS = (
    Page("/datasets/{dataset}", "dataset.html", _show),
    Page("/datasets/{dataset}/row", "dataset_row.html", _edit, is_for_change=True),
    Change("/datasets/{dataset}/row", _save),
    Page("/datasets/{dataset}/delete", "dataset_delete.html", _ask, is_for_change=True),
    Change("/datasets/{dataset}/delete-rows", _delete),
    Change("/datasets/{dataset}/delete", _delete_all),
    Raw("/datasets/{dataset}/preview", _preview, "POST"),
    Change("/datasets/{dataset}/import", _import),
    Raw("/datasets/{dataset}/export", _export),
)
