"""The command line, run inside this process, against a server that this process runs too."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from humanloop.cli.command import main
from humanloop.testing import server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from humanloop.testing import Server

COMMAND = [sys.executable, "-c", "from humanloop.cli.command import main; main()"]
"""The command as a program of its own."""


class Outcome(NamedTuple):
    """What came of running the command."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with server() as started:
        yield started


@pytest.fixture
def humanloop(
    running: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Outcome]:
    """Run the command, and answer what came of it."""

    def run(*arguments: str, stdin: str = "", **environment: str) -> Outcome:
        with monkeypatch.context() as patched:
            for name, value in {**running.environment, "COLUMNS": "100", **environment}.items():
                patched.setenv(name, value)
            patched.setattr(sys, "argv", ["humanloop", *arguments])
            patched.setattr(sys, "stdin", io.StringIO(stdin))
            with pytest.raises(SystemExit) as left:
                main()
        code = left.value.code
        assert code is None or isinstance(code, int)
        return Outcome(code or 0, *capsys.readouterr())

    return run
