"""Datapoints: what goes into a config and what should come out, written down or taken from logs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.domain import audit, datasets
from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.long_pages import LongPage
from humanloop.server.domain.messages import whole_messages
from humanloop.server.domain.template_messages import messages_after_template
from humanloop.server.domain.times import now
from humanloop.server.errors import InvalidRequestError, NotFoundError
from humanloop.server.store import configs as config_rows
from humanloop.server.store import datasets as rows
from humanloop.server.store import logs as log_rows
from humanloop.server.store.owners import owners_of
from humanloop.server.store.redacted import redacted
from humanloop.server.store.rows import NOT_READY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection, Dialect

    from humanloop.server.domain.pages import Page
    from humanloop.server.domain.roles import Caller
    from humanloop.server.store.rows import Columns, Row

_FIELDS = ("inputs", "messages", "target")


@dataclass(frozen=True)
class NewDatapoints:
    """Datapoints that are to be added, and what needs no database for it.

    Args:
        rows: What their rows say of the datapoints themselves.
        ready: Columns of the rows, as the database takes them.
        log_ids: Logs that are to be copied instead.
    """

    rows: Sequence[Mapping[str, Any]]
    ready: Columns
    log_ids: Sequence[str] = ()


def read_datapoints(dialect: Dialect, body: Any) -> NewDatapoints:
    """Do what can be done before it is the turn of the datapoints.

    Args:
        dialect: That of the database.
        body: One datapoint, a list of them, or `{"log_ids": […]}` to copy logs.

    Raises:
        InvalidRequestError: `log_ids` is not a list of ids, or a datapoint is a flat row of a table.
    """
    if is_object(body) and body.get("log_ids") is not None:
        log_ids = body["log_ids"]
        if not is_list(log_ids) or not all(isinstance(each, str) for each in log_ids):
            raise InvalidRequestError([(("body", "log_ids"), "it must be a list of ids", "list_type")])
        return NewDatapoints((), NOT_READY, log_ids)
    given: list[tuple[tuple[str | int, ...], Any]] = (
        [(("body", number), item) for number, item in enumerate(body)] if is_list(body) else [(("body",), body)]
    )
    new = _rows(_content(place, item) for place, item in given)
    return NewDatapoints(new, rows.ready_datapoints(dialect, new))


def create_datapoints(connection: Connection, dataset_id: str, new: NewDatapoints) -> list[dict[str, Any]]:
    """Add datapoints to a dataset; answers them in order.

    Args:
        connection: The database.
        dataset_id: The dataset.
        new: The datapoints.

    Raises:
        NotFoundError: The dataset or a log does not exist; then nothing is added.
    """
    dataset = datasets.find_dataset(connection, dataset_id)
    contents = _rows(_contents_of_logs(connection, new.log_ids)) if new.log_ids else new.rows
    if not contents:
        return []
    version = datasets.add_version(connection, dataset, len(contents))
    added = [{**row, "dataset_id": dataset["id"], "added_version": version} for row in contents]
    rows.insert_datapoints(connection, added, new.ready)
    return [datapoint_answer(row) for row in added]


def add_datapoints(connection: Connection, dataset_id: str, body: Any) -> None:
    """Add datapoints to a dataset; the arguments and errors are those of `read_datapoints` and `create_datapoints`."""
    create_datapoints(connection, dataset_id, read_datapoints(connection.dialect, body))


def _rows(contents: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    moment = now()
    return [
        {"id": new_id("evtc"), "source_log_id": None, "created_at": moment, "updated_at": moment, **content}
        for content in contents
    ]


def _content(place: tuple[str | int, ...], item: Mapping[str, Any]) -> dict[str, Any]:
    """Take the fields of a datapoint. Others are ignored as everywhere, but not those of a table's row."""
    for key in item:
        field, dot, inner = key.partition(".")
        if dot and field in _FIELDS:
            message = (
                f'write {{"{field}": {{"{inner}": …}}}}; for rows of a table, `humanloop.tables.from_records` does it'
            )
            raise InvalidRequestError([((*place, key), message, "extra_forbidden")])
    return {key: item.get(key) for key in _FIELDS}


def list_datapoints(connection: Connection, dataset_id: str, page: Page) -> dict[str, Any]:
    """Answer a page of the datapoints of a dataset, in the order in which they were added."""
    return page_of_datapoints(connection, dataset_id, page).read(connection)


def page_of_datapoints(connection: Connection, dataset_id: str, page: Page) -> LongPage:
    """Find a page of the datapoints of a dataset, in the order in which they were added."""
    dataset = datasets.find_dataset(connection, dataset_id)
    found = rows.sized_page(connection, dataset_id, page.offset, page.size)
    keys, octets = [row["seq"] for row in found], [row["octets"] for row in found]
    return LongPage(page, dataset["datapoint_count"], keys, octets, _answers)


def _answers(connection: Connection, numbers: Sequence[int]) -> list[dict[str, Any]]:
    return [datapoint_answer(row) for row in rows.states(connection, numbers)]


def get_datapoint(connection: Connection, datapoint_id: str) -> dict[str, Any]:
    """Answer a datapoint."""
    return datapoint_answer(_find(connection, datapoint_id))


def update_datapoint(connection: Connection, datapoint_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Change the fields that are given; null clears one. Answers the datapoint."""
    row = _find(connection, datapoint_id)
    changes = {key: body[key] for key in _FIELDS if key in body and body[key] != row[key]}
    if not changes:
        return datapoint_answer(row)
    version = datasets.add_version(connection, datasets.find_dataset(connection, row["dataset_id"]), 0)
    rows.remove_datapoints(connection, row["dataset_id"], [row["id"]], version)
    kept = {key: value for key, value in row.items() if key not in {"seq", "removed_version"}}
    changed: dict[str, Any] = {**kept, **changes, "added_version": version, "updated_at": now()}
    rows.insert_datapoints(connection, [changed])
    return datapoint_answer(changed)


def delete_datapoints(connection: Connection, datapoint_ids: Iterable[str], by: Caller) -> None:
    """Remove datapoints from their datasets; ids that are not known to the caller are passed over."""
    of_dataset: dict[str, list[str]] = {}
    owners = owners_of(connection, "datapoint", datapoint_ids) if by.projects else {}
    for row in rows.find_datapoints(connection, datapoint_ids):
        if by.projects and not owners[row["id"]] & by.projects:
            continue
        of_dataset.setdefault(row["dataset_id"], []).append(row["id"])
    for dataset_id, ids in of_dataset.items():
        version = datasets.add_version(connection, datasets.find_dataset(connection, dataset_id), -len(ids))
        rows.remove_datapoints(connection, dataset_id, ids, version)
        detail = {"part": "datapoints", "rows": len(ids)}
        audit.record(connection, by.name, "dataset.delete", dataset_id, detail)


def datapoint_answer(row: Row) -> dict[str, Any]:
    """Build the answer for a datapoint."""
    return {
        "id": row["id"],
        "dataset_id": row["dataset_id"],
        "inputs": row["inputs"],
        "messages": whole_messages(row["messages"]),
        "target": row["target"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
        "source_project_data_id": row["source_log_id"],
    }


def _contents_of_logs(connection: Connection, log_ids: Sequence[str]) -> list[dict[str, Any]]:
    found = {row["id"]: row for row in log_rows.whole_logs_by_id(connection, log_ids)}
    for log_id in log_ids:
        if log_id not in found:
            raise NotFoundError.of("log", log_id)
    of_logs = config_rows.configs_by_id(connection, {row["config_id"] for row in found.values()})
    return [
        _content_of_log(connection, found[log_id], of_logs[found[log_id]["config_id"]]["content"]) for log_id in log_ids
    ]


def _content_of_log(connection: Connection, log: Row, config: Mapping[str, Any]) -> dict[str, Any]:
    """Take over what the log asks its version: whoever asks by the row has a template already."""
    messages = log["messages"] and messages_after_template(config, log["inputs"], log["messages"])
    given = {"inputs": log["inputs"], "messages": messages, "output": log["output"]}
    # The log may be older than what is redacted now.
    content = {name: redacted(connection, value, name) for name, value in given.items()}
    return {
        "inputs": content["inputs"],
        "messages": content["messages"],
        "target": None if content["output"] is None else {"output": content["output"]},
        "source_log_id": log["id"],
    }


def _find(connection: Connection, datapoint_id: str) -> Row:
    found: Sequence[Row] = rows.find_datapoints(connection, [datapoint_id])
    if not found:
        raise NotFoundError.of("datapoint", datapoint_id)
    return found[0]
