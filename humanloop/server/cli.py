"""`humanloop serve`."""

from __future__ import annotations

import logging
from ipaddress import ip_address
from typing import TYPE_CHECKING, Annotated, Any

import sqlalchemy as sa
import typer
from pydantic import ValidationError

from humanloop.server.running import StartError, serve
from humanloop.server.settings import BASE_PATH, Settings
from humanloop.server.store.engine import is_in_memory

if TYPE_CHECKING:
    from humanloop.server.running import RunningServer

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    # A trace with the values of variables would show keys; and help looks as it does for the calls of the API.
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line."""
    app()


@app.callback()
def _commands() -> None:
    """Run the Humanloop API on your own machine."""


@app.command(name="serve")
def serve_command(
    database: Annotated[
        str | None,
        typer.Option(help="SQLAlchemy URL, or the path of an SQLite file.", show_default="humanloop.db"),
    ] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; 0 takes a free one.", show_default="8000")
    ] = None,
    api_key: Annotated[
        str | None, typer.Option(help="Key to accept. Without any, one is made at the first start.")
    ] = None,
    environments: Annotated[
        str | None,
        typer.Option(help="Environments, separated by commas; the first is the default.", show_default="production"),
    ] = None,
    provider_fallback: Annotated[
        str | None,
        typer.Option(help="Provider that stands in for those this server cannot reach, such as mock."),
    ] = None,
    allowed_hosts: Annotated[
        str | None,
        typer.Option(
            help="Names by which clients reach the server, separated by commas; addresses always work, * is any name.",
            show_default="localhost",
        ),
    ] = None,
) -> None:
    """Serve the API until Ctrl-C.

    Every option can also be an environment variable, such as HUMANLOOP_SERVER_PORT.
    """
    given: dict[str, Any] = {
        "database": database,
        "host": host,
        "port": port,
        "api_key": api_key,
        "environments": environments,
        "provider_fallback": provider_fallback,
        "allowed_hosts": allowed_hosts,
    }
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        for problem in error.errors():
            typer.echo(f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}", err=True)
        raise typer.Exit(2) from None
    try:
        serve(settings, lambda running: _greet(running, settings))
    except KeyboardInterrupt:
        typer.echo("\nStopped.")
    except StartError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except OSError as error:
        typer.echo(f"Cannot listen on {settings.host}:{settings.port}: {error.strerror or error}", err=True)
        raise typer.Exit(1) from None


def _greet(running: RunningServer, settings: Settings) -> None:
    """Say where the server is and how to get in."""
    root = running.url.removesuffix(BASE_PATH)
    if not settings.authentication:
        key = "none needed"
    elif settings.api_key is not None:
        key = "the one you chose"
    else:
        key = running.api_key or "the one that was shown at the first start"
    typer.echo("The Humanloop API is up.\n")
    typer.echo(f"  URL       {running.url}")
    typer.echo(f"  API key   {key}")
    if running.api_key and settings.api_key is None:
        typer.echo("            (shown only this once: keep it)")
    typer.echo(f"  Database  {_shown(sa.make_url(settings.database))}")
    typer.echo(f"  Docs      {root}/docs\n")
    if not _is_loopback(settings.host):
        typer.echo("Other machines can reach it: keys travel readably unless a proxy before it speaks HTTPS.")
    typer.echo("Point a client at it: HUMANLOOP_HOST is the URL, HUMANLOOP_API_KEY the key. Ctrl-C stops it.")


def _shown(url: sa.URL) -> str:
    """Name a database without its password."""
    return "in memory, gone when it stops" if is_in_memory(url) else url.render_as_string(hide_password=True)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
