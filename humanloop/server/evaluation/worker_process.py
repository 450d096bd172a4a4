"""A process that runs the code of one evaluator, seen from the server."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import sysconfig
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json, to_json

from humanloop.core.json_kinds import is_object

if TYPE_CHECKING:
    from collections.abc import Sequence

_SCRIPT = Path(__file__).with_name("worker.py")
_SECONDS_TO_START = 10
_LONGEST_ANSWER = 4 * 2**20
_LARGEST_FILE = 2**20
# Characters take up to four bytes, and the process keeps no more than 20,000 of them.
_MOST_PRINTED = 80_000


@dataclass(frozen=True)
class Limits:
    """What a process may use.

    Args:
        seconds: Time for one call.
        memory: Bytes of memory.
        network: Whether it may connect to anything.
    """

    seconds: float
    memory: int
    network: bool


@dataclass(frozen=True)
class Outcome:
    """What came of a call: a value or an error, and what was printed meanwhile."""

    value: Any = None
    error: str | None = None
    stdout: str = ""


class WorkerProcess:
    """A process with the code of one evaluator. Made by `start`.

    Args:
        code: The code.
        limits: What it may use.
    """

    def __init__(self, code: str, limits: Limits) -> None:
        self.code = code
        self.limits = limits
        self.broken: Outcome | None = None
        """Why there is no process: its code could not be loaded."""
        self._process: asyncio.subprocess.Process | None = None
        self._directory = ""
        # A file, not a pipe: nobody has to read along, and what a process that was killed had printed is all there.
        self._printed = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed by `stop`

    @classmethod
    async def start(cls, code: str, limits: Limits, *, check_only: bool = False) -> WorkerProcess:
        """Start a process and load the code; whether that worked is seen in `broken`.

        Args:
            code: The code.
            limits: What it may use.
            check_only: Only compile the code; then no calls are possible.
        """
        worker = cls(code, limits)
        try:
            await worker._start(check_only=check_only)
        except BaseException:
            await worker.stop()
            raise
        if worker.broken is not None or check_only:
            await worker.stop()
        return worker

    async def call(self, arguments: Sequence[Any]) -> Outcome:
        """Call the evaluator's function. If it does not end in time, or ends its process, there is no second call."""
        if self.broken is not None:
            return self.broken
        try:
            outcome, is_alive = await self._exchange(arguments, self.limits.seconds)
        except BaseException:
            # Whoever waited has gone: nobody would take the answer that may still come.
            await self.stop()
            raise
        if not is_alive:
            await self.stop()
        return outcome

    @property
    def is_useful(self) -> bool:
        """Whether another call makes sense: not after the process has ended; but broken code stays broken."""
        return self.broken is not None or self._process is not None

    async def stop(self) -> None:
        """End the process, whatever it does, and all that it has started."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            # Cancelled or not, the process has to be waited for.
            await asyncio.shield(process.wait())
        if self._directory:
            shutil.rmtree(self._directory, ignore_errors=True)
            self._directory = ""
        self._printed.close()

    async def _start(self, *, check_only: bool) -> None:
        self._directory = tempfile.mkdtemp(prefix="humanloop-evaluator-")
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", "-X", "utf8", str(_SCRIPT)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=self._printed,
            # Nothing of the server's environment: keys stand there.
            env={"HOME": self._directory, "TMPDIR": self._directory, "LANG": "C.UTF-8", "PATH": os.defpath},
            cwd=self._directory,
            start_new_session=True,
            limit=_LONGEST_ANSWER,
        )
        setup = {
            "code": self.code,
            "check_only": check_only,
            "seconds": self.limits.seconds,
            "memory": self.limits.memory,
            "file_size": _LARGEST_FILE,
            "network": self.limits.network,
            "packages": sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}),
        }
        outcome, is_alive = await self._exchange(setup, self.limits.seconds + _SECONDS_TO_START)
        if not is_alive or outcome.error is not None:
            self.broken = outcome

    async def _exchange(self, request: Any, seconds: float) -> tuple[Outcome, bool]:
        """Send a line and wait for the answer; tells too whether the process can go on."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return Outcome(error="Its process has ended."), False
        error, line = "", b""
        try:
            async with asyncio.timeout(seconds):
                with suppress(ConnectionError):
                    process.stdin.write(to_json(request) + b"\n")
                    await process.stdin.drain()
                line = await process.stdout.readline()
        except TimeoutError:
            error = f"It took longer than {self.limits.seconds:g} s and was stopped."
        except ValueError:
            error = "It answered with more than can be kept."
        else:
            if not line.endswith(b"\n"):
                error = f"Its process ended: {_ending(await process.wait())}."
        stdout = os.pread(self._printed.fileno(), _MOST_PRINTED, 0).decode(errors="replace")
        if error:
            return Outcome(error=error, stdout=stdout), False
        answer = _read(line)
        if answer is None:
            return Outcome(error="Its code wrote into the answers of its process.", stdout=stdout), False
        return Outcome(answer.get("value"), answer.get("error"), stdout), True


def _read(line: bytes) -> dict[str, Any] | None:
    try:
        answer = from_json(line)
    except ValueError:
        return None
    return answer if is_object(answer) else None


def _ending(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.strsignal(-code) or f"signal {-code}"
