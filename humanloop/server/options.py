"""What can be said on the command line of `humanloop serve`: some of the settings, as they describe themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from pydantic_core import to_json

from humanloop.server.settings import ENVIRONMENT_PREFIX, Settings

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

_ON_THE_COMMAND_LINE = (
    "database",
    "host",
    "port",
    "api_key",
    "environments",
    "provider_fallback",
    "allowed_hosts",
    "trusted_proxies",
    "trust_user_header",
    "trust_user_role",
    "log_format",
    "root_path",
    "unix_socket",
    "tls_certificate",
    "tls_key",
    "workers",
    "no_upgrade",
)


_METAVARS: dict[object, str] = {int: "INTEGER", bool: ""}


class Option(NamedTuple):
    """A setting that people choose.

    Attributes:
        name: Its name.
        flag: How the command line spells it; empty if it is an environment variable only.
        variable: The environment variable.
        metavar: What kind of value it takes; empty if it is a switch.
        help: What it is for, and its default.
    """

    name: str
    flag: str
    variable: str
    metavar: str
    help: str


def options() -> Iterator[Option]:
    """List all settings, those of the command line first."""
    fields = Settings.model_fields
    for name in (*_ON_THE_COMMAND_LINE, *(name for name in fields if name not in _ON_THE_COMMAND_LINE)):
        field = fields[name]
        yield Option(
            name,
            f"--{name.replace('_', '-')}" if name in _ON_THE_COMMAND_LINE else "",
            f"{ENVIRONMENT_PREFIX}{name.upper()}",
            _METAVARS.get(field.annotation, "TEXT"),
            f"{field.description}{_shown_default(field.get_default(call_default_factory=True))}".replace("`", ""),
        )


def add_option(parser: ArgumentParser, option: Option) -> None:
    """Add an option to the parser of a command."""
    if option.metavar:
        parser.add_argument(option.flag, dest=option.name, metavar=option.metavar, help=option.help)
    else:
        parser.add_argument(option.flag, dest=option.name, action="store_const", const=True, help=option.help)


def place_of(name: str) -> str:
    """Say where a setting is given, for messages."""
    found = next((option for option in options() if option.name == name), None)
    if found is None:
        return name
    return f"{found.flag} or {found.variable}" if found.flag else found.variable


def _shown_default(value: Any) -> str:
    if value is None or value is False or value in ((), {}, ""):
        return ""
    if isinstance(value, tuple):
        return f" [default: {','.join(cast('tuple[str, ...]', value))}]"
    return f" [default: {value if isinstance(value, str) else to_json(value).decode()}]"
