"""The feedback of one request: what it needs is read at once, decided in memory, and written at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from humanloop.core.json_kinds import is_list
from humanloop.server.domain import feedback_types
from humanloop.server.domain.body_limits import check_key_text
from humanloop.server.domain.feedback_counts import counted_labels, labels_of
from humanloop.server.domain.feedback_types import WITH_LABELS
from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.times import now, to_moment
from humanloop.server.domain.trials import judge
from humanloop.server.errors import InvalidRequestError
from humanloop.server.store import feedback as rows
from humanloop.server.store.feedback_counts import add_to_counts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

Place = tuple[str | int, ...]
_Current = dict[bytes, dict[str, Any]]


@dataclass(frozen=True)
class Given:
    """An item of feedback that is given, or taken back.

    Args:
        log: Its log: id, project and config.
        item: The item as it came.
        place: Where it stands in the request, for messages.
    """

    log: Row
    item: Mapping[str, Any]
    place: Place


class FeedbackRound:
    """Feedback that is stored together, or not at all.

    Args:
        connection: The database.
        given: The items. A later one finds what an earlier one has done.
        strict: Whether types and labels that the project does not have are refused instead of adding them.
    """

    def __init__(self, connection: Connection, given: Sequence[Given], *, strict: bool) -> None:
        self._connection = connection
        self._given = given
        self._strict = strict
        self._types: dict[tuple[str, str], Row] = {}
        # What a user currently says of a log by a type, oldest first: value as JSON → row.
        self._current: dict[tuple[str, int, str | None], _Current] = {}
        self._new: dict[str, dict[str, Any]] = {}
        self._ended: list[str] = []
        self._counts: Counter[tuple[str, int, str]] = Counter()

    def store(self) -> list[dict[str, Any]]:
        """Store all items; answers them in order.

        Raises:
            InvalidRequestError: A value does not fit its type, or its type or label is new.
        """
        if not self._given:
            return []
        connection, log_ids = self._connection, {each.log["id"] for each in self._given}
        self._find_types()
        for row in rows.current_of_logs(connection, log_ids):
            key = (row["log_id"], row["feedback_type_id"], row["user"])
            self._current.setdefault(key, {})[to_json(row["value"])] = dict(row)
        answers = [self._give(each) for each in self._given]
        self._store_labels()
        rows.end_feedback(connection, self._ended)
        rows.insert_feedback(connection, list(self._new.values()))
        add_to_counts(connection, self._counts)
        judge(connection, log_ids)
        return answers

    def _find_types(self) -> None:
        """Find the types of all items, and add those that are missing with the class of their first value."""
        connection, projects = self._connection, {each.log["project_id"] for each in self._given}
        names = {each.item["type"] for each in self._given}
        found = rows.types_by_name(connection, projects, names)
        new: dict[tuple[str, str], str] = {}
        for each in self._given:
            key = _type_of(each)
            if key not in found and key not in new:
                if self._strict:
                    feedback_types.refuse_type(connection, *key, each.place)
                new[key] = _class_for(each.item.get("value"))
        if new:
            rows.insert_types(connection, [(*key, feedback_class) for key, feedback_class in new.items()])
            found = rows.types_by_name(connection, projects, names)
        self._types = found

    def _give(self, given: Given) -> dict[str, Any]:
        item, type_row = given.item, self._types[_type_of(given)]
        current = self._current.setdefault((given.log["id"], type_row["id"], item.get("user")), {})
        if item.get("unset"):
            return self._take_back(given, type_row, current)
        value = item.get("value")
        _check_value(value, type_row, given.place)
        replaces_all = type_row["class"] != "multi_select" or isinstance(value, list)
        self._end(given, type_row, current, list(current) if replaces_all else [to_json(value)])
        row = _row(given, type_row)
        self._new[row["id"]] = row
        current[to_json(value)] = row
        self._count(given, type_row, value, 1)
        return feedback_answer(row)

    def _take_back(self, given: Given, type_row: Row, current: _Current) -> dict[str, Any]:
        """Let what a user said count no more; of several values only the one that is named, if one is."""
        value = given.item.get("value")
        names_one = type_row["class"] == "multi_select" and value is not None and value != ""
        removed = self._end(
            given, type_row, current, [to_json(value), to_json([value])] if names_one else list(current)
        )
        return feedback_answer(removed[-1] if removed else {**_row(given, type_row), "value": ""})

    def _end(self, given: Given, type_row: Row, current: _Current, values: Sequence[bytes]) -> list[dict[str, Any]]:
        """Let those of these values count no more that do; answers their rows."""
        ended = [current.pop(value) for value in values if value in current]
        for row in ended:
            row["current"] = False
            if row["id"] not in self._new:
                self._ended.append(row["id"])
            self._count(given, type_row, row["value"], -1)
        return ended

    def _count(self, given: Given, type_row: Row, value: Any, number: int) -> None:
        for label in counted_labels(type_row, value):
            self._counts[given.log["config_id"], type_row["id"], label] += number

    def _store_labels(self) -> None:
        """Add the labels that their types do not have yet."""
        wanted: dict[tuple[int, str], Place] = {}
        for each in self._given:
            type_row = self._types[_type_of(each)]
            if type_row["class"] not in WITH_LABELS or (each.item.get("unset") and not self._strict):
                continue
            for label in labels_of(each.item.get("value")):
                if label:
                    check_key_text(label, (*each.place, "value"))
                    wanted.setdefault((type_row["id"], label), each.place)
        known = rows.known_labels(self._connection, {key[0] for key in wanted}, {key[1] for key in wanted})
        new = {key: place for key, place in wanted.items() if key not in known}
        for (type_id, label), place in new.items():
            if self._strict:
                type_row = next(row for row in self._types.values() if row["id"] == type_id)
                feedback_types.refuse_label(self._connection, type_row, label, place)
        rows.insert_labels(self._connection, [(*key, feedback_types.UNSET) for key in new])


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


def _type_of(given: Given) -> tuple[str, str]:
    return given.log["project_id"], given.item["type"]


def _row(given: Given, type_row: Row) -> dict[str, Any]:
    item = given.item
    created_at = item.get("created_at")
    return {
        "id": new_id("ann"),
        "log_id": given.log["id"],
        "feedback_type_id": type_row["id"],
        "type": item["type"],
        "value": item.get("value"),
        "user": item.get("user"),
        "current": True,
        "created_at": to_moment(created_at) if created_at else now(),
    }


def _class_for(value: Any) -> str:
    """Choose the class of a type that nobody has declared, by the first value it gets."""
    if is_list(value):
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
    elif feedback_class in WITH_LABELS and "" in labels_of(value):
        problem = ("a label cannot be empty", "string_too_short")
    else:
        return
    message, kind = problem
    raise InvalidRequestError([((*place, "value"), message, kind)])
