"""What is optional: whether it is installed, and what to install for it."""

from __future__ import annotations

from importlib.util import find_spec

from humanloop.spec.facts import HOST, PACKAGE, REQUIREMENTS

_MODULES = {
    "async": "aiohttp",
    "cli": "typer",
    "opentelemetry": "opentelemetry.exporter.otlp.proto.http",
    "parquet": "polars",
    "postgres": "psycopg",
    "redact": "re2",
    "requests": "requests",
    "server": "uvicorn",
    "testing": "responses",
}
"""A module that is there where an extra is installed."""


def install(extra: str) -> str:
    """Write the command that installs an extra."""
    wanted = '" "'.join(REQUIREMENTS[extra])
    return f'pip install "{wanted}"'


def is_missing(who: str, extra: str, module: str | None) -> str:
    """Say what is missing, and what to install.

    Args:
        who: Who needs it, such as `The server needs`.
        extra: The extra.
        module: What was not found.
    """
    reason = f" ({module} is missing)" if module else ""
    return f"{who} the extra `{extra}`{reason}: {install(extra)}"


def installed() -> list[str]:
    """List the extras that are installed."""
    return [extra for extra, module in _MODULES.items() if extra in REQUIREMENTS and _is_there(module)]


def described(version: str) -> str:
    """Say which release this is, of which API, and which extras are installed.

    Args:
        version: Of this package.
    """
    api = HOST.rpartition("/")[2]
    return f"{PACKAGE} {version}, API {api}, extras: {', '.join(installed()) or 'none'}"


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # what it is a part of is not there either
        return False
