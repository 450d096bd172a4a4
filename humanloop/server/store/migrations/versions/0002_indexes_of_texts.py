"""Indexes of the texts of logs, for searching."""

from __future__ import annotations

import logging
import sqlite3

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

revision = "0002"
down_revision = "0001"

_logger = logging.getLogger(__name__)

# The index itself makes no difference between cases, but for the one letter whose small form is two characters.
_TEXTS = "replace(coalesce({0}inputs, '') || char(10) || coalesce({0}output, ''), '\u0130', 'i\u0307')"
_METADATA = "replace(coalesce({0}metadata, ''), '\u0130', 'i\u0307')"
_SQLITE = (("log_texts", "inputs, output", _TEXTS), ("log_metadata", "metadata", _METADATA))
_POSTGRESQL = (
    ("log_texts_inputs", "lower(CAST(inputs AS TEXT))"),
    ("log_texts_output", "lower(output)"),
    ("log_metadata_text", "lower(CAST(metadata AS TEXT))"),
)


def upgrade() -> None:
    """Change the tables."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        _index_on_sqlite(connection)
    elif connection.dialect.name == "postgresql":
        _index_on_postgresql(connection)


def downgrade() -> None:
    """Change them back."""
    if op.get_bind().dialect.name == "postgresql":
        for name, _ in _POSTGRESQL:
            op.execute(f"DROP INDEX IF EXISTS {name}")
        return
    for table, _, _ in _SQLITE:
        for name in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS {table}_{name}")
        op.execute(f"DROP TABLE IF EXISTS {table}")


def _index_on_sqlite(connection: sa.Connection) -> None:
    if not _has_trigrams(connection):
        _logger.warning(
            "This SQLite (%s) has no index of texts: searching logs reads all of them.", sqlite3.sqlite_version
        )
        return
    for table, columns, text in _SQLITE:
        # Sequences of three characters, with neither their places nor the text itself.
        op.execute(
            f"CREATE VIRTUAL TABLE {table} USING fts5(text, content='', columnsize=0, detail=none, tokenize='trigram')"
        )
        old = f"INSERT INTO {table} ({table}, rowid, text) VALUES ('delete', old.seq, {text.format('old.')});"
        new = f"INSERT INTO {table} (rowid, text) VALUES (new.seq, {text.format('new.')});"
        for name, when, what in (
            ("insert", "INSERT", new),
            ("update", f"UPDATE OF {columns}", old + new),
            ("delete", "DELETE", old),
        ):
            op.execute(f"CREATE TRIGGER {table}_{name} AFTER {when} ON logs BEGIN {what} END")
        op.execute(f"INSERT INTO {table} (rowid, text) SELECT seq, {text.format('')} FROM logs")


def _has_trigrams(connection: sa.Connection) -> bool:
    if sqlite3.sqlite_version_info < (3, 34):
        return False
    options = sa.text("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'")
    return connection.scalar(options) is not None


def _index_on_postgresql(connection: sa.Connection) -> None:
    try:
        with connection.begin_nested():
            op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DBAPIError as error:
        _logger.warning("PostgreSQL offers no pg_trgm: searching logs reads all of them. %s", error)
        return
    for name, text in _POSTGRESQL:
        op.execute(f"CREATE INDEX {name} ON logs USING gin (({text}) gin_trgm_ops)")
