"""`humanloop import PATH…`: what was exported elsewhere, into the database."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json
from sqlalchemy.exc import SQLAlchemyError

from humanloop.server.commands.frame import FAILED, MISUSED, database_of, leave, parser_of, read_settings, say, shown
from humanloop.server.commands.opened import by_command
from humanloop.server.domain.imported import get_imported
from humanloop.server.errors import NotFoundError, ServerError
from humanloop.server.moving.choice import WORDS, Choice
from humanloop.server.moving.own.reading import NotOursError
from humanloop.server.moving.report import to_lines
from humanloop.server.moving.scratch import is_there
from humanloop.server.moving.session import Order, run_import
from humanloop.server.moving.sources import NoSourceError
from humanloop.server.moving.values import moment
from humanloop.server.redaction import redactor_of
from humanloop.server.store.checking import reading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import sqlalchemy as sa

    from humanloop.server.redaction import Redactor
    from humanloop.server.settings import Settings


def main(arguments: Sequence[str]) -> None:
    """Run the command.

    Args:
        arguments: What was typed after its name.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    parser = _parser()
    given = parser.parse_args(arguments)
    if bool(given.paths) == bool(given.lookup):
        parser.error("name what is to be imported: files or folders, or one old id with --lookup")
    url = database_of(given)
    try:
        if given.lookup:
            _look_up(url, given)
        else:
            _import(url, given)
    except (NoSourceError, NotOursError) as error:
        leave(str(error), MISUSED)
    except KeyboardInterrupt:
        leave("Interrupted. What is imported stays; the same command goes on.", FAILED)
    except (OSError, RuntimeError, ServerError, SQLAlchemyError) as error:
        leave(f"{shown(url)}: {getattr(error, 'orig', error)}. The same command goes on where this one ended.", FAILED)


def _parser() -> argparse.ArgumentParser:
    parser = parser_of("import")
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        type=Path,
        help="An export tree of the hosted service, or a folder of several; files of v4 logs (.jsonl, .json, .csv); "
        ".prompt and .agent files, or a folder of them; what `humanloop export` has written.",
    )
    parser.add_argument("--dry-run", action="store_true", help="Read everything and write nothing but the report.")
    parser.add_argument(
        "--only",
        metavar="WORDS",
        type=_words,
        action="append",
        help=f"Only these, with what they need; separated by commas: {', '.join(WORDS)}.",
    )
    parser.add_argument(
        "--versions", choices=("all", "latest"), default="all", help="Whether older versions are wanted. [default: all]"
    )
    parser.add_argument("--since", metavar="TIME", type=_time, help="Only what was made since then, in ISO 8601; UTC.")
    parser.add_argument("--project-prefix", metavar="TEXT", default="", help="Stands before the names of projects.")
    parser.add_argument("--report", metavar="FILE", type=Path, help="Write the report there, as JSON.")
    parser.add_argument("--lookup", metavar="OLD", help="Import nothing; say what an id of elsewhere has become here.")
    return parser


def _import(url: sa.URL, given: argparse.Namespace) -> None:
    if given.report is not None and not given.report.parent.is_dir():
        leave(f"The folder {given.report.parent} does not exist; make it first.", MISUSED)
    settings = read_settings({"database": given.database})
    only = frozenset(word for words in given.only for word in words) if given.only else frozenset(WORDS)
    order = Order(
        given.paths,
        Choice(only, given.since),
        given.project_prefix,
        all_versions=given.versions == "all",
        is_try=given.dry_run,
        limit=settings.body_limit,
        environments=settings.environments,
        who=by_command().name,
        redactor=_redactor(settings),
    )
    report = run_import(url, order)
    if given.report is not None:
        given.report.write_bytes(to_json(report, indent=2) + b"\n")
    say(report, "\n".join(to_lines(report)), as_json=given.json)
    sys.exit(FAILED if any(each["failed"] for each in report["kinds"].values()) else 0)


def _redactor(settings: Settings) -> Redactor | None:
    try:
        return redactor_of(settings.redact, settings.redact_hook)
    except ValueError as error:
        leave(str(error), MISUSED)


def _look_up(url: sa.URL, given: argparse.Namespace) -> None:
    if not is_there(url):
        leave(f"There is no database {url.database}.", FAILED)
    try:
        with reading(url) as connection:
            found: dict[str, Any] = get_imported(connection, given.lookup)
    except NotFoundError as error:
        leave(error.message, FAILED)
    rest = to_json(found["rest"]).decode()
    say(found, f"{found['kind']} {found['old_id']} is {found['id']} here; besides: {rest}", as_json=given.json)


def _words(text: str) -> list[str]:
    words = [word.strip() for word in text.split(",") if word.strip()]
    unknown = [word for word in words if word not in WORDS]
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no {unknown[0]!r}; there are: {', '.join(WORDS)}")
    return words


def _time(text: str) -> datetime | None:
    try:
        return moment(text)
    except ServerError as error:
        raise argparse.ArgumentTypeError(error.message) from error
