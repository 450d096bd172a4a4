"""Small things that every query module needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import sqlalchemy as sa
from pydantic_core import to_json
from sqlalchemy.types import TypeDecorator

from humanloop.server.storable import json_without_nul, without_nul

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy.engine import Connection, Dialect

Row: TypeAlias = Mapping[str, Any]
"""One row: column name → value."""

Columns: TypeAlias = Mapping[str, list[Any]]
"""Columns of several rows: name → values, as the driver of the database takes them."""

MANY = 50
"""From how many rows on it is worth while to do otherwise than for one."""
NOT_READY: Columns = MappingProxyType({})
# Each engine has a dialect of its own.
_MOST_STATEMENTS = 64
READY = "humanloop_ready"
"""Option of a statement whose texts are such as the database can hold."""


def first_row(connection: Connection, query: sa.Select[*tuple[Any, ...]], values: Row | None = None) -> Row | None:
    """Answer the first row of a query, or None.

    Args:
        connection: The database.
        query: The query; building one costs more than running it, so those that run for every log are built once.
        values: Values of its parameters.
    """
    return cast("Row | None", connection.execute(query, values).mappings().first())


def all_rows(connection: Connection, query: sa.Select[*tuple[Any, ...]], values: Row | None = None) -> list[Row]:
    """Answer all rows of a query, with values of its parameters.

    They are plain dictionaries: many are sooner made, and sooner read, than SQLAlchemy's own.
    """
    found = connection.execute(query, values)
    names = list(found.keys())
    return [dict(zip(names, row, strict=True)) for row in found.all()]


def among(connection: Connection, column: sa.Column[str], wanted: Iterable[str]) -> sa.ColumnElement[bool]:
    """Ask for rows whose column has one of these values; many are one parameter: JSON, or an array."""
    values = list(wanted)
    if len(values) < MANY:
        return column.in_(values)
    if connection.dialect.name == "postgresql":
        return column == sa.any_(sa.literal(values, sa.ARRAY(sa.Text)))
    given = sa.func.json_each(json.dumps(values)).table_valued("value")
    return column.in_(sa.select(given.c.value))


def made_ready(dialect: Dialect, table: sa.Table, rows: Sequence[Row]) -> Columns:
    """Turn many rows into what the driver of the database takes, column by column, before it is their turn.

    Args:
        dialect: That of the database.
        table: Their table.
        rows: The rows, which have the same columns.
    """
    if len(rows) < MANY:
        return NOT_READY
    return {name: _column(dialect, table, name, rows) for name in rows[0]}


def insert_rows(connection: Connection, table: sa.Table, rows: Sequence[Row], ready: Columns = NOT_READY) -> None:
    """Store rows in this order.

    Others wait meanwhile, so many are made ready for the database column by column: SQLAlchemy does it row by row,
    which takes several times as long as the database itself.

    Args:
        connection: The database.
        table: Their table.
        rows: The rows. If they are many, all have the same columns, and those that Python gives a value by default.
        ready: Those of their columns that were made ready before.
    """
    if len(rows) < MANY:
        connection.execute(sa.insert(table), [dict(row) for row in rows])
    else:
        insert_columns(connection, table, rows, ready)


def insert_columns(connection: Connection, table: sa.Table, rows: Sequence[Row], ready: Columns = NOT_READY) -> None:
    """Store rows in this order, column by column, however many they are; the arguments are those of `insert_rows`."""
    names = tuple(column.name for column in table.columns if column.name in rows[0] or column.name in ready)
    dialect = connection.dialect
    statement, is_positional = _insert(dialect, table, names)
    columns = (ready[name] if name in ready else _column(dialect, table, name, rows) for name in names)
    values = zip(*columns, strict=True)
    connection.exec_driver_sql(
        statement,
        list(values) if is_positional else [dict(zip(names, each, strict=True)) for each in values],
        {READY: True},
    )


@lru_cache(_MOST_STATEMENTS)
def _insert(dialect: Dialect, table: sa.Table, names: tuple[str, ...]) -> tuple[str, bool]:
    """Write the statement that stores rows with these columns; answers whether it takes values by their place."""
    compiled = sa.insert(table).compile(dialect=dialect, column_keys=names)
    return str(compiled), compiled.positional


def insert_records(connection: Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Store rows in this order, by one statement with one parameter: JSON, which PostgreSQL takes apart.

    Every other way, some Python is run for each value, and a message is sent for each row.

    Args:
        connection: The database, a PostgreSQL.
        table: Their table.
        rows: The rows, which have the same columns.
    """
    dialect, binders = connection.dialect, _binders(table)
    given = [
        {name: binders[name](value, dialect) if name in binders else value for name, value in row.items()}
        for row in rows
    ]
    records = json_without_nul(to_json(given)).decode()
    connection.execute(_insert_of_records(table, tuple(rows[0])), {"records": records})


@cache
def _binders(table: sa.Table) -> dict[str, Callable[[Any, Dialect], Any]]:
    """Find what a table does to values before they are stored: column → function."""
    types = {column.name: column.type for column in table.columns}
    return {name: kind.process_bind_param for name, kind in types.items() if isinstance(kind, TypeDecorator)}


@cache
def _insert_of_records(table: sa.Table, names: tuple[str, ...]) -> sa.Insert:
    columns = [sa.column(name, table.c[name].type) for name in names]
    records = sa.cast(sa.bindparam("records", type_=sa.Text), sa.JSON)
    given = sa.func.json_to_recordset(records).table_valued(*columns).render_derived(name="given", with_types=True)
    return sa.insert(table).from_select(names, sa.select(*given.c), include_defaults=False)


def _column(dialect: Dialect, table: sa.Table, name: str, rows: Sequence[Row]) -> list[Any]:
    """Turn the values of a column into what the driver of the database takes; equal moments only once."""
    values = [row[name] for row in rows]
    process = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
    if isinstance(values[0], datetime):
        known = {moment: moment if process is None else process(moment) for moment in set(values)}
        return [known[value] for value in values]
    found = values if process is None else [process(value) for value in values]
    return [without_nul(each) if isinstance(each, str) else each for each in found]


def update(connection: Connection, table: sa.Table, row_id: str, /, **values: Any) -> None:
    """Change columns of the row of a table that has this id."""
    connection.execute(sa.update(table).where(table.c.id == row_id).values(**values))


def contains(column: sa.ColumnElement[str], text: str) -> sa.ColumnElement[bool]:
    """Ask for texts that contain this one, in any case.

    The database makes the small letters of both: what they are of some capital ones is not the same everywhere.
    """
    escaped = text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return sa.func.lower(column).like(sa.func.lower(f"%{escaped}%"), escape="\\")
