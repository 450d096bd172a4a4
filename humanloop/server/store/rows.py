"""Small things that every query module needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import sqlalchemy as sa

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

Row: TypeAlias = Mapping[str, Any]
"""One row: column name → value."""


def first_row(connection: Connection, query: sa.Select[*tuple[Any, ...]], values: Row | None = None) -> Row | None:
    """Answer the first row of a query, or None.

    Args:
        connection: The database.
        query: The query; building one costs more than running it, so those that run for every log are built once.
        values: Values of its parameters.
    """
    return cast("Row | None", connection.execute(query, values).mappings().first())


def all_rows(connection: Connection, query: sa.Select[*tuple[Any, ...]], values: Row | None = None) -> list[Row]:
    """Answer all rows of a query, with values of its parameters."""
    return cast("list[Row]", list(connection.execute(query, values).mappings()))


def update(connection: Connection, table: sa.Table, row_id: str, /, **values: Any) -> None:
    """Change columns of the row of a table that has this id."""
    connection.execute(sa.update(table).where(table.c.id == row_id).values(**values))


def like_pattern(text: str) -> str:
    r"""Build the pattern of texts that contain this one, to be compared with `LIKE … ESCAPE '\'`."""
    escaped = text.lower().replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{escaped}%"
