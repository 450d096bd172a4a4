"""`humanloop database upgrade | downgrade REVISION | version`: which tables a database has."""

from __future__ import annotations

import argparse
import logging
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from humanloop.server.command import COMMANDS
from humanloop.server.commands.frame import FAILED, add_shared_options, database_of, leave, say, shown
from humanloop.server.store.backup import InUseError, let_go
from humanloop.server.store.checking import reading
from humanloop.server.store.engine import build_engine
from humanloop.server.store.migrations import HEAD, migrate, revision_of, revisions
from humanloop.server.store.migrations.backwards import migrate_back
from humanloop.server.store.moments import present
from humanloop.server.store.postgresql import APPLICATION_NAME
from humanloop.server.store.schema import servers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection


def main(arguments: Sequence[str]) -> None:
    """Run the command.

    Args:
        arguments: What was typed after its name.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    given = _parser().parse_args(arguments)
    url = database_of(given)
    try:
        before, after = _done(given, url)
    except (InUseError, OSError, RuntimeError, ValueError, SQLAlchemyError) as error:
        leave(f"{shown(url)}: {getattr(error, 'orig', error)}.", FAILED)
    newest = "the newest" if after == HEAD else f"the newest is {HEAD}"
    told = f"{shown(url)} is at revision {after or 'none'}; {newest}."
    if given.what != "version":
        told = f"{shown(url)} was at revision {before or 'none'} and is at {after} now; {newest}."
    say({"revision": after, "before": before, "newest": HEAD}, told, as_json=given.json)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("humanloop database", description=COMMANDS["database"].help, allow_abbrev=False)
    whats = parser.add_subparsers(dest="what", required=True, metavar="COMMAND")
    for what, said in (
        ("upgrade", "Change them to those of this release."),
        ("downgrade", "Change them back to an earlier revision; what only later ones keep is lost."),
        ("version", "Say which revision they are."),
    ):
        command = whats.add_parser(what, help=said, description=said, allow_abbrev=False)
        if what == "downgrade":
            command.add_argument("revision", metavar="REVISION", choices=revisions(), help=", ".join(revisions()))
        add_shared_options(command)
    return parser


def _done(given: argparse.Namespace, url: sa.URL) -> tuple[str | None, str | None]:
    """Do what is wanted; answers the revisions before and after."""
    path = Path(url.database or "") if url.get_backend_name() == "sqlite" else None
    is_there = path is None or path.is_file()
    if given.what != "upgrade" and not is_there:
        raise FileNotFoundError("there is no such database")
    if given.what != "version" and path is not None and is_there:
        let_go(path)
    with reading(url) if is_there else nullcontext() as connection:
        before = None if connection is None else revision_of(connection)
        if given.what == "version":
            return before, before
        if path is None and connection is not None:
            _refuse_beside_others(connection)
    engine = build_engine(url.render_as_string(hide_password=False), writes=True, pool_size=1)
    try:
        if given.what == "upgrade":
            migrate(engine)
        elif given.what == "downgrade":
            migrate_back(engine, given.revision)
        with engine.connect() as writer:
            return before, revision_of(writer)
    finally:
        engine.dispose()


def _refuse_beside_others(connection: Connection) -> None:
    """See on PostgreSQL that no server is there.

    Raises:
        InUseError: One is, or another command.
    """
    others = sa.text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND application_name = :name AND pid <> pg_backend_pid()"
    )
    if connection.scalar(others, {"name": APPLICATION_NAME}):
        raise InUseError("a server, or another command, has this database open")
    # Behind a pooler, or under another name, what it has written of itself tells.
    if sa.inspect(connection).has_table(servers.name) and connection.scalar(
        sa.select(sa.func.count()).select_from(servers).where(servers.c.expires_at > present(connection, timedelta()))
    ):
        raise InUseError("a server has this database open, or was killed within the last seconds")
