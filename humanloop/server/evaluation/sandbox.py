"""Runs the code of python evaluators, each in a process of its own that is used for many calls."""

from __future__ import annotations

import asyncio
import logging
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from humanloop.server.evaluation.confined.kernel import landlock_version
from humanloop.server.evaluation.worker_process import Limits, Outcome, WorkerProcess
from humanloop.server.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal

__all__ = ["Limits", "Outcome", "Sandbox"]

_logger = logging.getLogger(__name__)
_IDLE_SECONDS = 30
# Without these the kernel refuses nothing; a root directory of its own hides more.
_NEEDED = ("files", "calls")
_PARTS = {
    "root": "evaluators have no root directory, network and count of threads of their own",
    "files": "the kernel does not guard files (Landlock)",
    "calls": "the kernel does not guard system calls (seccomp)",
}
_GUARDED_ONLY = "only limits and the guard in its process keep the code of evaluators in"


class Sandbox:
    """A few processes. One that hangs is stopped and replaced; no two evaluators ever share one.

    Args:
        limits: What each process may use.
        workers: Calls that may run at once, and processes that may wait for the next one.
        mode: What the kernel has to refuse: the `best` that it can, all that is `required`, or nothing (`off`).
    """

    def __init__(self, limits: Limits, workers: int, mode: Literal["best", "required", "off"] = "best") -> None:
        self.tally = Tally()
        """Counts the `kills` of processes, by reason."""
        self._is_required = mode == "required"
        self._refusal: Outcome | None = None
        self._has_warned = False
        is_linux = sys.platform == "linux"
        self._limits = replace(limits, sandbox=is_linux and mode != "off")
        if mode == "off":
            self._warn(f"is off: {_GUARDED_ONLY}.")
        elif not is_linux:
            self._lack(dict.fromkeys(_NEEDED, f"this is {sys.platform}"))
        elif landlock_version() == 0:
            self._lack({"files": "it has none"})
        self._most_idle = workers
        self._slots = asyncio.Semaphore(workers)
        # The one used last stands last.
        self._idle: list[WorkerProcess] = []
        self._tidying: asyncio.TimerHandle | None = None
        self._stops: set[asyncio.Task[None]] = set()

    async def check(self, code: str) -> str | None:
        """Tell what is wrong with the code of an evaluator; None if it compiles and defines a function."""
        if self._refusal is not None:
            # It is looked at where it would run, and there is no such place.
            return None
        async with self._slots:
            worker = await self._start()
            if worker is None:
                return None
            problem = await worker.check(code)
            self._count(worker)
            return problem

    async def run(self, code: str, arguments: Sequence[Any]) -> Outcome:
        """Call the function of an evaluator.

        Args:
            code: The code, which names the process that is used.
            arguments: What to call it with; anything that can be JSON.
        """
        async with self._slots:
            worker = self._take(code) or await self._load(code)
            if worker is None:
                return self._refusal or Outcome()
            outcome = await worker.call(arguments)
            self._count(worker)
            self._put_back(worker)
        return outcome

    async def close(self) -> None:
        """Stop all processes."""
        if self._tidying is not None:
            self._tidying.cancel()
        while self._idle:
            self._retire(self._idle.pop())
        await asyncio.gather(*self._stops)

    def _count(self, worker: WorkerProcess) -> None:
        if worker.killed is not None:
            self.tally.add("kills", worker.killed)

    async def _load(self, code: str) -> WorkerProcess | None:
        worker = await self._start()
        if worker is not None:
            try:
                await worker.load(code)
            except BaseException:
                await worker.stop()
                raise
        return worker

    async def _start(self) -> WorkerProcess | None:
        """Start a process without any code; None where none may run."""
        if self._is_refused():
            return None
        worker = await WorkerProcess.start(self._limits)
        if worker.missing:
            self._lack(worker.missing)
        if self._is_refused():
            await worker.stop()
            return None
        return worker

    def _is_refused(self) -> bool:
        return self._refusal is not None

    def _lack(self, missing: Mapping[str, str]) -> None:
        """Say what is missing, once; and refuse to run code, if it is required."""
        said = "; ".join(f"{_PARTS[name]}: {reason}" for name, reason in missing.items())
        if not self._is_required or not any(name in missing for name in _NEEDED):
            self._warn(f"is not complete: {said}.")
            return
        self._refusal = Outcome(error=f"The sandbox that this server requires is not there: {said}.")
        self._warn(f"is required and not there, so no Python evaluator runs: {said}.")

    def _warn(self, text: str) -> None:
        if not self._has_warned:
            self._has_warned = True
            _logger.warning("Sandbox %s", text)

    def _take(self, code: str) -> WorkerProcess | None:
        for index in reversed(range(len(self._idle))):
            if self._idle[index].code == code:
                return self._idle.pop(index)
        return None

    def _put_back(self, worker: WorkerProcess) -> None:
        if worker.is_useful:
            self._idle.append(worker)
        if len(self._idle) > self._most_idle:
            self._retire(self._idle.pop(0))
        if self._tidying is not None:
            self._tidying.cancel()
        self._tidying = asyncio.get_running_loop().call_later(_IDLE_SECONDS, self._tidy)

    def _tidy(self) -> None:
        """Stop the processes that nobody has used for a while."""
        while self._idle:
            self._retire(self._idle.pop())

    def _retire(self, worker: WorkerProcess) -> None:
        stop = asyncio.get_running_loop().create_task(worker.stop())
        self._stops.add(stop)
        stop.add_done_callback(self._stops.discard)
