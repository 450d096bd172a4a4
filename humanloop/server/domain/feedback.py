"""Feedback: what people say of a log. The history is kept; the newest value of a user counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list
from humanloop.server.domain import feedback_types
from humanloop.server.domain.body_limits import check_key_text
from humanloop.server.domain.feedback_counts import count_labels, labels_of
from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.times import now, to_moment
from humanloop.server.domain.trials import judge
from humanloop.server.errors import InvalidRequestError, NotFoundError
from humanloop.server.store import feedback as rows
from humanloop.server.store import logs as log_rows
from humanloop.server.store import schema
from humanloop.server.store.rows import update

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

Place = tuple[str | int, ...]


def give_feedback(
    connection: Connection, items: Sequence[Mapping[str, Any]], places: Sequence[Place], *, strict: bool
) -> list[dict[str, Any]]:
    """Store several items of feedback, or none of them; answers them in order.

    Args:
        connection: The database.
        items: The items; each names its log as `data_id`.
        places: Where each stands in the request, for messages.
        strict: Whether types and labels that the project does not have are refused instead of adding them.

    Raises:
        NotFoundError: A log does not exist.
        InvalidRequestError: An item names no log, its value does not fit its type, or its type or label is new.
    """
    missing = [(*place, "data_id") for item, place in zip(items, places, strict=True) if not item.get("data_id")]
    if missing:
        raise InvalidRequestError([(place, "field required", "missing") for place in missing])
    found = log_rows.logs_by_id(connection, {item["data_id"] for item in items})
    for item in items:
        if item["data_id"] not in found:
            raise NotFoundError.of("log", item["data_id"])
    return [
        give_one(connection, found[item["data_id"]], item, place, strict=strict)
        for item, place in zip(items, places, strict=True)
    ]


def give_one(
    connection: Connection, log: Row, item: Mapping[str, Any], place: Place, *, strict: bool
) -> dict[str, Any]:
    """Store one item of feedback on a log (or take one back); answers it."""
    value = item.get("value")
    if strict:
        feedback_types.check_known(connection, log["project_id"], item["type"], labels_of(value), place)
    type_row = feedback_types.ensure_type(connection, log["project_id"], item["type"], _class_for(value))
    current = rows.current_of_log(connection, log["id"], type_row["id"], item.get("user"))
    if item.get("unset"):
        answer = _take_back(connection, log, item, type_row, current)
        judge(connection, log["id"])
        return answer
    _check_value(value, type_row, place)
    if type_row["class"] != "multi_select" or isinstance(value, list):
        replaced = list(current)
    else:
        replaced = [row for row in current if row["value"] == value]
    for old in replaced:
        update(connection, schema.feedback, old["id"], current=False)
    labels: list[Any] = value if is_list(value) else [value]
    for label in labels:
        if isinstance(label, str):
            if type_row["class"] in feedback_types.WITH_LABELS:
                check_key_text(label, (*place, "value"))
            feedback_types.ensure_label(connection, type_row, label)
    row = _row(log, item, type_row)
    rows.insert_feedback(connection, row)
    for old in replaced:
        count_labels(connection, log, type_row, old["value"], -1)
    count_labels(connection, log, type_row, value, 1)
    judge(connection, log["id"])
    return feedback_answer(row)


def feedback_of_logs(connection: Connection, log_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Build the answers for the current feedback of several logs: log id → items, oldest first."""
    answers: dict[str, list[dict[str, Any]]] = {}
    for row in rows.current_of_logs(connection, log_ids):
        answers.setdefault(row["log_id"], []).append(feedback_answer(row))
    return answers


def feedback_answer(row: Row) -> dict[str, Any]:
    """Build the answer for an item of feedback."""
    return {
        "id": row["id"],
        "type": row["type"],
        "value": row["value"],
        "data_id": row["log_id"],
        "user": row["user"],
        "created_at": row["created_at"],
    }


def _take_back(
    connection: Connection, log: Row, item: Mapping[str, Any], type_row: Row, current: Sequence[Row]
) -> dict[str, Any]:
    """Let what a user said count no more; of several values only the one that is named, if one is."""
    value = item.get("value")
    names_one = type_row["class"] == "multi_select" and value is not None and value != ""
    removed = [row for row in current if not names_one or row["value"] in (value, [value])]
    if not removed:
        return feedback_answer({**_row(log, item, type_row), "value": ""})
    for row in removed:
        update(connection, schema.feedback, row["id"], current=False)
        count_labels(connection, log, type_row, row["value"], -1)
    return feedback_answer(removed[-1])


def _row(log: Row, item: Mapping[str, Any], type_row: Row) -> dict[str, Any]:
    created_at = item.get("created_at")
    return {
        "id": new_id("ann"),
        "log_id": log["id"],
        "feedback_type_id": type_row["id"],
        "type": item["type"],
        "value": item.get("value"),
        "user": item.get("user"),
        "current": True,
        "created_at": to_moment(created_at) if created_at else now(),
    }


def _class_for(value: Any) -> str:
    """Choose the class of a type that nobody has declared, by the first value it gets."""
    if isinstance(value, list):
        return "multi_select"
    return "number" if isinstance(value, (int, float)) and not isinstance(value, bool) else "select"


def _check_value(value: Any, type_row: Row, place: Place) -> None:
    feedback_class = type_row["class"]
    if value is None:
        problem = ("field required", "missing")
    elif feedback_class == "number" and (isinstance(value, bool) or not isinstance(value, (int, float))):
        problem = (f"feedback of type {type_row['type']!r} is a number", "float_type")
    elif feedback_class == "text" and not isinstance(value, str):
        problem = (f"feedback of type {type_row['type']!r} is text", "string_type")
    elif feedback_class == "select" and isinstance(value, list):
        problem = (f"feedback of type {type_row['type']!r} is a single value", "string_type")
    elif feedback_class in feedback_types.WITH_LABELS and "" in labels_of(value):
        problem = ("a label cannot be empty", "string_too_short")
    else:
        return
    message, kind = problem
    raise InvalidRequestError([((*place, "value"), message, kind)])
