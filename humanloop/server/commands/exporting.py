"""`humanloop export TO`: everything that the server holds, or some projects, in a folder of files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from humanloop.server.commands.frame import FAILED, database_of, leave, parser_of, say, shown
from humanloop.server.commands.opened import by_command, opened
from humanloop.server.domain.audit import record
from humanloop.server.moving.own.tables import FORMS, write_in
from humanloop.server.moving.own.writing import NoProjectError, export
from humanloop.server.moving.progress import Progress
from humanloop.server.moving.scratch import is_there

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> None:
    """Run the command.

    Args:
        arguments: What was typed after its name.
    """
    parser = parser_of("export")
    parser.add_argument("to", metavar="TO", type=Path, help="The folder to write, which must not exist yet.")
    parser.add_argument(
        "--project", metavar="NAME", action="append", default=[], help="Only this project; several of them are fine."
    )
    parser.add_argument(
        "--format",
        choices=FORMS,
        default="jsonl",
        help="jsonl is read back by `humanloop import`; the others are for other tools. [default: jsonl]",
    )
    given = parser.parse_args(arguments)
    url = database_of(given)
    if not is_there(url):
        leave(f"There is no database {url.database}.", FAILED)
    progress = Progress()
    try:
        manifest = export(
            url,
            given.to,
            given.project,
            given.format,
            write_in(given.format),
            advance=progress.advance,
            begin=progress.begin,
        )
    except (NoProjectError, FileExistsError) as error:
        leave(str(error), FAILED)
    except (OSError, SQLAlchemyError, ModuleNotFoundError) as error:
        leave(f"{shown(url)}: {getattr(error, 'orig', error)}", FAILED)
    finally:
        progress.end()
    detail = {"projects": given.project, "format": given.format}
    with opened(url) as store:
        noted = partial(record, who=by_command().name, action="export", subject=given.to.name, detail=detail)
        store.writer.submit(noted).result()
    rows = sum(manifest["counts"].values())
    say(manifest, f"{given.to} holds {rows:,} records of {shown(url)}.", as_json=given.json)
