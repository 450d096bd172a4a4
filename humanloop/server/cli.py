"""`humanloop serve`."""

from __future__ import annotations

import argparse
import errno
import logging
import os
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.command import SERVE, SERVE_HELP, WEB, WEB_HELP
from humanloop.server.commands.frame import FAILED, leave, read_settings, shown
from humanloop.server.domain.web_sessions import new_link
from humanloop.server.greeting import greeting, json_greeting
from humanloop.server.log_lines import give_up, log_as_json
from humanloop.server.options import add_option, options
from humanloop.server.running import StartError, serve
from humanloop.server.store.engine import is_in_memory
from humanloop.server.store.store import Store
from humanloop.server.web.page_links import WEB_PATH
from humanloop.server.workers import serve_by_workers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from humanloop.server.running import RunningServer
    from humanloop.server.settings import Settings

COMMAND_LINE = tuple(option for option in options() if option.flag)
"""The options of `humanloop serve`."""
_WIDTH = 100
OF_WEB = frozenset({"database", "host", "port", "root_path", "tls_certificate", "tls_key"})
"""The options of `humanloop web`."""

_logger = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `humanloop serve`.

    Args:
        arguments: What was typed after the name of the program; the arguments of the process if none are given.
    """
    parser = argparse.ArgumentParser(
        "humanloop", description="Run the Humanloop API on your own machine.", allow_abbrev=False
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser(
        SERVE,
        help=SERVE_HELP,
        description=SERVE_HELP,
        epilog=_variables(),
        allow_abbrev=False,
        formatter_class=_Formatter,
    )
    for option in COMMAND_LINE:
        add_option(command, option)
    given, unknown = parser.parse_known_args(arguments)
    if unknown:
        # The usage of this command, not that of the program.
        command.error(f"unrecognized arguments: {' '.join(unknown)}")
    run(vars(given))


def web_main(arguments: Sequence[str]) -> None:
    """Run `humanloop web`.

    Args:
        arguments: What was typed after the name of the command.
    """
    parser = argparse.ArgumentParser(f"humanloop {WEB}", description=WEB_HELP, allow_abbrev=False)
    for option in COMMAND_LINE:
        if option.name in OF_WEB:
            add_option(parser, option)
    web(vars(parser.parse_args(arguments)))


def web(given: Mapping[str, Any]) -> None:
    """Print a link to the pages; it works beside a running server on the same database.

    Args:
        given: Settings by name; None for what was not given.
    """
    settings = read_settings(given)
    if is_in_memory(sa.make_url(settings.database)):
        leave("A database in memory belongs to its server alone: it printed a link when it started.", FAILED)
    store = Store(settings.database, readers=1)
    try:
        seconds = settings.web_link_seconds
        token = store.writer.submit(lambda connection: new_link(connection, seconds)).result()
    finally:
        store.close()
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    scheme = "http" if settings.tls_certificate is None else "https"
    print(f"{scheme}://{host}:{settings.port}{settings.root_path}{WEB_PATH}/sign-in?token={token}", flush=True)


def _variables() -> str:
    """Describe what has no option on the command line."""
    variables = [option for option in options() if not option.flag]
    lines = [
        "Every option can also be an environment variable, such as HUMANLOOP_SERVER_PORT; an API key is",
        "better there, where others on the machine do not see it. These are environment variables only:",
        "",
    ]
    for option in variables:
        indent = " " * 6
        lines += [
            f"  {option.variable}",
            textwrap.fill(option.help, _WIDTH, initial_indent=indent, subsequent_indent=indent),
        ]
    return "\n".join(lines)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=_WIDTH)


def run(given: Mapping[str, Any]) -> None:
    """Serve until the process is told to stop.

    Args:
        given: Settings by name; None for what was not given.
    """
    settings = read_settings(given)
    if settings.log_format == "json":
        log_as_json()
    else:
        logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    if settings.providers or settings.redact_hook:
        # What is of one's own is found where the command is run, as `python -m` finds modules.
        sys.path.insert(0, str(Path.cwd()))
    try:
        start = serve if settings.workers == 1 else serve_by_workers
        start(settings, lambda running: _greet(running, settings))
        if settings.log_format != "json" and sys.stdout.isatty():
            print("\nStopped.")
    except StartError as error:
        # What the database itself says seldom names it.
        at = f" ({shown(sa.make_url(settings.database))})" if hasattr(error.__cause__, "orig") else ""
        leave(f"{error}{at}", FAILED)
    except OSError as error:
        leave(_unheard(error, settings), FAILED)


def _unheard(error: OSError, settings: Settings) -> str:
    # Python puts more into the text of the error; names that are not found have no number of the system.
    reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
    cure = "; --port takes another one, 0 any that is free" if error.errno == errno.EADDRINUSE else ""
    where = settings.unix_socket or f"{settings.host}:{settings.port}"
    return f"Cannot listen on {where}: {reason or error}{cure}."


def _greet(running: RunningServer, settings: Settings) -> None:
    """Say where the server is and how to get in."""
    said = json_greeting if settings.log_format == "json" else greeting
    try:
        # At once, also where no terminal but a file or another program reads it.
        print(said(running, settings), flush=True)
    except (OSError, UnicodeEncodeError) as error:
        # The server answers all the same.
        give_up(sys.stdout)
        _logger.warning("What to know of the server cannot be written: %s", error)
