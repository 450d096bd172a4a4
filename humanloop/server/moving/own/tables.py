"""Exports for other tools: CSV and Parquet. Objects and lists are JSON as text in them."""

from __future__ import annotations

import csv
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from pydantic_core import to_json

from humanloop.core.extras import is_missing
from humanloop.server.moving.own.writing import write_lines
from humanloop.server.store.schema import Moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path
    from types import ModuleType

    from humanloop.server.moving.own.writing import Write
    from humanloop.server.store.rows import Row

FORMS = ("jsonl", "csv", "parquet")
"""The formats of exports."""


def write_in(form: str) -> Write:
    """Choose what writes the rows of a table in a format.

    Raises:
        ModuleNotFoundError: The extra of the format is not installed.
    """
    if form == "csv":
        return _write_csv
    if form == "parquet":
        return partial(_write_parquet, _polars())
    return write_lines


def _write_csv(path: Path, table: sa.Table, pieces: Iterable[Sequence[Row]]) -> int:
    names = [column.name for column in table.columns]
    cells = [_cell_of(column) for column in table.columns]
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for rows in pieces:
            for row in rows:
                writer.writerow([cell(row[name]) for name, cell in zip(names, cells, strict=True)])
            count += len(rows)
    return count


def _write_parquet(polars: ModuleType, path: Path, table: sa.Table, pieces: Iterable[Sequence[Row]]) -> int:
    # By way of lines, which are read piece by piece: memory does not grow with them.
    lines = path.with_suffix(".part")
    cells = {column.name: _cell_of(column) for column in table.columns}
    count = 0
    with lines.open("wb") as file:
        for rows in pieces:
            file.writelines(to_json({name: cell(row[name]) for name, cell in cells.items()}) + b"\n" for row in rows)
            count += len(rows)
    types = {column.name: _type_of(polars, column) for column in table.columns}
    moments = [
        polars.col(column.name).str.to_datetime(time_unit="us", time_zone="UTC")
        for column in table.columns
        if isinstance(column.type, Moment)
    ]
    if count:
        polars.scan_ndjson(lines, schema=types).with_columns(*moments).sink_parquet(path)
    else:
        polars.DataFrame(schema=types).with_columns(*moments).write_parquet(path)
    lines.unlink()
    return count


def _type_of(polars: ModuleType, column: sa.Column[Any]) -> Any:
    kind = column.type
    if isinstance(kind, sa.Boolean):
        return polars.Boolean
    if isinstance(kind, sa.Integer):
        return polars.Int64
    return polars.Float64 if isinstance(kind, sa.Float) else polars.String


def _cell_of(column: sa.Column[Any]) -> Callable[[Any], Any]:
    """Choose how a value of a column is written."""
    # What goes through other hands on its way into the database is wrapped.
    if isinstance(getattr(column.type, "impl", column.type), sa.JSON):
        return _json
    return _time if isinstance(column.type, Moment) else _same


def _json(value: Any) -> str | None:
    return None if value is None else to_json(value).decode()


def _time(value: Any) -> str | None:
    return None if value is None else value.isoformat()


def _same(value: Any) -> Any:
    return value


def _polars() -> ModuleType:
    try:
        # By name: it is large, and only this format needs it.
        return import_module("polars")
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(is_missing("Parquet needs", "parquet", error.name)) from error
