"""`humanloop keys create | list | revoke`: who may call, beside a running server or without one."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from humanloop.server.command import COMMANDS
from humanloop.server.commands.frame import FAILED, MISUSED, add_shared_options, database_of, leave, note, say, shown
from humanloop.server.commands.opened import by_command, opened
from humanloop.server.domain.key_records import create_key, expiry_of, list_keys, revoke_key
from humanloop.server.domain.roles import ROLES
from humanloop.server.errors import ServerError, UnprocessableError
from humanloop.server.store.checking import reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import URL


def main(arguments: Sequence[str]) -> None:
    """Run the command.

    Args:
        arguments: What was typed after its name.
    """
    given = _parser().parse_args(arguments)
    url = database_of(given)
    try:
        {"create": _create, "list": _list, "revoke": _revoke}[given.what](given, url)
    except UnprocessableError as error:
        leave(error.message, MISUSED)
    except ServerError as error:
        leave(error.message, FAILED)
    except (OSError, SQLAlchemyError) as error:
        leave(f"{shown(url)}: {getattr(error, 'orig', error)}.", FAILED)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("humanloop keys", description=COMMANDS["keys"].help, allow_abbrev=False)
    whats = parser.add_subparsers(dest="what", required=True, metavar="COMMAND")

    def command(what: str, said: str) -> argparse.ArgumentParser:
        made = whats.add_parser(what, help=said, description=said, allow_abbrev=False)
        add_shared_options(made)
        return made

    create = command("create", "Make a key and print it; it is shown only this once.")
    create.add_argument("name", metavar="NAME", help="What the key is called, in lists and in the access log.")
    create.add_argument("--role", choices=ROLES, default="write", help="What its holder may do [default: write].")
    create.add_argument(
        "--project",
        metavar="PROJECT",
        action="append",
        default=[],
        help="Name or id of a project that it sees; several times for several, all if not given.",
    )
    create.add_argument(
        "--expires",
        metavar="WHEN",
        help="After how long (30m, 12h, 90d, 4w), or when (2027-01-31), it is good no more.",
    )
    listing = command("list", "List the keys; none of them can be shown again.")
    listing.add_argument("--all", action="store_true", help="Also those that were revoked or have expired.")
    revoke = command("revoke", "Let a key be good no more, on every server within seconds.")
    revoke.add_argument("name", metavar="NAME", help="Its name.")
    return parser


def _create(given: argparse.Namespace, url: URL) -> None:
    expires_at = None if given.expires is None else expiry_of(given.expires)
    rest: dict[str, Any] = {"role": given.role, "projects": given.project, "expires_at": expires_at}
    by = by_command()
    with opened(url) as store:
        key = store.writer.submit(lambda connection: create_key(connection, by, given.name, **rest)).result()
    until = "" if expires_at is None else f", good until {expires_at:%Y-%m-%d %H:%M:%S} UTC"
    note(f"The key {given.name!r} of the role {given.role}{until}; it is shown only this once.")
    say({"key": key, "name": given.name.strip(), **rest}, key, as_json=given.json)


def _list(given: argparse.Namespace, url: URL) -> None:
    with reading(url) as connection:
        found = list_keys(connection, with_ended=given.all)
    say(
        found,
        _table(found) if found else "There are no keys yet: `humanloop keys create NAME` makes one.",
        as_json=given.json,
    )


def _revoke(given: argparse.Namespace, url: URL) -> None:
    by = by_command()
    with opened(url) as store:
        store.writer.submit(lambda connection: revoke_key(connection, by, given.name)).result()
    say({"revoked": given.name}, f"The key {given.name!r} is good no more, within 5 seconds.", as_json=given.json)


def _table(keys: Sequence[Mapping[str, Any]]) -> str:
    columns = ("NAME", "ROLE", "KEY", "PROJECTS", "LAST USED", "EXPIRES")
    lines = [columns, *(_line(key) for key in keys)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def _line(key: Mapping[str, Any]) -> tuple[str, ...]:
    ends = "revoked" if key["revoked_at"] is not None else _moment(key["expires_at"], "never")
    begins = f"{key['prefix']}…" if key["prefix"] else "unknown"
    projects = ", ".join(key["projects"]) or "all"
    return key["name"], key["role"], begins, projects, _moment(key["last_used_at"], "never"), ends


def _moment(moment: Any, otherwise: str) -> str:
    return otherwise if moment is None else f"{moment:%Y-%m-%d %H:%M}"
