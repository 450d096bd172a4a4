"""What a server does again and again while it runs."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_logger = logging.getLogger(__name__)


class Rounds:
    """Things to be done every few seconds, each in a task of its own."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._hurries: dict[str, asyncio.Event] = {}

    def add(self, name: str, seconds: float, do: Callable[[], Awaitable[object]]) -> None:
        """Begin to do something every few seconds.

        Args:
            name: What it is, for the log.
            seconds: How long to wait before each time.
            do: Does it; a failure is logged, and it is tried again the next time.
        """
        self._hurries[name] = asyncio.Event()
        self._tasks[name] = asyncio.get_running_loop().create_task(self._go_round(name, seconds, do))

    def hurry(self, name: str) -> None:
        """Wait no longer with something."""
        self._hurries[name].set()

    async def close(self) -> None:
        """Stop."""
        for task in self._tasks.values():
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks.values())

    async def _go_round(self, name: str, seconds: float, do: Callable[[], Awaitable[object]]) -> None:
        is_in_a_hurry = self._hurries[name]
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await is_in_a_hurry.wait()
            is_in_a_hurry.clear()
            try:
                await do()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next time may be better
                # Its first line: a database's error goes on with the statement, and where to read on.
                said = str(error).partition("\n")[0]
                _logger.warning("%s has failed, and is tried again in %s seconds: %s", name, seconds, said)
