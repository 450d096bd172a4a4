"""`humanloop audit`: who did what."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json
from sqlalchemy.exc import SQLAlchemyError

from humanloop.server.commands.frame import FAILED, MISUSED, database_of, leave, parser_of, say, shown
from humanloop.server.domain.audit import entries
from humanloop.server.domain.times import to_moment
from humanloop.server.errors import UnprocessableError
from humanloop.server.store.checking import reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def main(arguments: Sequence[str]) -> None:
    """Run the command.

    Args:
        arguments: What was typed after its name.
    """
    parser = parser_of("audit")
    parser.add_argument("--since", metavar="DATE", help="Only what was done from this date or time on (ISO 8601, UTC).")
    parser.add_argument("--limit", metavar="N", type=_count, help="Most entries; all if not given.")
    given = parser.parse_args(arguments)
    url = database_of(given)
    try:
        since = None if given.since is None else to_moment(given.since)
        with reading(url) as connection:
            found = entries(connection, since, given.limit)
    except UnprocessableError as error:
        leave(error.message, MISUSED)
    except (OSError, SQLAlchemyError) as error:
        leave(f"{shown(url)}: {getattr(error, 'orig', error)}.", FAILED)
    say(found, "\n".join(map(_line, found)) or "Nothing stands in the list.", as_json=given.json)


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("it must be 1 or more")
    return count


def _line(entry: Mapping[str, Any]) -> str:
    detail = f"  {to_json(entry['detail']).decode()}" if entry["detail"] else ""
    return f"{entry['at']:%Y-%m-%d %H:%M:%S}  {entry['who']}  {entry['action']}  {entry['subject']}{detail}"
