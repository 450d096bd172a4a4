"""`humanloop check [FILE]`: whether a database, or a copy of one, is whole, and what is in it."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from humanloop.server.commands.frame import FAILED, database_of, leave, parser_of, say, shown
from humanloop.server.store.checking import damage_of, missing_in, orphans_in, reading, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa


def main(arguments: Sequence[str]) -> None:
    """Run the command.

    Args:
        arguments: What was typed after its name.
    """
    parser = parser_of("check")
    parser.add_argument("file", metavar="FILE", nargs="?", help="A copy to look at, in place of the database.")
    given = parser.parse_args(arguments)
    given.database = given.file or given.database
    url = database_of(given)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        leave(f"There is no database {url.database}.", FAILED)
    problems, counts = look_at(url)
    found = {"ok": not problems, "problems": problems, "counts": counts}
    say(found, _told(shown(url), problems, counts), as_json=given.json)
    sys.exit(FAILED if problems else 0)


def look_at(url: sa.URL) -> tuple[list[str], dict[str, int]]:
    """Look for what is wrong in a database, without changing anything in it.

    Returns:
        What is wrong, and how many rows each table has.
    """
    problems: list[str] = []
    counts: dict[str, int] = {}
    try:
        with reading(url) as connection:
            for look in (damage_of, orphans_in, missing_in):
                try:
                    problems += look(connection)
                except DBAPIError as error:
                    problems.append(_unread(error))
            counts = rows_of(connection)
    except (DBAPIError, sqlite3.Error) as error:
        problems.append(_unread(error))
    return list(dict.fromkeys(problems)), counts


def _unread(error: Exception) -> str:
    return f"the database cannot be read: {getattr(error, 'orig', error)}"


def _told(name: str, problems: Sequence[str], counts: dict[str, Any]) -> str:
    lines = [f"{name}: {'nothing is wrong.' if not problems else f'{len(problems)} found wrong.'}"]
    lines += [f"  {problem}" for problem in problems]
    if counts:
        width = max(map(len, counts))
        lines += ["", "A restore would bring, in rows:", ""]
        lines += [f"  {table:{width}}  {count:>12,}" for table, count in counts.items() if count]
    return "\n".join(lines)
