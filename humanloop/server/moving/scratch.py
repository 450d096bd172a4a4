"""A database to try an import in: what decides over an import is copied into it, and nothing is written elsewhere."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.moving.own.form import TABLES
from humanloop.server.store import schema
from humanloop.server.store.engine import build_engine
from humanloop.server.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

# What no import of what comes from elsewhere looks at.
_LEFT_OUT = frozenset(
    {
        *("idempotent_writes", "write_claims", "spans", "traces", "span_records", "web_links", "web_sessions"),
        *("api_keys", "finetunes", "audit", "log_counts"),
    }
)
_TEXTS = frozenset({"inputs", "messages", "metadata", "output", "error", "details"})
_PIECE = 1000


def is_there(url: sa.URL) -> bool:
    """Tell whether a database exists."""
    return url.get_backend_name() != "sqlite" or Path(url.database or "").is_file()


def scratch_store(url: sa.URL, folder: Path, *, is_compared: bool) -> Store:
    """Make a database in a folder that holds what an import would meet in another one.

    Args:
        url: The other one, which need not exist.
        folder: Where to make it.
        is_compared: Whether exports of ours are read into it, which are compared with all that is there.
    """
    store = Store(f"sqlite:///{folder / 'scratch.db'}", readers=1)
    try:
        store.writer.submit(_without_indexes).result()
        if is_there(url):
            engine = build_engine(url.render_as_string(hide_password=False), writes=False, pool_size=1)
            try:
                with engine.connect() as source:
                    for table, rows in _pieces(source, is_compared=is_compared):
                        store.writer.submit(partial(_insert, table=table, rows=rows)).result()
            finally:
                engine.dispose()
    except BaseException:
        store.close()
        raise
    return store


def _insert(connection: Connection, *, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    connection.execute(sa.insert(table), rows)


def _without_indexes(connection: Connection) -> None:
    """Leave out the indexes of texts, which nobody searches here."""
    triggers = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for name in list(connection.scalars(triggers)):
        connection.exec_driver_sql(f"DROP TRIGGER {name}")


def _pieces(source: Connection, *, is_compared: bool) -> Iterator[tuple[sa.Table, list[dict[str, Any]]]]:
    """Read the rows of all tables, some at a time, those first that others point to."""
    inspector = sa.inspect(source)
    there = set(inspector.get_table_names())
    left_out = _LEFT_OUT - {table.name for table in TABLES} if is_compared else _LEFT_OUT
    for table in schema.metadata.sorted_tables:
        if table.name in left_out or table.name not in there:
            continue
        known = {column["name"] for column in inspector.get_columns(table.name)}
        columns = [column for column in table.columns if column.name in known and (is_compared or not _is_text(column))]
        rows = source.execution_options(yield_per=_PIECE).execute(sa.select(*columns)).mappings()
        more: dict[str, Any] = {"details": {}} if table is schema.logs and not is_compared else {}
        for piece in rows.partitions(_PIECE):
            yield table, [{**row, **more} for row in piece]


def _is_text(column: sa.Column[Any]) -> bool:
    return column.table is schema.logs and column.name in _TEXTS
