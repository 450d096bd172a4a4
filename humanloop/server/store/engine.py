"""Engines: one to write with, one to read with, and how the databases are set up for both."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from pydantic_core import from_json, to_json
from sqlalchemy import event
from sqlalchemy.pool import StaticPool

from humanloop.core.extras import install
from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.storable import json_without_nul, without_nul
from humanloop.server.store.postgresql import PATIENCE, set_up_postgresql
from humanloop.server.store.rows import READY

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection, Engine
    from sqlalchemy.pool import ConnectionPoolEntry

_BUSY_TIMEOUT_MS = 10_000
_POOL_TIMEOUT_SECONDS = 10
_WRITER_CACHE_KB = 16_000


def _write_json(value: object) -> str:
    return json_without_nul(to_json(value)).decode()


def _without_nul(
    connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool
) -> tuple[str, Any]:
    """Replace NUL in the texts of a statement: PostgreSQL refuses it, and SQLite does not look behind it."""
    del connection, cursor, executemany
    if READY in context.execution_options:
        return statement, parameters
    # Rows that are put into one statement count as many, too, and their values come as those of one.
    return statement, [_storable(each) for each in parameters] if is_list(parameters) else _storable(parameters)


def _storable(values: Any) -> Any:
    texts = values.values() if is_object(values) else values
    for each in texts:
        if isinstance(each, str) and "\0" in each:
            break
    else:
        return values
    if is_object(values):
        return {name: _text_without_nul(each) for name, each in values.items()}
    return tuple(_text_without_nul(each) for each in values)


def _text_without_nul(value: Any) -> Any:
    return without_nul(value) if isinstance(value, str) else value


def _lower(text: str | None) -> str | None:
    # Python alone would write the same capital sigma in two ways, by what follows: a part of a word would not be found.
    return None if text is None else text.lower().replace("\u03c2", "\u03c3")


def is_in_memory(url: URL) -> bool:
    """Tell whether the database lives in this process only."""
    return url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}


def build_engine(database_url: str, *, writes: bool, pool_size: int) -> Engine:
    """Make an engine; on SQLite with WAL, synchronous=FULL, foreign keys and a busy timeout.

    Args:
        database_url: Any SQLAlchemy URL; `sqlite://` is a database in memory.
        writes: Whether its transactions take the write lock when they begin; others see the database as it was then.
        pool_size: Connections kept open. A database in memory has always exactly one.
    """
    url = sa.make_url(database_url)
    options: dict[str, Any] = {
        "json_serializer": _write_json,
        "json_deserializer": from_json,
        # What is stored is nobody's business in a log.
        "hide_parameters": True,
    }
    if is_in_memory(url):
        options |= {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    else:
        options |= {"pool_size": pool_size, "max_overflow": 0, "pool_timeout": _POOL_TIMEOUT_SECONDS}
    if url.get_backend_name() == "postgresql":
        options["connect_args"] = {name: value for name, value in PATIENCE.items() if name not in url.query}
    try:
        engine = sa.create_engine(url, **options)
    except ModuleNotFoundError as error:
        is_postgresql = url.get_backend_name() == "postgresql"
        cure = install("postgres") if is_postgresql else "install the driver of this database"
        raise ModuleNotFoundError(f"{error}: {cure}") from error
    event.listen(engine, "before_cursor_execute", _without_nul, retval=True)
    if url.get_backend_name() == "postgresql":
        set_up_postgresql(engine, writes=writes)
    if url.get_backend_name() == "sqlite":
        _create_privately(url)
        _set_up_sqlite(engine, writes=writes)
    return engine


def _create_privately(url: URL) -> None:
    """Make a new file that only its owner can read; the files beside it get the same rights."""
    path = url.database
    if path and not is_in_memory(url) and not path.startswith("file:"):
        folder = os.path.dirname(path)  # noqa: PTH120 - as SQLite reads it
        if folder and not os.path.isdir(folder):  # noqa: PTH112 - as above
            raise FileNotFoundError(f"the folder {folder} of the database does not exist; make it first")
        # A file that is there must not even be opened: closing it would take away the locks that this process has on
        # it, and SQLite of another process would then throw away what is being written. Where a new one cannot be
        # made, SQLite says so in its own words.
        with suppress(OSError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _set_up_sqlite(engine: Engine, *, writes: bool) -> None:
    def on_connect(connection: Any, entry: ConnectionPoolEntry) -> None:
        del entry
        try:
            set_up(connection)
        except BaseException:
            # SQLAlchemy forgets a connection that an event refuses, and does not close it.
            connection.close()
            raise

    def set_up(connection: Any) -> None:
        # The driver must not open transactions on its own: it would do so too late for SAVEPOINT.
        connection.isolation_level = None
        # SQLite itself only knows the lower case of ASCII.
        connection.create_function("lower", 1, _lower, deterministic=True)
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={_BUSY_TIMEOUT_MS}")
        _use_wal(cursor)
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        if writes:
            # Many records at once touch more pages of the indexes than SQLite keeps otherwise.
            cursor.execute(f"PRAGMA cache_size=-{_WRITER_CACHE_KB}")
        cursor.close()

    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)


def _use_wal(cursor: Any) -> None:
    """Switch to the write-ahead log.

    Another server may do the same to the same new file just now; SQLite says so at once instead of waiting.
    """
    end = time.monotonic() + _BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except Exception as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.01)
