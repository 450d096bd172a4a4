"""Types of feedback: five that every project has, and those that are added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.json_values import as_array
from humanloop.server.store import feedback as rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

UNSET = "unset"
_DEFAULTS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "rating": ("select", [("good", "positive"), ("bad", "negative")]),
    "action": ("multi_select", []),
    "issue": ("multi_select", []),
    "correction": ("text", []),
    "comment": ("text", []),
}
_WITH_LABELS = frozenset({"select", "multi_select"})


def add_default_types(connection: Connection, project_id: str) -> None:
    """Give a new project the types that all projects have."""
    for name, (feedback_class, labels) in _DEFAULTS.items():
        type_id = rows.insert_type(connection, project_id, name, feedback_class)
        rows.insert_labels(connection, type_id, labels)


def add_type(connection: Connection, project_id: str, requested: Mapping[str, Any]) -> Row:
    """Add a type with its labels, or the labels that are missing if the type is there."""
    row = ensure_type(connection, project_id, requested["type"], requested.get("class") or "select")
    for label in as_array(requested.get("values")):
        ensure_label(connection, row, label["value"], label.get("sentiment") or UNSET)
    return row


def ensure_type(connection: Connection, project_id: str, name: str, feedback_class: str) -> Row:
    """Find a project's type of feedback, or add it with this class."""
    found = rows.find_type(connection, project_id, name)
    if found is not None:
        return found
    type_id = rows.insert_type(connection, project_id, name, feedback_class)
    return {"id": type_id, "project_id": project_id, "type": name, "class": feedback_class}


def ensure_label(connection: Connection, type_row: Row, value: str, sentiment: str = UNSET) -> None:
    """Add a label to a type that has labels, unless it is there."""
    if type_row["class"] in _WITH_LABELS and not rows.has_label(connection, type_row["id"], value):
        rows.insert_labels(connection, type_row["id"], [(value, sentiment)])


def types_of_projects(connection: Connection, project_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Build the answers for the types of several projects: project id → its types."""
    found = rows.types_of_projects(connection, project_ids)
    labels: dict[int, list[dict[str, str]]] = {}
    for label in rows.labels_of_types(connection, (row["id"] for row in found)):
        answer = {"value": label["value"], "sentiment": label["sentiment"]}
        labels.setdefault(label["feedback_type_id"], []).append(answer)
    answers: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        values = labels.get(row["id"], []) if row["class"] in _WITH_LABELS else None
        answers.setdefault(row["project_id"], []).append({"type": row["type"], "values": values})
    return answers
