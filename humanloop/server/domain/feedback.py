"""Feedback: what people say of a log. The history is kept; the newest value of a user counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list
from humanloop.server.domain.feedback_rounds import FeedbackRound, Given, feedback_answer
from humanloop.server.errors import InvalidRequestError, NotFoundError
from humanloop.server.store import feedback as rows
from humanloop.server.store import logs as log_rows

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
    given = [Given(found[item["data_id"]], item, place) for item, place in zip(items, places, strict=True)]
    return FeedbackRound(connection, given, strict=strict).store()


def give_with_logs(
    connection: Connection,
    logs: Sequence[Row],
    bodies: Sequence[Mapping[str, Any]],
    places: Sequence[Place],
    *,
    strict: bool,
) -> None:
    """Store the feedback that has come with new logs; `strict` is that of `give_feedback`.

    Raises:
        InvalidRequestError: A value does not fit its type, or its type or label is new.
    """
    given: list[Given] = []
    for log, body, place in zip(logs, bodies, places, strict=True):
        items = body.get("feedback")
        listed = items if is_list(items) else [items] if items else []
        given += [Given(log, item, (*place, "feedback")) for item in listed]
    FeedbackRound(connection, given, strict=strict).store()


def feedback_of_logs(connection: Connection, log_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Build the answers for the current feedback of several logs: log id → items, oldest first."""
    answers: dict[str, list[dict[str, Any]]] = {}
    for row in rows.current_of_logs(connection, log_ids):
        answers.setdefault(row["log_id"], []).append(feedback_answer(row))
    return answers
