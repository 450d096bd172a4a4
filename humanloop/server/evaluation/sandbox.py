"""Runs the code of python evaluators, each in a process of its own that is used for many calls."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from humanloop.server.evaluation.worker_process import Limits, Outcome, WorkerProcess

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Limits", "Outcome", "Sandbox"]

_IDLE_SECONDS = 30


class Sandbox:
    """A few processes. One that hangs is stopped and replaced; no two evaluators ever share one.

    Args:
        limits: What each process may use.
        workers: Calls that may run at once, and processes that may wait for the next one.
    """

    def __init__(self, limits: Limits, workers: int) -> None:
        self._limits = limits
        self._most_idle = workers
        self._slots = asyncio.Semaphore(workers)
        # The one used last stands last.
        self._idle: list[WorkerProcess] = []
        self._tidying: asyncio.TimerHandle | None = None
        self._stops: set[asyncio.Task[None]] = set()

    async def check(self, code: str) -> str | None:
        """Tell what is wrong with the code of an evaluator; None if it compiles and defines a function."""
        async with self._slots:
            worker = await WorkerProcess.start(code, self._limits, check_only=True)
        return None if worker.broken is None else worker.broken.error

    async def run(self, code: str, arguments: Sequence[Any]) -> Outcome:
        """Call the function of an evaluator.

        Args:
            code: The code, which names the process that is used.
            arguments: What to call it with; anything that can be JSON.
        """
        async with self._slots:
            worker = self._take(code) or await WorkerProcess.start(code, self._limits)
            outcome = await worker.call(arguments)
            self._put_back(worker)
        return outcome

    async def close(self) -> None:
        """Stop all processes."""
        if self._tidying is not None:
            self._tidying.cancel()
        while self._idle:
            self._retire(self._idle.pop())
        await asyncio.gather(*self._stops)

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
