"""A process that runs the code of one evaluator, seen from the server."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import signal
import sys
import sysconfig
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pydantic_core import from_json, to_json

from humanloop.core.json_kinds import is_object
from humanloop.server.evaluation.shared_libraries import shared_libraries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SCRIPT = Path(__file__).with_name("confined") / "start.py"
_SECONDS_TO_START = 10
_LONGEST_ANSWER = 4 * 2**20
_LARGEST_FILE = 2**20
_LARGEST_FOLDER = 16 * 2**20
_MOST_ENTRIES = 100
# Characters take up to four bytes, and the process keeps no more than 20,000 of them.
_MOST_PRINTED = 80_000
# Libraries that would keep threads: one that has more than one between two calls is ended.
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
_TOUCHED = "Its code wrote into the answers of its process."


@dataclass(frozen=True)
class Limits:
    """What a process may use.

    Args:
        seconds: Time for one call.
        memory: Bytes of memory.
        network: Whether it may connect to anything.
        sandbox: Whether the kernel is asked to keep it in.
    """

    seconds: float
    memory: int
    network: bool
    sandbox: bool = True


@dataclass(frozen=True, repr=False)
class Foreign:
    """What code has returned that JSON has no form for, such as a generator: a value of no return type.

    Args:
        shown: How it is shown.
    """

    shown: str

    def __repr__(self) -> str:
        """Show it as its process does."""
        return self.shown


@dataclass(frozen=True)
class Outcome:
    """What came of a call: a value or an error, and what was printed meanwhile."""

    value: Any = None
    error: str | None = None
    stdout: str = ""


class WorkerProcess:
    """A process for the code of one evaluator. Made by `start`.

    Args:
        limits: What it may use.
    """

    def __init__(self, limits: Limits) -> None:
        self.code = ""
        self.killed: str | None = None
        """Why it was ended or has ended by itself: `time`, `output`, `ended`, `forged` or `threads`."""
        self.limits = limits
        self.missing: Mapping[str, str] = {}
        """What the system did not do to keep the code in, and what it said."""
        self.broken: Outcome | None = None
        """Why there is no process: its code could not be loaded."""
        self._process: asyncio.subprocess.Process | None = None
        self._requests: asyncio.StreamWriter | None = None
        self._directory = ""
        # A file, not a pipe: nobody has to read along, and what a process that was killed had printed is all there.
        self._printed = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed by `stop`

    @classmethod
    async def start(cls, limits: Limits) -> WorkerProcess:
        """Start a process without any code; whether that worked is seen in `broken`.

        Args:
            limits: What it may use.
        """
        worker = cls(limits)
        try:
            await worker._start()
        except BaseException:
            await worker.stop()
            raise
        return worker

    async def load(self, code: str) -> None:
        """Load the code of an evaluator; whether that worked is seen in `broken`."""
        self.code = code
        if self.broken is None:
            outcome = await self._ask({"code": code}, self.limits.seconds + _SECONDS_TO_START)
            if outcome.error is not None:
                await self._break(outcome)

    async def check(self, code: str) -> str | None:
        """Compile the code of an evaluator and end; answers what is wrong with it."""
        outcome = self.broken
        if outcome is None:
            outcome = await self._ask({"code": code, "check_only": True}, self.limits.seconds + _SECONDS_TO_START)
        await self.stop()
        return outcome.error

    async def call(self, arguments: Sequence[Any]) -> Outcome:
        """Call the evaluator's function. If it does not end in time, or ends its process, there is no second call."""
        if self.broken is not None:
            return self.broken
        return await self._ask({"arguments": arguments}, self.limits.seconds)

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
        if self._requests is not None:
            self._requests.close()
        if self._directory:
            shutil.rmtree(self._directory, ignore_errors=True)
            self._directory = ""
        self._printed.close()

    async def _start(self) -> None:
        self._directory = tempfile.mkdtemp(prefix="humanloop-evaluator-")
        reading, self._requests = await _one_way()
        with reading:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-S", "-X", "utf8", str(_SCRIPT)),
                stdin=reading,
                stdout=asyncio.subprocess.PIPE,
                stderr=self._printed,
                # Nothing of the server's environment: keys stand there.
                env={
                    "HOME": self._directory,
                    "TMPDIR": self._directory,
                    "LANG": "C.UTF-8",
                    "PATH": os.defpath,
                    **_ONE_THREAD,
                },
                cwd=self._directory,
                start_new_session=True,
                limit=_LONGEST_ANSWER,
            )
        setup = {
            "parent": os.getpid(),
            "sandbox": self.limits.sandbox,
            "seconds": self.limits.seconds,
            "memory": self.limits.memory,
            "file_size": _LARGEST_FILE,
            "folder_size": _LARGEST_FOLDER,
            "entries": _MOST_ENTRIES,
            "network": self.limits.network,
            "packages": sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}),
            "shared": shared_libraries() if self.limits.sandbox else (),
        }
        answer = await self._exchange(setup, _SECONDS_TO_START)
        if isinstance(answer, Outcome):
            await self._break(answer)
            return
        self.missing = answer["missing"]
        if self.limits.sandbox and "root" not in self.missing:
            # Its directory is in memory, and this was only the place for it: what is removed now, no crash leaves.
            with suppress(OSError):
                os.rmdir(self._directory)  # noqa: PTH106 - one quick call, which pathlib would hide from nobody

    async def _break(self, outcome: Outcome) -> None:
        self.broken = outcome
        await self.stop()

    async def _ask(self, request: dict[str, Any], seconds: float) -> Outcome:
        """Let the process do something with the evaluator's code; it runs as long as that takes, and no longer."""
        self._signal(signal.SIGCONT)
        try:
            answer = await self._exchange(request, seconds)
        except BaseException:
            # Whoever waited has gone: nobody would take the answer that may still come.
            await self.stop()
            raise
        outcome = answer if isinstance(answer, Outcome) else _outcome(answer, self._stdout())
        self._signal(signal.SIGSTOP)
        if outcome.error == _TOUCHED:
            self.killed = "forged"
        elif self.killed is None and self._goes_on():
            self.killed = "threads"
        if self.killed is not None:
            await self.stop()
        return outcome

    async def _exchange(self, request: dict[str, Any], seconds: float) -> dict[str, Any] | Outcome:
        """Send a line and wait for the answer; an outcome is why there is none, and then the process cannot go on."""
        process, requests = self._process, self._requests
        if process is None or requests is None or process.stdout is None:
            return Outcome(error="Its process has ended.")
        error, line, token = "", b"", secrets.token_hex(8)
        try:
            async with asyncio.timeout(seconds):
                # Of a process that has ended the next line says so, whichever loop runs here, and whatever it raises.
                with suppress(ConnectionError, RuntimeError):
                    requests.write(to_json({"token": token, **request}) + b"\n")
                    await requests.drain()
                line = await process.stdout.readline()
        except TimeoutError:
            error, self.killed = f"It took longer than {self.limits.seconds:g} s and was stopped.", "time"
        except ValueError:
            error, self.killed = "It answered with more than can be kept.", "output"
        else:
            if not line.endswith(b"\n"):
                error, self.killed = f"Its process ended: {_ending(await process.wait())}.", "ended"
        answer = None if error else _read(line, token)
        return Outcome(error=error or _TOUCHED, stdout=self._stdout()) if answer is None else answer

    def _stdout(self) -> str:
        return os.pread(self._printed.fileno(), _MOST_PRINTED, 0).decode(errors="replace")

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def _goes_on(self) -> bool:
        """Tell whether the process has left threads behind that would run beside the next call."""
        if self._process is None or sys.platform != "linux":
            return False
        try:
            with open(f"/proc/{self._process.pid}/stat", "rb") as file:  # noqa: PTH123 - for each call
                fields = file.read().rpartition(b")")[2].split()
        except OSError:
            return True
        return int(fields[17]) > 1


async def _one_way() -> tuple[IO[bytes], asyncio.StreamWriter]:
    """Make a pipe: answers its end for the process, and the server's.

    What a loop makes for a process may be a pair of sockets, and the code in it could then write to the server's end.
    """
    reading, writing = (os.fdopen(number, mode) for number, mode in zip(os.pipe(), ("rb", "wb"), strict=True))
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.connect_write_pipe(
        lambda: asyncio.StreamReaderProtocol(asyncio.StreamReader()), writing
    )
    return reading, asyncio.StreamWriter(transport, protocol, None, loop)


def _read(line: bytes, token: str) -> dict[str, Any] | None:
    try:
        answer = from_json(line)
    except ValueError:
        return None
    return answer if is_object(answer) and answer.get("token") == token else None


def _outcome(answer: Mapping[str, Any], stdout: str) -> Outcome:
    """Read what came of a call; the server puts the words of an error together, so that none of its own are forged."""
    raised = answer.get("raised")
    if raised is None:
        shown = answer.get("shown")
        return Outcome(Foreign(shown) if isinstance(shown, str) else answer.get("value"), None, stdout)
    kind, text, line = (raised.get(name) for name in ("type", "text", "line")) if is_object(raised) else (None,) * 3
    if not (isinstance(kind, str) and kind.isidentifier() and isinstance(text, str) and isinstance(line, int)):
        return Outcome(error=_TOUCHED, stdout=stdout)
    return Outcome(error=f"{kind}{f': {text}' if text else ''}{f' (line {line})' if line else ''}", stdout=stdout)


def _ending(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.strsignal(-code) or f"signal {-code}"
