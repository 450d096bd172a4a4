"""Deadlines of the calls of one event loop, watched by one timer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio


class Deadlines:
    """When each call that is under way must end.

    `asyncio.timeout` with a time makes a timer for each call, which nearly always is cancelled; that costs more than
    everything else around an exchange. Here its timeouts have no time of their own, until they have run out.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._due: dict[asyncio.Timeout, float] = {}
        self._timer: asyncio.TimerHandle | None = None

    def add(self, limit: asyncio.Timeout, seconds: float) -> None:
        """Let a timeout, which has been entered, run out in so many seconds unless it is dropped before."""
        due = self._loop.time() + seconds
        self._due[limit] = due
        if self._timer is None or due < self._timer.when():
            self._look_at(due)

    def drop(self, limit: asyncio.Timeout) -> None:
        """Forget a timeout that was left, before anything else runs."""
        self._due.pop(limit, None)

    def _look_at(self, due: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_at(due, self._look)

    def _look(self) -> None:
        """Let those run out whose time has come, and wait for the next one."""
        self._timer = None
        now = self._loop.time()
        for limit in [limit for limit, due in self._due.items() if due <= now]:
            del self._due[limit]
            limit.reschedule(now)
        if self._due:
            self._look_at(min(self._due.values()))
