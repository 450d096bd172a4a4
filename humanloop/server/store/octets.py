"""How many bytes columns take: known before they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

if TYPE_CHECKING:
    from sqlalchemy.sql.compiler import SQLCompiler


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


def octets(*columns: sa.ColumnElement[Any]) -> sa.Label[int]:
    """Build the sum of the bytes of columns, as `octets`."""
    parts = [sa.func.coalesce(_Octets(sa.cast(column, sa.Text)), 0) for column in columns]
    return sum(parts[1:], parts[0]).label("octets")
