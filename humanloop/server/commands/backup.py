"""`humanloop backup TO`: a copy of the database in one file, also while a server uses it."""

from __future__ import annotations

import shlex
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from humanloop.server.commands.frame import FAILED, database_of, leave, parser_of, say
from humanloop.server.store.backup import InUseError, belongs_to, copy_database

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa


def main(arguments: Sequence[str]) -> None:
    """Run the command.

    Args:
        arguments: What was typed after its name.
    """
    parser = parser_of("backup")
    parser.add_argument(
        "to", metavar="TO", type=Path, help="The file to write; `humanloop serve --database TO` serves it."
    )
    parser.add_argument("--force", action="store_true", help="Replace a file that is there.")
    given = parser.parse_args(arguments)
    url, target = database_of(given), given.to
    if url.get_backend_name() != "sqlite":
        leave(f"PostgreSQL makes its own copies: {dump_line(url, str(target))}", FAILED)
    source = Path(url.database or "")
    problem = _problem(source, target, force=given.force)
    if problem is not None:
        leave(problem, FAILED)
    try:
        size = copy_database(source, target)
    except (InUseError, OSError, sqlite3.Error) as error:
        leave(f"No copy of {source} was made: {error}.", FAILED)
    say(
        {"database": str(source), "path": str(target), "bytes": size},
        f"{target} is a copy of {source} ({size:,} bytes). `humanloop check {target}` looks at it.",
        as_json=given.json,
    )


def dump_line(url: sa.URL, target: str) -> str:
    """Write the command that copies a database of PostgreSQL, without the password.

    Args:
        url: The database.
        target: Where to.
    """
    # `set` leaves what is None as it was.
    plain = url.set(drivername="postgresql")._replace(password=None)
    query = {name: value for name, value in plain.query.items() if "password" not in name}
    return shlex.join(["pg_dump", "--format=custom", f"--file={target}", plain.set(query=query).render_as_string()])


def _problem(source: Path, target: Path, *, force: bool) -> str | None:
    """Say why there can be no copy; None if nothing speaks against it."""
    if not source.is_file():
        return f"There is no database {source}."
    if not target.parent.is_dir():
        return f"The folder {target.parent} does not exist; make it first."
    if target.is_dir():
        return f"{target} is a folder; name a file in it."
    if belongs_to(target, source) or belongs_to(source, target):
        return f"{target} and {source} would be files of one database; choose another name."
    if target.exists():
        if target.samefile(source):
            return f"{target} is the database itself."
        if not force:
            return f"{target} is there already; --force replaces it."
    return None
