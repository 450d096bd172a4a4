"""Engines: one to write with, one to read with, and how SQLite is set up for both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from pydantic_core import from_json, to_json
from sqlalchemy import event
from sqlalchemy.pool import StaticPool

from humanloop.server.store.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection, Engine
    from sqlalchemy.pool import ConnectionPoolEntry

_BUSY_TIMEOUT_MS = 10_000


def _write_json(value: object) -> str:
    return to_json(value).decode()


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()


def is_in_memory(url: URL) -> bool:
    """Tell whether the database lives in this process only."""
    return url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}


def build_engine(database_url: str, *, writes: bool, pool_size: int) -> Engine:
    """Make an engine; on SQLite with WAL, synchronous=FULL, foreign keys and a busy timeout.

    Args:
        database_url: Any SQLAlchemy URL; `sqlite://` is a database in memory.
        writes: Whether its transactions take the write lock when they begin.
        pool_size: Connections kept open. A database in memory has always exactly one.
    """
    url = sa.make_url(database_url)
    options: dict[str, Any] = {"json_serializer": _write_json, "json_deserializer": from_json}
    if is_in_memory(url):
        options |= {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    else:
        options |= {
            "pool_size": pool_size,
            "max_overflow": 0,
            "pool_pre_ping": url.get_backend_name() != "sqlite",
        }
    engine = sa.create_engine(url, **options)
    if url.get_backend_name() == "sqlite":
        _set_up_sqlite(engine, begin="BEGIN IMMEDIATE" if writes else "BEGIN")
    return engine


def _set_up_sqlite(engine: Engine, begin: str) -> None:
    def on_connect(connection: Any, entry: ConnectionPoolEntry) -> None:
        del entry
        # The driver must not open transactions on its own: it would do so too late for SAVEPOINT.
        connection.isolation_level = None
        # SQLite itself only knows the lower case of ASCII.
        connection.create_function("lower", 1, _lower, deterministic=True)
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={_BUSY_TIMEOUT_MS}")
        cursor.close()

    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)


def migrate(engine: Engine) -> None:
    """Bring the database to the tables of this version; does nothing when they are there."""
    with engine.begin() as connection:
        metadata.create_all(connection)
