"""Which logs may contain a text, without reading them all.

SQLite keeps, for each sequence of three characters, the logs in whose texts it occurs: two FTS5 tables that hold no
text, kept in step by triggers, in the transaction of the write, whoever writes. They say which logs are worth a look;
whether a log really contains what is wanted is still decided on its own text. For each statement FTS5 writes a piece of
its index, which takes longer than the log itself: many logs at once are stored without the triggers, which their
transaction takes away and puts back, and come into the indexes by one statement. PostgreSQL needs no help of this kind:
its indexes (pg_trgm) serve the conditions as they are.

Where they are missing (SQLite without FTS5, PostgreSQL without pg_trgm), and for texts that are shorter than three
characters, every log is looked at.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from sqlalchemy.engine import Connection

LOG_TEXTS = "log_texts"
"""The index of inputs and outputs."""
LOG_METADATA = "log_metadata"
"""The index of metadata."""
_logger = logging.getLogger(__name__)
# Columns, and the text of them, which stand behind a prefix. The index itself makes no difference between cases, but
# for the one letter whose small form is two characters.
_SQLITE = {
    LOG_TEXTS: (
        "inputs, output",
        "replace(coalesce({0}inputs, '') || char(10) || coalesce({0}output, ''), '\u0130', 'i\u0307')",
    ),
    LOG_METADATA: ("metadata", "replace(coalesce({0}metadata, ''), '\u0130', 'i\u0307')"),
}
_POSTGRESQL = {
    "log_texts_inputs": "lower(CAST(inputs AS TEXT))",
    "log_texts_output": "lower(output)",
    "log_metadata_text": "lower(CAST(metadata AS TEXT))",
}
_LENGTH = 3
# Latin; Greek without a letter of later times, and Cyrillic; Armenian; more of Latin and Greek; wide forms.
_CERTAIN = (
    range(0x250),
    range(0x370, 0x3F3),
    range(0x3F4, 0x528),
    range(0x531, 0x590),
    range(0x1E00, 0x2000),
    range(0xFF00, 0xFFF0),
)
# More than enough to be picky, and far below what FTS5 takes in one expression.
_MOST_SEQUENCES = 32


def create_text_indexes(connection: Connection) -> None:
    """Make the tables, the triggers and the indexes, as far as the database offers them."""
    if connection.dialect.name == "sqlite":
        _create_on_sqlite(connection)
    elif connection.dialect.name == "postgresql":
        _create_on_postgresql(connection)


def drop_text_indexes(connection: Connection) -> None:
    """Take them away again."""
    if connection.dialect.name == "postgresql":
        for name in _POSTGRESQL:
            connection.exec_driver_sql(f"DROP INDEX IF EXISTS {name}")
        return
    for table in _SQLITE:
        for name in ("insert", "update", "delete"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_{name}")
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")


def may_contain(connection: Connection, index: str, texts: Iterable[str]) -> sa.Select[int] | None:
    """Select the numbers (`seq`) of the logs that may contain one of some texts; None if all may.

    Args:
        connection: The database.
        index: Where to look: one of the names above.
        texts: What is wanted, in any case.
    """
    if connection.dialect.name != "sqlite":
        return None
    expressions = [_expression(text) for text in dict.fromkeys(texts)]
    if not all(expressions) or not _exists(connection, index):
        return None
    found = sa.table(index, sa.column("rowid", sa.Integer), sa.column(index, sa.Text))
    return sa.select(found.c.rowid).where(found.c[index].op("MATCH")(" OR ".join(expressions)))


@contextmanager
def indexed_at_once(connection: Connection) -> Generator[None]:
    """Put the logs that are stored meanwhile into the indexes at the end, all at once."""
    triggers = _insert_triggers(connection) if connection.dialect.name == "sqlite" else {}
    if not triggers:
        yield
        return
    last = connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM logs").scalar_one()
    for trigger in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
    yield
    for index, (_, text) in _SQLITE.items():
        connection.exec_driver_sql(f"INSERT INTO {index} (rowid, text) {_stored(text)} WHERE seq > ?", (last,))
    for statement in triggers.values():
        connection.exec_driver_sql(statement)


def is_part_of_index(name: str | None) -> bool:
    """Tell whether a table or an index of the database is part of these, which SQLAlchemy cannot compare."""
    return name is not None and name.startswith((LOG_TEXTS, LOG_METADATA))


def _create_on_sqlite(connection: Connection) -> None:
    if not _has_trigrams(connection):
        _logger.warning(
            "This SQLite (%s) has no index of texts: searching logs reads all of them.", sqlite3.sqlite_version
        )
        return
    for table, (columns, text) in _SQLITE.items():
        # Sequences of three characters, with neither their places nor the text itself.
        options = "content='', columnsize=0, detail=none, tokenize='trigram'"
        connection.exec_driver_sql(f"CREATE VIRTUAL TABLE {table} USING fts5(text, {options})")
        into = f"INSERT INTO {table}"
        old = f"{into} ({table}, rowid, text) VALUES ('delete', old.seq, {text.format('old.')});"
        new = f"{into} (rowid, text) VALUES (new.seq, {text.format('new.')});"
        for name, when, what in (
            ("insert", "INSERT", new),
            ("update", f"UPDATE OF {columns}", old + new),
            ("delete", "DELETE", old),
        ):
            connection.exec_driver_sql(f"CREATE TRIGGER {table}_{name} AFTER {when} ON logs BEGIN {what} END")
        connection.exec_driver_sql(f"{into} (rowid, text) {_stored(text)}")


def _stored(text: str) -> str:
    return f"SELECT seq, {text.format('')} FROM logs"  # noqa: S608 - nothing comes from outside


def _has_trigrams(connection: Connection) -> bool:
    if sqlite3.sqlite_version_info < (3, 34):
        return False
    return connection.exec_driver_sql("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").first() is not None


def _create_on_postgresql(connection: Connection) -> None:
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DBAPIError as error:
        _logger.warning("PostgreSQL offers no pg_trgm: searching logs reads all of them. %s", error)
        return
    for name, text in _POSTGRESQL.items():
        connection.exec_driver_sql(f"CREATE INDEX {name} ON logs USING gin (({text}) gin_trgm_ops)")


def _expression(text: str) -> str:
    """Write the query for what contains all sequences of a text; nothing if there are none."""
    lowered = text.lower()
    sequences = dict.fromkeys(lowered[start : start + _LENGTH] for start in range(len(lowered) - _LENGTH + 1))
    certain = (sequence for sequence in sequences if all(map(_is_certain, sequence)))
    quoted = ('"{}"'.format(sequence.replace('"', '""')) for sequence in islice(certain, _MOST_SEQUENCES))
    joined = " AND ".join(quoted)
    return f"({joined})" if joined else ""


def _is_certain(character: str) -> bool:
    """Tell whether FTS5 knows all letters of which this one is the small form.

    It knows the pairs of Unicode 6.1, Python those of later versions too. A sequence is only asked for if all its
    characters have no case, or are in an alphabet where both know the same.
    """
    if character == character.upper() == character.lower():
        return True
    return any(ord(character) in alphabet for alphabet in _CERTAIN)


def _exists(connection: Connection, index: str) -> bool:
    tables = sa.table("sqlite_master", sa.column("name", sa.Text))
    return connection.scalar(sa.select(tables.c.name).where(tables.c.name == index)) is not None


def _insert_triggers(connection: Connection) -> dict[str, str]:
    """Find the triggers that put a new log into the indexes: name → the statement that makes it."""
    names = [f"{index}_insert" for index in _SQLITE]
    master = sa.table("sqlite_master", sa.column("name", sa.Text), sa.column("sql", sa.Text))
    found = connection.execute(sa.select(master.c.name, master.c.sql).where(master.c.name.in_(names)))
    return {row.name: row.sql for row in found}
