"""The form of our own exports: a file of JSON Lines for each table, and a manifest.

A line is a row: its columns by their names, times in ISO 8601, values of JSON as they are. The files are read in an
order in which nothing comes before what it belongs to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import from_json, to_json

from humanloop.server.moving.values import moment
from humanloop.server.store import schema
from humanloop.server.store.schema import Moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa

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
        UnprocessableError: A time is none.
    """
    return {
        column.name: moment(line[column.name]) if isinstance(column.type, Moment) else line[column.name]
        for column in table.columns
        if column.name in line
    }
