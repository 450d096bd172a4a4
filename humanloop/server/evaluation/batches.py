"""Writes that gather: a commit waits for the disk, so what has come up meanwhile is written together."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T")


class Batches(Generic[T]):
    """Takes items one by one, and writes all that wait at once.

    Args:
        write: Writes a batch.
        most_waiting: Items that may wait; whoever brings one more has to wait too.
    """

    def __init__(self, write: Callable[[list[T]], Awaitable[None]], most_waiting: int = 256) -> None:
        self._write = write
        self._most_waiting = most_waiting
        self._items: list[T] = []
        self._writing: asyncio.Task[None] | None = None

    async def put(self, item: T) -> None:
        """Bring an item; it need not be written when this returns.

        Raises:
            Exception: An earlier batch could not be written.
        """
        self._collect()
        self._items.append(item)
        if self._writing is None:
            self._writing = asyncio.get_running_loop().create_task(self._write_all())
        if len(self._items) >= self._most_waiting:
            await self.flush()

    async def flush(self) -> None:
        """Wait until everything is written.

        Raises:
            Exception: It could not be written.
        """
        if self._writing is not None:
            # Whoever waits may leave; what is being written is written all the same.
            await asyncio.wait({self._writing})
            self._collect()

    def _collect(self) -> None:
        """Hear of a failure: nobody may go on as if what was brought before were safe."""
        if self._writing is not None and self._writing.done():
            done, self._writing = self._writing, None
            done.result()

    async def _write_all(self) -> None:
        while self._items:
            batch, self._items = self._items, []
            await self._write(batch)
