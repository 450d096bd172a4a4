"""The form of our own exports: a file of JSON Lines for each table, and a manifest.

A line is a row: its columns by their names, times in ISO 8601, values of JSON as they are. The files are read in an
order in which nothing comes before what it belongs to.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from pydantic_core import from_json, to_json

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.errors import UnprocessableError
from humanloop.server.moving.values import moment
from humanloop.server.store import schema
from humanloop.server.store.schema import Moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.server.store.rows import Row

FORMAT = "humanloop-export"
"""What the manifest says of the form."""
VERSION = 1
"""The version of the form; a reader refuses one that it does not know."""
# Who may call, what was done, and what belongs to one server and its day.
_STAY = frozenset(
    {
        *("api_keys", "audit", "web_links", "web_sessions", "monitors", "servers", "alembic_version"),
        *("idempotent_writes", "write_claims", "log_counts"),
    }
)
# They name others without foreign keys.
_LAST = frozenset({schema.spans, schema.traces, schema.imported})
TABLES = tuple(
    sorted(
        (table for table in schema.metadata.sorted_tables if table.name not in _STAY), key=lambda table: table in _LAST
    )
)
"""What is exported, in the order in which it is read back."""

# What values of JSON are that every row has, where they are no objects.
_LISTS = frozenset({"positive_labels", "users"})
_FREE = frozenset({"value"})
_LARGEST = 2**63 - 1


def file_name(table: sa.Table, suffix: str = "jsonl") -> str:
    """Name the file of a table."""
    return f"{table.name}.{suffix}"


def to_line(row: Row) -> bytes:
    """Write a row as a line."""
    return to_json(dict(row)) + b"\n"


def plain(row: Row) -> dict[str, Any]:
    """Write a row as the values of JSON that its line has."""
    values: dict[str, Any] = from_json(to_json(dict(row)))
    return values


def to_row(table: sa.Table, line: Mapping[str, Any]) -> dict[str, Any]:
    """Read a row from the values of its line; columns of other releases are passed over.

    Raises:
        UnprocessableError: What every row has is missing, or a value is none of its column.
    """
    missing = [column.name for column in table.columns if column.name not in line and _is_needed(column)]
    if missing:
        raise UnprocessableError(f"it has no {', '.join(missing)}")
    return {column.name: _value(column, line[column.name]) for column in table.columns if column.name in line}


def _is_needed(column: sa.Column[Any]) -> bool:
    return not column.nullable and column.default is None and column.server_default is None


def _value(column: sa.Column[Any], given: Any) -> Any:
    # SQLite would store anything in any column, and fail whoever reads it.
    if given is not None and not _fits(column, given):
        raise UnprocessableError(f"its {column.name} is of the wrong kind")
    value = moment(given) if isinstance(column.type, Moment) else given
    if value is None and not column.nullable:
        raise UnprocessableError(f"its {column.name} is empty")
    return value


def _fits(column: sa.Column[Any], value: Any) -> bool:
    kind = getattr(column.type, "impl", column.type)
    if isinstance(kind, sa.JSON):
        if column.nullable or column.name in _FREE:
            return True
        return is_list(value) if column.name in _LISTS else is_object(value)
    if isinstance(kind, sa.Boolean) or isinstance(value, bool):
        return isinstance(kind, sa.Boolean) and isinstance(value, bool)
    if isinstance(kind, sa.Integer):
        return isinstance(value, int) and abs(value) <= _LARGEST
    if isinstance(kind, sa.Float):
        return isinstance(value, (int, float)) and abs(value) < math.inf
    return isinstance(value, str)
