"""The feedback of one request: what it needs is read at once, decided in memory, and written at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from humanloop.core.json_kinds import is_list
from humanloop.server.domain import feedback_types
from humanloop.server.domain.body_limits import check_key_text, check_number
from humanloop.server.domain.feedback_counts import counted_labels, labels_of
from humanloop.server.domain.feedback_types import WITH_LABELS
from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.times import now, to_moment
from humanloop.server.domain.trials import judge
from humanloop.server.errors import InvalidRequestError
from humanloop.server.store import feedback as rows
from humanloop.server.store.feedback_counts import add_to_counts
from humanloop.server.store.log_said import with_places
from humanloop.server.store.logs import places_in_time
from humanloop.server.store.redacted import redactor_for
from humanloop.server.store.rows import NOT_READY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection, Dialect

    from humanloop.server.store.rows import Columns, Row

Place = tuple[str | int, ...]
_Current = dict[bytes, "Row"]


@dataclass(frozen=True)
class Given:
    """An item of feedback that is given, or taken back.

    Args:
        item: The item as it came.
        place: Where it stands in the request, for messages.
        row: What its row says of the item itself, with the value that is stored.
        key: That value as JSON.
    """

    item: Mapping[str, Any]
    place: Place
    row: Mapping[str, Any]
    key: bytes


@dataclass(frozen=True)
class NewFeedback:
    """Feedback that is to be stored, and what needs no database for it.

    Args:
        items: The items.
        ready: Columns of their rows, as the database takes them.
    """

    items: Sequence[Given]
    ready: Columns


def read_feedback(dialect: Dialect, items: Iterable[tuple[str, Mapping[str, Any], Place]]) -> NewFeedback:
    """Do what can be done before it is the turn of the feedback.

    Args:
        dialect: That of the database.
        items: The items, each with the id of its log, and where it stands in the request.

    Raises:
        UnprocessableError: A time is none.
    """
    given: list[Given] = []
    for log_id, item, place in items:
        row = _row(dialect, log_id, item)
        given.append(Given(item, place, row, to_json(row["value"])))
    return NewFeedback(given, rows.ready_feedback(dialect, [each.row for each in given]))


class FeedbackRound:
    """Feedback that is stored together, or not at all.

    Args:
        connection: The database.
        new: The items. A later one finds what an earlier one has done.
        logs: Their logs: id → project and config.
        strict: Whether types and labels that the project does not have are refused instead of adding them.
    """

    def __init__(self, connection: Connection, new: NewFeedback, logs: Mapping[str, Row], *, strict: bool) -> None:
        self._connection = connection
        self._given = new.items
        self._ready = new.ready
        self._logs = logs
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
        connection, log_ids = self._connection, {each.row["log_id"] for each in self._given}
        self._find_types()
        for row in rows.current_of_logs(connection, log_ids):
            key = (row["log_id"], row["feedback_type_id"], row["user"])
            self._current.setdefault(key, {})[to_json(row["value"])] = row
        answers = [self._give(each) for each in self._given]
        self._store_labels()
        rows.end_feedback(connection, self._ended)
        # What only takes back is not stored itself.
        is_whole = len(self._new) == len(self._given)
        new = with_places(list(self._new.values()), self._places())
        rows.insert_feedback(connection, new, self._ready if is_whole else NOT_READY)
        add_to_counts(connection, self._counts)
        judge(connection, log_ids)
        return answers

    def _places(self) -> Mapping[str, Row]:
        """Find the places of the logs among others; new ones have them only now that they are stored."""
        logs = self._logs
        is_known = all("seq" in logs[row["log_id"]] for row in self._new.values())
        if is_known:
            return logs
        return places_in_time(self._connection, {row["log_id"] for row in self._new.values()})

    def _find_types(self) -> None:
        """Find the types of all items, and add those that are missing with the class of their first value."""
        connection, projects = self._connection, {log["project_id"] for log in self._logs.values()}
        names = {each.item["type"] for each in self._given}
        found = rows.types_by_name(connection, projects, names)
        new: dict[tuple[str, str], str] = {}
        for each in self._given:
            key = self._type_of(each)
            if key not in found and key not in new:
                if self._strict:
                    feedback_types.refuse_type(connection, *key, each.place)
                new[key] = _class_for(each.item.get("value"))
        if new:
            rows.insert_types(connection, [(*key, feedback_class) for key, feedback_class in new.items()])
            found = rows.types_by_name(connection, projects, names)
        self._types = found

    def _type_of(self, given: Given) -> tuple[str, str]:
        return self._logs[given.row["log_id"]]["project_id"], given.item["type"]

    def _give(self, given: Given) -> dict[str, Any]:
        type_row = self._types[self._type_of(given)]
        # Its own for each try: what ends later says so there.
        row: dict[str, Any] = {**given.row, "feedback_type_id": type_row["id"], "current": True}
        current = self._current.setdefault((row["log_id"], type_row["id"], row["user"]), {})
        if given.item.get("unset"):
            return self._take_back(given, type_row, current)
        value = given.item.get("value")
        _check_value(value, type_row, given.place)
        if self._strict:
            _check_labels(value, type_row, given.place)
        if current:
            replaces_all = type_row["class"] != "multi_select" or isinstance(value, list)
            self._end(given, type_row, current, list(current) if replaces_all else [given.key])
        self._new[row["id"]] = row
        current[given.key] = row
        self._count(given, type_row, row["value"], 1)
        return feedback_answer({**row, "value": value})

    def _take_back(self, given: Given, type_row: Row, current: _Current) -> dict[str, Any]:
        """Let what a user said count no more; of several values only the one that is named, if one is."""
        value = given.row["value"]
        names_one = type_row["class"] == "multi_select" and value is not None and value != ""
        removed = self._end(given, type_row, current, [given.key, to_json([value])] if names_one else list(current))
        return feedback_answer(removed[-1] if removed else {**given.row, "value": ""})

    def _end(self, given: Given, type_row: Row, current: _Current, values: Sequence[bytes]) -> list[Row]:
        """Let those of these values count no more that do; answers their rows."""
        ended = [current.pop(value) for value in values if value in current]
        for row in ended:
            if row["id"] in self._new:
                self._new[row["id"]]["current"] = False
            else:
                self._ended.append(row["id"])
            self._count(given, type_row, row["value"], -1)
        return ended

    def _count(self, given: Given, type_row: Row, value: Any, number: int) -> None:
        config_id = self._logs[given.row["log_id"]]["config_id"]
        for label in counted_labels(type_row, value):
            self._counts[config_id, type_row["id"], label] += number

    def _store_labels(self) -> None:
        """Add the labels that their types do not have yet."""
        wanted: dict[tuple[int, str], Place] = {}
        for each in self._given:
            type_row = self._types[self._type_of(each)]
            if type_row["class"] not in WITH_LABELS or (each.item.get("unset") and not self._strict):
                continue
            for label in labels_of(each.row["value"]):
                if label and (type_row["id"], label) not in wanted:
                    check_key_text(label, (*each.place, "value"))
                    wanted[type_row["id"], label] = each.place
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


def _row(dialect: Dialect, log_id: str, item: Mapping[str, Any]) -> dict[str, Any]:
    created_at = item.get("created_at")
    redactor = redactor_for(dialect)
    value = item.get("value")
    return {
        "id": new_id("ann"),
        "log_id": log_id,
        "type": item["type"],
        # What is compared with what is there, and counted, is what is stored.
        "value": value if redactor is None else redactor.value(value, "feedback"),
        "user": item.get("user"),
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
        check_number(value, (*place, "value"))
        return
    message, kind = problem
    raise InvalidRequestError([((*place, "value"), message, kind)])


def _check_labels(value: Any, type_row: Row, place: Place) -> None:
    """Refuse what is none of the labels that the project has because it is no text, and no list of them."""
    if type_row["class"] in WITH_LABELS and not isinstance(value, (str, list)):
        message = f"labels of feedback of type {type_row['type']!r} are texts"
        raise InvalidRequestError([((*place, "value"), message, "string_type")])
