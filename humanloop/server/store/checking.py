"""Whether a database is whole: its pages, its tables, and what they say of each other."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store.backup import open_read_only
from humanloop.server.store.engine import build_engine
from humanloop.server.store.migrations import HEAD, revision_of
from humanloop.server.store.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Generator

    from sqlalchemy.engine import URL, Connection

_MOST_PROBLEMS = 100


@contextmanager
def reading(url: URL) -> Generator[Connection]:
    """Open one state of a database within the block, to read it only."""
    if url.get_backend_name() == "sqlite":
        path = Path(url.database or "")
        engine = sa.create_engine("sqlite://", creator=lambda: open_read_only(path), poolclass=sa.NullPool)
        begin = "BEGIN"
    else:
        engine = build_engine(url.render_as_string(hide_password=False), writes=False, pool_size=1)
        begin = "SET TRANSACTION READ ONLY"
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(begin)
            if engine.dialect.name == "postgresql":
                # Counting many rows takes longer than other statements may.
                connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            yield connection
    finally:
        engine.dispose()


def damage_of(connection: Connection) -> list[str]:
    """List what SQLite finds damaged in its file; PostgreSQL looks at its own."""
    if connection.dialect.name != "sqlite":
        return []
    pages = connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST_PROBLEMS})").scalars()
    return [f"damaged: {line}" for line in pages if line != "ok"]


def orphans_in(connection: Connection) -> list[str]:
    """List rows of SQLite that name others that are not there; PostgreSQL lets none be."""
    if connection.dialect.name != "sqlite":
        return []
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(_MOST_PROBLEMS)
    return [f"{table}: row {row} names one of {parent} that is not there" for table, row, parent, _ in orphans]


def missing_in(connection: Connection) -> list[str]:
    """List the tables and columns that this release needs and that are not there."""
    revision = revision_of(connection)
    if revision is None:
        return ["this is no database of the server: it has no revision"]
    if revision != HEAD:
        cure = "`humanloop database upgrade` changes its tables" if revision < HEAD else "a newer release wrote it"
        return [f"its tables are those of revision {revision}, not of {HEAD}: {cure}"]
    inspector = sa.inspect(connection)
    there = set(inspector.get_table_names())
    problems = [f"the table {name} is missing" for name in metadata.tables if name not in there]
    for name in sorted(there & metadata.tables.keys()):
        columns = {column["name"] for column in inspector.get_columns(name)}
        problems += [
            f"the column {name}.{column.name} is missing"
            for column in metadata.tables[name].columns
            if column.name not in columns
        ]
    return problems


def rows_of(connection: Connection) -> dict[str, int]:
    """Count the rows of each table that is there."""
    there = set(sa.inspect(connection).get_table_names())
    return {
        name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for name, table in metadata.tables.items()
        if name in there
    }
