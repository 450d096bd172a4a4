"""Servers as processes of their own: started, timed, weighed, ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from benchmarks.server.wire import Connection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parent.parent.parent
API_KEY = "hl_benchmark"
_PATIENCE = 60


@dataclass(frozen=True)
class Running:
    """A server that answers.

    Args:
        url: Where, with the base path.
        seconds_to_start: From the start of the process to the first answer of status 200.
        process: The process.
    """

    url: str
    seconds_to_start: float
    process: subprocess.Popen[str]

    def connect(self) -> Connection:
        """Open a connection."""
        return Connection(self.url, API_KEY)

    def kill(self) -> None:
        """End the process in the middle of whatever it does."""
        self.process.kill()
        self.process.wait()

    def memory(self) -> int:
        """Resident size now, in bytes."""
        return _resident(self.process.pid)

    def memory_of_all(self) -> int:
        """Resident size now of the process and those that it has started, in bytes."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return self.memory() + sum(_resident(int(child)) for child in children.split())

    def cpu(self) -> float:
        """Seconds of processor time so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(process_id: int) -> int:
    status = Path(f"/proc/{process_id}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split(maxsplit=1)[0]) * 1024


@contextmanager
def floor(database: str | Path) -> Iterator[Running]:
    """Run the floor."""
    with _run([sys.executable, "-m", "benchmarks.server.floor", str(database)]) as running:
        yield running


@contextmanager
def server(database: str | Path, *, keep_settings: bool = False, **settings: str) -> Iterator[Running]:
    """Run the local server, as its command does.

    Args:
        database: Its database.
        keep_settings: Let it see the settings of this process's environment.
        settings: Settings by the names that they have in the environment.
    """
    code = "from humanloop.server.cli import main; main()"
    arguments = ["serve", "--database", str(database), "--port", "0", "--api-key", API_KEY]
    with _run([sys.executable, "-c", code, *arguments], keep_settings=keep_settings, settings=settings) as running:
        yield running


@contextmanager
def _run(
    command: list[str], *, keep_settings: bool = False, settings: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Running]:
    environment = {
        name: value for name, value in os.environ.items() if keep_settings or not name.startswith("HUMANLOOP_")
    }
    environment.update(settings)
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            url = f"http://127.0.0.1:{_port(process)}/v4"
            _wait_for_first_answer(url)
            yield Running(url, time.perf_counter() - began, process)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(_PATIENCE)
            finally:
                process.kill()


def _port(process: subprocess.Popen[str]) -> int:
    """Read the port from what the process says: a bare number, or the URL in the server's greeting."""
    assert process.stdout is not None
    for line in process.stdout:
        last = line.split()[-1] if line.split() else ""
        if last.isdigit():
            return int(last)
        if last.startswith("http") and last.endswith("/v4"):
            return int(last.removesuffix("/v4").rpartition(":")[2])
    raise RuntimeError(f"the server ended with status {process.wait()}")


def _wait_for_first_answer(url: str) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            with Connection(url, API_KEY) as connection:
                if connection.request("GET", "/projects")[0] == 200:
                    return
        except OSError:
            time.sleep(0.005)
    raise TimeoutError(f"{url} does not answer")
