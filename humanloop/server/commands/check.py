"""`humanloop check [FILE]`: whether a database, or a copy of one, is whole, and what is in it."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from humanloop.server.commands.frame import FAILED, database_of, leave, parser_of, say, shown
from humanloop.server.domain.counters import repair_counters, wrong_counters
from humanloop.server.store.checking import damage_of, missing_in, orphans_in, reading, rows_of
from humanloop.server.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa
    from sqlalchemy.engine import Connection

    from humanloop.server.domain.counters import WrongCounter

_SECONDS_TO_COUNT = 3600


def main(arguments: Sequence[str]) -> None:
    """Run the command.

    Args:
        arguments: What was typed after its name.
    """
    parser = parser_of("check")
    parser.add_argument("file", metavar="FILE", nargs="?", help="A copy to look at, in place of the database.")
    parser.add_argument("--repair", action="store_true", help="Count again where counters are wrong.")
    given = parser.parse_args(arguments)
    given.database = given.file or given.database
    url = database_of(given)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        leave(f"There is no database {url.database}.", FAILED)
    repaired = _repair(url) if given.repair else []
    problems, counts = look_at(url)
    found: dict[str, Any] = {"ok": not problems, "problems": problems, "counts": counts}
    if given.repair:
        found["repaired"] = repaired
    say(found, _told(shown(url), problems, counts, repaired), as_json=given.json)
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
            for look in (damage_of, orphans_in, missing_in, _counters_of):
                if look is _counters_of and problems:
                    # What is damaged cannot be counted.
                    break
                try:
                    problems += look(connection)
                except DBAPIError as error:
                    problems.append(_unread(error))
            counts = rows_of(connection)
    except (DBAPIError, sqlite3.Error) as error:
        problems.append(_unread(error))
    return list(dict.fromkeys(problems)), counts


def _counters_of(connection: Connection) -> list[str]:
    """Name the counters that say something else than what is there."""
    return [str(wrong) for wrong in wrong_counters(connection)]


def _repair(url: sa.URL) -> list[str]:
    """Count again where counters are wrong, while no server writes; answers what was wrong."""
    store = Store(url.render_as_string(hide_password=False), readers=1, seconds=_SECONDS_TO_COUNT, may_migrate=False)
    try:
        return [str(wrong) for wrong in store.writer.submit(_repair_in_peace).result()]
    except (DBAPIError, sqlite3.Error) as error:
        leave(_unread(error), FAILED)
    finally:
        store.close()


def _repair_in_peace(connection: Connection) -> list[WrongCounter]:
    if connection.dialect.name == "postgresql":
        # Counting many rows takes longer than other statements may.
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    return repair_counters(connection)


def _unread(error: Exception) -> str:
    return f"the database cannot be read: {getattr(error, 'orig', error)}"


def _told(name: str, problems: Sequence[str], counts: dict[str, Any], repaired: Sequence[str]) -> str:
    lines = [f"repaired: {line}" for line in repaired]
    lines += [f"{name}: {'nothing is wrong.' if not problems else f'{len(problems)} found wrong.'}"]
    lines += [f"  {problem}" for problem in problems]
    if counts:
        width = max(map(len, counts))
        lines += ["", "A restore would bring, in rows:", ""]
        lines += [f"  {table:{width}}  {count:>12,}" for table, count in counts.items() if count]
    return "\n".join(lines)
