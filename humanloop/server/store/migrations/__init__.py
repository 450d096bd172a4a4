"""The history of the tables. A server brings its database up to date when it starts.

A new database gets the tables as they are now; one of an earlier release goes through all that came after it. The first
revision is the tables as they were first released. After a change to `schema.py`, write the next one with
`python -m humanloop.server.store.migrations "what changes"` and read what it wrote. A test holds that both ways lead to
the same tables.
"""

from __future__ import annotations

import logging
from contextlib import nullcontext
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from humanloop.server.store.log_said import create_said_indexes
from humanloop.server.store.schema import metadata
from humanloop.server.store.text_index import create_text_indexes

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from alembic.config import Config
    from sqlalchemy.engine import Connection, Engine

HEAD = "0017"
"""The newest revision. It stands here so that a database that is up to date needs no Alembic to say so."""

# Alembic's own table, which is not among those of the store: it knows where to begin by it.
_VERSIONS = sa.Table(
    "alembic_version",
    sa.MetaData(),
    sa.Column("version_num", sa.String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
_logger = logging.getLogger(__name__)
# Each as long as the busy timeout of SQLite.
_MOST_WAITS = 60
# Any number will do, as long as all servers take the same.
_POSTGRESQL_LOCK = 4_820_180_927


class OutdatedError(RuntimeError):
    """The tables are not those of this release, and nobody wants them changed now."""


def migrate(
    engine: Engine, meanwhile: Callable[[], AbstractContextManager[None]] = nullcontext, *, may_change: bool = True
) -> None:
    """Bring a database to the newest revision; does nothing if it is there.

    Everything happens in one transaction that holds the write lock, so of several servers that start at once on one
    database, one migrates and the others wait for it.

    Args:
        engine: The engine that writes.
        meanwhile: Makes what is entered while the tables of an earlier release are changed.
        may_change: Whether tables may be made and changed.

    Raises:
        OutdatedError: They would have to be.
    """
    for waits_left in reversed(range(_MOST_WAITS)):
        try:
            with engine.begin() as connection:
                _bring_up_to_date(connection, meanwhile, may_change)
            return
        except OperationalError as error:
            # Only the beginning can fail like this: from then on, the lock is ours.
            if not waits_left or getattr(error.orig, "sqlite_errorname", None) != "SQLITE_BUSY":
                raise
            _logger.warning("Another process is writing to the database, perhaps changing its tables: waiting for it.")


def _bring_up_to_date(
    connection: Connection, meanwhile: Callable[[], AbstractContextManager[None]], may_change: bool
) -> None:
    if connection.dialect.name == "postgresql":
        have_the_turn(connection)
    revision = revision_of(connection)
    if revision == HEAD:
        return
    if revision is not None and revision > HEAD:
        raise RuntimeError(
            f"A newer release has changed this database (to revision {revision}; this one knows {HEAD})."
        )
    if not may_change:
        has = f"has revision {revision}" if revision else "has no tables yet"
        raise OutdatedError(f"The database {has}, and this release needs {HEAD}: run `humanloop database upgrade`.")
    if revision is None:
        _create(connection)
        return
    _logger.warning("Bringing the tables of the database up to date. Where there are many logs, it takes minutes.")
    with meanwhile():
        _upgrade(connection)


def have_the_turn(connection: Connection) -> None:
    """On PostgreSQL, wait until nobody else changes the tables; changing large ones takes longer than others may."""
    connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
    connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _POSTGRESQL_LOCK})


def revisions() -> list[str]:
    """List all revisions that there are, from the first to the newest."""
    return [f"{number:04}" for number in range(1, int(HEAD) + 1)]


def alembic_config(connection: Connection) -> Config:
    """Build what Alembic's commands need to work on this connection."""
    # Imported here: only databases of earlier releases need it, and it takes its time and memory.
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "humanloop.server.store:migrations")
    config.attributes["connection"] = connection
    return config


def revision_of(connection: Connection) -> str | None:
    """Answer the revision of a database; None if it is new, or none of the server's."""
    if not sa.inspect(connection).has_table(_VERSIONS.name):
        return None
    return connection.scalar(sa.select(_VERSIONS.c.version_num))


def _create(connection: Connection) -> None:
    metadata.create_all(connection, checkfirst=False)
    create_text_indexes(connection)
    create_said_indexes(connection)
    _VERSIONS.create(connection)
    connection.execute(sa.insert(_VERSIONS).values(version_num=HEAD))


def _upgrade(connection: Connection) -> None:
    from alembic.command import upgrade  # noqa: PLC0415 - as above

    upgrade(alembic_config(connection), "head")
