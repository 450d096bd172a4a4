"""Streams of events: produced by a task of their own, so that silence can be noticed and leaving stops them."""

from __future__ import annotations

import asyncio
import logging
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

import anyio

from humanloop.server.errors import GoneError, ServerError, error_detail
from humanloop.server.store.failures import to_server_error

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable

_logger = logging.getLogger(__name__)
_END = object()


class EventStream:
    """An answer that comes event by event. Made by `start`, when the first event is there."""

    def __init__(self, events: AsyncGenerator[Any]) -> None:
        # One event at most waits here: a slow consumer slows the producer down.
        self._queue: asyncio.Queue[Any] = asyncio.Queue(maxsize=1)
        self._next: Any = _END
        self._began = False
        self._producer = asyncio.create_task(self._produce(events))

    @classmethod
    async def start(cls, events: AsyncGenerator[Any], leave: Callable[[], Awaitable[None]]) -> EventStream:
        """Begin, and wait for the first event: what fails until then can still be answered with an error status.

        Args:
            events: The events.
            leave: Returns when the consumer leaves, who may not want to wait any more.

        Raises:
            ServerError: The first step failed, or the consumer has left.
        """
        stream = cls(events)
        try:
            await stream._receive_first(leave)
        except BaseException:
            await stream.aclose()
            raise
        return stream

    async def _receive_first(self, leave: Callable[[], Awaitable[None]]) -> None:
        first: Any = GoneError("The consumer left before the answer began.")

        async def receive() -> None:
            nonlocal first
            first = await self._queue.get()
            group.cancel_scope.cancel()

        async def wait() -> None:
            await leave()
            group.cancel_scope.cancel()

        async with anyio.create_task_group() as group:
            group.start_soon(receive)
            group.start_soon(wait)
        if isinstance(first, Exception):
            raise first
        self._next = first

    async def each(self, silence_seconds: float) -> AsyncIterator[Any]:
        """Yield the events, and None whenever none came for that long."""
        item = self._next
        while item is not _END:
            yield item
            try:
                async with asyncio.timeout(silence_seconds):
                    item = await self._queue.get()
            except TimeoutError:
                item = None

    async def aclose(self) -> None:
        """Stop the producer and wait until it has cleaned up."""
        self._producer.cancel()
        # The consumer's task may be cancelled already, which would end every await that is not shielded.
        with anyio.CancelScope(shield=True):
            await asyncio.wait({self._producer})

    async def _produce(self, events: AsyncGenerator[Any]) -> None:
        try:
            async with aclosing(events):
                async for event in events:
                    await self._queue.put(event)
                    self._began = True
        except Exception as error:  # noqa: BLE001 - handed to the consumer, who waits in another task
            await self._queue.put(self._failure(error))
        await self._queue.put(_END)

    def _failure(self, error: Exception) -> Any:
        """Before the first event an error is the answer; afterwards it is one more event."""
        if not self._began:
            return error
        known = error if isinstance(error, ServerError) else to_server_error(error)
        if known is not None:
            return {"error": known.detail(), "data": []}
        _logger.error("A stream failed.", exc_info=error)
        return {"error": error_detail(500, "The server failed."), "data": []}
