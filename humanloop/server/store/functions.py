"""Functions that the two databases spell differently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

if TYPE_CHECKING:
    from sqlalchemy.sql.compiler import SQLCompiler

SAID_LENGTH = 200
"""Characters of a value that PostgreSQL has in the index of what was said; its keys may have 2704 bytes."""


class Seconds(FunctionElement[float]):
    """The seconds from 1970 to a moment."""

    type = sa.Float()
    inherit_cache = True


@compiles(Seconds)
def _seconds(element: Seconds, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(extract(epoch FROM {compiler.process(element.clauses, **options)}) AS double precision)"


@compiles(Seconds, "sqlite")
def _seconds_of_sqlite(element: Seconds, compiler: SQLCompiler, **options: Any) -> str:
    return f"((julianday({compiler.process(element.clauses, **options)}) - 2440587.5) * 86400.0)"


class _Octets(FunctionElement[int]):
    """The bytes of a text."""

    type = sa.Integer()
    inherit_cache = True


@compiles(_Octets)
def _octets(element: _Octets, compiler: SQLCompiler, **options: Any) -> str:
    return f"octet_length({compiler.process(element.clauses, **options)})"


@compiles(_Octets, "sqlite")
def _octets_of_sqlite(element: _Octets, compiler: SQLCompiler, **options: Any) -> str:
    # `octet_length` is newer than the oldest SQLite that Python comes with.
    return f"length(CAST({compiler.process(element.clauses, **options)} AS BLOB))"


class _SaidKey(FunctionElement[str]):
    """The beginning of a value as JSON."""

    type = sa.Text()
    inherit_cache = True


@compiles(_SaidKey)
def _said_key(element: _SaidKey, compiler: SQLCompiler, **options: Any) -> str:
    value = compiler.process(element.clauses, **options)
    return f'(left(CAST({value} AS TEXT), {SAID_LENGTH}) COLLATE "C")'


@compiles(_SaidKey, "sqlite")
def _said_key_of_sqlite(element: _SaidKey, compiler: SQLCompiler, **options: Any) -> str:
    # It has no longest key, and the column is a text.
    return compiler.process(element.clauses, **options)


def said_key(column: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """Build what feedback and results are found by in an index: their value as JSON, on PostgreSQL its beginning."""
    return _SaidKey(column)


def octets(*columns: sa.ColumnElement[Any]) -> sa.Label[int]:
    """Build the sum of the bytes of columns, as `octets`: known before they are read."""
    parts = [sa.func.coalesce(_Octets(sa.cast(column, sa.Text)), 0) for column in columns]
    return sum(parts[1:], parts[0]).label("octets")
