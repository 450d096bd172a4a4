"""What all commands share: their options, how they read settings, and how they end."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import sqlalchemy as sa
from pydantic import ValidationError
from pydantic_core import to_json
from pydantic_settings import SettingsError

from humanloop.core.terminals import harmless
from humanloop.server.command import COMMANDS
from humanloop.server.database_urls import without_secrets
from humanloop.server.log_lines import give_up
from humanloop.server.options import add_option, options, place_of
from humanloop.server.settings import Settings
from humanloop.server.store.engine import is_in_memory

if TYPE_CHECKING:
    from collections.abc import Mapping

FAILED = 1
"""Exit code of what is done in part, or found wrong."""
MISUSED = 2
"""Exit code of wrong usage."""


def parser_of(name: str) -> argparse.ArgumentParser:
    """Make the parser of a command, with the options that all of them have.

    Args:
        name: Name of the command.
    """
    parser = argparse.ArgumentParser(
        f"humanloop {name}",
        description=COMMANDS[name].help,
        allow_abbrev=False,
        epilog="Exit codes: 0 done, 1 done in part or found wrong, 2 wrong usage.",
    )
    add_shared_options(parser)
    return parser


def add_shared_options(parser: argparse.ArgumentParser) -> None:
    """Add `--database` and `--json`."""
    (database,) = (option for option in options() if option.name == "database")
    add_option(parser, database)
    parser.add_argument("--json", action="store_true", help="Print one JSON value, and nothing else.")


def read_settings(given: Mapping[str, Any]) -> Settings:
    """Read the settings, or end with a line about each that cannot be.

    Args:
        given: Settings by name; None for what was not given.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        leave("\n".join(_said(problem) for problem in error.errors()), MISUSED)
    except SettingsError as error:
        leave(f"An environment variable cannot be read, {error}: {error.__cause__}", MISUSED)


def database_of(given: argparse.Namespace) -> sa.URL:
    """Answer the database that a command works on; one in memory belongs to its server alone."""
    url = sa.make_url(read_settings({"database": given.database}).database)
    if is_in_memory(url):
        leave("A database in memory belongs to its server alone: no other program can reach it.", FAILED)
    return url


def shown(url: sa.URL) -> str:
    """Name a database without its password."""
    return "in memory, gone when it stops" if is_in_memory(url) else without_secrets(url.render_as_string())


def say(value: Any, text: str, *, as_json: bool) -> None:
    """Print what came of a command.

    Args:
        value: What programs read.
        text: What people read.
        as_json: Which of both is wanted.
    """
    try:
        print(to_json(value).decode() if as_json else harmless(text), flush=True)
    except (OSError, UnicodeEncodeError) as error:
        give_up(sys.stdout)
        leave(f"What came of it cannot be written: {error}.", FAILED)


def note(message: str) -> None:
    """Print a line on standard error, beside what was asked for."""
    print(harmless(message), file=sys.stderr)


def leave(message: str, code: int) -> NoReturn:
    """End with a line on standard error."""
    print(harmless(message), file=sys.stderr)
    sys.exit(code)


def _said(problem: Mapping[str, Any]) -> str:
    if not problem["loc"]:
        # Of settings that contradict each other; the message names them.
        return str(problem["msg"])
    name, *rest = map(str, problem["loc"])
    return f"{'.'.join([place_of(name), *rest])}: {problem['msg']}"
