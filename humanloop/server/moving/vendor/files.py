"""What all files of the vendor's have in common: their kind, and the project that one becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.moving.records import Project
from humanloop.server.moving.values import left_over, moment

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = {
    "prompt": "prompts",
    "agent": "agents",
    "tool": "tools",
    "flow": "flows",
    "evaluator": "evaluators",
    "dataset": "datasets",
}
"""The word of `--only` for each type of file."""
_PREFIXES = {"pr": "prompt", "ag": "agent", "tl": "tool", "fl": "flow", "ev": "evaluator", "ds": "dataset"}
_CONFIG_TYPES = {"prompt": "model", "agent": "model", "tool": "tool", "flow": "generic"}
# Of the file itself, not of one of its versions.
_OF_FILE = ("description", "readme", "tags", "schema", "directory_id")
IDENTITY = frozenset(
    {
        *(
            "id",
            "path",
            "name",
            "type",
            "version_id",
            "version_name",
            "version_description",
            "created_at",
            "updated_at",
        ),
        *_OF_FILE,
        # What is counted or repeated, and stands elsewhere.
        *("environments", "inputs", "version_logs_count", "total_logs_count", "last_used_at", "evaluator_aggregates"),
        *("raw_file_content", "url", "status", "datapoints_count", "datapoints", "signature", "directory"),
    }
)
"""Fields of a version that say which one it is, or that follow from others."""


def type_of(file: Mapping[str, Any]) -> str:
    """Tell the type of a file, by what it says or by its id."""
    given = file.get("type")
    return given if given in KINDS else _PREFIXES.get(str(file.get("id")).partition("_")[0], "")


def name_of(file: Mapping[str, Any]) -> str:
    """Answer the name of what a file becomes: its path, else its name, else its id."""
    return str(file.get("path") or file.get("name") or file.get("id") or "imported")


def version_name(version: Mapping[str, Any]) -> str | None:
    """Answer the name of a version, or its id if it has none."""
    return version.get("version_name") or version.get("version_id")


def project_of(file: Mapping[str, Any], prefix: str) -> Project:
    """Build the project that a file becomes."""
    return Project(
        key=str(file.get("id") or name_of(file)),
        name=prefix + name_of(file),
        type=_CONFIG_TYPES.get(type_of(file)),
        created_at=moment(file.get("created_at")),
        is_old_id=bool(file.get("id")),
        rest=left_over({name: file.get(name) for name in _OF_FILE}, ()),
        stand_in=f"{prefix}{file['id']}" if file.get("id") else None,
    )
