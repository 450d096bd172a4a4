"""What the filters of a list of logs offer: values, and their names for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.server.domain import feedback_types
from humanloop.server.domain.config_answers import config_name
from humanloop.server.json_values import as_array
from humanloop.server.store import configs, evaluators, organisation
from humanloop.server.store.log_windows import values_of_project

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_MOST = 100
_ERRORS = [("yes", "with error"), ("no", "without error")]


def with_value(name: str, value: object) -> str:
    """Write a type of feedback or an evaluator with one of its values, as the filters have them."""
    return f"{name.replace('%', '%25').replace(':', '%3A')}:{value}"


def name_and_value(text: str) -> tuple[str, str]:
    """Read what `with_value` writes."""
    name, _, value = text.partition(":")
    return name.replace("%3A", ":").replace("%25", "%"), value


def options_of_project(connection: Connection, project_id: str) -> dict[str, list[tuple[str, str]]]:
    """List the values of each filter, at most a hundred, as pairs of a value and its name."""
    types = feedback_types.types_of_projects(connection, [project_id]).get(project_id, [])
    labels = [
        (with_value(kind["type"], label["value"]), f"{kind['type']}: {label['value']}")
        for kind in types
        for label in as_array(kind["values"])
    ]
    verdicts = [
        (with_value(row["id"], value), f"{row['name']}: {value}")
        for row in evaluators.all_evaluators(connection)
        if row["return_type"] == "boolean"
        for value in ("true", "false")
    ]
    versions = configs.configs_of_project(connection, project_id)[:_MOST]
    sources = values_of_project(connection, project_id, "source")
    return {
        "config": [(row["id"], config_name(row)) for row in versions],
        "environment": [(row["name"], row["name"]) for row in organisation.all_environments(connection)],
        "source": [(source, source) for source in sources[:_MOST]],
        "feedback": labels[:_MOST],
        "verdict": verdicts[:_MOST],
        "error": _ERRORS,
    }
