"""`humanloop spool`: what waits to be logged in the background, for those who run programs that do."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from humanloop.background.entries import KINDS
from humanloop.background.files import ASIDE, asides, origin_of, overview, reopened, root_of
from humanloop.cli.calls import client_of
from humanloop.cli.output import Printer
from humanloop.cli.writing import complete_output
from humanloop.core.background import BackgroundOptions
from humanloop.core.json import from_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SPOOL = "spool"
SPOOL_HELP = "See and send what waits to be logged in the background."

_Json = Annotated[Optional[bool], typer.Option("--json", help="Print JSON, also in a terminal.")]
_Directory = Annotated[
    Optional[str],
    typer.Option(
        help="Where records wait. Default: HUMANLOOP_SPOOL, else the folder of the platform for the state of programs."
    ),
]


def status(as_json: _Json = None, directory: _Directory = None) -> None:
    """Say what waits; it needs no key, and changes nothing."""
    found = [overview(folder) for folder in _folders(directory)]
    totals = {name: sum(one[name] for one in found) for name in ("pending", "bytes", "set_aside")}
    _print({"directory": str(root_of(directory)), "folders": found, **totals}, as_json)


def send(
    timeout: Annotated[float, typer.Option(help="Seconds to try at most.")] = 60.0,
    source: Annotated[
        Optional[str],
        typer.Option("--from", help="Send what waits under another key of this host too: the digest of its folder."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Send what waits under all keys of this host.")] = False,
    as_json: _Json = None,
    directory: _Directory = None,
) -> None:
    """Send what programs that ended have left, with the key of now; 1 says that something is left."""
    options = BackgroundOptions(directory=directory, linger=0, exit_timeout=0)
    until = time.monotonic() + timeout
    with client_of({"background": options}) as humanloop:
        background = humanloop.background
        # `status` prints whole names of folders, which are taken too.
        digest = None if every or source is None else source.rpartition("-")[2]
        if every or digest:
            found = background.adopt_of_others(digest)
            if digest and not found and not background.status().directory.endswith(f"-{digest}"):
                raise typer.BadParameter(f"{source}: nothing of this host waits under that digest; see `spool status`")
        background.flush(max(0.01, until - time.monotonic()))
        said = background.status()
    counts = {"sent": said.sent, "pending": said.pending, "set_aside": said.set_aside, "maybe_twice": said.maybe_twice}
    _print({**counts, "last_error": said.last_error}, as_json)
    raise typer.Exit(1 if said.pending else 0)


def aside(
    retry: Annotated[bool, typer.Option("--retry", help="Queue it again; the next program sends it.")] = False,
    delete: Annotated[bool, typer.Option("--delete", help="Delete it.")] = False,
    as_json: _Json = None,
    directory: _Directory = None,
) -> None:
    """List what the API did not take, and why."""
    if retry and delete:
        raise typer.BadParameter("either --retry or --delete")
    found = [
        {"folder": folder.name, "kind": KINDS[record.kind], "record": from_json(record.data), **said}
        for folder in _folders(directory)
        for record, said in asides(folder)
    ]
    for folder in _folders(directory) if retry or delete else ():
        if retry:
            for _, file in reopened(folder, origin_of(None), lambda _, said: typer.echo(said, err=True)):
                file.close()
        else:
            for path in folder.glob(f"*{ASIDE}"):
                path.unlink(missing_ok=True)
    _print(found, as_json)


COMMANDS: dict[str, Callable[..., None]] = {"status": status, "send": send, "aside": aside}


def _folders(directory: str | None) -> list[Path]:
    try:
        return sorted(path for path in root_of(directory).iterdir() if path.is_dir() and not path.is_symlink())
    except OSError:
        return []


def _print(found: Any, as_json: bool | None) -> None:
    with complete_output():
        Printer(as_json=as_json).print_answer(found)
