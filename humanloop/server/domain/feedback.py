"""Feedback: what people say of a log. The history is kept; the newest value of a user counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list
from humanloop.server.domain.feedback_rounds import FeedbackRound, NewFeedback, feedback_answer, read_feedback
from humanloop.server.errors import InvalidRequestError, NotFoundError
from humanloop.server.store import feedback as rows
from humanloop.server.store import logs as log_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection, Dialect

    from humanloop.server.store.rows import Row

Place = tuple[str | int, ...]


def read_items(dialect: Dialect, items: Sequence[Mapping[str, Any]], places: Sequence[Place]) -> NewFeedback:
    """Do what can be done before it is the turn of the feedback.

    Args:
        dialect: That of the database.
        items: The items; each names its log as `data_id`.
        places: Where each stands in the request, for messages.

    Raises:
        InvalidRequestError: An item names no log.
        UnprocessableError: A time is none.
    """
    missing = [(*place, "data_id") for item, place in zip(items, places, strict=True) if not item.get("data_id")]
    if missing:
        raise InvalidRequestError([(place, "field required", "missing") for place in missing])
    return read_feedback(dialect, ((item["data_id"], item, place) for item, place in zip(items, places, strict=True)))


def read_items_of_logs(
    dialect: Dialect, logs: Sequence[Row], bodies: Sequence[Mapping[str, Any]], places: Sequence[Place]
) -> NewFeedback:
    """Do what can be done before it is the turn of the feedback that has come with new logs.

    Raises:
        UnprocessableError: A time is none.
    """
    given: list[tuple[str, Mapping[str, Any], Place]] = []
    for log, body, place in zip(logs, bodies, places, strict=True):
        items, where = body.get("feedback"), (*place, "feedback")
        if is_list(items):
            given += [(log["id"], item, (*where, number)) for number, item in enumerate(items)]
        elif items:
            given.append((log["id"], items, where))
    return read_feedback(dialect, given)


def give_feedback(connection: Connection, new: NewFeedback, *, strict: bool) -> list[dict[str, Any]]:
    """Store several items of feedback, or none of them; answers them in order.

    Args:
        connection: The database.
        new: The items.
        strict: Whether types and labels that the project does not have are refused instead of adding them.

    Raises:
        NotFoundError: A log does not exist.
        InvalidRequestError: A value does not fit its type, or its type or label is new.
    """
    found = log_rows.logs_by_id(connection, {each.row["log_id"] for each in new.items})
    for each in new.items:
        if each.row["log_id"] not in found:
            raise NotFoundError.of("log", each.row["log_id"])
    return FeedbackRound(connection, new, found, strict=strict).store()


def give_with_logs(connection: Connection, logs: Sequence[Row], new: NewFeedback, *, strict: bool) -> None:
    """Store the feedback that has come with new logs; `strict` is that of `give_feedback`.

    Raises:
        InvalidRequestError: A value does not fit its type, or its type or label is new.
    """
    if new.items:
        FeedbackRound(connection, new, {log["id"]: log for log in logs}, strict=strict).store()


def give_one(connection: Connection, item: Mapping[str, Any], place: Place, *, strict: bool) -> dict[str, Any]:
    """Store one item of feedback; the arguments and errors are those of `read_items` and `give_feedback`."""
    return give_feedback(connection, read_items(connection.dialect, [item], [place]), strict=strict)[0]


def feedback_of_logs(connection: Connection, log_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Build the answers for the current feedback of several logs: log id → items, oldest first."""
    answers: dict[str, list[dict[str, Any]]] = {}
    for row in rows.current_of_logs(connection, log_ids):
        answers.setdefault(row["log_id"], []).append(feedback_answer(row))
    return answers
