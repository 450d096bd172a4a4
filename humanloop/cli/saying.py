"""What is said on standard error, beside the output: errors and warnings, in a line each."""

from __future__ import annotations

import sys
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from humanloop.core.terminals import harmless

if TYPE_CHECKING:
    from collections.abc import Generator


def leave(message: str, code: int) -> NoReturn:
    """End with an error.

    Args:
        message: What is wrong.
        code: The status of the process.
    """
    _say("Error:", "red", message)
    raise typer.Exit(code)


def is_seen(stream: Any) -> bool:
    """Say whether a stream is a terminal; one that is closed is None to Python."""
    return stream is not None and stream.isatty()


@contextmanager
def plain_warnings() -> Generator[None]:
    """Say warnings without the line of code that led to them: there is none of whoever typed the command."""
    with warnings.catch_warnings():
        warnings.showwarning = _show_warning
        yield


def _show_warning(message: Warning | str, *_: object, **__: object) -> None:
    _say("Warning:", "yellow", str(message))


def _say(label: str, color: str, message: str) -> None:
    shown = typer.style(label, fg=color, bold=True) if is_seen(sys.stderr) else label
    typer.echo(f"{shown} {harmless(message)}", err=True)
