"""Types of feedback: five that every project has, and those that are added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from humanloop.server.errors import ConflictError, InvalidRequestError
from humanloop.server.json_values import as_array
from humanloop.server.store import feedback as rows
from humanloop.server.suggestions import listed, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

Place = tuple[str | int, ...]
UNSET = "unset"
_DEFAULTS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "rating": ("select", [("good", "positive"), ("bad", "negative")]),
    "action": ("multi_select", []),
    "issue": ("multi_select", []),
    "correction": ("text", []),
    "comment": ("text", []),
}
WITH_LABELS = frozenset({"select", "multi_select"})
"""Classes whose values are labels."""


def add_default_types(connection: Connection, project_id: str) -> None:
    """Give a new project the types that all projects have."""
    for name, (feedback_class, labels) in _DEFAULTS.items():
        type_id = rows.insert_type(connection, project_id, name, feedback_class)
        rows.insert_labels(connection, [(type_id, *label) for label in labels])


def add_type(connection: Connection, project_id: str, requested: Mapping[str, Any], place: Place) -> Row:
    """Add a type with its labels; of a type that is there, its labels are added or changed.

    Args:
        connection: The database.
        project_id: Whose type it is.
        requested: `type`, and perhaps `class` and `values`.
        place: Where that stands in the request, for messages.

    Raises:
        InvalidRequestError: The class is not that of the type, or the labels do not fit.
    """
    given = requested.get("class")
    row = ensure_type(connection, project_id, requested["type"], given or "select")
    labels = as_array(requested.get("values"))
    _check(row, given, labels, place)
    for label in labels:
        sentiment = label.get("sentiment")
        if not rows.has_label(connection, row["id"], label["value"]):
            rows.insert_labels(connection, [(row["id"], label["value"], sentiment or UNSET)])
        elif sentiment:
            rows.update_label(connection, row["id"], label["value"], sentiment)
    return row


def create_type(connection: Connection, project_id: str, requested: Mapping[str, Any]) -> dict[str, Any]:
    """Add a type of feedback to a project; answers it.

    Raises:
        ConflictError: The project has it already.
        InvalidRequestError: The class or the labels do not fit.
    """
    if rows.find_type(connection, project_id, requested["type"]) is not None:
        raise ConflictError(f"The project has the feedback type {requested['type']!r} already.")
    add_type(connection, project_id, requested, ("body",))
    return types_of_projects(connection, [project_id])[project_id][-1]


def update_types(
    connection: Connection, project_id: str, requested: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Add types and labels, or change those that are there; answers all types of the project.

    Raises:
        InvalidRequestError: A class or a label does not fit.
    """
    for index, each in enumerate(requested):
        add_type(connection, project_id, each, ("body", index))
    return types_of_projects(connection, [project_id])[project_id]


def ensure_type(connection: Connection, project_id: str, name: str, feedback_class: str) -> Row:
    """Find a project's type of feedback, or add it with this class."""
    found = rows.find_type(connection, project_id, name)
    if found is not None:
        return found
    type_id = rows.insert_type(connection, project_id, name, feedback_class)
    return {"id": type_id, "project_id": project_id, "type": name, "class": feedback_class}


def ensure_label(connection: Connection, type_row: Row, value: str, sentiment: str = UNSET) -> None:
    """Add a label to a type that has labels, unless it is there."""
    if type_row["class"] in WITH_LABELS and not rows.has_label(connection, type_row["id"], value):
        rows.insert_labels(connection, [(type_row["id"], value, sentiment)])


def refuse_type(connection: Connection, project_id: str, name: str, place: Place) -> NoReturn:
    """Refuse feedback of a type that a project does not have.

    Raises:
        InvalidRequestError: It names some of those there are.
    """
    known = [each["type"] for each in rows.types_of_projects(connection, [project_id])]
    message = f"the project has no feedback type {shortened(name)!r}; it has {listed(name, known)}"
    raise InvalidRequestError([((*place, "type"), message, "enum")])


def refuse_label(connection: Connection, type_row: Row, label: str, place: Place) -> NoReturn:
    """Refuse feedback with a label that its type does not have.

    Raises:
        InvalidRequestError: It names some of those there are.
    """
    known = [each["value"] for each in rows.labels_of_types(connection, [type_row["id"]])]
    name = shortened(type_row["type"])
    message = f"feedback of type {name!r} has no label {shortened(label)!r}; it has {listed(label, known)}"
    raise InvalidRequestError([((*place, "value"), message, "enum")])


def class_of(connection: Connection, project_id: str, name: str) -> str | None:
    """Answer the class of a project's type of feedback; None if it has no such type."""
    row = rows.find_type(connection, project_id, name)
    return None if row is None else row["class"]


def types_of_projects(connection: Connection, project_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Build the answers for the types of several projects: project id → its types."""
    found = rows.types_of_projects(connection, project_ids)
    labels: dict[int, list[dict[str, str]]] = {}
    for label in rows.labels_of_types(connection, (row["id"] for row in found)):
        answer = {"value": label["value"], "sentiment": label["sentiment"]}
        labels.setdefault(label["feedback_type_id"], []).append(answer)
    answers: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        values = labels.get(row["id"], []) if row["class"] in WITH_LABELS else None
        answers.setdefault(row["project_id"], []).append({"type": row["type"], "values": values})
    return answers


def _check(row: Row, given_class: str | None, labels: Sequence[Mapping[str, Any]], place: Place) -> None:
    """Hold what is requested of a type against the type."""
    problems: list[tuple[Place, str, str]] = []
    if given_class and given_class != row["class"]:
        problems.append(((*place, "class"), f"the type {row['type']!r} has the class {row['class']!r}", "value_error"))
    if labels and row["class"] not in WITH_LABELS:
        message = f"a type of the class {row['class']!r} has no labels"
        problems.append(((*place, "values"), message, "value_error"))
    if problems:
        raise InvalidRequestError(problems)
