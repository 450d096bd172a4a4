"""Small things that every query module needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.engine import Connection, Dialect

Row: TypeAlias = Mapping[str, Any]
"""One row: column name → value."""

MANY = 50
"""From how many rows on it is worth while to do otherwise than for one."""


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


def among(connection: Connection, column: sa.Column[str], wanted: Iterable[str]) -> sa.ColumnElement[bool]:
    """Ask for rows whose column has one of these values; many are one parameter, where the database reads JSON."""
    values = list(wanted)
    if len(values) < MANY or connection.dialect.name != "sqlite":
        return column.in_(values)
    given = sa.func.json_each(json.dumps(values)).table_valued("value")
    return column.in_(sa.select(given.c.value))


def insert_rows(connection: Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Store rows in this order.

    Others wait meanwhile, so many are made ready for the database column by column: SQLAlchemy does it row by row,
    which takes several times as long as the database itself.

    Args:
        connection: The database.
        table: Their table.
        rows: The rows. If they are many, all have the same columns, and those that Python gives a value by default.
    """
    if len(rows) < MANY:
        connection.execute(sa.insert(table), [dict(row) for row in rows])
        return
    names = [column.name for column in table.columns if column.name in rows[0]]
    dialect = connection.dialect
    compiled = sa.insert(table).compile(dialect=dialect, column_keys=names)
    columns = [_stored(table.c[name].type, [row[name] for row in rows], dialect) for name in names]
    ready = zip(*columns, strict=True)
    connection.exec_driver_sql(
        str(compiled), list(ready) if compiled.positional else [dict(zip(names, each, strict=True)) for each in ready]
    )


def _stored(kind: sa.types.TypeEngine[Any], values: list[Any], dialect: Dialect) -> list[Any]:
    """Turn values of a type into what the driver of the database takes; equal moments only once."""
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    if process is None:
        return values
    if not isinstance(values[0], datetime):
        return [process(value) for value in values]
    known = {moment: process(moment) for moment in set(values)}
    return [known[value] for value in values]


def update(connection: Connection, table: sa.Table, row_id: str, /, **values: Any) -> None:
    """Change columns of the row of a table that has this id."""
    connection.execute(sa.update(table).where(table.c.id == row_id).values(**values))


def like_pattern(text: str) -> str:
    r"""Build the pattern of texts that contain this one, to be compared with `LIKE … ESCAPE '\'`."""
    escaped = text.lower().replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{escaped}%"
