"""Asynchronous calls, over the public API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop import Humanloop

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Calls:
    """The calls, as programs make them."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.humanloop = Humanloop(api_key="key", host=host)

    async def get(self, log_id: str) -> object:
        return await self.humanloop.logs.aget(id=log_id)

    async def stream(self, arguments: dict[str, Any]) -> AsyncIterator[Any]:
        response = await self.humanloop.chat_stream(**arguments)
        async for token in response.content:
            yield token

    async def close(self) -> None:
        if hasattr(self.humanloop, "aclose"):  # clients of 0.7.15 have nothing to close
            await self.humanloop.aclose()
